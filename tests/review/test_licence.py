"""A licence is granted or refused on recorded grounds; a refusal names the remedies (许可法 38)."""

import pytest

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.queries import outcome_of
from portal.applications.states import State
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.review import actions
from portal.review.policies import NotPossible
from tests.factories import REASON, officer, submitted_application
from tests.review import kinds
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
LEGAL = "《易制毒化学品管理条例》第二十条第一款的规定"
GROUNDS = "材料齐全，货主与承运人资质有效。"


@pytest.fixture(autouse=True)
def of_a_licence(monkeypatch):
    kinds.licence(monkeypatch)


@pytest.fixture
def pending():
    return submitted_application("PB", "PENDING_APPROVAL", language="en")


def test_a_refusal_keeps_facts_legal_ground_and_remedies(pending):
    actions.deny(
        application=pending,
        by=officer("approver"),
        version=pending.version,
        reason=REASON,
        legal_ground=LEGAL,
    )
    kept = outcome_of(pending)
    assert (kept.outcome, kept.note, kept.public) == ("refused", REASON, True)
    assert kept.grounds == {"legal_ground": LEGAL, "reconsideration_days": 60, "lawsuit_months": 6}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": "不行"}, "reason"),
        ({"legal_ground": ""}, "legal_ground"),
        ({"legal_ground": "条例"}, "legal_ground"),
    ],
)
def test_a_refusal_without_facts_or_legal_ground_is_not_possible(client, pending, values, field):
    by, sent = officer("approver"), {"reason": REASON, "legal_ground": LEGAL, **values}
    with pytest.raises(NotPossible) as refusal:
        actions.deny(application=pending, by=by, version=pending.version, **sent)
    assert refusal.value.field == field
    client.force_login(by)
    answer = client.post(desk_url("act", pending.pk, "deny"), {"version": pending.version, **sent})
    assert field in answer.context["form"].errors
    assert Application.objects.get().state == State.PENDING_APPROVAL


def test_granting_needs_grounds_and_keeps_them_for_the_applicant(client, pending):
    by = officer("approver")
    with pytest.raises(NotPossible):
        actions.approve(application=pending, by=by, version=pending.version, note="内部意见内部意见内部意见")
    client.force_login(by)
    url = desk_url("act", pending.pk, "approve", language="en")
    assert "grounds" in client.post(url, {"version": pending.version}).context["form"].errors
    client.post(url, {"version": pending.version, "grounds": GROUNDS})
    kept = outcome_of(pending)
    assert (kept.outcome, kept.note, kept.public) == ("granted", GROUNDS, True)
    client.force_login(pending.owner)
    page = client.get(f"/en/my/{pending.pk}/").content.decode()
    assert GROUNDS in page and "<dt>Outcome</dt><dd>Licence granted</dd>" in page


def test_the_mail_with_the_certificate_says_on_what_grounds(pending):
    actions.approve(application=pending, by=officer("approver"), version=pending.version, grounds=GROUNDS)
    applications.move(Application.objects.get(), State.CERT_ISSUED, by=None)
    assert f"Grounds of the decision:\n{GROUNDS}" in compose(Notice.objects.get(kind="certificate_issued"))[1]


def test_reasons_and_remedies_stand_on_the_case_in_the_tracker_and_in_the_mail(client, pending):
    by = officer("approver")
    actions.deny(application=pending, by=by, version=pending.version, reason=REASON, legal_ground=LEGAL)
    remedies = "administrative reconsideration within 60 days, or bring a lawsuit within 6 months"
    client.force_login(by)
    desk = client.get(desk_url("case", pending.pk, language="en")).content.decode()
    client.force_login(pending.owner)
    tracker = client.get(f"/en/my/{pending.pk}/").content.decode()
    mail = compose(Notice.objects.get(kind="denied"))[1]
    for told in (desk, tracker, mail):
        assert REASON in told and f"Legal ground: {LEGAL}" in told and remedies in told


def test_a_licence_has_the_grounds_of_a_refusal_at_intake_and_may_be_referred(client):
    case = submitted_application("PB")
    client.force_login(officer("intake"))
    page = client.get(desk_url("case", case.pk, language="en")).content.decode()
    assert "Refer elsewhere" in page and "The matter belongs to another service" in page
    assert "What the law forbids" not in page


def test_a_confirmation_keeps_its_way(client):
    case, by = submitted_application(state="PENDING_APPROVAL", n=2), officer("approver")
    actions.approve(application=case, by=by, version=case.version)
    assert outcome_of(case) is None
    event = case.events.get(after=State.APPROVED)
    assert (event.outcome, event.grounds, event.public) == ("", {}, False)


def test_the_heading_of_a_revoked_licence_says_that_it_was_revoked(client, pending):
    actions.approve(application=pending, by=officer("approver"), version=pending.version, grounds=GROUNDS)
    client.force_login(officer("reviewer"))
    assert (
        "<strong>Licence granted</strong>"
        in client.get(desk_url("case", pending.pk, language="en")).content.decode()
    )
    granted = pending.events.get(after=State.APPROVED)
    pending.events.create(at=granted.at, after=State.REVOKED, version=granted.version + 9)
    page = client.get(desk_url("case", pending.pk, language="en")).content.decode()
    assert "<strong>Licence granted; revoked since</strong>" in page
