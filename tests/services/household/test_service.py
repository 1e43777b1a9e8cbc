"""The declaration as a whole: materials, route, facts, lists, time limits."""

import pytest

from portal.catalog import registry
from portal.rulebook.lists import declared_lists, declared_values
from services.household.service import SERVICE

from .cast import ANSWERS, SPOUSE, answers, child, with_family


def test_it_is_registered_with_the_steps_of_the_domain():
    assert registry.get("TH") is SERVICE
    assert [step.slug for step in SERVICE.steps] == list(ANSWERS)
    for step in SERVICE.steps:
        if step.repeat is None:
            assert set(ANSWERS[step.slug]) == set(step.form.base_fields)
        assert step.why


ALWAYS = ["TH01", "TH17", "TH02", "TH03", "TH04", "TH06"]
BABY, GROWN = child("2017-05-21"), child("2007-05-21", f_in_school="示范中学", f_school_kind="SENIOR")
SOLE = {**BABY, "f_custody": "SOLE"}


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (answers(), []),
        (answers(settlement={"unit_collective": "YES_UNABLE"}), ["TH05"]),
        (answers(settlement={"kin_can_receive": "REFUSED"}), ["TH07"]),
        (with_family(SPOUSE), ["TH08"]),
        (answers(applicant={"marital": "40"}), ["TH08S"]),
        (answers(applicant={"marital": "90"}), []),
        (with_family(SPOUSE, BABY), ["TH08", "TH09"]),
        (with_family(SOLE, marital="40"), ["TH08S", "TH09", "TH11"]),
        (with_family(GROWN, marital="40"), ["TH08S", "TH09", "TH12"]),
        (answers(origin={"origin_code": "620102"}), ["TH13"]),
        (answers(delivery={"agent_mode": "AGENT"}), ["TH14"]),
        (answers(applicant={"former_names": ["顾宁"]}), ["TH15"]),
    ],
)
def test_materials_follow_the_answers(given, more):
    assert sorted(material.code for material in SERVICE.materials_for(given)) == sorted([*ALWAYS, *more])


def test_which_papers_a_register_spares_and_which_a_statement_replaces():
    spared = {material.code: material.source for material in SERVICE.materials if material.source}
    assert spared == {
        "TH01": "identity", "TH17": "identity", "TH02": "origin", "TH03": "approval", "TH04": "approval",
        "TH06": "residence", "TH08": "marriage", "TH08S": "marriage", "TH09": "parentage",
    }  # fmt: skip
    assert set(spared.values()) <= {source.key for source in SERVICE.sources}
    assert {material.code for material in SERVICE.materials if material.commitment} == {
        "TH06",
        "TH07",
        "TH08S",
    }
    assert {material.code for material in SERVICE.materials if material.grace} == {"TH04"}
    assert {material.code: material.later for material in SERVICE.materials if material.later} == {
        "TH13": ("ORIGIN_PENDING",)
    }


def test_the_station_of_the_residence_handles_the_case(norms):
    assert SERVICE.route(answers(), norms) == "310115510000"
    assert SERVICE.subject(answers()) == "顾长宁"


def test_facts_hold_who_somebody_is_only_as_secrets(norms):
    facts = {fact.key: fact for fact in SERVICE.facts(answers(), norms)}
    assert facts["applicant_id"].secret == "320102198802290011"
    assert facts["applicant_name"].secret == "顾长宁"
    assert facts["residence"].secret == "310115016示范路99弄3号1202室"
    assert facts["origin_province"].text == "32"
    assert facts["lane"].text == "DELTA"
    assert facts["persons"].number == 1
    assert facts["person"].exclusive
    assert facts["person"].secret == "320102198802290011"
    open_texts = " ".join(fact.text for fact in facts.values())
    for secret in ("320102198802290011", "顾长宁", "13800138000", "示范路"):
        assert secret not in open_texts


def test_a_case_takes_a_place_for_everybody_who_moves(norms):
    (reserve,) = SERVICE.reserves(with_family(SPOUSE, BABY))
    assert (reserve.list_key, reserve.code, reserve.amount) == ("public_households", "31011551000001", 3)
    people = [fact.secret for fact in SERVICE.facts(with_family(SPOUSE, BABY), norms) if fact.key == "person"]
    assert people == sorted(["320102198802290011", SPOUSE["f_id_no"], BABY["f_id_no"]])


def test_its_time_limits_are_in_the_rulebook(norms):
    limits = SERVICE.limits
    assert [norms.value(key) for key in (limits.intake, limits.decision, limits.statutory)] == [1, 10, 20]


def test_every_declared_value_is_in_force(norms):
    for key in declared_values():
        if key.startswith("TH."):
            assert norms.value(key)


def test_categories_and_households_are_complete(norms):
    assert len(norms.entries("talent_categories")) == 18
    units = norms.entries("units")
    for code, household in norms.entries("public_households").items():
        station = units[household["station_code"]]
        assert code[:12] == household["station_code"]
        assert len(code) == 14
        assert station["kind"] == "STATION"
        assert station["district_code"] == household["district_code"]
        assert household["occupied"] <= household["capacity"]
    assert {"public_households", "talent_categories", "talent_channels"} <= set(declared_lists())


def test_every_street_has_a_station_and_every_station_a_public_household(norms):
    areas, units = norms.entries("residence_areas"), norms.entries("units")
    serving = {entry["station_code"] for entry in norms.entries("public_households").values()}
    assert len(areas) == 219
    assert {area["district_code"] for area in areas.values()} == set(norms.entries("districts"))
    assert len({(area["district_code"], area["name"]) for area in areas.values()}) == len(areas)
    for code, area in areas.items():
        station = units[area["station_code"]]
        assert len(code) == 9
        assert code[:6] == area["district_code"] == station["district_code"]
        assert station["kind"] == "STATION"
        assert area["name_en"].isascii() or "ü" in area["name_en"]
        assert area["station_code"] in serving
    stations = {code for code, unit in units.items() if unit["kind"] == "STATION"}
    assert stations == {area["station_code"] for area in areas.values()}
    assert areas["310115016"]["station_code"] == "310115510000"
