"""What the desk wants before a case moves is held at the writer: who goes around forms and acts leaves nothing."""

import pytest
from django.utils import timezone

from portal.applications.actions import move, resubmit
from portal.applications.models import Application, Correction, CorrectionItem, Event
from portal.applications.policies import Blocked, FourEyes, NotAllowed
from portal.applications.states import State
from portal.audit.models import Entry
from portal.notifications.models import Notice
from portal.review import actions
from portal.workdays.queries import today
from tests import cases
from tests.factories import REASON, handed_in, officer, submitted_application
from tests.review.kinds import BARS, as_pb, licence

pytestmark = pytest.mark.django_db
CORRECTED = "  还是看不清楚，请再拍一次并确保完整。"


def state_of(case):
    """Return what a move behind the back of the desk could leave behind."""
    row = Application.objects.get(pk=case.pk)
    return row.state, row.version, Event.objects.count(), Entry.objects.count(), Notice.objects.count()


def held_back(case, to, by, **given):
    """Try a move behind the back of the desk; return whether it is held back with a sentence and leaves nothing."""
    before = state_of(case)
    try:
        move(Application.objects.get(pk=case.pk), to, by=by, **given)
    except Blocked as refusal:
        return bool(refusal.sentences[0]) and state_of(case) == before
    return False


def asked(case, by, *items, round_=1):
    row = Correction.objects.create(
        application=case, round=round_, asked_at=timezone.now(), asked_by=by, answer_by=today()
    )
    for item in items:
        CorrectionItem.objects.create(correction=row, **{"reason": REASON, **item})
    return row


def paper_of(case):
    return case.submissions.first().materials[0]["material"]


def test_a_correction_without_a_list_or_with_an_unlawful_one():
    case, intake = submitted_application(), officer("intake")
    assert held_back(case, State.CORRECTION, intake)
    row = asked(case, intake)
    assert held_back(case, State.CORRECTION, intake)  # a list without items
    for item in (
        {"material": "TH99"},
        {"step": "applicant", "field": "nothing"},
        {"material": paper_of(case), "reason": "太短"},
    ):
        row.items.all().delete()
        CorrectionItem.objects.create(correction=row, **{"reason": REASON, **item})
        assert held_back(case, State.CORRECTION, intake)


def test_an_answered_list_serves_no_second_time_and_nothing_is_asked_twice():
    case = submitted_application(state=State.CORRECTION)
    intake, code = officer("intake"), paper_of(case)
    resubmit(application=case, **handed_in(case))
    assert held_back(case, State.CORRECTION, intake)  # the answered list
    asked(case, intake, {"material": code}, round_=2)  # it did not change
    assert held_back(case, State.CORRECTION, intake)


@pytest.mark.parametrize("given", [{}, {"note": "太短"}, {"note": REASON, "public": False}])
@pytest.mark.parametrize("to", [State.REJECTED_INTAKE, State.REFERRED])
def test_intake_ends_nothing_without_a_reason_that_is_read(to, given):
    assert held_back(submitted_application(), to, officer("intake"), **given)


def test_a_filing_is_refused_on_its_closed_list_alone(monkeypatch):
    as_pb(monkeypatch, bars=BARS)
    case, intake = submitted_application("PB"), officer("intake")
    for outcome, grounds in (
        ("", {}),
        ("refused", {}),
        ("forbidden", {}),
        ("forbidden", {"bar": "a bad feeling"}),
        ("not_competent", {}),
    ):
        assert held_back(case, State.REJECTED_INTAKE, intake, note=REASON, outcome=outcome, grounds=grounds)
    with pytest.raises(NotAllowed):
        move(case, State.REFERRED, by=intake, note=REASON)
    case = submitted_application("PB", "PENDING_APPROVAL", n=2)
    for outcome, grounds in (("", {}), ("forbidden", {}), ("granted", {})):
        assert held_back(
            case, State.DENIED, officer("approver"), note=REASON, outcome=outcome, grounds=grounds
        )


def test_nothing_is_proposed_without_recommendation_and_reviewer():
    case, reviewer = submitted_application(state="IN_REVIEW"), officer("reviewer")
    changes = {"reviewer": reviewer}
    for given in (
        {},
        {"changes": changes},
        {"note": "材料齐全，建议予以同意。", "changes": changes},
        {"note": "for: 好", "changes": changes},
        {"note": cases.PROPOSAL},
        {"note": cases.PROPOSAL, "changes": {"reviewer": officer("reviewer")}},
    ):
        assert held_back(case, State.PENDING_APPROVAL, reviewer, **given)


@pytest.mark.parametrize("note", ["", "太短", " " * 40])
def test_nothing_is_denied_without_a_reason(note):
    case, approver = submitted_application(state="PENDING_APPROVAL"), officer("approver")
    changes = {"approver": approver, "decided_at": timezone.now()}
    assert held_back(case, State.DENIED, approver, note=note, changes=changes)


def test_a_licence_is_granted_and_refused_on_recorded_grounds(monkeypatch):
    licence(monkeypatch)
    case, approver = submitted_application("PB", "PENDING_APPROVAL"), officer("approver")
    changes = {"approver": approver, "decided_at": timezone.now()}
    assert held_back(case, State.APPROVED, approver, changes=changes, outcome="granted")
    assert held_back(case, State.APPROVED, approver, changes=changes, note=REASON)
    for grounds in ({}, {"legal_ground": REASON}, {"reconsideration_days": 60, "lawsuit_months": 6}):
        assert held_back(
            case, State.DENIED, approver, note=REASON, outcome="refused", grounds=grounds, changes=changes
        )


LAWFUL = {"legal_ground": REASON, "reconsideration_days": 60, "lawsuit_months": 6}


def concluded(by):
    """Return a filing that was filed and is finished."""
    case = submitted_application("PB", "APPROVED", by=by)
    move(case, State.CERT_ISSUED, by=None)
    return Application.objects.get(pk=case.pk)


def test_a_revocation_names_reason_ground_and_remedies():
    by = {}
    case = concluded(by)
    assert case.state == State.CONCLUDED
    other = officer("approver")
    for given in (
        {},
        {"note": REASON},
        {"note": "太短", "grounds": LAWFUL},
        {"note": REASON, "grounds": {"legal_ground": REASON}},
        {"note": REASON, "grounds": {**LAWFUL, "legal_ground": "法"}},
    ):
        assert held_back(case, State.REVOKED, other, **given)


def test_who_granted_reviewed_or_accepted_does_not_revoke():
    by = {}
    case = concluded(by)
    for role in ("approver", "reviewer", "intake"):
        person = by[role]
        person.postings.get_or_create(unit=cases.CITY, role="approver")
        person = type(person).objects.get(pk=person.pk)
        with pytest.raises(FourEyes):
            actions.revoke(
                application=case, by=person, version=case.version, reason=REASON, legal_ground=REASON
            )
    assert Application.objects.get(pk=case.pk).state == State.CONCLUDED


def test_another_approver_revokes_and_the_applicant_reads_why_and_how_to_contest_it():
    case = concluded({})
    cases.ask_to_revoke(case, reason=REASON, ground=CORRECTED)
    case = actions.revoke(
        application=case, by=officer("approver"), version=case.version, reason=REASON, legal_ground=CORRECTED
    )
    assert case.state == State.REVOKED
    notice = Notice.objects.get(kind="revoked")
    assert REASON in notice.context["outcome"] and "60" in notice.context["outcome"]


def test_a_denial_is_not_revoked():
    case = submitted_application("PB", State.DENIED)
    assert case.state == State.CONCLUDED
    assert held_back(case, State.REVOKED, officer("approver"), note=REASON, grounds=LAWFUL)


def test_the_portals_own_moves_go_on():
    case = submitted_application(state=State.CORRECTION)
    assert move(case, State.CLOSED_NO_RESPONSE, by=None).state == State.CLOSED_NO_RESPONSE
