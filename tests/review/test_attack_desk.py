"""Attacks on the desk: dishonest officers, colleagues in collusion, officers who were posted elsewhere meanwhile."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from portal.accounts.models import Posting
from portal.applications import actions
from portal.applications.models import Application, Event, Stop
from portal.applications.policies import Blocked, FourEyes, NotAllowed
from portal.applications.states import State
from portal.assignments import actions as work
from portal.assignments.models import Claim
from portal.assignments.policies import Refused, check_can_take
from portal.audit.models import Entry
from portal.checkpoints import actions as checkpoints
from portal.checkpoints.actions import Tick
from portal.correspondence.models import Message
from portal.documents.policies import can_read
from portal.review import actions as review
from portal.review.models import FollowUp, Label, Labelled, SavedView
from portal.workdays.queries import add_workdays
from tests import cases, factories
from tests.cases import both, fresh
from tests.factories import officer
from tests.review.addresses import desk_url
from tests.review.test_exporting import made

pytestmark = pytest.mark.django_db
REASON = cases.REASON


def sign_in(client, user):
    kind = Authenticator.Type.TOTP
    Authenticator.objects.get_or_create(user=user, type=kind, defaults={"data": {"secret": "unused"}})
    client.force_login(user)


def at(text):
    zone = ZoneInfo("Asia/Shanghai")
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=zone), tick=False)


# --- four eyes -------------------------------------------------------------------------------------------------------


def handed_through():
    """Return a case that one officer reviewed, was returned, and another proposed again; and the first officer."""
    first = both("both", "reviewer", "approver")
    case = cases.propose(cases.accepted(), first)
    returner = cases.officer("approver")
    case = review.return_to_review(application=case, by=returner, version=case.version, reason=REASON)
    return cases.propose(case, cases.officer("reviewer", name="straw man")), first


def test_who_reviewed_in_an_earlier_turn_does_not_decide_behind_a_straw_man():
    case, first = handed_through()
    before = Event.objects.count()
    for act in (
        lambda: cases.approve(case, first),
        lambda: review.deny(application=case, by=first, version=case.version, reason=REASON),
        lambda: review.return_to_review(application=case, by=first, version=case.version, reason=REASON),
        lambda: review.extend(application=case, by=first, version=case.version, reason=REASON),
    ):
        with pytest.raises(FourEyes):
            act()
    assert (fresh(case).state, Event.objects.count()) == (State.PENDING_APPROVAL, before)
    with pytest.raises(Refused):
        check_can_take(first, case)
    assert cases.approve(case).state == State.APPROVED


def test_the_page_says_no_to_who_reviewed_in_an_earlier_turn(client):
    case, first = handed_through()
    sign_in(client, first)
    sent = {"version": case.version, "reason": REASON}
    response = client.post(desk_url("act", case.pk, "return"), sent)
    assert response.status_code == 403
    response = client.post(desk_url("act", case.pk, "return", language="en"), sent)
    assert "You reviewed this case" in response.content.decode()
    assert fresh(case).state == State.PENDING_APPROVAL


# --- who stood back --------------------------------------------------------------------------------------------------


def test_who_stood_back_does_not_extend_tick_pass_over_or_write_to_the_applicant(client):
    approver, reviewer = cases.officer("approver"), cases.officer("reviewer")
    case = cases.accepted()
    for one in (approver, reviewer):
        work.stand_back(application=case, by=one, kind="kinship", reason=REASON)
    case = fresh(case)
    manual = next(code for code in ("CP13", "CP14", "CP15", "CP16", "CP17", "CP18", "CP19", "CP20"))
    for act in (
        lambda: review.extend(application=case, by=approver, version=case.version, reason=REASON),
        lambda: checkpoints.override(application=case, by=approver, checkpoint=manual, reason=REASON),
        lambda: checkpoints.tick(application=case, by=reviewer, ticks=[Tick(manual)]),
    ):
        with pytest.raises(Blocked) as refusal:
            act()
        assert refusal.value.code == "recusal"
    sign_in(client, reviewer)
    client.post(desk_url("messages", case.pk), {"text": "请补充", "key": str(case.pk)})
    assert not Message.objects.filter(application=case).exists()


def test_who_stood_back_uncovers_nothing_and_takes_no_answers_away(client):
    case, reviewer = cases.accepted(), cases.officer("reviewer")
    work.stand_back(application=case, by=reviewer, kind="kinship", reason=REASON)
    sign_in(client, reviewer)
    assert client.post(desk_url("show", case.pk), {"section": "applicant"}).status_code == 403
    assert client.get(desk_url("answers", case.pk)).status_code == 403
    acts = Entry.objects.filter(actor=f"user:{reviewer.pk}").values_list("action", flat=True)
    paper = factories.paper(case, "TH02", "a passport")
    assert not can_read(paper, reviewer) and can_read(paper, cases.officer("reviewer", name="colleague"))
    assert "sensitive:shown" not in acts and "case:read" not in acts and "case:denied" in acts


def test_who_stood_back_records_no_later_check():
    case, reviewer = cases.accepted(), cases.officer("reviewer")
    check = FollowUp.objects.create(application=case, source="identity", due_on=case.promised_on)
    work.stand_back(application=case, by=reviewer, kind="kinship", reason=REASON)
    with pytest.raises(Blocked):
        review.record_follow_up(follow_up=check, by=reviewer, result="CONFIRMED")
    check.refresh_from_db()
    assert check.state == FollowUp.State.OPEN


# --- the clock -------------------------------------------------------------------------------------------------------


def stop(case, days, by=None):
    grounds = {"ground": "expert", "planned_on": add_workdays(datetime.now().date(), days).on.isoformat()}
    by = by or cases.officer("reviewer")
    return actions.move(fresh(case), State.SUSPENDED, by=by, note=REASON, grounds=grounds)


def go_on(case):
    return actions.move(fresh(case), State.IN_REVIEW, by=cases.officer("reviewer"))


def test_stops_on_one_ground_together_last_no_longer_than_the_ground_allows():
    with at("2026-03-02 10:00"):
        case = cases.accepted()
        stop(case, 20)
    with at("2026-03-30 10:00"):  # 20 working days later; 30 are the most
        go_on(case)
        with pytest.raises(Blocked) as refusal:
            stop(case, 20)
        assert refusal.value.code == "suspension"
        assert fresh(case).state == State.IN_REVIEW
        stop(case, 10)
        assert Stop.objects.filter(application=case).count() == 2


def test_a_stop_that_nobody_ends_gives_back_no_more_than_its_ground_allows():
    with at("2026-03-02 10:00"):
        case = stop(cases.accepted(), 5)
        most = add_workdays(case.promised_on, 30).on
    with at("2026-09-01 10:00"):
        assert go_on(case).promised_on == most


# --- what a posting gives and takes ----------------------------------------------------------------------------------


def test_an_export_is_not_taken_away_after_the_posting_is_lost(client):
    case = cases.submitted()
    taker = cases.officer("intake", case.unit, name="taker")
    export = made(taker)
    address = desk_url("export-file", export.pk)
    sign_in(client, taker)
    assert client.get(address).status_code == 200
    Posting.objects.filter(user=taker).update(active=False)
    cases.officer("intake", "310115000000", name="taker")
    assert client.get(address).status_code == 404
    assert address not in client.get(desk_url("exports")).content.decode()


# --- one's own case --------------------------------------------------------------------------------------------------


def test_an_officer_reads_nothing_of_his_own_case_in_list_counts_or_export(client):
    own = cases.officer("intake", name="both sides")
    case = cases.submitted(by=own)
    label = Label.objects.create(unit=cases.CITY, name="suspicious")
    Labelled.objects.create(application=case, label=label)
    Application.objects.filter(pk=case.pk).update(warnings=3)
    sign_in(client, own)
    for query in ({"tab": "open"}, {"tab": "all", "q": case.number}, {"tab": "all", "q": "label:suspicious"}):
        assert str(case.pk) not in client.get(desk_url("queue"), query).content.decode()
    assert made(own, query="tab=open").done == 0
    assert ">1<" not in client.get(desk_url("counts")).content.decode()
    sign_in(client, cases.officer("intake", name="colleague"))
    assert str(case.pk) in client.get(desk_url("queue"), {"tab": "open"}).content.decode()


# --- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_nobody_has_an_officer_claim_a_case_from_elsewhere_or_by_fetching_ahead(client, head):
    cases.submitted()
    sign_in(client, cases.officer("intake"))
    assert client.get(desk_url("next"), headers=head).status_code == 302
    assert not Claim.objects.exists()
    client.get(desk_url("next"), headers={"Sec-Fetch-Site": "same-origin"})
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("number", ["EA1234567", "ea1234567", "E12345678"])
def test_the_number_of_a_passport_stands_in_no_address(client, number):
    sign_in(client, officer("intake"))
    response = client.post(desk_url("search"), {"q": number})
    asked = parse_qs(urlsplit(response.url).query)
    assert set(asked) == {"s"} and number not in response.url
    named = client.post(desk_url("search"), {"q": "PB3101"})
    assert parse_qs(urlsplit(named.url).query) == {"q": ["PB3101"]}


def test_who_stood_back_is_not_written_to_be_working(client):
    case = cases.submitted()
    intake = cases.officer("intake")
    work.stand_back(application=case, by=intake, kind="interest", reason=REASON)
    with pytest.raises(NotAllowed):
        work.claim(application=case, by=intake)


def test_a_name_that_no_database_holds_is_refused(client):
    sign_in(client, cases.officer("intake"))
    client.post(desk_url("views"), {"name": "a\0b", "q": "is:open"})
    assert not SavedView.objects.exists()
