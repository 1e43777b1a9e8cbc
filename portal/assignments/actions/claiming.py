"""An officer has a case before him or her: others see it, and nobody works on it twice."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.assignments.actions.writing import locked, write
from portal.assignments.models import Claim
from portal.assignments.policies import Claimed, can_take, check_can_take
from portal.assignments.queries import claim_of
from portal.audit import actions as audit
from portal.rulebook.queries import norms
from portal.workdays.queries import today

#: A claim touched within this time is not written again: every look at a page would write otherwise.
FRESH = timedelta(seconds=45)


@transaction.atomic
def claim(*, application: Application, by: User) -> Claim:
    """Claim a case for an officer who is to act on it next, or go on with the own claim; return it.

    Lasts `desk.claim_minutes` from the last sign of life. A case that is assigned to nobody is assigned to the
    claimer; one of a colleague stays the colleague's. Raises Claimed while somebody else's claim is alive, Refused
    when it is not this officer's turn or he or she must not act on it.
    """
    case = locked(application)
    check_can_take(by, case)
    now, row = timezone.now(), claim_of(case)
    if row is not None and row.alive(now) and row.officer_id != by.pk:
        raise Claimed(row)
    if row is not None and row.alive(now):
        renew(claim=row)
        return row
    row = _begin(case, by)
    if case.assignee_id is None:
        write(case, by, by)
    audit.record(actor=f"user:{by.pk}", action="case:claimed", subject=f"application:{case.pk}")
    return row


def _begin(case: Application, by: User) -> Claim:
    """Write a claim in the place of one that lapsed."""
    now = timezone.now()
    times = {"since": now, "active_at": now, "until": now + lasting()}
    return Claim.objects.update_or_create(application=case, defaults={"officer": by, **times})[0]


def lasting() -> timedelta:
    """Return how long a claim lasts without a sign of life."""
    return timedelta(minutes=int(norms(today()).value("desk.claim_minutes")))


def keep_claim(application: Application, by: User) -> None:
    """Let an officer who has just acted go on: his or her claim is renewed or begins. Under the lock of the case.

    Whoever may not take the case (the turn may be another role's) gets none.
    """
    if not can_take(by, application):
        return
    row = claim_of(application)
    if row is not None and row.alive() and row.officer_id == by.pk:
        renew(claim=row)
        return
    _begin(application, by)
    if application.assignee_id is None:
        write(application, by, by)


def renew(*, claim: Claim) -> bool:
    """Note a sign of life of whoever holds a claim; False when it is over by now: it is not taken up again."""
    now = timezone.now()
    if not claim.alive(now):
        return False
    if now - claim.active_at < FRESH:
        return True
    alive = Claim.objects.filter(pk=claim.pk, officer=claim.officer_id, until__gt=now)
    return bool(alive.update(active_at=now, until=now + lasting()))


@transaction.atomic
def release(*, application: Application, by: User) -> bool:
    """End the officer's own claim; False when there was none alive."""
    rows = Claim.objects.filter(application=locked(application), officer=by)
    was_alive = rows.filter(until__gt=timezone.now()).exists()
    rows.delete()
    if was_alive:
        audit.record(actor=f"user:{by.pk}", action="case:released", subject=f"application:{application.pk}")
    return was_alive


def end_claim(application: Application) -> None:
    """End whatever claim there is."""
    Claim.objects.filter(application=application).delete()


def drop_claims() -> int:
    """Delete the rows of claims that have lapsed; return how many. They were over without this."""
    return Claim.objects.filter(until__lte=timezone.now()).delete()[0]
