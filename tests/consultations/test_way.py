"""The whole way of a consultation, and what holds its case meanwhile."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from portal.applications import actions as applications
from portal.applications.models import Application, Counter, Event
from portal.applications.policies import Blocked, Conflict, NotAllowed
from portal.applications.queries import timeline
from portal.applications.states import State as CaseState
from portal.audit.models import Entry
from portal.consultations import actions
from portal.consultations.models import Consultation
from portal.consultations.states import MOVES, OPEN, State
from portal.notifications.inbox import said
from portal.notifications.models import Memo
from portal.review import actions as review
from portal.review.policies import NotPossible
from portal.workdays.queries import add_workdays, today
from tests.consultations.held import TEXT, Held, fresh
from tests.factories import officer

pytestmark = pytest.mark.django_db


def state_of(held):
    return Application.objects.get(pk=held.case.pk).state


def test_the_whole_way_with_the_clock_running():
    held = Held()
    due, promised = held.case.due_at, held.case.promised_on
    held.request(options=[{"text": "同意", "grounds": "办法第五条"}])
    row = fresh(held.row)
    assert row.number == f"HS{today():%Y}-0001"
    assert row.convene_by == add_workdays(today(), 3).on
    case = Application.objects.get(pk=held.case.pk)
    assert (case.state, case.due_at, case.promised_on) == ("CONSULTATION", due, promised)
    held.accept()
    assert fresh(row).chair == held.chair
    held.convene()
    assert fresh(row).conclude_by == add_workdays(today(), 5).on
    held.hear(("for", "for", "against"))
    held.conclude("for", dissent="一人认为应当不予同意。")
    case = Application.objects.get(pk=held.case.pk)
    assert (case.state, case.due_at, case.promised_on) == ("IN_REVIEW", due, promised)
    held.decide("approve")
    done = fresh(row)
    assert (done.state, done.record["adoption"]) == ("ADOPTED", "")
    actions.archive(consultation=done, by=held.chair, version=done.version)
    assert fresh(row).state == State.ARCHIVED


def test_each_move_stands_in_the_history_and_the_audit_for_officers_only():
    held = Held().to("ARCHIVED")
    events = Event.objects.filter(kind="consultation").order_by("pk")
    assert [event.grounds["what"] for event in events] == [
        "requested", "accepted", "invited", "invited", "invited", "convened",
        *["no-conflict", "opinion"] * 3, "concluded", "adopted", "archived",
    ]  # fmt: skip
    assert not any(event.public or event.note for event in events)
    assert not any(event.kind == "consultation" for event in timeline(held.case, public_only=True))
    acts = set(Entry.objects.filter(action__startswith="consultation:").values_list("action", flat=True))
    assert {"consultation:requested", "consultation:concluded", "consultation:adopted"} <= acts


def test_the_applicant_reads_that_it_is_under_review(client):
    held = Held().to("REQUESTED")
    client.force_login(held.case.owner)
    with translation.override("en"):
        address = reverse("my:case", args=[held.case.pk])
    text = client.get(address).content.decode()
    assert "Under review (consultation)" in text
    assert held.row.number not in text


def test_a_request_that_is_not_taken_on_brings_the_case_back():
    held = Held().to("REQUESTED")
    actions.reject(consultation=held.row, by=held.chair, version=held.version, reason=TEXT)
    assert fresh(held.row).state == State.REJECTED
    assert state_of(held) == "IN_REVIEW"
    assert Memo.objects.filter(recipient=held.reviewer, kind="consultation_rejected").count() == 1
    held.request()
    assert held.row.number.endswith("-0002")


@pytest.mark.parametrize("state", OPEN)
def test_while_it_is_open_the_case_stays(state):
    held = Held().to(state)
    case = Application.objects.get(pk=held.case.pk)
    with pytest.raises(Blocked):
        applications.move(case, CaseState.IN_REVIEW, by=held.reviewer)
    with pytest.raises(Blocked):
        applications.move(case, CaseState.IN_REVIEW, by=None)
    with pytest.raises(NotAllowed):
        held.decide("approve")
    assert state_of(held) == "CONSULTATION"


def test_no_case_enters_consultation_without_a_request():
    held = Held()
    with pytest.raises(Blocked):
        applications.move(held.case, CaseState.CONSULTATION, by=held.reviewer)
    assert state_of(held) == "IN_REVIEW"


@pytest.mark.parametrize("state", [*OPEN, State.CONCLUDED])
def test_a_case_that_is_withdrawn_takes_its_consultation_along(state):
    held = Held().to(state)
    case = Application.objects.get(pk=held.case.pk)
    applications.withdraw(application=case, by=case.owner)
    assert fresh(held.row).state == State.ARCHIVED


@pytest.mark.parametrize(
    ("conclusion", "act"), [("for", "deny"), ("against", "approve"), ("other", "approve")]
)
def test_who_departs_gives_reasons_at_the_writer(conclusion, act):
    held = Held().to("CONCLUDED", conclusion, (conclusion,) * 3)
    to = CaseState.DENIED if act == "deny" else CaseState.APPROVED
    case = Application.objects.get(pk=held.case.pk)
    note = "材料齐全，建议予以同意。"
    case = review.propose(
        application=case, by=held.reviewer, version=case.version, recommendation="for", note=note
    )
    approver = officer("approver")
    changes = {"approver": approver, "decided_at": timezone.now()}
    for short in ("", "   ", "十四个字还是太短了的理由。 "):
        with pytest.raises(Blocked) as refusal:
            applications.move(case, to, by=approver, note=short, changes=changes)
        assert held.row.number in refusal.value.sentences[0]
    assert fresh(held.row).state == State.CONCLUDED
    applications.move(case, to, by=approver, note=TEXT, changes=changes)
    row = fresh(held.row)
    assert (row.state, row.record["adoption"]) == (State.NOT_ADOPTED, TEXT)


@pytest.mark.parametrize(("conclusion", "act"), [("for", "approve"), ("against", "deny")])
def test_who_follows_needs_no_other_reasons(conclusion, act):
    held = Held().to("CONCLUDED", conclusion, (conclusion,) * 3)
    held.decide(act, **({"reason": TEXT} if act == "deny" else {}))
    assert fresh(held.row).state == State.ADOPTED


def test_two_are_not_enough_and_the_three_kinds_are_needed():
    held = Held().to("CONVENED")
    held.hear(("for", "for"))
    with pytest.raises(NotPossible):
        held.conclude()
    held = Held(n=2).to("ACCEPTED")
    with pytest.raises(NotPossible):
        actions.convene(consultation=held.row, by=held.chair, version=held.version)
    for person in held.members:
        held.invite(person, "expert")
    with pytest.raises(NotPossible) as refusal:
        actions.convene(consultation=held.row, by=held.chair, version=held.version)
    assert "法" in str(refusal.value) or "Legal" in str(refusal.value)


def test_who_has_a_conflict_gives_no_opinion():
    held = Held().to("CONVENED")
    seat, who = held.seat(), held.members[0]
    with pytest.raises(NotPossible):  # nothing declared yet
        actions.opine(member=seat, by=who, version=held.version, stance="for", text=TEXT)
    with pytest.raises(NotPossible):  # without saying which
        actions.declare(member=seat, by=who, version=held.version, declared="declared")
    actions.declare(member=seat, by=who, version=held.version, declared="declared", reason=TEXT)
    for declared in ("none", "declared"):
        with pytest.raises(NotPossible):
            actions.declare(member=seat, by=who, version=held.version, declared=declared, reason=TEXT)
    with pytest.raises(NotPossible):
        actions.opine(member=seat, by=who, version=held.version, stance="for", text=TEXT)
    assert held.seat().stance == ""
    assert Memo.objects.filter(recipient=held.chair, kind="consultation_conflict").exists()


def test_nobody_speaks_in_anothers_seat():
    held = Held().to("CONVENED")
    with pytest.raises(NotAllowed):
        actions.declare(member=held.seat(0), by=held.members[1], version=held.version, declared="none")
    assert held.seat().declared == ""


def test_dissent_is_written_down():
    held = Held().to("CONVENED")
    held.hear(("for", "for", "against"))
    with pytest.raises(NotPossible) as refusal:
        held.conclude("for", dissent=" ")
    assert refusal.value.field == "dissent"


def test_who_has_a_part_is_no_member():
    held = Held().to("ACCEPTED")
    held.case.owner.postings.create(unit="310000000000", role="intake")
    other = officer("intake")
    with pytest.raises(NotPossible):
        held.invite(held.case.owner, "legal")
    other.postings.update(active=False)
    with pytest.raises(NotPossible):
        held.invite(type(other).objects.get(pk=other.pk), "legal")
    assert held.row.members.count() == 0


def test_a_number_that_is_not_kept_is_given_out_again():
    held = Held()
    with pytest.raises(RuntimeError), transaction.atomic():
        held.request()
        raise RuntimeError
    assert not Consultation.objects.exists()
    assert not Counter.objects.filter(scope__startswith="consultation:").exists()
    assert held.request().number.endswith("-0001")
    assert Held(n=2).request().number.endswith("-0002")


def test_who_saw_an_older_version_changes_nothing():
    held = Held().to("ACCEPTED")
    with pytest.raises(Conflict) as refusal:
        actions.convene(consultation=held.row, by=held.chair, version=held.version - 1)
    assert refusal.value.event.actor == held.chair
    with pytest.raises(Conflict):
        held.row.state = State.REQUESTED
        actions.accept(consultation=held.row, by=held.chair, version=held.version)


def test_what_follows_is_done_before_the_file_is_closed():
    held = Held().to("ADOPTED")
    row = fresh(held.row)
    task = actions.add_task(
        consultation=row,
        by=held.chair,
        version=row.version,
        text="向数据部门反映信息不一致。",
        due_on=today(),
    )
    with pytest.raises(NotPossible):
        actions.archive(consultation=row, by=held.chair, version=row.version)
    with pytest.raises(NotAllowed):
        actions.finish_task(task=task, by=held.members[0], version=row.version)
    actions.finish_task(task=task, by=held.reviewer, version=row.version)
    assert actions.archive(consultation=row, by=held.chair, version=row.version).state == State.ARCHIVED


def test_those_whom_it_concerns_are_told_in_words():
    held = Held().to("CONCLUDED")
    kinds = set(Memo.objects.filter(recipient__in=held.members).values_list("kind", flat=True))
    assert kinds == {"consultation_invited", "consultation_convened", "consultation_concluded"}
    assert Memo.objects.filter(recipient=held.chair, kind="consultation_requested").exists()
    assert all(held.row.number in said(memo) for memo in Memo.objects.all())
    assert all(memo.subject == f"consultation:{held.row.pk}" for memo in Memo.objects.all())


def test_the_table_of_moves_has_an_end_for_every_state():
    assert set(MOVES) == set(State)
    assert {state for state, moves in MOVES.items() if not moves} == {State.REJECTED, State.ARCHIVED}
