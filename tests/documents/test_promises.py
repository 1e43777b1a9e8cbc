"""What becomes of a promised paper: due, reminded of, late, suspended, resumed, closed."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.states import State
from portal.audit.models import Entry
from portal.audit.verification import verify
from portal.documents import actions, queries
from portal.documents.models import Document, Standin
from portal.notifications.models import Notice
from portal.work.sweeping import sweep_all
from tests import cases, standins
from tests.standins import PLAIN, PROMISED, STAGE, STATED, send

pytestmark = pytest.mark.django_db
ACCEPTED_AT = dt.datetime(2026, 11, 2, 10, 0, tzinfo=timezone.get_default_timezone())  # a Monday
DUE = dt.date(2026, 11, 16)
CLOSES = dt.date(2026, 12, 1)  # ten working days after the 17th


@pytest.fixture(autouse=True)
def papers():
    with standins.declared():
        yield


@pytest.fixture
def case(client):
    client.force_login(cases.applicant())
    with time_machine.travel(ACCEPTED_AT, tick=False):
        return standins.accepted(client)


def on(day, hour=10):
    moment = dt.datetime.combine(day, dt.time(hour), timezone.get_default_timezone())
    return time_machine.travel(moment, tick=False)


def tick(day):
    with on(day):
        done = sweep_all()
    assert -1 not in done.values()


def state_of(case):
    return Application.objects.get(pk=case.pk).state


def promise():
    return Standin.objects.get(kind=Standin.Kind.OMISSION)


def reminders():
    return Notice.objects.filter(kind="paper_due")


def hand_in(client, case, day, material=PROMISED):
    with on(day):
        client.force_login(case.owner)
        return send(client, case, "upload", material)


def test_the_day_is_fixed_when_the_case_is_accepted(case):
    assert promise().due_on == DUE
    assert Standin.objects.get(material=STATED).due_on is None
    (told,) = Notice.objects.filter(kind="accepted")
    assert len(told.context["papers"]) == 1 and "Contract with the seller" in told.context["papers"][0]


def test_before_acceptance_nothing_is_due_but_the_paper_may_come(client):
    client.force_login(cases.applicant())
    case = standins.submitted(client)
    assert case.state == State.RECEIVED and promise().due_on is None
    assert send(client, case, "upload", PROMISED).status_code == 302
    assert promise().fulfilled_at
    intake = cases.officer("intake")
    applications.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    assert promise().due_on is None, "it is there"


def test_a_late_file_keeps_the_promise(client, case):
    assert hand_in(client, case, dt.date(2026, 11, 10)).status_code == 302
    document = Document.objects.get(material=PROMISED)
    assert document.late and promise().fulfilled_at
    event = case.events.get(kind="paper")
    assert event.public and event.role == "applicant" and "paper.pdf" in event.note
    received = Entry.objects.filter(action="document:received").order_by("-seq").first()
    assert received.data["late"] is True and verify().broken is None
    assert state_of(case) == State.IN_REVIEW
    tick(DUE)
    tick(DUE + dt.timedelta(days=1))
    assert not reminders().exists() and state_of(case) == State.IN_REVIEW


def test_a_second_page_may_follow_until_the_day_and_not_after(client, case):
    hand_in(client, case, dt.date(2026, 11, 10))
    assert hand_in(client, case, DUE).status_code == 302
    assert hand_in(client, case, DUE + dt.timedelta(days=1)).status_code == 404
    assert Document.objects.filter(material=PROMISED, late=True).count() == 2


@pytest.mark.parametrize("material", [PLAIN, STATED, STAGE, "nothing"])
def test_nothing_else_is_taken_in_a_running_case(client, case, material):
    before = Document.objects.count()
    assert hand_in(client, case, DUE, material).status_code == 404
    assert Document.objects.count() == before


def test_a_late_file_cannot_be_removed_or_replaced_and_no_other_neither(client, case):
    hand_in(client, case, dt.date(2026, 11, 10))
    with on(dt.date(2026, 11, 10), 12):
        for document in Document.objects.all():
            assert client.post(f"/my/documents/{document.pk}/remove/").status_code == 404
            with pytest.raises(NotAllowed):
                actions.remove(document=document, by=case.owner)
        late = Document.objects.get(late=True)
        assert send(client, case, "upload", PROMISED, replaces=str(late.pk)).status_code == 404
    assert Document.objects.filter(removed_at=None).count() == 2


@pytest.mark.parametrize("act", ["commit", "promise", "take_back"])
def test_after_submission_nothing_is_signed_promised_or_taken_back(client, case, act):
    before = list(Standin.objects.values())
    for material in (STATED, PROMISED):
        assert send(client, case, act, material, stated="yes").status_code == 404
    assert list(Standin.objects.values()) == before


def test_a_stranger_hands_in_nothing(client, case):
    client.force_login(cases.applicant("other"))
    with on(DUE):
        assert send(client, case, "upload", PROMISED).status_code == 404
    assert promise().fulfilled_at is None


def test_each_reminder_is_written_once(case):
    tick(dt.date(2026, 11, 11))
    assert not reminders().exists()
    for day in (12, 12, 13, 14, 15):
        tick(dt.date(2026, 11, day))
    assert reminders().count() == 1
    tick(DUE)
    tick(DUE)
    assert reminders().count() == 2
    assert reminders().first().context["number"] == case.number


def test_two_ticks_at_once_remind_once(case):
    from portal.documents.actions import promises

    with on(DUE):
        first, second = promise(), promise()  # both have read the row before either writes
        assert promises._remind(first, 2) is True
        assert promises._remind(second, 2) is False
    assert reminders().count() == 1


def test_a_paper_that_does_not_come_suspends_the_case(client, case):
    tick(DUE)
    assert state_of(case) == State.IN_REVIEW
    tick(DUE + dt.timedelta(days=1))
    tick(DUE + dt.timedelta(days=2))
    assert state_of(case) == State.SUSPENDED
    event = case.events.filter(after=State.SUSPENDED).get()
    assert event.public and event.actor is None and "Contract with the seller" in event.note
    assert (promise().closes_on, promise().lapsed_at is not None) == (CLOSES, True)
    assert Notice.objects.filter(kind="suspended").count() == 1
    assert Entry.objects.filter(action="standin:lapsed").count() == 1


def test_handing_it_in_late_resumes_the_case(client, case):
    tick(DUE + dt.timedelta(days=1))
    assert hand_in(client, case, CLOSES).status_code == 302
    assert state_of(case) == State.IN_REVIEW
    assert promise().fulfilled_at
    for day in range(1, 20):
        tick(CLOSES + dt.timedelta(days=day))
    assert state_of(case) == State.IN_REVIEW
    assert case.events.get(before=State.SUSPENDED).actor is None


def test_without_it_the_case_is_closed_and_takes_nothing_more(client, case):
    tick(DUE + dt.timedelta(days=1))
    tick(CLOSES)
    assert state_of(case) == State.SUSPENDED
    tick(CLOSES + dt.timedelta(days=1))
    assert state_of(case) == State.CLOSED_NO_RESPONSE
    assert "Contract with the seller" in case.events.get(after=State.CLOSED_NO_RESPONSE).note
    assert Notice.objects.filter(kind="closed_no_response").count() == 1
    assert hand_in(client, case, CLOSES + dt.timedelta(days=2)).status_code == 404


def test_another_suspension_is_neither_resumed_nor_ended(client, case):
    reviewer = cases.officer("reviewer")
    with on(DUE):
        applications.move(
            Application.objects.get(pk=case.pk),
            State.SUSPENDED,
            by=reviewer,
            note=cases.REASON,
            grounds=cases.expert(),
        )
    for day in (1, 2, 30, 60):
        tick(DUE + dt.timedelta(days=day))
    assert state_of(case) == State.SUSPENDED and promise().lapsed_at is None
    assert hand_in(client, case, DUE + dt.timedelta(days=61)).status_code == 302
    assert promise().fulfilled_at and state_of(case) == State.SUSPENDED


def test_an_officer_who_lets_the_case_go_on_is_not_undone(case):
    tick(DUE + dt.timedelta(days=1))
    reviewer = cases.officer("reviewer")
    with on(DUE + dt.timedelta(days=2)):
        applications.move(Application.objects.get(pk=case.pk), State.IN_REVIEW, by=reviewer)
    tick(DUE + dt.timedelta(days=3))
    assert state_of(case) == State.IN_REVIEW
    with on(DUE + dt.timedelta(days=4)):
        applications.move(
            Application.objects.get(pk=case.pk),
            State.SUSPENDED,
            by=reviewer,
            note=cases.REASON,
            grounds=cases.expert(),
        )
    tick(CLOSES + dt.timedelta(days=20))
    assert state_of(case) == State.SUSPENDED


def test_a_case_that_waits_for_the_decision_is_not_suspended_until_it_comes_back(case):
    reviewer, approver = cases.officer("reviewer"), cases.officer("approver")
    with on(DUE):
        moved = applications.move(
            Application.objects.get(pk=case.pk),
            State.PENDING_APPROVAL,
            by=reviewer,
            note=cases.PROPOSAL,
            changes={"reviewer": reviewer},
        )
    tick(DUE + dt.timedelta(days=1))
    assert state_of(case) == State.PENDING_APPROVAL
    with on(DUE + dt.timedelta(days=2)):
        applications.move(moved, State.IN_REVIEW, by=approver)
    tick(DUE + dt.timedelta(days=2))
    assert state_of(case) == State.SUSPENDED


def test_the_papers_of_a_stage_are_taken_in_that_stage_only(client, case):
    reviewer = cases.officer("reviewer")
    with on(dt.date(2026, 11, 4)):
        moved = applications.move(
            Application.objects.get(pk=case.pk),
            State.PENDING_APPROVAL,
            by=reviewer,
            note=cases.PROPOSAL,
            changes={"reviewer": reviewer},
        )
    assert [item.code for item in queries.due_later(moved)] == [STAGE]
    assert hand_in(client, case, dt.date(2026, 11, 5), STAGE).status_code == 302
    assert Document.objects.get(material=STAGE).late
    assert case.events.filter(kind="paper").count() == 1
    with on(dt.date(2026, 11, 6)):
        applications.move(moved, State.IN_REVIEW, by=cases.officer("approver"))
    assert hand_in(client, case, dt.date(2026, 11, 7), STAGE).status_code == 404


def test_while_nothing_is_due_a_tick_asks_once_for_each_of_the_three(case, django_assert_num_queries):
    with on(DUE - dt.timedelta(days=10)), django_assert_num_queries(3):
        assert [actions.remind(), actions.suspend_overdue(), actions.close_overdue()] == [0, 0, 0]


def test_a_promised_paper_on_its_way_is_seen_by_its_owner_and_at_the_desk(client, case, settings):
    settings.DEMO = True  # no second factor
    with on(DUE - dt.timedelta(days=3)):
        upload = actions.begin(
            application=case, material=PROMISED, name="late.pdf", size=1000, modified="1", by=case.owner
        )
        actions.append(upload=upload, offset=0, content=b"x" * 400, by=case.owner)
        mine = client.get(f"/en/my/{case.pk}/").content.decode()
        assert "late.pdf" in mine and "40% has arrived" in mine
        client.force_login(cases.officer("intake", case.unit))
        desk = client.get(f"/en/desk/{case.pk}/").content.decode()
        assert "late.pdf" in desk and "Arriving 40%" in desk
