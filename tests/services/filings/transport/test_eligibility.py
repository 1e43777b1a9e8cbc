"""What the questions before a transport come to."""

import pytest

from portal.rulebook.models import RuleEntry
from services.filings.transport.eligibility import judge
from services.filings.transport.kinds import FILING, LICENCE

RIGHT = {"dispatch": "HERE", "destination": "ELSEWHERE", "what": "3"}


@pytest.mark.parametrize(
    ("kind", "changes", "stop"),
    [
        (FILING, {}, None),
        (LICENCE, {"what": "2"}, None),
        (FILING, {"what": "BOTH"}, None),
        (LICENCE, {"what": "BOTH"}, None),
        (FILING, {"dispatch": "ELSEWHERE"}, ("NOT_COMPETENT", "R-EN-08")),
        (FILING, {"destination": "HERE"}, ("NOT_REQUIRED", "R-EN-09")),
        (FILING, {"what": "2"}, ("REFER", "B6")),
        (LICENCE, {}, ("REFER", "B6")),
        (FILING, {"what": "1"}, ("REFER", "R-EN-04")),
        (LICENCE, {"what": "OTHER"}, ("NOT_REQUIRED", "B6")),
    ],
)
def test_judge(norms, kind, changes, stop):
    found = judge(RIGHT | changes, norms, kind)
    assert (found.halt and (found.halt.kind, found.halt.rule)) == stop
    if stop is None:
        assert [item.code for item in found.materials] == ["EN01", "EN03", "EN05", "EN11", "EN12"]
        assert [item.code for item in found.maybe] == ["EN02", "EN06", "EN13"]


def test_a_key_area_leaves_the_answer_open(norms):
    area = {
        "list_key": "key_areas",
        "code": "310116",
        "data": {"name": "金山区"},
        "mark": "P",
        "source": "示范",
    }
    RuleEntry.objects.create(**area, effective_from="2026-11-24")
    found = judge(RIGHT | {"destination": "HERE"}, norms.at(norms.on.replace(day=25)), FILING)
    assert found.halt is None
    assert len(found.reasons) == 3
