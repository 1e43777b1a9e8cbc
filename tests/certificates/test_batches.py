"""Many certificates issued anew: one officer chooses, another confirms, killed or not each is made once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.applications.policies import NotAllowed
from portal.certificates import actions
from portal.certificates.actions import batches
from portal.certificates.models import BatchItem, Certificate, Proposal
from portal.certificates.policies import Refused
from portal.notifications.models import Notice
from portal.rulebook.models import RuleValue
from portal.work.sweeping import sweep_all
from tests import cases

pytestmark = pytest.mark.django_db
REASON = "年度换发：备案机关的名称已经变更。"


def issued(count: int, service: str = "PB") -> list[Certificate]:
    found = []
    for n in range(1, count + 1):
        case = cases.approved(service, n)
        certificate = case.certificates.get(event=None)
        assert actions.issue(certificate_id=certificate.pk)
        found.append(Certificate.objects.get(pk=certificate.pk))
    return found


def proposed(act: str = "reissue", kind: str = "GB") -> Proposal:
    by = cases.officer("reviewer", name="asks")
    chosen = batches.eligible(by, kind=kind, ends_from=None, ends_to=None)
    return batches.propose_many(by=by, act=act, certificates=chosen, reason=REASON)


def confirmed(proposal: Proposal) -> Proposal:
    return actions.confirm(proposal=proposal, by=cases.officer("approver", name="decides"))


def swept() -> None:
    """Do what the ticker does, some seconds later."""
    with time_machine.travel(timezone.now() + timedelta(seconds=15)):
        sweep_all()


def test_each_of_a_batch_gets_one_successor_and_its_holder_is_told(django_capture_on_commit_callbacks):
    former = issued(3)
    proposal = confirmed(proposed())
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            sweep_all()
    swept()
    proposal.refresh_from_db()
    assert proposal.finished_at is not None
    assert {item.outcome for item in proposal.items.all()} == {"done"}
    for certificate in former:
        new = certificate.successors.get()
        assert new.status == Certificate.Status.ISSUED and new.valid_to == certificate.valid_to
        certificate.refresh_from_db()
        assert certificate.register == Certificate.Register.REPLACED
    assert Notice.objects.filter(kind="certificate_reissued").count() == 3
    serials = sorted(int(row.number[12:18]) for row in Certificate.objects.filter(type="GB"))
    assert serials == list(range(1, len(serials) + 1))


def test_renewal_begins_the_validity_anew_for_kinds_of_the_rulebook():
    (former,) = issued(1)
    proposal = confirmed(proposed("renew"))
    assert batches.advance(proposal.pk) == 1
    item = proposal.items.get()
    assert (item.outcome, item.successor) == ("left", None) and item.problem
    RuleValue.objects.filter(key="certificate.renewable_types").update(data="BF GB")
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        again = confirmed(proposed("renew"))
        batches.advance(again.pk)
        new = former.successors.get()
        assert actions.issue(certificate_id=new.pk)
        new.refresh_from_db()
    assert new.valid_to > former.valid_to


def test_killed_in_between_it_goes_on_where_it_stopped(monkeypatch):
    issued(3)
    proposal = confirmed(proposed())
    calls = []

    def cut(certificate, *, renewed):
        calls.append(certificate.pk)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return actions.reissue(certificate, renewed=renewed)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), transaction.atomic():
        patch.setattr(batches, "reissue", cut)
        batches.advance(proposal.pk)
    assert (
        BatchItem.objects.filter(outcome="waiting").count() == 3
    )  # the test's transaction took all of it back
    assert batches.advance(proposal.pk, most=2) == 2
    assert batches.advance(proposal.pk) == 1
    assert batches.advance(proposal.pk) == 0
    assert Certificate.objects.exclude(replaces=None).count() == 3


def test_two_officers_and_only_for_what_they_cover():
    issued(1)
    proposal = proposed()
    with pytest.raises(NotAllowed):
        actions.confirm(proposal=proposal, by=proposal.proposed_by)
    for who in (
        cases.officer("reviewer", name="no approver"),
        cases.officer("approver", "310151000000", name="elsewhere"),
    ):
        with pytest.raises(NotAllowed):
            actions.confirm(proposal=proposal, by=who)
    with pytest.raises(NotAllowed):
        batches.propose_many(
            by=cases.officer("intake"), act="reissue", certificates=Certificate.objects.all(), reason=REASON
        )
    assert not Certificate.objects.exclude(replaces=None).exists()


def test_nothing_to_issue_is_said():
    with pytest.raises(Refused):
        proposed()


def test_what_changed_meanwhile_is_left_out_with_the_reason():
    first, second = issued(2)
    proposal = confirmed(proposed())
    Certificate.objects.filter(pk=first.pk).update(register=Certificate.Register.SUSPENDED)
    Certificate.objects.filter(pk=second.pk).update(register=Certificate.Register.CANCELLED)
    batches.advance(proposal.pk)
    outcomes = {item.certificate_id: (item.outcome, bool(item.problem)) for item in proposal.items.all()}
    assert outcomes[second.pk] == ("left", True)
    assert outcomes[first.pk] == ("left", True)


def test_the_pages_count_ask_and_show_how_far_it_is(client, settings):
    settings.DEMO = True
    issued(2)
    client.force_login(cases.officer("reviewer", name="asks"))
    url = reverse("desk_certificates:batch_new")
    typed = {"act": "reissue", "type": "GB", "reason": REASON}
    counted = client.post(url, {**typed, "count": ""})
    assert counted.status_code == 200 and "2 " in counted.context["found"].__str__() + " "
    assert not Proposal.objects.exists()
    wrong = {**typed, "ends_from": "2027-01-02", "ends_to": "2027-01-01", "count": ""}
    assert client.post(url, wrong).status_code == 422
    assert client.post(url, {**typed, "ask": "", "counted": counted.context["counted"]}).status_code == 302
    proposal = Proposal.objects.get()
    page = reverse("desk_certificates:batch", args=[proposal.pk])
    assert reverse("desk_certificates:confirm", args=[proposal.pk]) not in client.get(page).text
    client.force_login(cases.officer("approver", name="decides"))
    assert client.post(reverse("desk_certificates:confirm", args=[proposal.pk])).status_code == 302
    batches.advance(proposal.pk, most=1)
    shown = client.get(page)
    assert shown.context["running"] and shown.context["ended"] == 0
    assert 'value="0"' in shown.text and 'max="2"' in shown.text


def test_the_page_of_a_batch_asks_the_same_with_one_and_with_thirty_rows(
    client, settings, django_assert_max_num_queries
):
    settings.DEMO = True
    (certificate,) = issued(1)
    by = cases.officer("reviewer", name="asks")
    proposal = proposed()
    client.force_login(by)
    page = reverse("desk_certificates:batch", args=[proposal.pk])
    client.get(page)
    with django_assert_max_num_queries(14) as few:
        client.get(page)
    rows = []
    for n in range(30):
        row = Certificate.objects.get(pk=certificate.pk)
        row.pk, row.number, row.register = None, f"GB{n:016d}X", "replaced"
        row._state.adding = True
        row.save()
        rows.append(BatchItem(proposal=proposal, certificate=row))
    BatchItem.objects.bulk_create(rows)
    with django_assert_max_num_queries(len(few)):
        client.get(page)
    assert proposal.items.count() == 31
