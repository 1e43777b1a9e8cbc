"""The forms of the steps: what they take, what they refuse, what they store."""

import pytest

from services.household.service import SERVICE

from .cast import ANSWERS, answers, typed

SINGLE = [slug for slug, values in ANSWERS.items() if "rows" not in values]


@pytest.fixture
def bind(norms):
    """Return a function that makes a bound form of a step: `bind("origin", origin_code="320102")`."""

    def make(step, **changes):
        values = typed(answers(**{step: changes})[step])
        return SERVICE.step(step).form(data=values, norms=norms, answers=answers())

    return make


@pytest.mark.parametrize("step", SINGLE)
def test_good_answers_are_stored_as_they_are(bind, step):
    form = bind(step)
    assert form.is_valid(), form.errors
    stored = form.json_values()
    assert {name: stored[name] for name in ANSWERS[step]} == ANSWERS[step]


def test_an_applicant_is_of_age_on_the_birthday(bind):
    young = {"id_no": "310101200811230010", "birth_date": "2008-11-23", "sex": "1"}
    from portal.standards import mod11_2

    young["id_no"] = young["id_no"][:17] + mod11_2.check_digit(young["id_no"][:17])
    assert bind("applicant", **young).is_valid()
    too_young = {**young, "id_no": "31010120081124001", "birth_date": "2008-11-24"}
    too_young["id_no"] += mod11_2.check_digit(too_young["id_no"])
    assert "birth_date" in bind("applicant", **too_young).errors


def test_an_approval_without_a_last_day_gets_one(bind):
    form = bind("approval", approval_valid_to="")
    assert form.is_valid(), form.errors
    assert form.json_values()["approval_valid_to"] == "2027-04-06"


def test_an_old_approval_without_a_last_day_has_expired(bind):
    form = bind("approval", approval_valid_to="", approval_date="2026-01-05")
    assert "approval_valid_to" in form.errors


def test_the_county_may_be_typed_by_name(bind):
    form = bind("origin", origin_code="江苏省南京市玄武区")
    assert form.is_valid(), form.errors
    assert form.json_values()["origin_code"] == "320102"


def test_somebody_with_an_own_dwelling_is_asked_nothing_more(norms):
    form = SERVICE.step("settlement").form(data={"own_property": "SELF"}, norms=norms, answers={})
    assert form.is_valid(), form.errors
    assert SERVICE.halt({"settlement": form.json_values()}, norms).rule == "A4-OWN"


def test_without_a_lease_its_fields_are_not_asked_and_not_kept(bind):
    form = bind("residence", residence_kind="DORM")
    assert form.is_valid(), form.errors
    stored = form.json_values()
    assert [stored[name] for name in ("lease_filing_no", "lease_from", "lease_to")] == [None, None, None]


def test_the_hidden_version_is_always_the_current_one(norms):
    form = SERVICE.step("consent").form(data={"notice_version": "2019-01"}, norms=norms)
    assert 'value="2026-11"' in str(form["notice_version"])


def test_the_station_follows_from_the_address_and_offers_its_households(norms):
    form = SERVICE.step("household").form(norms=norms, answers=answers())
    own, other = form.fields["station_choice"].choices
    assert own[0] == "OWN"
    assert "花木派出所" in own[1]
    assert other[0] == "OTHER"
    offered = {
        code for _station, group in form.fields["public_household"].choices if _station for code, _ in group
    }
    assert "31011551000001" in offered
    assert {code[:12] for code in offered} == {"310115510000"}


def test_another_station_offers_its_own_households(bind):
    form = bind(
        "household",
        station_choice="OTHER",
        target_station="310115520000",
        override_reason="所住楼栋在两个派出所交界处",
        public_household="31011552000001",
    )
    assert form.is_valid(), form.errors
    assert form.json_values()["target_station"] == "310115520000"


def test_stations_are_grouped_and_paused_households_are_no_choice(norms):
    from services.household.fields import household_groups, station_groups

    stations = dict(station_groups(norms))
    assert len(stations) == 16
    assert ["310115510000", "浦东分局花木派出所"] in [list(pair) for pair in stations["浦东新区"]]
    codes = {code for _station, group in household_groups(norms) for code, _ in group}
    assert "31011551000002" in codes
    assert "31011252000002" not in codes


def test_a_paused_household_stays_for_those_who_had_chosen_it(norms):
    from services.household.fields import household_groups

    (station,) = household_groups(norms, "31011252000002", station="310112520000")
    assert "31011252000002" in dict(station[1])


def test_stored_answers_read_as_words(norms):
    form = SERVICE.step("household").form(norms=norms, answers=answers())
    shown = {name: text for name, _label, text in form.display(ANSWERS["household"])}
    assert "浦东分局花木派出所" in shown["station_choice"]
    assert "target_station" not in shown
    assert shown["public_household"].startswith("花木社区公共户，")


@pytest.mark.parametrize(("mode", "word"), [("ACK", "understand"), ("CONSENT", "agree")])
def test_the_boxes_of_the_notice_are_worded_as_configured(norms, mode, word):
    from django.utils import translation

    from portal.rulebook.models import RuleValue

    RuleValue.objects.filter(key="TH.consent_mode").update(data=mode)
    with translation.override("en"):
        form = SERVICE.step("consent").form(norms=norms)
        assert word in str(form.fields["consent_general"].label)
        assert not form.fields["consent_sensitive"].initial


def test_where_a_station_has_one_household_it_is_chosen_already(norms):
    lonely = next(
        code
        for code, entry in norms.entries("residence_areas").items()
        if len(
            [
                h
                for h in norms.entries("public_households").values()
                if h["station_code"] == entry["station_code"]
            ]
        )
        == 1
    )
    form = SERVICE.step("household").form(norms=norms, answers=answers(residence={"residence_area": lonely}))
    assert form["public_household"].value()
    two = SERVICE.step("household").form(norms=norms, answers=answers())
    assert not two["public_household"].value()
