from datetime import date

import pytest
from django.utils.translation import override

from portal.rulebook.queries import norms as norms_on
from portal.workdays.queries import add_workdays
from services.filings.security import branches
from tests.services.filings.security.answers import GUARD, USCC, YOUNG_ID, branch
from tests.services.filings.security.test_rules import VECTORS


def found(answers, norms):
    return [(one.rule, one.effect, one.step, one.field) for one in branches.check(answers, norms)]


def test_a_complete_filing_goes_on_also_of_a_shanghai_company(norms):
    for province in ("33", "31"):
        answers = branch(place={"licence_province": province})
        assert branches.halt(answers, norms) is None
        assert found(answers, norms) == []
    assert branches.halt({}, norms) is None
    assert found({}, norms) == []


def test_a_branch_elsewhere_is_filed_there(norms):
    elsewhere = {"branch_district": "NONE", "elsewhere": "330106"}
    with override("en"):
        stop = branches.halt({"place": branch()["place"] | elsewhere}, norms)
    assert (stop.kind, stop.where) == ("NOT_COMPETENT", "The municipal police of 浙江省 杭州市")


@pytest.mark.parametrize(
    ("steps", "finding"),
    [
        ({"branch": {"branch_uscc": USCC}}, ("B6b", "reject", "branch", "branch_uscc")),
        ({"branch": {"branch_uscc": "A1330100799655058X"}}, ("R-EN-01", "flag", "branch", "branch_uscc")),
        ({"branch": {"head_id": YOUNG_ID}}, ("R-EN-12", "reject", "branch", "head_id")),
        ({"licence": {"sec_licence_no": "ZJ-1"}}, ("B6b", "flag", "licence", "sec_licence_no")),
        ({"rows": [GUARD, GUARD]}, ("R-EN-12", "reject", "guards", "g_id_no")),
    ],
)
def test_check(norms, steps, finding):
    assert found(branch(**steps), norms) == [finding]


def test_fifteen_working_days_and_one_more(db):
    established = date(2026, 11, 2)
    last = add_workdays(established, 15).on
    assert last == date(2026, 11, 23)
    answers = branch(branch={"branch_established": established.isoformat()})
    assert found(answers, norms_on(last)) == []
    late = branches.check(answers, norms_on(date(2026, 11, 24)))
    assert [(item.rule, item.effect, item.internal) for item in late] == [("B6b.late", "flag", False)]


@pytest.mark.parametrize(("start", "n", "due"), VECTORS["workdays_2026"])
def test_the_limit_counts_working_days_like_the_vectors(db, start, n, due, monkeypatch):
    rules = norms_on(date.fromisoformat(start))
    monkeypatch.setattr(rules, "value", lambda key: {"SF.days": n}[key])
    read = branches.read_branch(branch(branch={"branch_established": start}))
    assert branches.last_day(read, rules) == date.fromisoformat(due)
