"""The five questions before the form: every branch, in the order of precedence."""

from itertools import product

import pytest

from services.household.eligibility import NO_APPROVAL, EligibilityForm, judge
from services.household.outcomes import HALTS

RIGHT = {
    "approval": "YES",
    "origin": "DELTA",
    "own_property": "NONE",
    "kin_can_receive": "NONE",
    "unit_collective": "NO",
}


def verdict(norms, **changes):
    return judge(RIGHT | changes, norms)


@pytest.mark.parametrize("origin", ["DELTA", "NATIONAL"])
def test_whoever_has_no_other_household_can_apply(norms, origin):
    found = verdict(norms, origin=origin)
    assert found.halt is None
    assert len(found.reasons) == 3
    assert found.materials


@pytest.mark.parametrize(
    ("changes", "halt"),
    [
        ({"origin": "SHANGHAI"}, HALTS["REFER_LOCAL"]),
        ({"origin": "OUTSIDE"}, HALTS["REFER_OUTSIDE"]),
        ({"approval": "NO"}, NO_APPROVAL["NO"]),
        ({"approval": "WAITING"}, NO_APPROVAL["WAITING"]),
        ({"own_property": "SELF"}, HALTS["REFER_OWN"]),
        ({"kin_can_receive": "YES"}, HALTS["REFER_KIN"]),
        ({"unit_collective": "YES"}, HALTS["REFER_UNIT"]),
    ],
)
def test_everybody_else_is_told_where_to_go(norms, changes, halt):
    assert verdict(norms, **changes).halt == halt


def test_the_first_of_several_reasons_counts(norms):
    every = {"own_property": "SELF", "kin_can_receive": "YES", "unit_collective": "YES"}
    assert verdict(norms, **every).halt == HALTS["REFER_OWN"]
    assert verdict(norms, **every, approval="NO").halt == NO_APPROVAL["NO"]
    assert verdict(norms, **every, approval="NO", origin="SHANGHAI").halt == HALTS["REFER_LOCAL"]
    assert verdict(norms, **every | {"own_property": "NONE"}).halt == HALTS["REFER_KIN"]


def test_what_a_refusal_of_family_or_employer_calls_for_is_listed(norms):
    def codes(**changes):
        return {item.code for item in verdict(norms, **changes).materials}

    assert not {"TH05", "TH07"} & codes()
    assert "TH07" in codes(kin_can_receive="REFUSED")
    assert "TH05" in codes(unit_collective="YES_UNABLE")


def test_what_the_questions_leave_open_is_listed_apart(norms):
    found = verdict(norms)
    assert "TH08" in {item.code for item in found.maybe}
    assert all(item.condition for item in found.maybe)
    assert not {item.code for item in found.maybe} & {item.code for item in found.materials}
    assert not {"TH05", "TH07"} & {item.code for item in found.maybe}, "these the answers decide"


def test_questions_behind_a_halt_are_not_asked(norms):
    form = EligibilityForm({"approval": "NO", "origin": "DELTA"}, norms=norms)
    assert form.is_valid(), form.errors
    form = EligibilityForm({"approval": "YES", "origin": "DELTA", "own_property": "SELF"}, norms=norms)
    assert form.is_valid(), form.errors
    assert judge(form.json_values(), norms).halt == HALTS["REFER_OWN"]
    form = EligibilityForm({"approval": "YES", "origin": "DELTA", "own_property": "NONE"}, norms=norms)
    assert set(form.errors) == {"kin_can_receive"}


def test_no_combination_is_left_without_an_answer(norms):
    choices = {
        name: [code for code, _label in field.choices] for name, field in EligibilityForm.base_fields.items()
    }
    for values in product(*choices.values()):
        found = judge(dict(zip(choices, values, strict=True)), norms)
        assert (found.halt is None) == bool(found.materials)
