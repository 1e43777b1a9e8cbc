"""Whose case it is, written in one place, and the lock under which that is done."""

from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.assignments.models import Share
from portal.audit import actions as audit


def locked(application: Application) -> Application:
    """Return the case under its lock, as it is now."""
    return (
        Application.objects.select_for_update(of=("self",)).select_related("assignee").get(pk=application.pk)
    )


def write(application: Application, officer: User | None, by: User | None = None) -> None:
    """Write whose case it is (None: nobody's), and record it. by: who did it; None for the portal itself.

    Locks are taken in one order everywhere, so that no two wait for each other: cases, the record, shares.
    """
    now = timezone.now()
    application.assignee, application.assigned_at = officer, now if officer else None
    Application.objects.filter(pk=application.pk).update(
        assignee=officer, assigned_at=application.assigned_at
    )
    audit.record(
        actor=f"user:{by.pk}" if by else "system",
        action="case:assigned",
        subject=f"application:{application.pk}",
        data={"to": officer.pk if officer else None, "turn": application.turn},
    )
    if officer is not None:
        Share.objects.update_or_create(officer=officer, defaults={"got_at": now})
