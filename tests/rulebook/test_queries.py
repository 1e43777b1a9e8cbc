"""Which version counts on which day."""

from datetime import date

import pytest

from portal.catalog.declaration import Norms
from portal.rulebook import lists, queries
from portal.rulebook.models import RuleEntry, RuleValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def days_rule(monkeypatch):
    """A declared value with two versions: 40 days from 2020, 30 days through 2026 only."""
    monkeypatch.setitem(lists._values, "test.days", lists.ValueSpec("test.days", "Days", "integer", "days"))
    RuleValue.objects.create(key="test.days", data=40, effective_from=date(2020, 1, 1), mark="P")
    RuleValue.objects.create(
        key="test.days", data=30, effective_from=date(2026, 1, 1), effective_to=date(2026, 12, 31), mark="P"
    )


@pytest.mark.parametrize(
    ("day", "days"), [(date(2020, 1, 1), 40), (date(2025, 12, 31), 40), (date(2026, 12, 31), 30)]
)
def test_the_newest_version_that_has_begun_counts(days_rule, day, days):
    assert queries.norms(day).value("test.days") == days


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2027, 1, 1)])
def test_before_the_first_and_after_an_ended_version_nothing_is_in_force(days_rule, day):
    with pytest.raises(queries.NotInForce):
        queries.norms(day).value("test.days")


def test_rules_of_another_day_are_reached_from_any_day(days_rule):
    rules = queries.norms(date(2026, 1, 1), without="a-case")
    other = rules.at(date(2026, 5, 1))
    assert (other.on, other.without) == (date(2026, 5, 1), "a-case")
    assert rules.at(rules.on) is rules


def test_an_undeclared_key_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        queries.norms(date(2026, 1, 1)).value("test.unknown")
    with pytest.raises(KeyError):
        queries.norms(date(2026, 1, 1)).entries("test_unknown")


def test_entries_carry_their_code_and_change_with_the_day():
    RuleEntry.objects.create(
        list_key="districts",
        code="310115",
        data={"name": "浦东区", "name_en": "Pudong", "char": "浦"},
        effective_from=date(2030, 1, 1),
        effective_to=date(2030, 12, 31),
    )
    today, later, after = (
        queries.norms(date(year, 6, 1)).entries("districts") for year in (2026, 2030, 2031)
    )
    assert today["310115"] == {"code": "310115", "name": "浦东新区", "name_en": "Pudong", "char": "浦"}
    assert later["310115"]["name"] == "浦东区"
    assert "310115" not in after
    assert len(today) == 16
    assert len(after) == 15


def test_a_list_before_its_first_day_is_not_in_force():
    with pytest.raises(queries.NotInForce):
        queries.norms(date(1999, 1, 1)).entries("districts")


def test_rules_of_a_day_are_read_once(days_rule, django_assert_num_queries):
    rules = queries.norms(date(2026, 6, 1))
    with django_assert_num_queries(2):
        for _ in range(3):
            rules.value("test.days")
            rules.entries("units")


def test_rules_of_a_day_fit_what_services_expect():
    rules: Norms = queries.norms(date(2026, 6, 1))
    assert rules.on == date(2026, 6, 1)


def test_units_have_names_in_both_languages():
    assert queries.unit_name("310115000000") == "上海市公安局浦东分局"
    assert queries.unit_name("310115000000", "en") == "Shanghai Public Security Bureau, Pudong Branch"
    assert queries.unit_names("en")["310000000000"] == "Shanghai Municipal Public Security Bureau"
    assert queries.unit_name("999999999999") == "999999999999"


def test_a_unit_that_is_gone_keeps_its_name_but_is_no_choice():
    RuleEntry.objects.filter(list_key="units", code="310115510000").update(effective_to=date(2020, 1, 1))
    assert "310115510000" not in queries.units()
    assert queries.unit_name("310115510000") == "浦东分局花木派出所"


def test_every_station_lies_in_a_district_of_its_code():
    units, districts = queries.units(), queries.norms().entries("districts")
    stations = [unit for unit in units.values() if unit["kind"] == "STATION"]
    assert {unit["district_code"] for unit in stations} == set(districts)
    for unit in units.values():
        assert len(unit["code"]) == 12
        if unit["kind"] != "MUNICIPAL":
            assert unit["code"][:6] == unit["district_code"]
    assert {code + "000000" for code in districts} <= set(units)


def test_a_counted_column_rises_with_what_cases_use_up(monkeypatch):
    code, other = "31011551000001", "31011552000001"
    before = queries.norms().entries("public_households")
    counters = {lambda key, since, without: {code: 3, "gone": 9}: None, lambda *asked: {code: 1}: None}
    monkeypatch.setattr(lists, "_counters", counters)
    after = queries.norms().entries("public_households")
    assert after[code]["occupied"] == before[code]["occupied"] + 4
    assert after[other] == before[other]
    assert RuleEntry.objects.get(code=code).data["occupied"] == before[code]["occupied"]


def test_counters_learn_the_day_of_each_count_and_who_asks(monkeypatch):
    row = RuleEntry.objects.get(list_key="public_households", code="31011551000001")
    row.data["counted_on"] = "2026-01-31"
    row.save()
    asked = []
    monkeypatch.setattr(lists, "_counters", {lambda *told: asked.append(told) or {}: None})
    rules = queries.norms(without="me")
    rules.entries("public_households")
    rules.entries("districts")
    ((key, since, without),) = asked
    assert (key, without) == ("public_households", "me")
    assert since["31011551000001"] == date(2026, 1, 31)
    assert since["31011552000001"] is None
