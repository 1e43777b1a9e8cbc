"""What registers are asked, when, and what they fill in."""

import json
from pathlib import Path

import pytest

from portal.catalog import sources as registers
from services.household import service as declared
from services.household.service import SERVICE

from .cast import SPOUSE, answers, child, with_family

BY_KEY = {source.key: source for source in SERVICE.sources}
FILE = Path(declared.__file__).parent / "data" / "registers.json"


def test_the_registers_of_the_domain_are_asked():
    assert {"approval", "property", "employer_household", "residence", "marriage", "origin"} <= set(BY_KEY)


@pytest.mark.parametrize("key", list(BY_KEY))
def test_nothing_is_asked_before_the_answers_it_needs(key):
    assert BY_KEY[key].ask({}) is None


@pytest.mark.parametrize(
    ("key", "given", "question"),
    [
        ("property", answers(), {"name": "顾长宁", "id_no": "320102198802290011"}),
        ("employer_household", answers(), {"uscc": "91310000MA1FL4LP6F"}),
        ("marriage", answers(), None),
        ("parentage", answers(), None),
        ("marriage", with_family(SPOUSE),
         {"id_no": "320102198802290011", "marital": "21", "spouse_id": SPOUSE["f_id_no"]}),
        ("parentage", with_family(SPOUSE, child("2017-05-21")),
         {"id_no": "320102198802290011", "children": child("2017-05-21")["f_id_no"]}),
        ("residence", answers(),
         {"id_no": "320102198802290011", "area": "310115016", "address": "示范路99弄3号1202室",
          "lease_filing_no": "沪浦租备2026000123"}),
    ],
)  # fmt: skip
def test_what_is_asked(key, given, question):
    assert BY_KEY[key].ask(given) == question


def test_what_sources_fill_in_are_fields_there_are_and_the_demo_file_knows_no_others():
    steps = {step.slug: set(step.form.base_fields) for step in SERVICE.steps}
    for source in SERVICE.sources:
        for place in source.fills:
            slug, name = place.split(".")
            assert name in steps[slug]
    for key, entries in json.loads(FILE.read_text()).items():
        names = {place.split(".")[1] for place in BY_KEY[key].fills}
        for entry in entries:
            assert set(entry.get("data", {})) <= names


def test_what_the_demo_register_fills_in_is_taken_by_the_forms(norms):
    filled = json.loads(FILE.read_text())["origin"][0]["data"]
    form = SERVICE.step("origin").form(
        {**filled, "move_permission": "NONE", "already_out": "no"}, norms=norms, answers=answers()
    )
    assert form.is_valid(), form.errors


def test_without_a_setting_a_register_is_unavailable(settings):
    settings.SOURCES, settings.DEMO = {}, False
    assert registers.ask("TH", "property", {"id_no": "x"}).state == "UNAVAILABLE"


def test_a_setting_chooses_the_adapter_for_one_source_or_all(settings, tmp_path):
    path = tmp_path / "registers.json"
    path.write_text(json.dumps({"property": [{"match": {"id_no": "1"}, "state": "YES", "data": {"a": 1}},
                                             {"match": {}, "state": "NO"}]}))  # fmt: skip
    settings.SOURCES = {"TH.property": f"portal.catalog.sources.FileRegister|{path}"}
    assert registers.ask("TH", "property", {"id_no": "1"}) == registers.Reply("YES", {"a": 1})
    assert registers.ask("TH", "property", {"id_no": "2"}).state == "NO"
    settings.SOURCES = {"TH": f"portal.catalog.sources.FileRegister|{path}"}
    assert registers.ask("TH", "property", {"id_no": "1"}).state == "YES"
    assert registers.ask("TH", "marriage", {"id_no": "1"}).state == "UNAVAILABLE"


def test_a_register_that_fails_is_unavailable_and_the_failure_is_logged(settings, tmp_path, caplog):
    settings.SOURCES = {"TH": "portal.no.such.Adapter"}
    assert registers.ask("TH", "property", {"id_no": "1"}).state == "UNAVAILABLE"
    assert "TH.property" in caplog.text
    settings.SOURCES = {"TH": f"portal.catalog.sources.FileRegister|{tmp_path / 'missing.json'}"}
    assert registers.ask("TH", "property", {"id_no": "1"}).state == "UNAVAILABLE"


def test_who_is_known_to_the_identity_register_has_the_higher_level():
    from services.household.facts import level

    assert level(answers(sources={"identity": "YES"})) == "L3"
    assert level(answers(sources={"identity": "UNAVAILABLE"})) == "L2"
    assert level(answers()) == "L2"
