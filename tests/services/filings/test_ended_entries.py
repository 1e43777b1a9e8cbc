"""A substance that is taken off the catalogue while its filing is a draft, a case, a correction, a certificate."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from portal.applications.models import Application
from portal.applications.states import State
from portal.reports.page import context_of
from portal.rulebook.models import RuleEntry
from portal.workdays.queries import today
from tests import cases
from tests.companies import accounts
from tests.reports.holders import brought_on, issue, report, use
from tests.reports.test_reporting import fresh
from tests.wizard import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def sun(db):
    return accounts.person("sun")


@pytest.fixture
def draft(sun):
    return accounts.filled(sun, accounts.of_sample(sun))


@pytest.fixture
def ended(draft):
    """Every substance of the draft is on the catalogue of today for the last time; returns the day after."""
    rows = builders.document(draft)["answers"]["substances"]["rows"]
    gone = RuleEntry.objects.filter(list_key="chemicals", code__in=[row["chem"] for row in rows])
    assert gone.update(effective_to=today()) == len(rows)
    return time_machine.travel(f"{today() + timedelta(days=1)} 10:00+08:00", tick=False)


def test_the_day_after_it_is_not_submitted(draft, sun, ended):
    with ended:
        answer = accounts.browser(sun).post(builders.url(draft, "check"))
        assert answer.status_code == 422
        assert any("/substances/" in href for href, _text in answer.context["errors"])
        assert Application.objects.get(pk=draft.pk).state == State.DRAFT


def test_on_the_last_day_it_is_submitted(draft, sun, ended):
    accounts.browser(sun).post(builders.url(draft, "check"))
    assert Application.objects.get(pk=draft.pk).state == State.RECEIVED


def test_a_case_goes_on_through_correction_certificate_and_report(draft, sun, ended):
    accounts.browser(sun).post(builders.url(draft, "check"))
    case = Application.objects.get(pk=draft.pk)
    chem = builders.document(draft)["answers"]["substances"]["rows"][0]["chem"]
    with ended:
        page = accounts.browser(sun)
        officer = cases.officer("intake")
        case = builders.asked_to_correct(case, officer, {"step": "site", "field": "", "reason": "请写全。"})
        assert builders.post(page, case, "site").status_code == 302
        name = RuleEntry.objects.filter(list_key="chemicals", code=chem).latest("effective_from").data["name"]
        assert name in page.get(builders.url(case, "check")).content.decode()
        assert page.post(builders.url(case, "check")).status_code == 302
        case = Application.objects.get(pk=case.pk)
        assert case.state == State.RECEIVED and case.submissions.count() == 2
        assert name in str(case.submissions.get(round=2).content["shown"]["zh-hans"])
        case = brought_on(case)
        issue(case)
        case = Application.objects.get(pk=case.pk)
        ledger = case.ledgers.get()
        balance = ledger.balances.get(code=chem)
        made = report(fresh(ledger), "use", use("1", chem=chem), by=sun)
        assert made.values["kg"] == "1.000000" and ledger.balances.get(code=chem).used == 1 < balance.granted
        assert context_of(case)["amounts"]
        for name, args in (
            ("reports:ledger", [case.pk]),
            ("reports:new", [case.pk, "use"]),
            ("my:case", [case.pk]),
        ):
            assert page.get(reverse(name, args=args)).status_code == 200


def test_filing_again_opens_what_is_gone(draft, sun, ended):
    accounts.browser(sun).post(builders.url(draft, "check"))
    with ended:
        page = accounts.browser(sun)
        answer = page.post(reverse("wizard:again", args=[draft.service, draft.pk]))
        assert answer.status_code == 302
        copy = Application.objects.get(state=State.DRAFT)
        assert "substances" not in builders.document(copy)["complete"]
        assert page.get(builders.url(copy, "substances")).status_code == 200
