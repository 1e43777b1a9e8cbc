"""Each act: what it writes, and what it refuses also when no form stands before it."""

from datetime import timedelta

import pytest
from django.utils import translation

from portal.applications import actions as applications
from portal.applications import outcomes
from portal.applications.actions.moving import move
from portal.applications.models import Application, Correction
from portal.applications.policies import Blocked, Conflict, FourEyes, NotAllowed
from portal.applications.states import State
from portal.review import actions
from portal.review.outside import texts_of
from portal.review.policies import Item, NotPossible
from portal.review.queries import answer_day
from portal.workdays.queries import today
from tests.cases import fresh
from tests.factories import REASON, handed_in, officer, paper, submitted_application

pytestmark = pytest.mark.django_db


def last_note(case: Application, state: State) -> tuple[str, bool]:
    event = case.events.filter(after=state).latest("version")
    return event.note, event.public


def test_accept_names_the_acceptor_and_the_review_begins():
    case, intake = submitted_application(), officer("intake")
    actions.accept(application=case, by=intake, version=case.version, note="  看过  ")
    assert (fresh(case).state, fresh(case).acceptor) == (State.IN_REVIEW, intake)
    assert last_note(case, State.ACCEPTED) == ("看过", False)


def test_propose_names_the_reviewer_and_keeps_the_recommendation_internal():
    case, reviewer = submitted_application(state="IN_REVIEW"), officer("reviewer")
    actions.propose(
        application=case,
        by=reviewer,
        version=case.version,
        recommendation="against",
        note="批文编号与来源不一致。",
    )
    assert (fresh(case).state, fresh(case).reviewer) == (State.PENDING_APPROVAL, reviewer)
    assert last_note(case, State.PENDING_APPROVAL) == ("against: 批文编号与来源不一致。", False)


@pytest.mark.parametrize(("recommendation", "note"), [("maybe", "材料齐全，建议予以同意。"), ("for", "好")])
def test_propose_needs_a_recommendation_and_a_note(recommendation, note):
    case, reviewer = submitted_application(state="IN_REVIEW"), officer("reviewer")
    with pytest.raises(NotPossible):
        actions.propose(
            application=case, by=reviewer, version=case.version, recommendation=recommendation, note=note
        )
    assert fresh(case).state == State.IN_REVIEW


def test_approve_names_the_approver_and_the_time():
    case, approver = submitted_application(state="PENDING_APPROVAL"), officer("approver")
    actions.approve(application=case, by=approver, version=case.version)
    assert (fresh(case).approver, fresh(case).decided_at is not None) == (approver, True)
    assert fresh(case).state == State.APPROVED


def test_deny_tells_the_applicant_why_and_concludes():
    case, approver = submitted_application(state="PENDING_APPROVAL"), officer("approver")
    actions.deny(application=case, by=approver, version=case.version, reason=REASON)
    assert (fresh(case).state, fresh(case).approver) == (State.CONCLUDED, approver)
    assert last_note(case, State.DENIED) == (REASON, True)


@pytest.mark.parametrize("reason", ["", "太短", "　" * 20])
def test_a_denial_needs_a_reason(reason):
    case, approver = submitted_application(state="PENDING_APPROVAL"), officer("approver")
    with pytest.raises(NotPossible):
        actions.deny(application=case, by=approver, version=case.version, reason=reason)
    assert fresh(case).state == State.PENDING_APPROVAL


def test_return_to_review_is_internal():
    case, approver = submitted_application(state="PENDING_APPROVAL"), officer("approver")
    actions.return_to_review(application=case, by=approver, version=case.version, reason=REASON)
    assert (fresh(case).state, fresh(case).approver) == (State.IN_REVIEW, None)
    assert last_note(case, State.IN_REVIEW) == (REASON, False)


def test_refusal_at_intake_says_ground_and_where_to_go():
    case, intake = submitted_application(language="en"), officer("intake")
    options = {"application": case, "by": intake, "version": case.version, "reason": REASON}
    with pytest.raises(NotPossible):
        actions.refuse_at_intake(**options, ground="no idea", where_to_go="人社局窗口")
    with pytest.raises(NotPossible):
        actions.refuse_at_intake(**options, ground="other_item")
    actions.refuse_at_intake(**options, ground="other_item", where_to_go="人社局窗口")
    assert fresh(case).state == State.REJECTED_INTAKE
    assert last_note(case, State.REJECTED_INTAKE) == (REASON, True)
    event = case.events.get(after=State.REJECTED_INTAKE)
    assert event.grounds == {"intake_ground": "other_item", "where": "人社局窗口"}
    with translation.override("en"):
        told = outcomes.said(event, case.declaration)
    assert told == f"The matter belongs to another service\nWhere to go: 人社局窗口\n{REASON}"


@pytest.mark.parametrize(
    "grounds",
    [
        {},
        {"intake_ground": "no idea"},
        {"intake_ground": "other_item"},
        {"intake_ground": "other_item", "where": " "},
    ],
)
def test_no_refusal_at_intake_without_its_ground_and_where_to_go(grounds):
    case, intake = submitted_application(), officer("intake")
    with pytest.raises(Blocked):
        move(case, State.REJECTED_INTAKE, by=intake, note=REASON, version=case.version, grounds=grounds)
    assert fresh(case).state == State.RECEIVED


def test_a_denial_keeps_what_the_applicant_stated():
    case, approver = submitted_application(state="PENDING_APPROVAL"), officer("approver")
    actions.deny(
        application=case, by=approver, version=case.version, reason=REASON, statement=" 正在办理变更登记。 "
    )
    event = case.events.get(after=State.DENIED)
    assert event.grounds["statement"] == "正在办理变更登记。"
    with translation.override("en"):
        told = outcomes.said(event, case.declaration).splitlines()
    assert told[:2] == [REASON, "What the applicant stated: 正在办理变更登记。"]


def test_refer_is_public():
    case, intake = submitted_application(), officer("intake")
    actions.refer(application=case, by=intake, version=case.version, where_to_go=REASON)
    assert last_note(case, State.REFERRED) == (REASON, True)


def at_origin() -> Application:
    """A case whose permit is out; the certificates room reports that after storing it."""
    applications.move(submitted_application(state="APPROVED"), State.CERT_ISSUED, by=None)
    return Application.objects.get()


RELEASE = {"number": "苏00000001", "issued_by": "苏州市公安局姑苏分局"}


def released(case: Application, by, **changes) -> Application:
    values = {**RELEASE, "issued_on": today(), **changes}
    return actions.record_release(application=case, by=by, version=case.version, **values)


def test_release_and_registration_are_recorded_and_kept_sealed():
    case, intake = at_origin(), officer("intake")
    assert case.state == State.ORIGIN_PENDING
    case = released(case, intake, note="电话核实")
    assert case.state == State.ORIGIN_RELEASED
    assert last_note(case, State.ORIGIN_RELEASED) == ("电话核实", False)
    case = actions.register(application=case, by=intake, version=case.version, household_no="310115000001")
    assert case.state == State.REGISTERED
    release, entry = case.outside.order_by("pk")
    assert release.content["number"] == "苏00000001"
    assert release.content["valid_to"] == (today() + timedelta(days=30)).isoformat()  # TH.qyz_valid_days
    assert entry.content == {"household_no": "310115000001", "registered_on": today().isoformat()}
    assert "苏00000001".encode() not in bytes(release.content_sealed)
    with translation.override("en"):
        said = texts_of(case, list(case.events.all()))
    assert "苏00000001" in said["ORIGIN_RELEASED"]
    assert "310115000001" in said["REGISTERED"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "苏0000001"), ("number", "江苏省份00000001"), ("number", "ab00000001"),
        ("number", "１２３４５６７８"),
        ("issued_by", "  "), ("issued_on", 1), ("valid_to", -1), ("issued_on", -31),
    ],
)  # fmt: skip
def test_a_migration_certificate_that_cannot_be_is_refused(field, value):
    case, intake = at_origin(), officer("intake")
    if isinstance(value, int):
        value = today() + timedelta(days=value)
        changes = {"issued_on": today() - timedelta(days=9)} if field == "valid_to" else {}
    else:
        changes = {}
    with pytest.raises(NotPossible) as refusal:
        released(case, intake, **{**changes, field: value})
    assert refusal.value.field == ("valid_to" if value == today() - timedelta(days=31) else field)
    assert fresh(case).state == State.ORIGIN_PENDING
    assert not case.outside.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("household_no", ""), ("household_no", "三一〇"), ("household_no", "1" * 21),
        ("registered_on", 1), ("registered_on", -4),
    ],
)  # fmt: skip
def test_a_registration_that_cannot_be_is_refused(field, value):
    case, intake = at_origin(), officer("intake")
    case = released(case, intake, issued_on=today() - timedelta(days=3))
    value = today() + timedelta(days=value) if isinstance(value, int) else value
    values = {"household_no": "310115000001", field: value}
    with pytest.raises(NotPossible) as refusal:
        actions.register(application=case, by=intake, version=case.version, **values)
    assert refusal.value.field == field
    assert fresh(case).state == State.ORIGIN_RELEASED


def test_a_refusal_of_the_origin_is_reviewed_and_decided_anew():
    case, intake = at_origin(), officer("intake")
    case = actions.record_refusal(application=case, by=intake, version=case.version, reason=REASON)
    assert case.state == State.ORIGIN_REFUSED
    reviewer = officer("reviewer")
    case = actions.reopen(application=case, by=reviewer, version=case.version, reason=REASON)
    assert (case.state, case.approver, case.decided_at) == (State.IN_REVIEW, None, None)


def test_a_certificate_service_has_no_origin_to_record():
    case, intake = submitted_application("PB", "APPROVED"), officer("intake")
    with pytest.raises(NotAllowed):
        released(case, intake)


def ask(case: Application, *items: Item, by=None) -> Application:
    by = by or officer("intake")
    return actions.ask_correction(application=case, by=by, version=case.version, items=items)


def test_a_correction_holds_exactly_what_was_asked_and_until_when():
    case, intake = submitted_application(), officer("intake")
    items = [Item(step="origin", field="origin_address", reason=REASON), Item(material="TH02", reason=REASON)]
    ask(case, *items, by=intake)
    kept = Correction.objects.get(application=case)
    assert fresh(case).state == State.CORRECTION
    assert fresh(case).acceptor is None
    assert (kept.asked_by, (kept.answer_by - answer_day()).days) == (intake, 0)
    assert {(i.step, i.field, i.material) for i in kept.items.all()} == {
        ("origin", "origin_address", ""),
        ("", "", "TH02"),
    }


@pytest.mark.parametrize(
    "items",
    [
        [],
        [Item(step="origin", field="salary", reason=REASON)],
        [Item(step="nowhere", reason=REASON)],
        [Item(material="EN01", reason=REASON)],
        [Item(step="origin", field="origin_address", material="TH02", reason=REASON)],
        [Item(reason=REASON)],
        [Item(material="TH02", reason="太短")],
    ],
)
def test_a_correction_of_what_the_case_does_not_have_is_refused(items):
    case = submitted_application()
    with pytest.raises(NotPossible):
        ask(case, *items)
    assert fresh(case).state == State.RECEIVED
    assert not Correction.objects.exists()


def corrected() -> Application:
    """A case whose applicant has changed an address and one paper."""
    case = ask(
        submitted_application(),
        Item(step="origin", field="origin_address", reason=REASON),
        Item(step="origin", field="origin_station_name", reason=REASON),
        Item(material="TH02", reason=REASON),
    )
    case.documents.filter(material="TH02").update(removed_at="2026-11-24T00:00:00Z")
    paper(case, "TH02", "another scan")
    applications.resubmit(
        application=case, **handed_in(case, origin={"origin_address": "江苏省苏州市姑苏区平江示范路19号"})
    )
    return fresh(case)


@pytest.mark.parametrize(
    "item",
    [
        Item(step="origin", field="origin_address", reason=REASON),
        Item(step="origin", reason=REASON),
        Item(material="TH02", reason=REASON),
    ],
)
def test_what_changed_may_be_asked_for_again(item):
    case = ask(corrected(), item)
    assert (case.state, case.corrections.count()) == (State.CORRECTION, 2)


@pytest.mark.parametrize(
    "item",
    [
        Item(step="origin", field="origin_station_name", reason=REASON),
        Item(step="applicant", reason=REASON),
        Item(material="TH01", reason=REASON),
    ],
)
def test_what_did_not_change_may_not_be_asked_for_twice(item):
    case = corrected()
    with pytest.raises(NotPossible, match="once"), translation.override("en"):
        ask(case, item)
    assert (fresh(case).state, case.corrections.count()) == (State.RECEIVED, 1)


def test_four_eyes_hold_at_the_writer():
    by = {"intake": officer("intake")}
    case = submitted_application(state="IN_REVIEW", by=by)
    acceptor = by["intake"]
    acceptor.postings.create(unit="310000000000", role="reviewer")
    acceptor.postings.create(unit="310000000000", role="approver")
    del acceptor._postings
    with pytest.raises(FourEyes):
        actions.propose(
            application=case,
            by=acceptor,
            version=case.version,
            recommendation="for",
            note="材料齐全，建议予以同意。",
        )
    case = submitted_application(state="PENDING_APPROVAL", n=2, by={"intake": acceptor})
    for act in (actions.approve, actions.deny):
        options = {"reason": REASON} if act is actions.deny else {}
        with pytest.raises(FourEyes):
            act(application=case, by=acceptor, version=case.version, **options)
    assert fresh(case).approver is None


def test_an_old_version_is_a_conflict_that_says_who_was_faster():
    case, first, second = (
        submitted_application(state="PENDING_APPROVAL"),
        officer("approver"),
        officer("approver"),
    )
    actions.approve(application=fresh(case), by=first, version=case.version)
    with pytest.raises(Conflict) as caught:
        actions.approve(application=case, by=second, version=case.version)
    assert caught.value.event.actor == first
    assert fresh(case).approver == first


def test_a_correction_against_an_acceptance_is_a_conflict_without_trace():
    case, intake = submitted_application(), officer("intake")
    actions.accept(application=fresh(case), by=intake, version=case.version)
    with pytest.raises(Conflict):
        ask(case, Item(material="TH02", reason=REASON))
    assert not Correction.objects.exists()
