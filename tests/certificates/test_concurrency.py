"""A certificate taken out of force while a worker stores its successor, on PostgreSQL: one of the two, never both."""

import time

import pytest
from django.db import connection

from portal.applications.models import Application
from portal.applications.policies import Conflict, NotAllowed
from portal.certificates import actions
from portal.certificates.actions import proposing
from portal.certificates.models import Certificate, Proposal
from portal.review import actions as review
from tests import cases
from tests.applications.test_concurrency import race
from tests.certificates.test_life import GROUND, REASON, asked, done, issued

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Register = Certificate.Register


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


@pytest.mark.parametrize("act", ["suspend", "cancel", "suspend", "cancel"])
def test_a_successor_and_what_takes_the_former_never_both_happen(act, monkeypatch):
    former = issued()
    with monkeypatch.context() as patch:
        patch.setattr("portal.certificates.tasks.actions.issue", lambda certificate_id: False)
        done(former, "reissue")
    successor = former.successors.get()
    proposal = Proposal.objects.create(
        certificate=former, unit=former.unit, act=act, reason=REASON, ground=GROUND, proposed_by=asked_by()
    )
    decides = cases.officer("approver", name="decides")
    made, taken = race(
        lambda: actions.issue(certificate_id=successor.pk),
        lambda: actions.confirm(proposal=proposal, by=decides),
    )
    former.refresh_from_db()
    successor.refresh_from_db()
    assert isinstance(made, bool), made
    if isinstance(taken, Exception):
        assert made and successor.register == Register.ACTIVE and former.register == Register.REPLACED, taken
    else:
        assert not made and successor.given_up and former.register in {Register.SUSPENDED, Register.CANCELLED}
    in_force = Certificate.objects.filter(event=None, status="issued", register=Register.ACTIVE)
    assert in_force.count() == int(made)


def asked_by():
    return cases.officer("reviewer", name="asks")


def test_two_who_revoke_at_once_do_not_wait_for_each_other_for_ever(monkeypatch):
    certificate = issued()
    proposal = asked(certificate, "revoke")
    case = Application.objects.get(pk=certificate.application_id)
    carry_out, two = proposing.deciding.carry_out, cases.officer("approver", name="two")

    def slowly(*args):
        time.sleep(0.6)
        return carry_out(*args)

    def other():
        time.sleep(0.3)
        return review.revoke(
            application=case, by=two, version=case.version, reason=REASON, legal_ground=GROUND
        )

    monkeypatch.setattr(proposing.deciding, "carry_out", slowly)
    first, second = race(
        lambda: actions.confirm(proposal=proposal, by=cases.officer("approver", name="one")), other
    )
    assert isinstance(first, Proposal) and isinstance(second, NotAllowed | Conflict), (first, second)
    assert Application.objects.get(pk=case.pk).state == "REVOKED"


def test_ten_workers_give_up_once(monkeypatch):
    former = issued()
    with monkeypatch.context() as patch:
        patch.setattr("portal.certificates.tasks.actions.issue", lambda certificate_id: False)
        done(former, "reissue")
    successor = former.successors.get()
    Certificate.objects.filter(pk=former.pk).update(register=Register.SUSPENDED)
    results = race(*(lambda: actions.issue(certificate_id=successor.pk) for _ in range(10)))
    assert results == [False] * 10
    successor.refresh_from_db()
    assert successor.given_up
    assert asked(former, "resume")
