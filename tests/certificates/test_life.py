"""Suspend, put in force again, close out, issue anew, revoke: a reason, four eyes, lines that stay, holders told."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse

from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.policies import Blocked, NotAllowed
from portal.applications.states import State
from portal.audit.models import Entry
from portal.certificates import actions
from portal.certificates.actions.turning import NotPossible, turn
from portal.certificates.desk.page import broken
from portal.certificates.models import AppendOnly, Certificate, Proposal, RegisterEntry
from portal.certificates.policies import Refused
from portal.certificates.queries import verify
from portal.certificates.upkeep import note_ends
from portal.notifications.models import Memo, Notice
from portal.work.sweeping import sweep_all
from tests import cases

pytestmark = pytest.mark.django_db
REASON, GROUND = "企业名称已经变更，需要重新核发。", "《行政许可法》第七十条，有关情形应当注销。"
Act = RegisterEntry.Act


def issued(service: str = "PB", n: int = 1) -> Certificate:
    case = cases.approved(service, n)
    certificate = case.certificates.get(event=None)
    assert actions.issue(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    return certificate


def asked(certificate: Certificate, act: str) -> Proposal:
    by = cases.officer("reviewer", name="asks")
    return actions.propose(certificate=certificate, act=act, by=by, reason=REASON, ground=GROUND)


def done(certificate: Certificate, act: str) -> Certificate:
    actions.confirm(proposal=asked(certificate, act), by=cases.officer("approver", name="decides"))
    certificate.refresh_from_db()
    return certificate


def verdict(certificate: Certificate) -> str:
    return verify(certificate.number, certificate.code).verdict


def test_suspended_then_in_force_again_with_both_officers_in_the_register(django_capture_on_commit_callbacks):
    certificate = issued()
    assert verdict(certificate) == "VALID"
    with django_capture_on_commit_callbacks(execute=True):
        done(certificate, "suspend")
    assert verdict(certificate) == "SUSPENDED"
    assert REASON in mail.outbox[-1].body and GROUND in mail.outbox[-1].body
    with django_capture_on_commit_callbacks(execute=True):
        done(certificate, "resume")
    assert verdict(certificate) == "VALID"
    lines = list(certificate.entries.all())
    assert [line.act for line in lines] == [Act.ISSUED, Act.SUSPENDED, Act.RESUMED]
    assert [str(line.proposed_by) for line in lines[1:]] == [str(cases.officer("reviewer", name="asks"))] * 2
    assert {line.by.email for line in lines[1:]} == {"decides@people.test"}
    assert not broken(lines)
    told = list(Notice.objects.filter(kind__startswith="certificate_").values_list("kind", flat=True))
    assert sorted(told) == ["certificate_issued", "certificate_resumed", "certificate_suspended"]


def test_nobody_is_both_pairs_of_eyes():
    certificate = issued()
    approver = cases.officer("approver", name="one")
    proposal = actions.propose(
        certificate=certificate, act="suspend", by=approver, reason=REASON, ground=GROUND
    )
    with pytest.raises(NotAllowed):
        actions.confirm(proposal=proposal, by=approver)
    with pytest.raises(NotAllowed):
        actions.confirm(proposal=proposal, by=cases.officer("reviewer", name="no approver"))
    for values in ({"outcome": "confirmed", "decided_by": approver},):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        turn(certificate, Act.SUSPENDED, by=approver, proposed_by=approver)
    assert verdict(certificate) == "VALID"
    assert certificate.entries.count() == 1


@pytest.mark.parametrize("role", ["intake", "supervisor"])
def test_who_neither_reviews_nor_approves_asks_for_nothing(role):
    certificate = issued()
    with pytest.raises(NotAllowed):
        actions.propose(
            certificate=certificate, act="suspend", by=cases.officer(role), reason=REASON, ground=GROUND
        )
    with pytest.raises(NotAllowed):
        actions.propose(
            certificate=certificate,
            act="suspend",
            by=cases.officer("reviewer", "310151000000", name="far"),
            reason=REASON,
            ground=GROUND,
        )
    assert not Proposal.objects.exists()


def test_nobody_asks_or_decides_about_the_own_certificate():
    certificate = issued()
    holder = certificate.application.owner
    cases.officer("approver", name=holder.email.partition("@")[0])
    with pytest.raises(NotAllowed):
        actions.propose(certificate=certificate, act="suspend", by=holder, reason=REASON, ground=GROUND)
    proposal = asked(certificate, "suspend")
    with pytest.raises(NotAllowed):
        actions.confirm(proposal=proposal, by=holder)
    assert verdict(certificate) == "VALID"


def test_a_reason_and_a_ground_are_asked_for():
    certificate, by = issued(), cases.officer("reviewer")
    with pytest.raises(Refused) as problem:
        actions.propose(certificate=certificate, act="cancel", by=by, reason="short", ground=GROUND)
    assert problem.value.field == "reason"
    with pytest.raises(Refused) as problem:
        actions.propose(certificate=certificate, act="cancel", by=by, reason=REASON, ground=" ")
    assert problem.value.field == "ground"


def test_one_thing_at_a_time_is_asked_for_and_decided_once():
    certificate = issued()
    proposal = asked(certificate, "suspend")
    with pytest.raises(Refused):
        asked(certificate, "cancel")
    approver = cases.officer("approver", name="decides")
    actions.confirm(proposal=proposal, by=approver)
    with pytest.raises(Refused):
        actions.confirm(proposal=proposal, by=approver)
    assert certificate.entries.count() == 2


def test_refused_and_taken_back_change_nothing():
    certificate = issued()
    proposal = asked(certificate, "suspend")
    approver = cases.officer("approver", name="decides")
    actions.refuse(proposal=proposal, by=approver, answer="没有发现违法使用的情形，维持有效。")
    second = asked(certificate, "suspend")
    with pytest.raises(NotAllowed):
        actions.withdraw(proposal=second, by=approver)
    actions.withdraw(proposal=second, by=second.proposed_by)
    assert verdict(certificate) == "VALID"
    assert {row.outcome for row in Proposal.objects.all()} == {"refused", "withdrawn"}


def test_approvers_find_in_their_inbox_what_waits_for_them():
    certificate, approver = issued(), cases.officer("approver")
    asked(certificate, "suspend")
    assert Memo.objects.filter(recipient=approver, kind="certificate_proposed").count() == 1


def test_closed_out_is_for_good():
    certificate = done(issued(), "cancel")
    assert verdict(certificate) == "CANCELLED"
    for act in ("resume", "suspend", "reissue"):
        with pytest.raises(Refused):
            asked(certificate, act)
    with pytest.raises(NotPossible):
        turn(certificate, Act.USED)


def test_issued_anew_the_former_is_in_force_until_the_new_one_is_stored(django_capture_on_commit_callbacks):
    former = issued()
    ledger = former.application.ledgers.get()
    proposal = asked(former, "reissue")
    actions.confirm(proposal=proposal, by=cases.officer("approver", name="decides"))
    new = former.successors.get()
    assert (verdict(former), new.status) == ("VALID", Certificate.Status.REQUESTED)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            assert actions.issue(certificate_id=new.pk)
    new.refresh_from_db()
    assert (verdict(former), verdict(new)) == ("REPLACED", "VALID")
    assert new.number != former.number and new.valid_to == former.valid_to
    assert [line.act for line in former.entries.all()] == [Act.ISSUED, Act.REPLACED]
    ledger.refresh_from_db()
    assert (ledger.number, ledger.state) == (new.number, "ACTIVE")
    assert Notice.objects.filter(kind="certificate_reissued").count() == 1
    assert former.number in mail.outbox[-1].body and new.number in mail.outbox[-1].body
    assert Application.objects.get(pk=former.application_id).state == State.CONCLUDED
    assert former.application.certificates.filter(event=None).count() == 2


def test_while_the_place_of_origin_works_with_the_permit_its_number_stays():
    permit = issued("TH")
    assert permit.application.state == State.ORIGIN_PENDING
    with pytest.raises(Refused):
        asked(permit, "reissue")


def test_only_kinds_of_the_rulebook_are_renewed_and_their_validity_begins_anew():
    with pytest.raises(Refused):
        asked(issued("PB"), "renew")


def test_a_revocation_needs_two_officers_whichever_way_it_comes():
    certificate = issued()
    case = Application.objects.get(pk=certificate.application_id)
    another = cases.officer("approver", name="another")
    grounds = {"legal_ground": GROUND, "reconsideration_days": 60, "lawsuit_months": 6}
    with pytest.raises(Blocked):
        move(case, State.REVOKED, by=another, note=REASON, grounds=grounds)
    own = actions.propose(certificate=certificate, act="revoke", by=another, reason=REASON, ground=GROUND)
    with pytest.raises(Blocked):
        move(case, State.REVOKED, by=another, note=REASON, grounds=grounds)
    assert verdict(certificate) == "VALID"
    actions.withdraw(proposal=own, by=another)
    proposal = asked(certificate, "revoke")
    for note, ground in ((f"{REASON}另有原因。", GROUND), (REASON, f"{GROUND}另有规定。")):
        with pytest.raises(Blocked):
            move(case, State.REVOKED, by=another, note=note, grounds={**grounds, "legal_ground": ground})
    move(case, State.REVOKED, by=another, note=REASON, grounds=grounds)
    proposal.refresh_from_db()
    assert (verdict(certificate), proposal.outcome, proposal.decided_by) == ("REVOKED", "confirmed", another)
    line = certificate.entries.order_by("-seq")[0]
    assert (line.by, line.proposed_by, line.reason, line.ground) == (
        another,
        proposal.proposed_by,
        REASON,
        GROUND,
    )
    subject = f"proposal:{proposal.pk}"
    assert (
        Entry.objects.filter(action="proposal:confirmed", subject=subject, actor=f"user:{another.pk}").count()
        == 1
    )


def test_a_revocation_can_be_decided_on_the_page_of_the_certificate():
    certificate = done(issued(), "revoke")
    assert verdict(certificate) == "REVOKED"
    event = certificate.application.events.get(after=State.REVOKED)
    assert (event.note, event.grounds["legal_ground"]) == (REASON, GROUND)


def test_lines_of_the_register_are_never_changed_or_removed():
    certificate = issued()
    line = certificate.entries.get()
    for attempt in (
        lambda: RegisterEntry.objects.update(reason="x"),
        lambda: RegisterEntry.objects.all().delete(),
        lambda: certificate.entries.update(act="expired"),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert not broken([line])
    by_hand = QuerySet(RegisterEntry).filter(pk=line.pk)
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            by_hand.update(reason="put in by hand")
        return
    by_hand.update(reason="put in by hand")
    assert broken([RegisterEntry.objects.get(pk=line.pk)])


def test_the_end_is_noted_once_and_told_once(django_capture_on_commit_callbacks):
    certificate = issued()
    with time_machine.travel(f"{certificate.valid_to + timedelta(days=1)}T01:00:00+08:00"):
        with django_capture_on_commit_callbacks(execute=True):
            assert sweep_all()["certificates that ran out"] == 1
            assert note_ends() == 0
        assert verdict(certificate) == "EXPIRED"
    assert [line.act for line in certificate.entries.all()] == [Act.ISSUED, Act.EXPIRED]
    assert Notice.objects.filter(kind="certificate_ended").count() == 1


def test_the_pages_lead_two_officers_through_it(client, settings):
    settings.DEMO = True
    certificate = issued()
    page = reverse("desk_certificates:page", args=[certificate.pk])
    client.force_login(cases.officer("reviewer", name="asks"))
    assert reverse("desk_certificates:propose", args=[certificate.pk, "suspend"]) in client.get(page).text
    url = reverse("desk_certificates:propose", args=[certificate.pk, "suspend"])
    assert client.post(url, {"reason": "kurz", "ground": GROUND}).status_code == 422
    assert client.post(url, {"reason": REASON, "ground": GROUND}).status_code == 302
    proposal = Proposal.objects.get()
    confirm = reverse("desk_certificates:confirm", args=[proposal.pk])
    assert confirm not in client.get(page).text
    assert client.post(confirm).status_code == 404
    client.force_login(cases.officer("approver", name="decides"))
    assert confirm in client.get(page).text
    assert certificate.number in client.get(reverse("desk_certificates:list")).text
    assert client.post(confirm).status_code == 302
    certificate.refresh_from_db()
    assert certificate.register == Certificate.Register.SUSPENDED
    assert REASON in client.get(page).text


def test_a_number_leads_to_its_page_and_a_foreign_one_does_not(client, settings):
    settings.DEMO = True
    certificate = issued()
    client.force_login(cases.officer("reviewer"))
    url = reverse("desk_certificates:list")
    assert client.get(url, {"number": certificate.number.lower()}).status_code == 302
    far = "310151000000" if certificate.application.district != "310151" else "310101000000"
    client.force_login(cases.officer("reviewer", far, name="far"))
    answer = client.get(url, {"number": certificate.number})
    assert answer.status_code == 404 and certificate.title not in answer.text
