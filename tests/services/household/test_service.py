"""The declaration as a whole: materials, route, facts, lists, time limits."""

import pytest

from portal.catalog import registry
from portal.rulebook.lists import declared_lists, declared_values
from services.household.service import SERVICE

from .cast import ANSWERS, answers


def test_it_is_registered_with_the_steps_of_the_domain():
    assert registry.get("TH") is SERVICE
    assert [step.slug for step in SERVICE.steps] == [
        "consent",
        "applicant",
        "approval",
        "origin",
        "settlement",
    ]
    for step in SERVICE.steps:
        assert set(ANSWERS[step.slug]) == set(step.form.base_fields)
        assert step.why


def codes_for(**changes):
    return [material.code for material in SERVICE.materials_for(answers(**changes))]


ALWAYS = ["TH01", "TH02", "TH03", "TH04", "TH06"]


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({}, []),
        ({"settlement": {"unit_collective": "YES_UNABLE"}}, ["TH05"]),
        ({"settlement": {"kin_can_receive": "REFUSED"}}, ["TH07"]),
        ({"applicant": {"marital": "20"}}, ["TH08"]),
        ({"applicant": {"marital": "23"}}, ["TH08"]),
        ({"applicant": {"marital": "30"}}, ["TH08"]),
        ({"applicant": {"marital": "40"}}, ["TH08"]),
        ({"applicant": {"marital": "90"}}, []),
    ],
)
def test_materials_follow_the_answers(changes, more):
    assert codes_for(**changes) == sorted([*ALWAYS, *more])


def test_what_may_be_handed_in_later_blocks_nothing():
    assert {material.code for material in SERVICE.materials if not material.required} == {"TH04", "TH08"}


def test_the_station_of_the_residence_handles_the_case(norms):
    assert SERVICE.route(answers(), norms) == "310115510000"
    assert SERVICE.subject(answers()) == "顾长宁"


def test_facts_hold_who_somebody_is_only_as_secrets(norms):
    facts = {fact.key: fact for fact in SERVICE.facts(answers(), norms)}
    assert facts["applicant_id"].secret == "320102198802290011"
    assert facts["applicant_name"].secret == "顾长宁"
    assert facts["residence"].secret == "310115花木街道示范路99弄3号1202室"
    assert facts["origin_province"].text == "32"
    assert facts["lane"].text == "DELTA"
    assert facts["persons"].number == 1
    open_texts = " ".join(fact.text for fact in facts.values())
    for secret in ("320102198802290011", "顾长宁", "13800138000", "示范路"):
        assert secret not in open_texts


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
