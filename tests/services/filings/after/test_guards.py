"""Monthly lists of changed guards, the end of a service, and the branch (B12)."""

from datetime import date

import pytest

from portal.rulebook.queries import norms as norms_on
from services.filings.after.branch import BRANCH_REPORTS, BranchChangeForm, branch_dues, branch_exhausted
from services.filings.after.guards import GUARD_REPORTS, GuardListForm, guard_dues, guard_exhausted, months
from tests.services.filings.after.held import ISSUED, held, reported

ANSWERS = {
    "guards": {
        "rows": [{"g_name": "张伟", "g_cert_no": "沪A001"}, {"g_name": "刘洋", "g_cert_no": "沪A002"}]
    },
    "contract": {"contract_from": "2026-12-10", "contract_to": "2027-02-20"},
}
REPORTS = {report.key: report for report in (*GUARD_REPORTS, *BRANCH_REPORTS)}
pytestmark = pytest.mark.django_db


def on(year, month, day):
    return norms_on(date(year, month, day))


def lists(book, norms):
    return [due.on for due in guard_dues(book, norms)]


def test_months_go_over_the_year():
    assert months("2026-11", "2027-02") == ["2026-11", "2026-12", "2027-01"]
    assert months("2027-02", "2027-02") == []


def test_a_list_is_owed_for_each_month_of_the_contract_by_the_fifth_of_the_next():
    assert lists(held(ANSWERS), on(2026, 11, 24)) == []
    assert lists(held(ANSWERS), on(2026, 12, 10)) == [date(2027, 1, 5)]
    whole = [date(2027, 1, 5), date(2027, 2, 5), date(2027, 3, 5)]
    assert lists(held(ANSWERS), on(2027, 6, 1)) == whole
    sent = reported("guards", date(2027, 1, 2), month="2026-12")
    assert lists(held(ANSWERS, sent), on(2027, 6, 1)) == whole[1:]


def test_after_the_end_no_further_list_is_owed():
    ended = reported("end", date(2027, 1, 15))
    assert lists(held(ANSWERS, ended), on(2027, 6, 1)) == [date(2027, 1, 5), date(2027, 2, 5)]
    assert REPORTS["end"].ends(held(ANSWERS), {})
    assert guard_exhausted(held(ANSWERS), {}, on(2027, 1, 1)) is False


def test_a_list_can_be_sent_when_its_month_is_over():
    assert not REPORTS["guards"].when(held(ANSWERS), None, on(2026, 12, 31))
    assert REPORTS["guards"].when(held(ANSWERS), None, on(2027, 1, 1))
    assert REPORTS["guards"].due({"month": "2026-12"}, None, on(2027, 1, 1)) == date(2027, 1, 5)


def refused(values, *reports):
    found = REPORTS["guards"].check(held(ANSWERS, *reports), values, None, on(2027, 2, 1))
    return {field for field, _text in found}


def test_who_joins_is_new_and_who_leaves_was_there():
    assert refused({"month": "2026-12", "joined": "陈芳 沪A003", "left": "刘洋 沪A002"}) == set()
    assert refused({"month": "2026-12", "joined": "张伟 沪A001"}) == {"joined"}
    assert refused({"month": "2026-12", "left": "陈芳 沪A003"}) == {"left"}
    assert refused({"month": "2026-09"}) == {"month"}
    before = reported("guards", date(2027, 1, 2), month="2026-12", joined="陈芳 沪A003", left="刘洋 沪A002")
    assert refused({"month": "2027-01", "left": "陈芳 沪A003"}, before) == set()
    assert refused({"month": "2027-01", "left": "刘洋 沪A002"}, before) == {"left"}
    assert refused({"month": "2026-12"}, before) == {"month"}


def form(**data):
    known = {**ANSWERS, "held": {"issued_on": ISSUED.isoformat(), "valid_to": "2027-02-20"}, "about": {}}
    return GuardListForm({"month": "2026-12", **data}, norms=on(2027, 2, 1), answers=known)


def test_lines_are_read_and_bad_ones_named():
    made = form(changed="yes", joined="陈芳，沪A003\n\n 欧阳 娜娜 沪A004 ", left="")
    assert made.is_valid(), made.errors
    assert made.json_values()["joined"] == "陈芳 沪A003\n欧阳娜娜 沪A004"
    assert "2" in form(changed="yes", joined="陈芳 沪A003\n陈芳").errors["joined"][0]
    assert "joined" in form(changed="yes").errors
    unchanged = form(changed="no", joined="陈芳 沪A003")
    assert unchanged.is_valid() and unchanged.json_values()["joined"] is None


def test_a_branch_reports_changes_and_its_closing():
    assert set(BranchChangeForm({}, norms=on(2027, 2, 1), answers={}).errors) == {
        "changed_on", "what", "new_value", "licence_changed",
    }  # fmt: skip
    close = REPORTS["close"]
    assert close.ends(held({}), {}) and not REPORTS["change"].ends(held({}), {})
    assert close.check(held({}), {"closed_on": "2026-11-23"}, None, on(2027, 2, 1))
    assert close.check(held({}), {"closed_on": "2026-11-24"}, None, on(2027, 2, 1)) == []
    assert branch_dues(held({}), on(2027, 2, 1)) == []
    assert branch_exhausted(held({}), {}, on(2027, 2, 1)) is False
