"""Who reports for a company: its handlers in scope today, and nobody whose authorisation does not hold (R-EN-15)."""

import secrets
from datetime import timedelta

import pytest
import time_machine

from portal.applications.policies import NotAllowed
from portal.companies.models import Handler
from portal.notifications.models import Notice
from portal.reports import actions, queries, upkeep
from portal.reports.models import Report
from portal.workdays.queries import today
from tests import cases
from tests.companies.accounts import browser, handler
from tests.reports.holders import report, trip, use
from tests.reports.test_reporting import fresh, left

#: How an authorisation fails to hold.
BROKEN = {
    "expired": {"valid_to": today() - timedelta(days=1)},
    "another service": {"scopes": ["SX"]},
    "ended": {"state": "ENDED"},
    "another company": None,
}


def address(ledger, more="", language="/en"):
    return f"{language}/my/{ledger.application_id}/reports/{more}"


def colleague(ledger, **changes):
    """Somebody else of the company that holds the certificate."""
    user = cases.applicant("colleague")
    handler(ledger.application.company, user, **{"scopes": ("PB",), **changes})
    return user


@pytest.fixture(params=[*BROKEN, "owner, expired", "owner, ended"])
def outsider(request, several):
    """Somebody whose authorisation does not hold, also whoever filed the case."""
    if request.param.startswith("owner"):
        owner = several.application.owner
        own = Handler.objects.filter(user=owner, company=several.application.company)
        expired = {"valid_to": today() - timedelta(days=1)}
        assert own.update(**expired if "expired" in request.param else {"state": "ENDED"}) == 1
        return owner
    changes = BROKEN[request.param]
    if changes is None:
        user = cases.applicant("stranger")
        cases.submitted("PB", n=2, by=user)
        return user
    return colleague(several, **changes)


def test_a_colleague_in_scope_reports_and_withdraws(several):
    user = colleague(several)
    page = browser(user)
    assert page.get(address(several)).status_code == 200
    form = page.get(address(several, "new/use/"))
    assert form.status_code == 200
    answer = page.post(address(several, "new/use/"), {**use("50"), "token": form.context["token"]})
    assert answer.status_code == 302
    made = Report.objects.get()
    assert (made.by, left(several)) == (user, 150)
    assert page.post(address(several, f"{made.pk}/withdraw/")).status_code == 302
    made.refresh_from_db()
    assert (made.cancelled_by, left(several)) == (user, 200)


def test_what_the_company_owes_waits_for_a_colleague_too(moving):
    user = colleague(moving, scopes=())
    report(moving, "trip", trip(days=0))
    with time_machine.travel(f"{fresh(moving).next_due} 12:00+08:00", tick=False):
        assert moving.application_id in queries.owing(user)
        expired = {"valid_to": today() - timedelta(days=1)}
        Handler.objects.filter(user=user).update(**expired)
        assert queries.owing(cases.applicant("colleague")) == {}


def test_whose_authorisation_does_not_hold_finds_no_page_and_reports_nothing(several, outsider):
    made = actions.report(several, "use", use("10"), by=colleague_again(several), token=secrets.token_hex(16))
    page = browser(outsider)
    for more in ("", "new/use/", "new/loss/", f"{made.pk}/withdraw/"):
        for language in ("", "/en"):
            assert page.get(address(several, more, language)).status_code == 404
    sent = {**use("50"), "token": secrets.token_hex(16)}
    assert page.post(address(several, "new/use/"), sent).status_code == 404
    assert page.post(address(several, f"{made.pk}/withdraw/")).status_code == 404
    with pytest.raises(NotAllowed):
        actions.report(several, "use", use("50"), by=outsider, token=secrets.token_hex(16))
    with pytest.raises(NotAllowed):
        actions.withdraw(made, by=outsider)
    made.refresh_from_db()
    assert Report.objects.count() == 1 and made.cancelled_at is None
    assert left(several) == 190


def colleague_again(ledger):
    """Somebody who may report, whoever else may not."""
    user = cases.applicant("second")
    handler(ledger.application.company, user)
    return user


def test_an_authorisation_that_ended_a_moment_ago_is_ended(several):
    user = colleague(several)
    assert queries.owing(user) == {}  # the authorisations of this very object have been read
    Handler.objects.filter(user=user).update(state="ENDED")
    with pytest.raises(NotAllowed):
        actions.report(several, "use", use("50"), by=user, token=secrets.token_hex(16))
    assert left(several) == 200


def told():
    return set(Notice.objects.filter(kind="report_due").values_list("recipient__email", flat=True))


@pytest.mark.parametrize("holds", [True, False])
def test_a_reminder_reaches_who_filed_or_else_the_managers(moving, holds):
    company, owner = moving.application.company, moving.application.owner
    manager, second = cases.applicant("manager"), cases.applicant("second")
    for user in (manager, second):
        handler(company, user, role="manager")
    handler(company, cases.applicant("colleague"))
    if not holds:
        Handler.objects.filter(company=company, user=owner).update(state="ENDED")
    report(moving, "trip", trip(days=0), by=manager)
    with time_machine.travel(f"{fresh(moving).next_due} 12:00+08:00", tick=False):
        assert [upkeep.remind() for _ in range(2)] == [1, 0]
    assert told() == ({owner.email} if holds else {manager.email, second.email})
