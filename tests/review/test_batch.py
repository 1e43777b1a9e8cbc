"""One act on many cases: each passes its own checks, and says what became of it."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.applications import gates
from portal.applications.models import Application
from portal.applications.policies import Blocked
from portal.applications.states import State
from portal.audit.models import Entry
from portal.review import actions, batch
from portal.review.models import Follow, Label
from portal.workdays.queries import today
from tests.factories import CITY, REASON, UserFactory, officer, submitted_application
from tests.review import kinds
from tests.review.addresses import desk_url
from tests.review.test_exporting import copies
from tests.review.test_labels import elsewhere, names_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client):
    """A function that sends a batch: send(user, act, cases, **fields) -> the page as text."""

    def sent(user, act, cases, **fields):
        client.force_login(user)
        values = [case if isinstance(case, str) else f"{case.pk}:{case.version}" for case in cases]
        data = {"act": act, "case": values, **fields}
        sent.answer = client.post(desk_url("batch", language="en"), data, follow=True)
        return sent.answer.content.decode()

    return sent


def state_of(case) -> str:
    return Application.objects.values_list("state", flat=True).get(pk=case.pk)


def test_accepting_asks_first_and_then_says_what_came_of_each(send):
    first, second, moved = (submitted_application(n=n) for n in (1, 2, 3))
    user = officer("intake")
    page = send(user, "accept", [first, second, moved])
    assert "Cases selected: 3" in page and first.number in page and state_of(first) == State.RECEIVED
    actions.refer(application=moved, by=officer("intake"), version=moved.version, where_to_go=REASON)
    page = send(user, "accept", [first, second, moved], confirmed="1", note="好")
    assert "Done: 2. Not done: 1." in page and "referred this case elsewhere at" in page
    assert [state_of(one) for one in (first, second, moved)] == ["IN_REVIEW", "IN_REVIEW", "REFERRED"]
    event = first.events.get(after="ACCEPTED")
    assert (event.actor, event.note, event.public) == (user, "好", False)
    again = Application.objects.get(pk=moved.pk)
    assert f'value="{again.pk}:{again.version}"' in page


def test_a_second_press_does_nothing_twice(send):
    case, user = submitted_application(), officer("intake")
    send(user, "accept", [case], confirmed="1")
    page = send(user, "accept", [case], confirmed="1")
    assert "Done: 0. Not done: 1." in page and f"{user} accepted this case at" in page
    assert case.events.filter(after="ACCEPTED").count() == 1


def test_approving_keeps_four_eyes_and_roles(send):
    by = {}
    mine = submitted_application(state="PENDING_APPROVAL", by=by)
    others = submitted_application(state="PENDING_APPROVAL", n=2)
    reviewer = by["reviewer"]
    reviewer.postings.create(unit=CITY, role="approver")
    page = send(reviewer, "approve", [mine, others], confirmed="1")
    assert "You reviewed this case, so somebody else decides it." in page and "Done: 1." in page
    assert state_of(mine) == State.PENDING_APPROVAL and state_of(others) != State.PENDING_APPROVAL
    assert Entry.objects.filter(action="case:denied", subject=f"application:{mine.pk}").count() == 1
    page = send(officer("intake"), "approve", [mine], confirmed="1")
    assert "is not yours to do on this case now" in page and state_of(mine) == State.PENDING_APPROVAL


def test_a_licence_asks_for_the_grounds(send, monkeypatch):
    kinds.licence(monkeypatch)
    case, user = submitted_application("PB", "PENDING_APPROVAL"), officer("approver")
    page = send(user, "approve", [case], confirmed="1", grounds="短")
    assert send.answer.status_code == 422 and "Grounds of the decision" in page
    assert state_of(case) == State.PENDING_APPROVAL
    send(user, "approve", [case], confirmed="1", grounds=REASON)
    assert case.events.get(after="APPROVED").note == REASON


def test_what_needs_a_look_of_its_own_is_not_accepted_in_a_batch(send):
    case, user = submitted_application("PB"), officer("intake")
    uscc = case.facts.get(key="company_uscc").text
    actions.record_incident(
        uscc=uscc, by=officer("supervisor"), kind="PENALTY", on=today(), note="违规购买易制毒化学品，已处罚。"
    )
    page = send(user, "accept", [case], confirmed="1")
    assert "Done: 0. Not done: 1." in page and state_of(case) == State.RECEIVED


def test_a_gate_holds_back_its_case_only(send):
    held, free, user = submitted_application(), submitted_application(n=2), officer("intake")

    def gate(move):
        if move.case.pk == held.pk and move.to == State.ACCEPTED:
            raise Blocked("test", "Two checkpoints are open.")

    gates.register("test-batch", gate)
    try:
        page = send(user, "accept", [held, free], confirmed="1")
    finally:
        gates._gates.pop("test-batch")
    assert "Two checkpoints are open." in page and "Done: 1. Not done: 1." in page
    assert (state_of(held), state_of(free)) == ("RECEIVED", "IN_REVIEW")


def test_an_error_in_one_keeps_what_was_done_to_the_others(send, caplog):
    first, broken, last = (submitted_application(n=n) for n in (1, 2, 3))

    def gate(move):
        if move.case.pk == broken.pk:
            raise ZeroDivisionError

    gates.register("test-batch", gate)
    try:
        page = send(officer("intake"), "accept", [first, broken, last], confirmed="1")
    finally:
        gates._gates.pop("test-batch")
    assert "An error of the portal" in page
    assert [state_of(one) for one in (first, broken, last)] == ["IN_REVIEW", "RECEIVED", "IN_REVIEW"]


def test_nothing_too_much_and_nonsense_are_sentences(send, client):
    user, case = officer("intake"), submitted_application()
    for nothing in ([], ["x"], ["x:y"], [f"{case.pk}:-1"], [f"{case.pk}:²"], [f"{case.pk}"]):
        assert "Nothing is selected." in send(user, "follow", nothing)
    many = [f"{uuid.uuid4()}:1" for _ in range(101)]
    assert "At most 100 cases at once; you selected 101." in send(user, "accept", many, confirmed="1")
    send(user, "bribe", [case])
    assert send.answer.status_code == 404
    assert client.get(desk_url("batch")).status_code == 405
    send(user, "assign", [case], confirmed="1", officer="999999")
    assert send.answer.status_code == 422
    send(user, "label", [case], confirmed="1", label="x")
    assert send.answer.status_code == 422


def test_labels_go_on_and_off_and_reach_their_units_only(send):
    here = submitted_application()
    other = Application.objects.get(pk=here.pk)
    other.pk, other.number = uuid.uuid4(), "TH3101012026010100001X"
    other.unit, other.district = elsewhere(here), elsewhere(here)[:6]
    other.save(force_insert=True)
    label = Label.objects.create(unit=f"{here.district}000000", name="区")
    user = officer("intake")
    assert f'value="{label.pk}"' in send(user, "label", [here, other])
    page = send(user, "label", [here, other], confirmed="1", label=label.pk)
    assert "Done: 1. Not done: 1." in page and "This label belongs to another unit." in page
    assert names_on(here) == ["区"] and names_on(other) == []
    send(user, "unlabel", [here], confirmed="1", label=label.pk)
    assert names_on(here) == []


def test_cases_are_given_to_who_can_work_on_them(send):
    case, second = submitted_application(), submitted_application(n=2)
    boss, worker, reviewer = officer("supervisor"), officer("intake"), officer("reviewer")
    page = send(boss, "assign", [case, second])
    assert str(worker) in page and f'value="{worker.pk}"' in page
    page = send(boss, "assign", [case, second], confirmed="1", officer=worker.pk, reason=REASON)
    case.refresh_from_db()
    assert "Done: 2." in page and case.assignee == worker and case.assigned_at
    assert worker.memos.count() == 2
    page = send(boss, "assign", [case], confirmed="1", officer=worker.pk, reason=REASON)
    assert "already" in page and worker.memos.count() == 2
    assert "At least 10 characters" in send(
        boss, "assign", [case], confirmed="1", officer=worker.pk, reason="x"
    )
    page = send(boss, "assign", [case], confirmed="1", officer=reviewer.pk, reason=REASON)
    assert "This officer cannot take the case now." in page
    case.refresh_from_db()
    assert case.assignee == worker


def test_a_case_is_not_given_to_who_may_not_handle_it(send):
    by = {}
    case, boss = submitted_application(state="PENDING_APPROVAL", by=by), officer("supervisor")
    case.refresh_from_db()
    before = case.assignee
    by["reviewer"].postings.create(unit=CITY, role="approver")
    case.owner.postings.create(unit=CITY, role="approver")
    for one in (by["reviewer"], case.owner):
        page = send(boss, "assign", [case], confirmed="1", officer=one.pk, reason=REASON)
        assert "Not done: 1." in page
    stranger = officer("approver", elsewhere(case))
    send(boss, "assign", [case], confirmed="1", officer=stranger.pk, reason=REASON)
    page = send(
        officer("intake", elsewhere(case)), "assign", [case], confirmed="1", officer=boss.pk, reason=REASON
    )
    case.refresh_from_db()
    assert case.assignee == before


def test_following_many(send):
    cases = [submitted_application(n=n) for n in (1, 2)]
    user = officer("intake")
    page = send(user, "follow", cases)
    assert "Done: 2. Not done: 0." in page and Follow.objects.filter(officer=user).count() == 2


def test_foreign_officers_applicants_and_owners_change_nothing(send):
    case = submitted_application()
    foreign = officer("intake", elsewhere(case))
    page = send(foreign, "accept", [case], confirmed="1")
    assert case.number not in page and "This case is not in your units." in page
    assert Entry.objects.get(action="case:denied").actor == f"user:{foreign.pk}"
    page = send(foreign, "accept", [case])
    assert case.number not in page
    for person in (UserFactory(second_factor=True), case.owner):
        send(person, "accept", [case], confirmed="1")
        assert send.answer.status_code == 404
    case.owner.postings.create(unit=CITY, role="intake")
    case.owner.authenticator_set.create(type="totp", data={"secret": "unused"})
    for act in ("accept", "follow"):
        page = send(case.owner, act, [case], confirmed="1")
        assert "This is your own application" in page
    assert state_of(case) == State.RECEIVED and not Follow.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_asking_costs_the_same_with_many(client, count):
    case, user = submitted_application(), officer("intake")
    copies(case, count - 1)
    client.force_login(user)
    values = [f"{pk}:{version}" for pk, version in Application.objects.values_list("pk", "version")]
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(desk_url("batch", language="en"), {"act": "accept", "case": values})
    assert f"Cases selected: {count}" in answer.content.decode() and len(captured) <= 9


def test_the_bar_offers_what_ones_roles_do(client):
    case = submitted_application()
    client.force_login(officer("intake"))
    page = client.get(desk_url("queue", language="en")).content.decode()
    assert f'value="{case.pk}:{case.version}" data-select' in page
    assert 'value="accept"' in page and 'value="approve"' not in page
    assert {deed.code for deed in batch.offered_to(officer("supervisor"))} == {
        "assign",
        "label",
        "unlabel",
        "follow",
    }
