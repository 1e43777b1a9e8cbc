"""What is taken from a holder never comes back as a new certificate, whoever was about to make one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.states import State
from portal.assignments.models import Recusal
from portal.certificates import actions
from portal.certificates.actions import batches
from portal.certificates.actions.turning import mark_used
from portal.certificates.models import BatchItem, Certificate
from portal.certificates.policies import Refused, may_decide, may_propose, obstacle, papers_visible_to
from portal.companies.models import Company, Handler
from portal.documents import storage
from tests import cases
from tests.certificates.test_batches import REASON as BATCH
from tests.certificates.test_batches import confirmed, proposed
from tests.certificates.test_life import REASON, asked, done, issued, verdict

pytestmark = pytest.mark.django_db
Status, Register = Certificate.Status, Certificate.Register


def on_its_way(certificate: Certificate, monkeypatch, *, numbered: bool = False) -> Certificate:
    """Return a successor that was asked for and confirmed, and not made yet: the workers are away."""
    with monkeypatch.context() as patch:
        patch.setattr("portal.certificates.tasks.actions.issue", lambda certificate_id: False)
        done(certificate, "reissue")
    successor = certificate.successors.get()
    if numbered:
        assert actions.issuing.number(certificate_id=successor.pk)
    return successor


def taken(certificate: Certificate, act: str) -> Certificate:
    if act == "use":
        assert mark_used(number=certificate.number)
        certificate.refresh_from_db()
        return certificate
    return done(certificate, act)


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("act", ["suspend", "cancel", "revoke", "use"])
def test_a_successor_on_its_way_is_given_up_when_the_former_is_taken_out_of_force(act, numbered, monkeypatch):
    former = issued()
    successor = on_its_way(former, monkeypatch, numbered=numbered)
    taken(former, act)
    said = former.register
    assert said != Register.ACTIVE
    assert not actions.issue(certificate_id=successor.pk)
    successor.refresh_from_db()
    former.refresh_from_db()
    assert (successor.status, successor.register, successor.replaces) == (
        Status.FAILED,
        Register.CANCELLED,
        None,
    )
    assert former.register == said and not former.successors.exists()
    assert bool(successor.number) is numbered
    assert former.number in successor.error and said in successor.error, "the gap has its reason"


@pytest.mark.parametrize(
    ("register", "numbered"),
    [
        (Register.SUSPENDED, False),
        (Register.CANCELLED, True),
        (Register.REVOKED, False),
        (Register.USED_UP, True),
    ],
)
def test_the_one_who_makes_it_looks_again_whatever_happened(register, numbered, monkeypatch):
    """The other side passed it over, because a worker held it: that worker sees it under the lock of the former."""
    former = issued()
    successor = on_its_way(former, monkeypatch, numbered=numbered)
    Certificate.objects.filter(pk=former.pk).update(register=register)
    assert not actions.issue(certificate_id=successor.pk)
    successor.refresh_from_db()
    assert (successor.status, successor.register) == (Status.FAILED, Register.CANCELLED)
    assert Certificate.objects.filter(status=Status.ISSUED, event=None, register=Register.ACTIVE).count() == 0


def test_what_a_worker_had_stored_of_it_is_cleared_away(monkeypatch, django_capture_on_commit_callbacks):
    former = issued()
    successor = on_its_way(former, monkeypatch, numbered=True)
    key = f"certificates/{successor.pk}.pdf"
    storage.put(key, b"%PDF- of a worker that was killed")
    with django_capture_on_commit_callbacks(execute=True):
        done(former, "suspend")
    with pytest.raises(FileNotFoundError):
        storage.read(key)


def test_nobody_makes_it_again_by_hand_or_is_asked_to(monkeypatch, client, settings):
    settings.DEMO = True
    former, intake = issued(), cases.officer("intake")
    successor = on_its_way(former, monkeypatch)
    Certificate.objects.filter(pk=successor.pk).update(status=Status.FAILED, error="MissingGlyph")
    client.force_login(intake)
    stopped, again = reverse("desk_certificates:list") + "?tab=stopped", f"/{successor.pk}/retry/"
    assert again in client.get(stopped).text
    done(former, "cancel")
    assert not actions.retry(certificate=successor, by=intake)
    successor.refresh_from_db()
    assert (successor.status, successor.given_up) == (Status.FAILED, True)
    places = [stopped, reverse("desk_certificates:page", args=[successor.pk])]
    places.append(reverse("review:case", args=[former.application_id]))
    assert [again in client.get(place).text for place in places] == [False, False, False]
    client.force_login(former.application.owner)
    page = client.get(reverse("my:case", args=[former.application_id]))
    assert [row.certificate.pk for row in page.context["issued"].certificates] == [former.pk]


def test_put_in_force_again_it_can_be_issued_anew(monkeypatch):
    former = issued()
    on_its_way(former, monkeypatch)
    done(former, "suspend")
    assert obstacle(former, "reissue")
    with pytest.raises(Refused):
        asked(former, "reissue")
    done(former, "resume")
    done(former, "reissue")
    successor = former.successors.get()
    assert actions.issue(certificate_id=successor.pk)
    former.refresh_from_db()
    assert (former.register, verdict(Certificate.objects.get(pk=successor.pk))) == (
        Register.REPLACED,
        "VALID",
    )


def test_while_a_successor_is_made_no_other_is_asked_for_and_it_may_still_be_suspended(monkeypatch):
    former = issued()
    on_its_way(former, monkeypatch)
    assert obstacle(former, "reissue") and obstacle(former, "renew")
    assert not obstacle(former, "suspend") and not obstacle(former, "cancel")


def test_a_batch_leaves_out_what_was_suspended_or_asked_for_meanwhile():
    first, second = issued(n=1), issued(n=2)
    proposal = proposed()
    done(first, "suspend")
    waiting = asked(second, "suspend")
    confirmed(proposal)
    batches.advance(proposal.pk)
    assert {(item.outcome, bool(item.problem)) for item in proposal.items.all()} == {("left", True)}
    assert not Certificate.objects.exclude(replaces=None).exists()
    waiting.refresh_from_db()
    assert not obstacle(second, waiting.act), "it can still be decided"


def test_the_item_of_a_batch_whose_successor_is_given_up_is_left_with_the_reason(monkeypatch):
    former = issued()
    proposal = confirmed(proposed())
    with monkeypatch.context() as patch:
        patch.setattr("portal.certificates.tasks.actions.issue", lambda certificate_id: False)
        batches.advance(proposal.pk)
    done(former, "cancel")
    item = proposal.items.get()
    assert item.outcome == BatchItem.Outcome.LEFT and former.number in item.problem
    batches.advance(proposal.pk)
    proposal.refresh_from_db()
    assert proposal.finished_at is not None


def test_both_lines_of_a_successor_name_the_officers_and_the_reason():
    former = issued()
    done(former, "reissue")
    successor = former.successors.get()
    assert actions.issue(certificate_id=successor.pk)
    for row in (former, successor):
        line = row.entries.order_by("-seq")[0]
        assert (line.by.email, line.proposed_by.email) == ("decides@people.test", "asks@people.test")
        assert line.reason == REASON
    batch = confirmed(proposed())
    batches.advance(batch.pk)
    last = successor.successors.get()
    assert actions.issue(certificate_id=last.pk)
    assert last.entries.get().reason == BATCH


def test_the_notice_that_granted_it_is_revoked_with_it():
    case = cases.approve(cases.proposed("TP"), note=REASON, outcome="granted")
    certificate = case.certificates.get(event=None)
    assert actions.issue(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    granted = actions.notify(application=case, event=case.events.get(after=State.APPROVED))
    receipt = actions.receipt_of(case)
    for notice in (granted, receipt):
        assert actions.issue(certificate_id=notice.pk)
        notice.refresh_from_db()
    done(certificate, "revoke")
    granted.refresh_from_db()
    receipt.refresh_from_db()
    assert (verdict(certificate), verdict(granted), verdict(receipt)) == ("REVOKED", "REVOKED", "VALID")
    assert granted.entries.order_by("-seq")[0].reason == REASON


def of_company(certificate: Certificate, **handling) -> None:
    """Make the case one of a company, of which somebody is or was a handler."""
    company = Company.objects.create(uscc="91310101MA00000002", name="另一家示例公司")
    case = certificate.application
    case.company = company
    case.save()
    Handler.objects.create(company=company, **handling)


@pytest.mark.parametrize("how", ["ended", "scope"])
def test_who_was_or_is_on_the_applicants_side_neither_asks_nor_decides_nor_reads(how, client, settings):
    settings.DEMO = True
    certificate = issued()
    officer = cases.both("clerk", "reviewer", "approver")
    assert may_propose(officer, certificate.application)
    ended = {"state": Handler.State.ENDED, "ended_at": timezone.now()}
    of_company(certificate, user=officer, **(ended if how == "ended" else {"scopes": ["TP"]}))
    proposal, officer = asked(certificate, "suspend"), User.objects.get(pk=officer.pk)
    assert not may_propose(officer, certificate.application)
    assert not may_decide(officer, proposal, certificate.application)
    assert not papers_visible_to(officer).exists()
    client.force_login(officer)
    for name in ("certificates:download", "desk_certificates:page"):
        assert client.get(reverse(name, args=[certificate.pk])).status_code == 404


def test_an_officer_who_stood_back_opens_no_paper_of_the_case(client, settings):
    settings.DEMO = True
    certificate, officer = issued(), cases.officer("supervisor", name="stood back")
    addresses = [
        reverse("certificates:download", args=[certificate.pk]),
        reverse("certificates:receipt", args=[certificate.application_id]),
        reverse("desk_certificates:page", args=[certificate.pk]),
    ]
    client.force_login(officer)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    Recusal.objects.create(
        application=certificate.application, officer=officer, kind="kinship", reason="申请人是亲属。"
    )
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_posting_in_another_role_widens_no_batch():
    issued()
    elsewhere = "310151000000"
    asks, decides = (
        cases.officer("reviewer", elsewhere, "asks"),
        cases.officer("approver", elsewhere, "decides"),
    )
    for officer in (asks, decides):
        cases.officer("intake", name=officer.email.partition("@")[0])
    assert not batches.eligible(asks, kind="GB", ends_from=None, ends_to=None).exists()
    assert not batches.may_decide_batch(decides, proposed())


def test_what_waits_in_one_batch_or_cannot_be_renewed_is_in_no_other():
    issued()
    by = cases.officer("reviewer", name="asks")
    assert batches.eligible(by, kind="GB", ends_from=None, ends_to=None).count() == 1
    assert not batches.eligible(by, kind="GB", ends_from=None, ends_to=None, act="renew").exists()
    proposed()
    assert not batches.eligible(by, kind="GB", ends_from=None, ends_to=None).exists()
