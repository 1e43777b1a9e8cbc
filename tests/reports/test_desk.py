"""What officers learn: the alert, the section of the case, the register; of their own units only."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.applications.models import Event
from portal.companies.models import Incident
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.workdays.queries import today
from tests import cases
from tests.factories import officer
from tests.reports.holders import loss, report, trip, use

JINSHAN, BAOSHAN = "310116000000", "310113000000"
REGISTER = "/en/desk/reports/"


@pytest.fixture
def ledger(holder):
    """A certificate that the district of Jinshan issued."""
    return holder(unit=JINSHAN, seller={"use_type": "MULTI"})


@pytest.fixture
def cast(ledger):
    return {
        "own": [officer(role, JINSHAN) for role in ("intake", "reviewer", "supervisor")],
        "city": [officer("supervisor")],
        "none": [
            officer("approver", JINSHAN),
            officer("reviewer", BAOSHAN),
            officer("intake", "310116510000"),
        ],
    }


def told():
    return set(Notice.objects.filter(kind="report_alert").values_list("recipient", flat=True))


def desk(client, user, address):
    client.force_login(user)
    return client.get(address)


def test_a_loss_reaches_the_officers_of_the_unit_and_nobody_else(ledger, cast):
    before = told()
    report(ledger, "loss", loss())
    made = {user.pk for group in ("own", "city") for user in cast[group]}
    others = {user.pk for user in cast["none"]}
    assert before == set()
    assert made <= told() and not others & told()


def test_an_officer_whose_posting_or_account_is_inactive_is_not_told(ledger, cast):
    gone, left = cast["own"][0], cast["own"][1]
    gone.postings.update(active=False)
    type(left).objects.filter(pk=left.pk).update(is_active=False)
    report(ledger, "loss", loss())
    assert not {gone.pk, left.pk} & told()


def test_the_mail_leads_to_the_desk_and_tells_nothing_of_the_matter(ledger, cast):
    report(ledger, "loss", loss())
    title, body = compose(Notice.objects.filter(kind="report_alert", recipient=cast["own"][0]).get())
    assert ledger.application.number in title
    assert f"/desk/{ledger.application_id}/#after" in body
    assert "3号仓库" not in body and "13800138000" not in body


def test_a_loss_goes_on_the_record_and_on_the_timeline(client, ledger, cast):
    made = report(ledger, "loss", loss())
    found = Incident.objects.get()
    uscc = ledger.application.submissions.get().content["answers"]["company"]["uscc"]
    assert (found.kind, found.uscc, found.case, made.incident) == (
        "LOSS", uscc, ledger.application.number, found,
    )  # fmt: skip
    assert Event.objects.filter(application=ledger.application, kind="report", note="loss").count() == 1
    text = desk(client, cast["own"][1], f"/en/desk/{ledger.application_id}/").content.decode()
    assert "Loss or theft – " in text
    client.force_login(ledger.application.owner)
    assert "Loss or theft" in client.get(f"/en/my/{ledger.application_id}/").content.decode()


def test_an_ordinary_use_alerts_nobody(ledger, cast):
    report(ledger, "use", use("20"))
    assert told() == set()
    assert not Incident.objects.exists()
    assert not Event.objects.filter(kind="report").exists()


def test_the_case_at_the_desk_shows_losses_first_then_what_is_left(client, ledger, cast):
    report(ledger, "loss", loss())
    report(ledger, "use", use("50"))
    answer = desk(client, cast["own"][1], f"/en/desk/{ledger.application_id}/")
    text = answer.content.decode()
    assert 'id="after"' in text
    assert text.index("3号仓库") < text.index("150 of 200 kg left")
    assert "notice-bad" in text and "13800138000" in text
    assert "SH-2026-001" in text


def test_a_case_without_a_ledger_has_no_such_section(client, cast, db):
    case = cases.submitted("PB")
    text = desk(client, cast["city"][0], f"/en/desk/{case.pk}/").content.decode()
    assert 'id="after"' not in text


def test_the_case_at_the_desk_costs_the_same_for_thirty_reports(client, ledger, cast):
    def cost():
        client.force_login(cast["own"][1])
        with CaptureQueriesContext(connection) as made:
            assert client.get(f"/en/desk/{ledger.application_id}/").status_code == 200
        return len(made)

    report(ledger, "use", use("1"))
    cost()
    once = cost()
    for _ in range(29):
        report(ledger, "use", use("1"))
    assert cost() == once


def test_the_register_lists_losses_of_ones_units_only(client, ledger, cast):
    report(ledger, "loss", loss())
    number = ledger.application.number
    for user in (*cast["own"], *cast["city"]):
        assert number in desk(client, user, REGISTER).content.decode()
    for user in cast["none"][1:]:
        assert number not in desk(client, user, REGISTER).content.decode()


def test_the_register_is_for_officers(client, ledger):
    assert client.get(REGISTER)["Location"].startswith("/en/accounts/login/")
    assert desk(client, ledger.application.owner, REGISTER).status_code == 404


def test_the_register_lists_what_is_late(client, moving):
    report(moving, "trip", trip(days=0))
    user, address = officer("supervisor"), f"{REGISTER}?show=late"
    assert moving.application.number not in desk(client, user, address).content.decode()
    with time_machine.travel(f"{today().year + 1}-01-05 12:00+08:00", tick=False):
        text = desk(client, user, address).content.decode()
    assert moving.application.number in text and "Arrival" in text
    assert desk(client, user, f"{REGISTER}?show=<b>&page=x").status_code == 200


def test_the_register_costs_the_same_for_many_and_has_pages(client, ledger):
    user = officer("supervisor")

    def cost():
        client.force_login(user)
        with CaptureQueriesContext(connection) as made:
            assert client.get(REGISTER).status_code == 200
        return len(made)

    report(ledger, "loss", loss())
    cost()
    once = cost()
    for _ in range(51):
        report(ledger, "loss", loss())
    assert cost() == once
    assert "page=2" in desk(client, user, REGISTER).content.decode()


def test_the_desk_leads_to_the_register(client, db):
    assert REGISTER in desk(client, officer("intake"), "/en/desk/").content.decode()
