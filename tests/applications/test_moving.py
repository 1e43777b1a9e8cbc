"""`move` is the only writer of a state: what it checks, and that all of a move is kept or nothing."""

import itertools

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.applications import actions
from portal.applications.models import Application, Event
from portal.applications.policies import Conflict, FourEyes, NotAllowed, can_move, check_can_move, covers
from portal.applications.queries import visible_to
from portal.applications.signals import moved
from portal.applications.states import ALSO_BY_SYSTEM, MOVES, Actor, State
from portal.assignments import actions as assignments
from portal.audit.models import Entry
from portal.audit.verification import verify
from portal.notifications.models import Notice
from tests import cases

pytestmark = pytest.mark.django_db


def test_nobody_may_make_a_move_that_is_not_in_the_table():
    people = [
        cases.applicant(),
        *(cases.officer(role) for role in ("intake", "reviewer", "approver", "supervisor")),
        None,
    ]
    case = cases.draft()
    for state, to in itertools.product(State, State):
        case.state = state
        makers = {who for who in people if can_move(case, to, who)}
        actor = MOVES[state].get(to)
        expected = {
            None: set(),
            Actor.APPLICANT: {people[0]},
            Actor.INTAKE: {people[1]},
            Actor.REVIEWER: {people[2]},
            Actor.APPROVER: {people[3]},
            Actor.SYSTEM: {None},
        }[actor] | ({None} if (state, to) in ALSO_BY_SYSTEM else set())
        assert makers == expected, (state, to)


@pytest.mark.parametrize("to", [State.APPROVED, State.CONCLUDED, State.DRAFT, State.RECEIVED])
def test_a_move_that_does_not_exist_leaves_the_case_as_it_is(to):
    case = cases.submitted()
    with pytest.raises(NotAllowed):
        actions.move(case, to, by=cases.officer("intake"))
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    assert case.events.count() == 2


def test_who_is_slower_reads_who_was_faster_and_when():
    case = cases.submitted()
    seen = Application.objects.get(pk=case.pk)
    first, second = cases.officer("intake"), cases.officer("intake", name="second")
    actions.move(case, State.ACCEPTED, by=first, changes={"acceptor": first})
    with pytest.raises(Conflict) as conflict:
        actions.move(seen, State.REJECTED_INTAKE, by=second)
    event = conflict.value.event  # not the portal's own step into the review that followed at once
    assert (event.actor, event.after) == (first, State.ACCEPTED)
    assert event.at <= timezone.now()


def test_the_conflict_names_the_person_who_decided():
    case = cases.proposed()
    one, other = cases.officer("approver"), cases.officer("approver", name="other")
    cases.approve(case, by=one)
    with pytest.raises(Conflict) as conflict:
        cases.approve(case, by=other)
    assert conflict.value.event.actor == one
    assert conflict.value.event.after == State.APPROVED


def test_an_old_version_is_a_conflict_even_in_the_same_state():
    case = cases.submitted()
    version = case.version
    cases.correction(case, material="M1")
    actions.resubmit(application=case, by=case.owner, **cases.handed_in("TH"))
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    with pytest.raises(Conflict) as conflict:
        actions.move(case, State.ACCEPTED, by=cases.officer("intake"), version=version)
    assert conflict.value.event.after == State.CORRECTION


@pytest.mark.parametrize("service", ["TH", "PB"])
def test_who_accepted_or_reviewed_never_decides(service):
    everything = cases.officer("intake")
    for role in ("reviewer", "approver"):
        everything = cases.officer(role, name=everything.email.split("@")[0])
    case = cases.proposed(service)
    with pytest.raises(FourEyes):
        cases.approve(case, by=everything)
    second = cases.officer("approver", name=cases.officer("reviewer").email.split("@")[0])
    with pytest.raises(FourEyes):
        cases.approve(case, by=second)
    cases.approve(case)


def test_with_three_officers_the_acceptor_does_not_review_with_two_he_may():
    both = cases.officer("reviewer", name=cases.officer("intake").email.split("@")[0])
    assert not can_move(cases.accepted("TH"), State.PENDING_APPROVAL, both)
    assert can_move(cases.accepted("PB"), State.PENDING_APPROVAL, both)


def test_an_officer_does_not_handle_his_own_case():
    own = cases.officer("intake")
    case = cases.submitted(by=own)
    with pytest.raises(FourEyes):
        check_can_move(case, State.ACCEPTED, own)
    assert can_move(case, State.WITHDRAWN, own)


def test_a_posting_covers_its_unit_its_district_or_the_city():
    case = cases.submitted()
    district, other = (
        f"{case.district}000000",
        "310151000000" if case.district != "310151" else "310101000000",
    )
    for unit, sees in (
        (case.unit, True),
        (district, True),
        (cases.CITY, True),
        (other, False),
        (other[:6] + "510000", False),
    ):
        user = cases.officer("intake", unit)
        assert covers(user, case) is sees
        assert visible_to(user).filter(pk=case.pk).exists() is sees
        assert can_move(case, State.ACCEPTED, user) is sees
        assert not can_move(case, State.REJECTED_INTAKE, cases.officer("supervisor", unit))


def test_a_posting_that_ended_covers_nothing():
    user = cases.officer("intake")
    user.postings.update(active=False)
    assert not visible_to(user).exists()
    assert not can_move(cases.submitted(), State.ACCEPTED, user)


def test_officers_do_not_see_drafts():
    cases.draft()
    assert not visible_to(cases.officer("intake")).exists()


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        ("received", {"state": "NOWHERE"}),
        ("received", {"number": None}),
        ("received", {"submitted_at": None}),
        ("received", {"state": State.APPROVED}),
        ("received", {"state": State.REGISTERED}),
        ("proposed", {"state": State.APPROVED, "approver": "approver"}),
        ("proposed", {"approver": "reviewer", "decided_at": True}),
        ("proposed", {"approver": "intake", "decided_at": True}),
        ("proposed", {"approver": "owner", "decided_at": True}),
        ("proposed", {"reviewer": "owner"}),
        ("proposed", {"acceptor": "owner"}),
        ("received", {"approver": "approver", "decided_at": True}),
    ],
)
def test_the_database_itself_refuses_what_must_never_be(state, changes):
    case = cases.proposed() if state == "proposed" else cases.submitted()
    people = {"owner": case.owner, "approver": cases.officer("approver"), "intake": cases.officer("intake")}
    people["reviewer"] = cases.officer("reviewer")
    values = {
        name: people.get(value, value) if isinstance(value, str) else value for name, value in changes.items()
    }
    if values.get("decided_at"):
        values["decided_at"] = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(**values)


def test_two_moves_cannot_bear_the_same_version():
    case = cases.submitted()
    event = case.events.get(after=State.RECEIVED)
    event.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)


def test_every_move_has_its_event_and_its_audit_entry():
    case = cases.proposed()
    moves = list(case.events.order_by("version").values_list("before", "after"))
    chain = ["DRAFT", "SUBMITTED", "RECEIVED", "ACCEPTED", "IN_REVIEW", "PENDING_APPROVAL"]
    assert moves == list(itertools.pairwise(chain))
    assert list(case.events.order_by("version").values_list("version", flat=True)) == list(range(2, 7))
    written = Entry.objects.filter(subject=f"application:{case.pk}", action__startswith="move:")
    assert [entry.action for entry in written] == [f"move:{after}" for after in chain[1:]]
    assert [entry.data["from"] for entry in written] == chain[:-1]
    assert verify().broken is None


def test_audit_and_events_name_who_acted_and_in_which_role():
    case = cases.proposed()
    event = case.events.get(after=State.ACCEPTED)
    assert (event.actor, event.role) == (cases.officer("intake"), "intake")
    assert case.events.get(after=State.IN_REVIEW).actor is None
    entry = Entry.objects.get(subject=f"application:{case.pk}", action="move:ACCEPTED")
    assert entry.actor == f"user:{event.actor_id}"


def test_nothing_of_a_move_is_kept_when_its_consequences_fail():
    case = cases.submitted()
    before = Entry.objects.count(), Event.objects.count(), Notice.objects.count()

    class Broken(Exception):
        pass

    def break_(sender, application, event, **_):
        if event.after == State.IN_REVIEW:  # the second, nested move of an acceptance
            raise Broken

    moved.connect(break_)
    try:
        intake = cases.officer("intake")
        with pytest.raises(Broken):
            actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    finally:
        moved.disconnect(break_)
    case.refresh_from_db()
    assert (case.state, case.acceptor, case.version) == (State.RECEIVED, None, 3)
    assert (Entry.objects.count(), Event.objects.count(), Notice.objects.count()) == before


def test_a_case_opened_again_needs_a_decision_of_its_own(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("TH")
    case.refresh_from_db()
    assert case.state == State.ORIGIN_PENDING
    case = actions.move(case, State.ORIGIN_REFUSED, by=cases.officer("intake"))
    case = actions.move(case, State.IN_REVIEW, by=cases.officer("reviewer"))
    assert (case.approver, case.decided_at) == (None, None)
    assignments.release(
        application=case, by=cases.officer("reviewer")
    )  # who opened it again goes on otherwise
    assert case.due_at > timezone.now()
    # the former approver may review this time, and somebody else decides
    former = cases.officer("reviewer", name=cases.officer("approver").email.split("@")[0])
    case = cases.propose(case, former)
    with pytest.raises(FourEyes):
        cases.approve(case, by=former)


def test_the_end_of_a_case_is_written_once():
    case = cases.submitted()
    case = actions.withdraw(application=case, by=case.owner)
    assert case.concluded_at
    assert case.due_at is None
    Application.objects.filter(pk=case.pk).update(state=State.CONCLUDED, concluded_at="2026-11-01T00:00:00Z")
    case.refresh_from_db()
    case = actions.move(case, State.ARCHIVED, by=None)
    assert case.concluded_at.isoformat().startswith("2026-11-01")
