"""Officers visit the place of a filing after its certificate is out (domain B10)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.applications import actions as applications
from portal.applications.deadlines import end_of
from portal.applications.models import Application, Fact
from portal.applications.policies import NotAllowed
from portal.applications.states import State
from portal.audit.models import Entry
from portal.companies.models import Incident
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.review import actions
from portal.review.clock import clock_of
from portal.review.policies import NotPossible
from portal.review.queries import my_turn
from portal.workdays.queries import today
from tests.factories import officer, submitted_application
from tests.review import kinds
from tests.review.addresses import desk_url

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DEFECTS = "现场保安员未持证上岗，门卫记录缺失。"


@pytest.fixture(autouse=True)
def of_visits(monkeypatch):
    kinds.inspected(monkeypatch)


@pytest.fixture
def planned() -> Application:
    """A case whose certificate has just been issued; the certificates room reports that after storing it."""
    case = submitted_application("PB", "APPROVED", language="en")
    applications.move(case, State.CERT_ISSUED, by=None)
    return Application.objects.get()


def visit(case: Application, by=None, **values) -> Application:
    values = {"visited_on": today(), "result": "in_order", **values}
    return actions.record_visit(
        application=case, by=by or officer("reviewer"), version=case.version, **values
    )


def test_the_visit_is_planned_with_the_certificate_and_told_once(planned):
    assert planned.state == State.INSPECTION_PLANNED
    last = today() + timedelta(days=30)  # the days of case.correction_days
    assert planned.due_at == end_of(last)
    kinds_told = set(Notice.objects.values_list("kind", flat=True))
    assert kinds_told == {"received", "accepted", "inspection_planned"}
    body = compose(Notice.objects.get(kind="inspection_planned"))[1]
    assert "within 30 days, by" in body and "You can download the certificate" in body


def test_a_visit_in_order_ends_the_case_and_is_told(client, planned):
    case = visit(planned, note="一切正常")
    assert case.state == State.CONCLUDED
    event = case.events.get(before=State.INSPECTION_PLANNED)
    assert (event.outcome, event.grounds, event.after) == (
        "in_order",
        {"on": today().isoformat()},
        "DELIVERED",
    )
    assert not Incident.objects.exists()
    body = compose(Notice.objects.get(kind="visit_recorded"))[1]
    assert "Visit: in order" in body and "一切正常" in body
    client.force_login(case.owner)
    page = client.get(f"/en/my/{case.pk}/").content.decode()
    assert "Visit recorded" in page and "Visit: in order" in page
    assert "<dt>Outcome</dt><dd>Filed</dd>" in page


@pytest.mark.parametrize("ticked", [True, False])
def test_defects_go_on_the_companys_record_only_when_ticked(planned, ticked):
    reviewer = officer("reviewer")
    case = visit(planned, reviewer, result="defects", note=DEFECTS, on_record=ticked)
    assert case.events.get(before=State.INSPECTION_PLANNED).outcome == "defects"
    assert Incident.objects.exists() == ticked
    if ticked:
        row = Incident.objects.get()
        uscc = Fact.objects.get(application=case, key="company_uscc").text
        assert (row.uscc, row.kind, row.case, row.note) == (uscc, "VIOLATION", case.number, DEFECTS)
        entry = Entry.objects.get(action="incident:recorded")
        assert (entry.subject, entry.actor) == (f"company-record:{uscc}", f"user:{reviewer.pk}")


def test_nothing_goes_on_the_record_when_all_is_in_order(planned):
    visit(planned, on_record=True)
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"result": "filed"}, "result"), ({"result": ""}, "result"),
        ({"result": "defects", "note": "脏"}, "note"), ({"visited_on": 1}, "visited_on"),
        ({"visited_on": -1}, "visited_on"),
    ],
)  # fmt: skip
def test_a_visit_that_cannot_be_is_refused(client, planned, values, field):
    if isinstance(values.get("visited_on"), int):
        values = {"visited_on": today() + timedelta(days=values["visited_on"])}
    reviewer = officer("reviewer")
    with pytest.raises(NotPossible) as refusal:
        visit(planned, reviewer, **values)
    assert refusal.value.field == field
    client.force_login(reviewer)
    sent = {"version": planned.version, "visited_on": today(), "result": "in_order", **values}
    answer = client.post(desk_url("act", planned.pk, "visit"), sent)
    assert field in answer.context["form"].errors
    assert Application.objects.get().state == State.INSPECTION_PLANNED


@pytest.mark.parametrize("role", ["intake", "approver", "supervisor"])
def test_a_visit_is_recorded_by_a_reviewer_of_the_unit_only(client, planned, role):
    other = "310151000000" if planned.district != "310151" else "310101000000"
    for user in (officer(role), officer("reviewer", other)):
        with pytest.raises(NotAllowed):
            visit(planned, user)
        client.force_login(user)
        answer = client.post(desk_url("act", planned.pk, "visit"), {"version": planned.version})
        assert answer.status_code in {403, 404}
    assert Application.objects.get().state == State.INSPECTION_PLANNED


def test_the_visit_is_a_reviewers_turn_and_has_a_page(client, planned):
    reviewer = officer("reviewer")
    assert Application.objects.filter(my_turn(reviewer)).get() == planned
    assert not Application.objects.filter(my_turn(officer("approver"))).exists()
    client.force_login(reviewer)
    sent = {
        "version": planned.version, "visited_on": today(), "result": "defects", "note": DEFECTS, "on_record": "on"
    }  # fmt: skip
    answer = client.post(desk_url("act", planned.pk, "visit", language="en"), sent, follow=True)
    assert f"{planned.number} visit recorded" in answer.content.decode()
    assert Incident.objects.count() == 1


def test_the_desk_counts_until_the_visit_and_then_says_overdue(client, planned):
    planned.statutory_on = planned.promised_on = today() - timedelta(days=90)  # the decision is long taken
    assert clock_of(planned).level == "green"
    client.force_login(officer("reviewer"))
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert clock_of(planned).level == "red"
        client.force_login(officer("reviewer"))
        assert planned.number in client.get(desk_url("queue") + "?due=overdue").content.decode()
