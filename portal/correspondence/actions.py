"""Send a message, read a thread, take an enclosure away."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application, Event
from portal.applications.policies import NotAllowed
from portal.audit import actions as audit
from portal.correspondence.models import Enclosure, Message
from portal.correspondence.policies import MOST_FILES, NotSent, check_room, check_text, side_of
from portal.correspondence.queries import forgotten, unread, waiting_files
from portal.correspondence.signals import sent
from portal.documents.models import Document

#: Kind of the internal line in the timeline.
KIND = "message"


@transaction.atomic
def send(*, application: Application, by: User, text: str, key: UUID, files: Iterable[UUID] = ()) -> Message:
    """Send a message about a case and return it; sent again under the same key, the first one is returned.

    text: up to 4,000 characters. files: ids of own enclosures that were not sent yet, at most five. Who acts for the
    case writes as the applicant, its officers as the office. Raises NotSent with a sentence, NotAllowed for everybody
    else and when the case has ended.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    side = side_of(by, locked)
    before = Message.objects.filter(pk=key).first()
    if before is not None:
        if (before.application_id, before.author_id) != (locked.pk, by.pk):
            raise NotAllowed("the key of somebody else's message")
        return before
    text = check_text(text)
    check_room(locked, side)
    message = Message(pk=key, application=locked, side=side, author=by, at=timezone.now())
    message.content = {"text": text}
    message.save(force_insert=True)
    _enclose(message, by, set(files))
    _record(message)
    sent.send(sender=Message, message=message)
    return message


def _enclose(message: Message, by: User, files: set[UUID]) -> None:
    found = [row for row in waiting_files(message.application, by) if row.pk in files]
    if len(found) != len(files):
        raise NotSent(_("A file was taken away meanwhile. Please look at the files and send again."))
    if len(found) > MOST_FILES:
        raise NotSent(_("A message takes up to %(most)s files.") % {"most": MOST_FILES})
    Enclosure.objects.bulk_create([Enclosure(message=message, document=row) for row in found])


def _record(message: Message) -> None:
    """Write the line of the timeline (for officers) and the audit entry; neither holds what was written."""
    case = message.application
    Event.objects.create(
        application=case,
        at=message.at,
        kind=KIND,
        actor=message.author,
        role=message.side,
        public=False,
        version=case.version,
    )
    audit.record(
        actor=f"user:{message.author_id}",
        action="message:sent",
        subject=f"application:{case.pk}",
        data={"message": str(message.pk), "side": message.side, "files": message.enclosures.count()},
    )


@transaction.atomic
def read(*, application: Application, by: User, side: str) -> int:
    """Note that somebody of a side has opened the thread; return how many messages were new. Idempotent."""
    new = unread(application, side).update(read_at=timezone.now(), read_by=by)
    if new:
        audit.record(
            actor=f"user:{by.pk}",
            action="message:read",
            subject=f"application:{application.pk}",
            data={"messages": new, "side": side},
        )
    return new


def drop_forgotten() -> int:
    """Delete enclosures that were handed in two days ago and never sent; return how many."""
    rows: list[Document] = list(forgotten()[:200])
    for row in rows:
        row.delete()
    return len(rows)
