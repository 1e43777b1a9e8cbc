"""The forms of the steps: what they take, what they refuse, what they store."""

import pytest

from services.household.service import SERVICE

from .cast import ANSWERS, answers


@pytest.fixture
def bind(norms):
    """Return a function that makes a bound form of a step: `bind("origin", origin_code="320102")`."""

    def make(step, **changes):
        values = answers(**{step: changes})[step]
        return SERVICE.step(step).form(data=values, norms=norms, answers={})

    return make


@pytest.mark.parametrize("step", ANSWERS)
def test_good_answers_are_stored_as_they_are(bind, step):
    form = bind(step)
    assert form.is_valid(), form.errors
    stored = form.json_values()
    assert {name: stored[name] for name in ANSWERS[step]} == ANSWERS[step]


REFUSED = [
    ("consent", "notice_version", "2019-01"),
    ("consent", "consent_general", ""),
    ("consent", "consent_sensitive", ""),
    ("consent", "consent_share_origin", ""),
    ("consent", "truth_commitment", ""),
    ("applicant", "name", "顾 长宁"),
    ("applicant", "name", ""),
    ("applicant", "id_no", "320102198802290012"),
    ("applicant", "sex", "2"),
    ("applicant", "sex", "9"),
    ("applicant", "birth_date", "1988-03-01"),
    ("applicant", "ethnicity", "77"),
    ("applicant", "education", ""),
    ("applicant", "marital", "99"),
    ("applicant", "mobile", "12345678901"),
    ("approval", "channel", "LXS"),
    ("approval", "approval_no", "12"),
    ("approval", "approval_no", "沪人才 001234"),
    ("approval", "approval_org", ""),
    ("approval", "approval_date", "2026-11-24"),
    ("approval", "approval_valid_to", "2026-11-22"),
    ("approval", "category", "X1"),
    ("approval", "employer_name", ""),
    ("approval", "employer_uscc", "91310000MA1FL4LP6G"),
    ("origin", "origin_code", "不存在的县"),
    ("origin", "origin_address", "abc"),
    ("origin", "origin_station_name", ""),
    ("origin", "origin_hh_type", "XX"),
    ("origin", "head_name", "9号"),
    ("origin", "head_relation", ""),
    ("origin", "move_permission", ""),
    ("settlement", "own_property", ""),
    ("settlement", "kin_can_receive", ""),
    ("settlement", "unit_collective", ""),
    ("settlement", "residence_district", "320102"),
    ("settlement", "residence_street", ""),
    ("settlement", "residence_road", "<b>"),
    ("settlement", "residence_number", ""),
    ("settlement", "residence_kind", "OWN"),
    ("settlement", "lease_filing_no", ""),
    ("settlement", "lease_from", "2027-09-01"),
    ("settlement", "lease_to", "2026-12-22"),
    ("settlement", "target_station", "310112510000"),
    ("settlement", "public_household", "31010451000001"),
    ("settlement", "public_household", "31011252000002"),
]


@pytest.mark.parametrize(("step", "field", "value"), REFUSED)
def test_a_wrong_answer_is_refused_at_its_field(bind, step, field, value):
    form = bind(step, **{field: value})
    assert not form.is_valid()
    at = {"lease_from": "lease_to"}.get(field, field)
    assert at in form.errors


def test_every_field_that_is_asked_for_is_refused_once():
    optional = {"id_issuer", "residence_lane", "residence_room"}
    fields = {
        (step.slug, name) for step in SERVICE.steps for name in step.form.base_fields if name not in optional
    }
    assert {(step, field) for step, field, _value in REFUSED} == fields


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
    form = bind("settlement", residence_kind="DORM")
    assert form.is_valid(), form.errors
    stored = form.json_values()
    assert [stored[name] for name in ("lease_filing_no", "lease_from", "lease_to")] == [None, None, None]


def test_the_hidden_version_is_always_the_current_one(norms):
    form = SERVICE.step("consent").form(data={"notice_version": "2019-01"}, norms=norms)
    assert 'value="2026-11"' in str(form["notice_version"])


def test_choices_are_grouped_and_paused_households_are_no_choice(norms):
    form = SERVICE.step("settlement").form(norms=norms, answers={})
    stations = dict(form.fields["target_station"].choices)
    assert len(stations) == 16
    assert ["310115510000", "浦东分局花木派出所"] in [list(pair) for pair in stations["浦东新区"]]
    codes = {
        code for _station, group in form.fields["public_household"].choices if _station for code, _ in group
    }
    assert "31011551000002" in codes
    assert "31011252000002" not in codes


def test_a_paused_household_stays_for_those_who_had_chosen_it(norms):
    chosen = {"settlement": {"public_household": "31011252000002"}}
    form = SERVICE.step("settlement").form(norms=norms, answers=chosen)
    text = form.fields["public_household"].text("31011252000002")
    assert "七宝第二社区公共户" in text


def test_stored_answers_read_as_words(norms):
    form = SERVICE.step("settlement").form(norms=norms, answers=answers())
    shown = {name: text for name, _label, text in form.display(ANSWERS["settlement"])}
    assert shown["target_station"] == "浦东分局花木派出所"
    assert shown["public_household"].startswith("花木社区公共户，")
