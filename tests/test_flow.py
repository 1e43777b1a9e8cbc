"""What follows each move, over the whole life of a case of each service."""

import pytest
from django.core import mail

from portal import flow
from portal.applications import actions
from portal.applications.models import Application
from portal.applications.signals import moved
from portal.applications.states import MOVES, Actor, State
from portal.audit.verification import verify
from portal.notifications.models import Notice
from tests import cases
from tests.review import kinds as kinds_of_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def states_of(case):
    return list(case.events.order_by("version").values_list("after", flat=True))


def kinds():
    return list(Notice.objects.order_by("created_at").values_list("kind", flat=True))


def test_flow_is_the_only_one_that_listens():
    names = [receiver[0][0] for receiver in moved.receivers]
    assert names == ["portal.flow"]


def test_a_purchase_filing_from_the_start_to_its_certificate(commits):
    with commits():
        case = cases.approved("PB")
    assert states_of(case) == [
        "SUBMITTED", "RECEIVED", "ACCEPTED", "IN_REVIEW", "PENDING_APPROVAL", "APPROVED",
        "CERT_ISSUED", "DELIVERED", "CONCLUDED",
    ]  # fmt: skip
    assert kinds() == ["received", "accepted", "certificate_issued", "rating_invitation"]
    assert len(mail.outbox) == 4
    case.refresh_from_db()
    assert case.concluded_at and case.due_at is None
    assert verify().broken is None


def test_a_talent_waits_for_the_place_of_origin_and_is_registered(commits):
    with commits():
        case = cases.approved("TH")
        case.refresh_from_db()
    case.refresh_from_db()
    assert case.state == State.ORIGIN_PENDING
    intake = cases.officer("intake")
    with commits():
        case = actions.move(case, State.ORIGIN_RELEASED, by=intake, note="迁移证 12345678")
        case = actions.move(case, State.REGISTERED, by=intake, note="户号 1")
        assert case.state == State.REGISTERED
        assert "registered" not in kinds()  # nobody is told before the paper about it is there
    case.refresh_from_db()
    assert case.state == State.CONCLUDED
    assert kinds()[2:] == ["certificate_issued", "origin_released", "registered", "rating_invitation"]


def test_a_denial_is_told_and_ends_the_case(commits):
    with commits():
        case = cases.proposed("TH")
        approver = cases.officer("approver")
        changes = {"approver": approver, "decided_at": cases.timezone.now()}
        case = actions.move(case, State.DENIED, by=approver, note=cases.REASON, changes=changes)
    assert case.state == State.CONCLUDED
    assert states_of(case)[-3:] == ["DENIED", "DELIVERED", "CONCLUDED"]
    assert kinds()[-2:] == ["denied", "rating_invitation"]
    assert not case.certificates.filter(event=None).exists()


@pytest.mark.parametrize(
    ("to", "kind"),
    [
        (State.REJECTED_INTAKE, "rejected_intake"),
        (State.REFERRED, "referred"),
        (State.CORRECTION, "correction"),
        (State.WITHDRAWN, "withdrawn"),
    ],
)
def test_what_intake_may_end_in_is_told(to, kind, commits):
    with commits():
        case = cases.submitted("TH")
        case.refresh_from_db()
        by = case.owner if to is State.WITHDRAWN else cases.officer("intake")
        if to is State.CORRECTION:
            cases.correction(case, material="M1")
        else:
            grounds = {"intake_ground": "not_required"} if to is State.REJECTED_INTAKE else {}
            actions.move(case, to, by=by, note=cases.REASON, grounds=grounds)
    assert kinds() == ["received", kind]
    assert len(mail.outbox) == 2


def test_internal_notes_do_not_get_into_notices():
    case = cases.submitted()
    event = case.events.last()
    event.note, event.public = "internal", False
    assert flow.notice_context(case, event)["note"] == ""


def test_notices_hold_nothing_sensitive():
    case = cases.submitted("TH")
    context = str(Notice.objects.get().context)
    own = cases.answers_of("TH")["applicant"]
    assert not any(own[name] in context for name in ("name", "id_no", "mobile"))
    assert str(case.pk) in context


def test_the_portal_itself_makes_every_move_of_its_own_but_those_of_time():
    by_time = {State.CLOSED_NO_RESPONSE, State.CERT_EXPIRED, State.ARCHIVED}
    system = {to for moves in MOVES.values() for to, actor in moves.items() if actor is Actor.SYSTEM}
    made_here = {State.RECEIVED, State.IN_REVIEW, State.DELIVERED, State.CONCLUDED, State.CERT_ISSUED}
    made_here |= {State.ORIGIN_PENDING, State.INSPECTION_PLANNED}
    assert system - by_time == made_here


def test_a_filing_that_is_visited_afterwards(monkeypatch, commits):
    kinds_of_service.inspected(monkeypatch)
    with commits():
        case = cases.approved("PB")
    case.refresh_from_db()
    assert case.state == State.INSPECTION_PLANNED
    assert states_of(case)[-2:] == ["CERT_ISSUED", "INSPECTION_PLANNED"]
    assert kinds() == ["received", "accepted", "inspection_planned"]
    assert case.certificates.filter(event=None).exists()  # it holds already
    with commits():
        actions.move(case, State.DELIVERED, by=cases.officer("reviewer"), outcome="in_order")
    case.refresh_from_db()
    assert case.state == State.CONCLUDED and case.due_at is None
    assert kinds()[3:] == ["visit_recorded", "rating_invitation"]


def test_a_failing_consequence_takes_the_move_with_it(monkeypatch):
    def broken(application, event):
        raise RuntimeError

    monkeypatch.setitem(flow.CONSEQUENCES, State.PENDING_APPROVAL, [broken])
    case, reviewer = cases.accepted("PB"), cases.officer("reviewer")
    with pytest.raises(RuntimeError):
        cases.propose(case, reviewer)
    kept = Application.objects.get(pk=case.pk)
    assert (kept.state, kept.reviewer) == (State.IN_REVIEW, None)
