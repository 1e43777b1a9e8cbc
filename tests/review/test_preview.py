"""Every paper is shown as the applicant will read it before it leaves; looking at it changes nothing."""

import pytest
from django.core import mail

from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.audit.models import Entry
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.workdays.queries import add_workdays, today
from tests.factories import REASON, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


def everything():
    rows = list(Application.objects.values_list("pk", "state", "version", "due_at", "promised_on"))
    moves = Entry.objects.exclude(action__startswith="case:").count()
    return rows, Event.objects.count(), Notice.objects.count(), moves, len(mail.outbox)


def planned():
    return add_workdays(today(), 3).on.isoformat()


CASES = [
    ("refuse", "RECEIVED", "intake", {"ground": "not_required", "reason": REASON}),
    ("refer", "RECEIVED", "intake", {"where_to_go": REASON}),
    ("suspend", "IN_REVIEW", "reviewer", {"ground": "expert", "planned_on": "", "reason": REASON}),
    ("extend", "IN_REVIEW", "approver", {"reason": REASON}),
    ("deny", "PENDING_APPROVAL", "approver", {"reason": REASON}),
]


@pytest.mark.parametrize(("act", "state", "role", "values"), CASES)
def test_what_is_shown_is_what_leaves_and_nothing_leaves_before(client, act, state, role, values):
    case = submitted_application(state=state, language="en")
    client.force_login(officer(role))
    url = desk_url("act", case.pk, act)  # the officer reads Chinese
    values = values | {"version": case.version, "then": "next"}
    if "planned_on" in values:
        values["planned_on"] = planned()
    before = everything()
    page = client.post(url, values)
    assert page.status_code == 200 and "review/confirm.html" in [row.name for row in page.templates]
    assert everything() == before
    seen = page.context["seen"]
    body = page.content.decode()
    assert seen.language == "en" and 'lang="en"' in body and REASON in body
    assert 'name="then" value="next"' in body

    edited = client.post(url, values | {"edit": "1"})
    assert edited.context["form"].data["version"] and everything() == before

    sent = client.post(url, values | {"confirmed": "1"})
    assert sent.status_code == 302
    notices = Notice.objects.filter(subject=f"application:{case.pk}").order_by("-created_at")
    assert seen.letters[0] in [compose(notice) for notice in notices]
    assert Application.objects.get(pk=case.pk).version > case.version


def test_a_decision_is_shown_with_its_remedies(client):
    case = submitted_application(state="PENDING_APPROVAL", language="en")
    client.force_login(officer("approver"))
    page = client.post(
        desk_url("act", case.pk, "deny", language="en"), {"reason": REASON, "version": case.version}
    )
    assert "administrative reconsideration within 60 days" in page.context["seen"].text
    assert "In the applicant" in page.content.decode()


def test_a_correction_is_shown_with_titles_and_legal_ground_in_the_applicants_language(client):
    case = submitted_application(language="en")
    client.force_login(officer("intake"))
    code = case.submissions.get().materials[0]["material"]
    values = {"version": case.version, f"ask::{code}": "on", f"why::{code}": REASON}
    before = everything()
    page = client.post(desk_url("act", case.pk, "correct"), values)
    item = page.context["seen"].items[0]
    assert item["reason"] == REASON and "art. 32" in item["ground"]
    assert item["title"].isascii()
    assert everything() == before and not case.corrections.exists()


def test_acceptance_and_approval_have_a_preview_but_no_extra_step(client):
    case = submitted_application()
    client.force_login(officer("intake"))
    url = desk_url("act", case.pk, "accept")
    before = everything()
    page = client.post(url, {"version": case.version, "preview": "1"})
    assert page.context["seen"].letters and everything() == before
    assert client.post(url, {"version": case.version}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.IN_REVIEW


def test_what_the_writer_would_refuse_is_refused_before_the_question(client):
    case = submitted_application(state="IN_REVIEW")
    client.force_login(officer("reviewer"))
    values = {"ground": "expert", "planned_on": "2099-01-02", "reason": REASON, "version": case.version}
    page = client.post(desk_url("act", case.pk, "suspend", language="en"), values)
    assert "review/act.html" in [row.name for row in page.templates]
    assert page.context["form"].non_field_errors()
    case.refresh_from_db()
    assert case.state == State.IN_REVIEW


def test_a_forged_confirmation_needs_the_same_reasons(client):
    case = submitted_application(state="IN_REVIEW")
    client.force_login(officer("reviewer"))
    values = {"ground": "on-site", "planned_on": planned(), "reason": "x", "version": case.version}
    client.post(desk_url("act", case.pk, "suspend"), values | {"confirmed": "1"})
    case.refresh_from_db()
    assert case.state == State.IN_REVIEW


def test_the_clock_of_a_case_lists_its_stops(client):
    case = submitted_application(state="IN_REVIEW")
    reviewer = officer("reviewer")
    client.force_login(reviewer)
    values = {"ground": "hearing", "planned_on": planned(), "reason": REASON, "version": case.version}
    assert client.post(desk_url("act", case.pk, "suspend"), values | {"confirmed": "1"}).status_code == 302
    body = client.get(desk_url("case", case.pk, language="en")).content.decode()
    assert "Clock stopped until" in body and "Hearing" in body and "planned until" in body
    case.refresh_from_db()
    done = client.post(desk_url("act", case.pk, "resume"), {"version": case.version})
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.state == State.IN_REVIEW
    assert "0 working days" in client.get(desk_url("case", case.pk, language="en")).content.decode()
