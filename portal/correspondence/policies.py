"""Who may write about a case, and how much."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import gates
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, acts_for
from portal.correspondence.models import Message
from portal.documents.enclosures import may_enclose

#: Characters of a message, files with one, and messages of an applicant about one case in a day.
MOST_TEXT, MOST_FILES, MOST_A_DAY = 4000, 5, 20


class NotSent(Exception):
    """A message cannot be sent so. The text is a sentence for its writer."""


def side_of(user: User, application: Application) -> Message.Side:
    """Return as whom somebody may write about a case now: who acts for it, or one of its officers.

    Raises NotAllowed for everybody else, for drafts, when the case has ended, and for officers who stood back from it.
    """
    if not may_enclose(application, user):
        raise NotAllowed("nobody else writes about this case, and nobody when it has ended")
    if acts_for(user, application):
        return Message.Side.APPLICANT
    gates.check_not_barred(application, user)
    return Message.Side.OFFICE


def check_text(text: str) -> str:
    """Return a message without blanks around it. Raises NotSent for none, or one that is too long."""
    text = text.replace("\0", "").strip()
    if not text:
        raise NotSent(_("Please write something."))
    if len(text) > MOST_TEXT:
        raise NotSent(
            _("A message has up to %(most)s characters; there are %(count)s now.")
            % {"most": MOST_TEXT, "count": len(text)}
        )
    return text


def check_room(application: Application, side: str) -> None:
    """Raise NotSent when the applicant has written as much today as one can about a case in a day."""
    since = timezone.now() - timedelta(days=1)
    own = application.correspondence.filter(side=Message.Side.APPLICANT, at__gt=since)
    if side == Message.Side.APPLICANT and own.count() >= MOST_A_DAY:
        raise NotSent(
            _(
                "You have sent %(most)s messages about this case within a day. Please wait, or call the office."
            )
            % {"most": MOST_A_DAY}
        )
