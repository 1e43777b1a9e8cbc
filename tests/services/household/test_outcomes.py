"""What the rules say to people."""

from datetime import date

import pytest
from django.utils import translation

from portal.catalog.declaration import NoPast
from services.household import outcomes
from services.household.service import SERVICE

from .cast import answers


def test_every_code_of_the_rules_has_its_words():
    routes = {"REFER_LOCAL", "REFER_OUTSIDE", "REFER_OWN", "REFER_OWN_REGISTERED", "REFER_KIN", "REFER_UNIT"}
    assert set(outcomes.HALTS) == routes
    steps = {step.slug: step.form.base_fields for step in SERVICE.steps}
    for finding in outcomes.FINDINGS.values():
        assert finding.field in steps[finding.step]
    for halt in outcomes.HALTS.values():
        assert halt.kind == "REFER"
        assert halt.step in steps


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"settlement": {"own_property": "SPOUSE"}}, "A4-OWN"),
        ({"sources": {"property": "YES"}}, "A4-OWN"),
        ({"settlement": {"kin_can_receive": "YES"}}, "A4-KIN"),
        ({"settlement": {"unit_collective": "YES"}}, "A4-UNIT"),
        ({"origin": {"origin_code": "310104"}}, "R-TH-02"),
        ({"origin": {"origin_code": "820001"}}, "R-TH-02"),
    ],
)
def test_a_referral_says_where_to_go(norms, changes, rule):
    halt = SERVICE.halt(answers(**changes), norms)
    assert halt.rule == rule
    assert "请" in str(halt.where)


def test_good_answers_are_neither_halted_nor_found_fault_with(norms):
    assert SERVICE.halt(answers(), norms) is None
    assert SERVICE.check(answers(), norms) == []


def test_findings_carry_the_limits_in_force_in_the_readers_language(norms):
    changed = answers(
        residence={"lease_to": "2026-12-01"},
        household={"public_household": "31011551000002"},
        origin={"move_permission": "CASE"},
    )
    with translation.override("en"):
        findings = SERVICE.check(changed, norms)
    assert [(finding.rule, finding.effect) for finding in findings] == [
        ("R-TH-12", "flag"),
        ("R-TH-09", "reject"),
        ("R-TH-08", "flag"),
    ]
    assert "30" in findings[1].message


def test_a_percent_sign_in_no_message_breaks_it(norms):
    for code in outcomes.FINDINGS:
        for language in ("en", "zh-hans"):
            with translation.override(language):
                assert "%" not in outcomes.message(code, norms)


class Told(NoPast):
    """A past that was told how many cases hold a fact, and notes what it was asked."""

    def __init__(self, **counts):
        self.counts, self.asked = counts, []

    def cases(self, key, value, *, secret=False, open_only=False, since=None, states=()):
        self.asked.append((key, secret, open_only, since, tuple(states)))
        return self.counts.get(key, 0)


def test_other_cases_are_asked_as_the_rules_say(norms):
    past = Told()
    assert SERVICE.crosscheck(answers(), norms, past) == []
    assert set(past.asked) == {
        ("approval_no", False, False, None, outcomes.SETTLED),
        ("residence", True, False, date(2025, 11, 23), ()),
        ("mobile", True, True, None, ()),
        ("person", True, True, None, ()),
    }


def test_what_other_cases_say_is_put_into_words(norms):
    found = SERVICE.crosscheck(answers(), norms, Told(approval_no=1, residence=3, mobile=3, person=1))
    assert [(finding.rule, finding.effect) for finding in found] == [
        ("R-TH-03", "reject"),
        ("R-TH-10", "flag"),
        ("R-TH-11", "flag"),
        ("R-TH-13", "reject"),
    ]
