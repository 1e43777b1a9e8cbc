"""Internal notes: written, and struck through by their author while they are fresh. Nothing is ever changed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.queries import postings_of
from portal.applications.models import Application, Event
from portal.applications.policies import covers
from portal.applications.queries import visible_to
from portal.audit import actions as audit
from portal.notifications import inbox
from portal.review.mentions import mentioned_in
from portal.review.notes import KIND, LONGEST, STRUCK, strike_until
from portal.review.policies import NotPossible, check_may_open


@transaction.atomic
def add_note(*, application: Application, by: User, text: str) -> Event:
    """Write an internal note on a case and tell the officers who are named in it with @.

    text: at most 2000 characters. Raises NotPossible for an empty or too long one, a name that nobody or several
    have, and a case that the officer does not see; OwnCase for his or her own.
    """
    _check_may_note(application, by)
    text = text.strip().replace("\r\n", "\n")
    if not text or len(text) > LONGEST:
        raise NotPossible(
            _("A note has between 1 and %(most)s characters; there are %(count)s now.")
            % {"most": LONGEST, "count": len(text)},
            "text",
        )
    people = mentioned_in(text, application)
    event = _line(application, by, KIND, text)
    subject = f"application:{application.pk}"
    context = {"number": application.number, "who": str(by), "note": event.pk}
    for one in people:
        inbox.put(recipient=one, kind="mentioned", subject=subject, context=context, by=by)
    data = {"note": event.pk, "mentioned": [one.pk for one in people]}
    audit.record(actor=f"user:{by.pk}", action="note:written", subject=subject, data=data)
    return event


@transaction.atomic
def strike_note(*, note: Event, by: User) -> Event:
    """Strike one's own note through; it stays readable, and the line that says so stays too.

    Only within the minutes of `note.strike_minutes` [P]. Raises NotPossible for anybody else's, a later one, or one
    that is struck already; OwnCase for the officer's own case.
    """
    case = Application.objects.select_for_update().get(pk=note.application_id)
    _check_may_note(case, by)
    if note.kind != KIND or note.actor_id != by.pk:
        raise NotPossible(_("Only who wrote a note can strike it through."))
    if case.events.filter(kind=STRUCK, grounds__note=note.pk).exists():
        raise NotPossible(_("This note is struck through already."))
    if strike_until(note) <= timezone.now():
        raise NotPossible(
            _("A note can be struck through shortly after it was written only. Please write another one.")
        )
    event = _line(case, by, STRUCK, "", note=note.pk)
    subject, data = f"application:{case.pk}", {"note": note.pk}
    audit.record(actor=f"user:{by.pk}", action="note:struck", subject=subject, data=data)
    return event


def _check_may_note(application: Application, by: User) -> None:
    if not visible_to(by).filter(pk=application.pk).exists():
        raise NotPossible(_("This case is not in your units."))
    check_may_open(by, application)


def _line(application: Application, by: User, kind: str, text: str, **grounds: int) -> Event:
    """Write an internal line of the timeline."""
    role = next((one.role for one in postings_of(by) if covers(by, application, one.role)), "")
    return Event.objects.create(
        application=application,
        at=timezone.now(),
        kind=kind,
        actor=by,
        role=role,
        note=text,
        public=False,
        grounds=grounds,
        version=application.version,
    )
