"""What the questions before a purchase come to."""

import pytest

from services.filings.purchase.eligibility import judge

RIGHT = {"who": "ORG", "registered": "ELSEWHERE", "site": "ELSEWHERE", "what": "2"}


def verdict(norms, **changes):
    return judge(RIGHT | changes, norms)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"site": "NONE"}, "NOT_COMPETENT"),
        ({"who": "PER"}, "FORBIDDEN"),
        ({"who": "PER", "what": "1"}, "FORBIDDEN"),
        ({"what": "1"}, "REFER"),
        ({"what": "RELIEF"}, "NOT_REQUIRED"),
        ({"what": "OTHER"}, "NOT_REQUIRED"),
        ({"who": "PER", "what": "SMALL"}, "NOT_REQUIRED"),
        ({}, None),
        ({"site": "NONE", "registered": "HERE"}, None),
        ({"who": "PER", "what": "3"}, None),
        ({"what": "SMALL"}, None),
    ],
)
def test_judge(norms, changes, kind):
    found = verdict(norms, **changes)
    assert (found.halt and found.halt.kind) == kind
    assert bool(found.reasons) is (kind is None)


def codes(materials):
    return [material.code for material in materials]


def test_materials_follow_the_answers(norms):
    assert codes(verdict(norms).materials) == ["EN01", "EN02", "EN03", "EN06", "EN07", "EN10"]
    assert codes(verdict(norms).maybe) == ["EN05", "EN08", "EN09"]
    own_seat = verdict(norms, registered="HERE", site="HERE")
    assert "EN10" not in codes(own_seat.materials)
    assert "EN10" in codes(verdict(norms, site="HERE").materials)
    assert codes(verdict(norms, who="PER", what="3").materials) == ["EN03", "EN07", "EN10"]
