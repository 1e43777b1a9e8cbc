"""Follow cases: who wants to know is told of every move and message, but never of what he or she did."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application, Event
from portal.applications.policies import covers, has_part
from portal.applications.queries import visible_to
from portal.audit import actions as audit
from portal.notifications import inbox
from portal.review.models import Follow
from portal.review.policies import NotPossible, check_may_open

#: Kinds of lines in the inbox.
MOVED, WRITTEN = "case_moved", "case_message"


@transaction.atomic
def follow(*, application: Application, by: User) -> bool:
    """Have an officer told of what happens to a case; return whether that is new.

    Raises NotPossible for a case that the officer does not see, OwnCase for his or her own.
    """
    if not visible_to(by).filter(pk=application.pk).exists():
        raise NotPossible(_("This case is not in your units."))
    check_may_open(by, application)
    _row, new = Follow.objects.get_or_create(officer=by, application=application)
    if new:
        _record(application, by, "case:followed")
    return new


@transaction.atomic
def unfollow(*, application: Application, by: User) -> bool:
    """Tell an officer no more of what happens to a case; return whether he or she followed it."""
    gone, _rows = Follow.objects.filter(officer=by, application=application).delete()
    if gone:
        _record(application, by, "case:unfollowed")
    return bool(gone)


def _record(application: Application, by: User, action: str) -> None:
    audit.record(actor=f"user:{by.pk}", action=action, subject=f"application:{application.pk}")


def tell_followers(*, application: Application, kind: str, by: User | None, **context: Any) -> int:
    """Put a line into the inbox of everybody who follows a case and may still see it; return to how many.

    kind: a kind of `inbox`; context: what fills it besides the number. by: whose doing it was; he or she is not told.
    """
    rows = Follow.objects.filter(application=application).select_related("officer").order_by("pk")
    told = 0
    for row in rows:
        officer = row.officer
        if not covers(officer, application) or has_part(officer, application):
            continue
        filled = {"number": application.number, **context}
        subject = f"application:{application.pk}"
        told += inbox.put(recipient=officer, kind=kind, subject=subject, context=filled, by=by) is not None
    return told


def tell_of_move(*, application: Application, event: Event) -> int:
    """Tell the followers of a case of a move; return how many."""
    state = {"state": event.after, "service": application.service}
    return tell_followers(application=application, kind=MOVED, by=event.actor, **state)
