"""The pages about who works on a case: claim, take next, hand over, stand back, absences, interests."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from portal.applications.models import Application
from portal.applications.states import State
from portal.assignments import actions
from portal.assignments.models import Absence, Claim, Interest, Recusal
from portal.audit.models import Entry
from portal.notifications.models import Memo
from portal.review.next import risk
from portal.workdays.queries import today
from tests.factories import CITY, REASON, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(datetime(2026, 11, 27, 12, 0))
NOTE = "明天起参加培训，请接着办理。"
FOREIGN = "310151000000"


def url(case, name="case", *args):
    return desk_url(name, case.pk, *args, language="en")


def text(response):
    return response.content.decode()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def two():
    return [officer("intake", last_name="周", first_name=name) for name in ("一", "二")]


@pytest.fixture
def case(two):
    return submitted_application("PB")


def test_a_claim_is_offered_taken_seen_and_released(two, case):
    mine, theirs = map(signed_in, two)
    assert 'data-key="c"' in text(mine.get(url(case)))
    with time_machine.travel(NOON, tick=False) as clock:
        page = text(mine.post(url(case, "claim"), follow=True))
        assert "Claimed by you since 12:00" in page and 'data-key="c"' not in page
        page = text(theirs.get(url(case)))
        assert f"Claimed by {two[0]} since 12:00" in page and "at the page now" in page
        assert "data-main-act" not in page and 'data-key="c"' not in page
        clock.shift(timedelta(minutes=5))
        assert "last seen 12:00" in text(theirs.get(url(case)))
        page = text(theirs.post(url(case, "claim"), follow=True))
        assert f"{two[0]} has been working on this case since 12:00" in page
    assert Claim.objects.get().officer == two[0]
    with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
        mine.post(url(case, "release"))
        assert not Claim.objects.exists()
        assert 'data-key="c"' in text(theirs.get(url(case)))


def test_looking_at_the_page_renews_the_own_claim_only(two, case):
    mine, theirs = map(signed_in, two)
    with time_machine.travel(NOON, tick=False) as clock:
        actions.claim(application=case, by=two[0])
        clock.shift(timedelta(minutes=20))
        theirs.get(url(case))
        assert Claim.objects.get().active_at == NOON
        mine.get(url(case))
        assert Claim.objects.get().active_at == NOON + timedelta(minutes=20)


def test_the_heartbeat_renews_and_tells_what_has_changed(two, case):
    mine, theirs = map(signed_in, two)
    beat = {"version": case.version, "mine": "1"}
    with time_machine.travel(NOON, tick=False) as clock:
        actions.claim(application=case, by=two[0])
        clock.shift(timedelta(minutes=29))
        assert mine.post(url(case, "alive"), beat).status_code == 204
        clock.shift(timedelta(minutes=29))
        answer = theirs.post(url(case, "alive"), {"version": case.version, "mine": "0"})
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
        assert f"{two[0]} has been working on this case" in text(answer)
        clock.shift(timedelta(minutes=2))
        assert "Your claim on this case has ended" in text(mine.post(url(case, "alive"), beat))
        theirs.post(url(case, "claim"))
        assert f"{two[1]} has been working on this case" in text(mine.post(url(case, "alive"), beat))
        theirs.post(url(case, "act", "accept"), {"version": case.version})
        assert f"{two[1]} accepted this case at" in text(mine.post(url(case, "alive"), beat))
    assert mine.get(url(case, "alive")).status_code == 405


def test_nothing_typed_is_lost_when_the_claim_has_lapsed_and_another_has_it(two, case):
    mine, theirs = map(signed_in, two)
    with time_machine.travel(NOON, tick=False) as clock:
        mine.post(url(case, "claim"))
        clock.shift(timedelta(minutes=31))
        theirs.post(url(case, "claim"))
        typed = {"version": case.version, "ground": "not_required", "reason": REASON}
        for act in ("refuse", "accept"):
            page = text(mine.post(url(case, "act", act), {**typed, "note": REASON}))
            assert f"{two[1]} has been working on this case since 12:31" in page
            assert REASON in page and "error-summary" in page
        ask = {"version": case.version, "ask::EN01": "on", "why::EN01": REASON, "confirmed": "1"}
        page = text(mine.post(url(case, "act", "correct"), ask))
        assert f"{two[1]} has been working" in page and REASON in page
    assert Application.objects.get().state == State.RECEIVED


def test_a_case_of_a_colleague_can_be_claimed_and_stays_the_colleagues(two, case):
    assignee = Application.objects.get().assignee
    other = next(user for user in two if user != assignee)
    page = text(signed_in(other).post(url(case, "claim"), follow=True))
    assert f"Assigned to {assignee}" in page and "Claimed by you" in page
    assert Application.objects.get().assignee == assignee


@pytest.mark.parametrize("name", ["claim", "release", "alive", "hand-over", "stand-back"])
def test_pages_of_work_are_for_officers_of_the_unit_only(case, name):
    data = {"to": "1", "reason": NOTE, "kind": "other", "version": case.version}
    elsewhere = FOREIGN if case.district != "310151" else "310101000000"
    for user in (officer("intake", elsewhere), officer("supervisor", elsewhere), case.owner):
        client = signed_in(user)
        assert client.post(url(case, name), data).status_code == 404
        assert client.get(url(case, name)).status_code in {404, 405}
    assert not Claim.objects.exists() and not Recusal.objects.exists()


def test_another_role_reads_why_it_cannot_claim(case):
    answer = signed_in(officer("reviewer")).post(url(case, "claim"))
    assert answer.status_code == 403 and "your role" in text(answer)
    assert not Claim.objects.exists()


def test_ones_own_case_is_not_claimed_handed_over_or_stood_back_from():
    user = officer("intake")
    case = submitted_application("PB", owner=user)
    for name in ("claim", "hand-over", "stand-back"):
        assert signed_in(user).post(url(case, name), {"kind": "other", "reason": NOTE}).status_code == 403


def test_a_case_is_handed_over_to_one_of_those_listed(two, case):
    by = Application.objects.get().assignee
    to = next(user for user in two if user != by)
    client = signed_in(by)
    page = text(client.get(url(case, "hand-over")))
    assert f'<option value="{to.pk}">' in page and f'<option value="{by.pk}">' not in page
    page = text(client.post(url(case, "hand-over"), {"to": officer("reviewer").pk, "reason": NOTE}))
    assert "error-summary" in page and NOTE in page
    page = text(client.post(url(case, "hand-over"), {"to": to.pk, "reason": "短"}))
    assert "error-summary" in page
    assert Application.objects.get().assignee == by and not Memo.objects.exists()
    page = text(client.post(url(case, "hand-over"), {"to": to.pk, "reason": NOTE}, follow=True))
    assert f"Handed over from {by} to {to} – {by}" in page and NOTE in page
    assert Application.objects.get().assignee == to
    assert client.get(url(case, "hand-over")).status_code == 403


def test_nobody_to_hand_over_to_is_said(two, case):
    by = Application.objects.get().assignee
    other = next(user for user in two if user != by)
    actions.stand_back(application=case, by=other, kind="other", reason=NOTE)
    assert "Nobody else of this role" in text(signed_in(by).get(url(case, "hand-over")))


def test_who_stands_back_reads_on_but_acts_no_more(two, case):
    by = Application.objects.get().assignee
    client = signed_in(by)
    page = text(client.post(url(case, "stand-back"), {"kind": "kinship", "reason": "短"}))
    assert "error-summary" in page and not Recusal.objects.exists()
    answer = client.post(url(case, "stand-back"), {"kind": "kinship", "reason": NOTE})
    assert answer.url == desk_url("queue", language="en")
    page = text(client.get(url(case)))
    assert "You stood back from this case" in page
    assert "data-main-act" not in page and 'data-key="c"' not in page
    page = text(client.post(url(case, "act", "accept"), {"version": case.version}))
    assert "You stood back from this case" in page
    assert Entry.objects.get(action="case:denied").data == {"act": "accept"}
    assert client.post(url(case, "claim")).status_code == 403
    assert client.get(url(case, "stand-back")).status_code == 403
    assert Application.objects.get().state == State.RECEIVED
    supervisor = text(signed_in(officer("supervisor")).get(url(case)))
    assert NOTE in supervisor and "Kinship" in supervisor
    other = text(signed_in(next(user for user in two if user != by)).get(url(case)))
    assert NOTE not in other and "Kinship" not in other


def test_the_next_case_is_the_one_most_at_risk_and_is_claimed(client):
    user = officer("intake")
    rows = [submitted_application("PB", n=n) for n in range(4)]
    now = timezone.now()
    times = [(9, 10), (5, 1), (-1, 5), (3, 3)]  # due in days from now, submitted days ago
    for row, (due, ago) in zip(rows, times, strict=True):
        days = {"due_at": now + timedelta(days=due), "submitted_at": now - timedelta(days=ago)}
        Application.objects.filter(pk=row.pk).update(**days, statutory_on=None)
    Application.objects.filter(pk=rows[0].pk).update(statutory_on=today() - timedelta(days=1))
    order = [rows[0], rows[2], rows[3], rows[1]]
    client.force_login(user)
    colleague = officer("intake")
    for row in order:
        assert client.get(desk_url("next")).url == desk_url("case", row.pk)
        assert Claim.objects.get(application=row).officer == user
        Claim.objects.update(officer=colleague)  # skipped from now on: somebody else has it
    assert client.get(desk_url("next")).url == desk_url("queue")


def test_what_is_assigned_to_others_or_stood_back_from_is_not_taken_next(two, case):
    assignee = Application.objects.get().assignee
    other = next(user for user in two if user != assignee)
    queue = desk_url("queue")
    assert signed_in(other).get(desk_url("next")).url == queue
    Application.objects.update(assignee=None)
    Recusal.objects.create(application=case, officer=other, kind="other")
    assert signed_in(other).get(desk_url("next")).url == queue
    assert signed_in(assignee).get(desk_url("next")).url == desk_url("case", case.pk)


def test_what_has_no_limit_comes_last():
    row = Application(submitted_at=NOON, due_at=None)
    late = Application(submitted_at=NOON, due_at=NOON - timedelta(days=1))
    assert risk(row, NOON)[0] == 3 and risk(late, NOON)[0] == 1


def test_an_absence_is_entered_and_taken_back(client):
    user, deputy = officer("intake"), officer("intake")
    client.force_login(user)
    page = desk_url("absences", language="en")
    days = {"first_on": today() + timedelta(days=2), "last_on": today() + timedelta(days=4)}
    answer = client.post(page, {"officer": user.pk, **days, "deputy": deputy.pk}, follow=True)
    assert f"Deputy: {deputy}" in text(answer)
    row = Absence.objects.get()
    assert (row.officer, row.deputy, row.by) == (user, deputy, user)
    for wrong in ({"first_on": "", "last_on": days["last_on"]}, {**days, "officer": deputy.pk}):
        answer = client.post(page, {"officer": user.pk, **wrong})
        assert "error-summary" in text(answer)
    end = desk_url("absence-end", language="en")
    for foreign in (deputy, officer("supervisor", FOREIGN)):
        assert signed_in(foreign).post(end, {"absence": row.pk}).status_code == 404
    assert client.post(end, {"absence": "x"}).status_code == 404
    client.post(end, {"absence": row.pk})
    row.refresh_from_db()
    assert row.ended_at is not None and "No absence is entered" in text(client.get(page))


def test_a_supervisor_enters_absences_of_the_unit(client):
    user, stranger = officer("intake", "310115010000"), officer("intake", "310104010000")
    client.force_login(officer("supervisor", "310115000000"))
    page = desk_url("absences", language="en")
    days = {"first_on": today(), "last_on": today()}
    assert "error-summary" in text(client.post(page, {"officer": stranger.pk, **days}))
    client.post(page, {"officer": user.pk, **days})
    assert Absence.objects.get().officer == user


def test_interests_are_the_officers_own_and_masked(client):
    user, number = officer("intake"), "110101199003070011"
    client.force_login(user)
    page = desk_url("interests", language="en")
    wrong = {"kind": "self", "number": number[:-1] + "3"}
    assert "This number cannot be right" in text(client.post(page, wrong))
    client.post(page, {"kind": "self", "number": "11010119900307001 1"})
    client.post(page, {"kind": "relative", "number": "e12345678"})
    client.post(page, {"kind": "company", "number": "91310115MA1K000016"})
    assert list(Interest.objects.values_list("kind", flat=True)) == ["self", "relative", "company"]
    shown = text(client.get(page))
    assert number not in shown and "110***********0011" in shown
    other = signed_in(officer("supervisor"))
    assert "***" not in text(other.get(page))
    row = Interest.objects.filter(officer=user).first()
    remove = desk_url("interest-remove")
    assert other.post(remove, {"interest": row.pk}).status_code == 404
    count = Interest.objects.count()
    client.post(remove, {"interest": row.pk})
    assert Interest.objects.count() == count - 1


@pytest.mark.parametrize("name", ["absences", "interests"])
def test_own_pages_are_for_officers(name):
    assert signed_in(officer("reviewer", CITY)).get(desk_url(name)).status_code == 200
    case = submitted_application("PB")
    assert signed_in(case.owner).get(desk_url(name)).status_code == 404
    assert Client().get(desk_url(name)).status_code == 302


def test_who_works_on_a_case_costs_no_query_more(two, case):
    client = signed_in(two[0])
    translation.activate("en")
    client.get(url(case))

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(case)).status_code == 200
        return len(captured)

    unclaimed = cost()
    actions.claim(application=case, by=two[0])
    assert cost() == unclaimed
    Claim.objects.update(officer=two[1])
    assert cost() <= unclaimed
