"""Who may rate, who may read ratings, and what a rating and a call must say."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from portal.accounts.models import Role, User
from portal.accounts.queries import roles_of
from portal.applications.models import Application
from portal.applications.policies import NotAllowed, acts_for, covers, has_part
from portal.applications.states import State
from portal.ratings.models import BAD, DETAILS, Grade, Rating

#: States in which a case is rated: being archived takes nobody's word away.
RATED = frozenset({State.CONCLUDED, State.ARCHIVED})
#: Who reads ratings: those who answer for how a unit works, not those whose work is rated.
READERS = (Role.SUPERVISOR, Role.APPROVER)
#: Characters that the note about a call has at least.
LEAST_NOTE = 10


class Incomplete(Exception):
    """A rating or a note does not say enough. The text is a sentence for whoever wrote it."""


class Done(Exception):
    """The case has been rated, or the person called, before."""


def can_rate(application: Application, user: User) -> bool:
    """Return whether the user may rate the case now: who acts for a concluded case, denied and archived ones included.

    Whether it was rated before is not asked here (`queries.rating_of`).
    """
    return application.state in RATED and acts_for(user, application)


def can_read(user: User) -> bool:
    """Return whether the user may open the ratings of the units he or she is posted to."""
    return bool(roles_of(user) & set(READERS))


def check_rating(grade: int, details: Collection[str], text: str) -> None:
    """Raise Incomplete for a grade or tick that does not exist, or a bad grade without any word why (C14)."""
    if grade not in Grade.values or set(details) - DETAILS.keys():
        raise Incomplete(_("Please choose an answer."))
    if grade <= BAD and not details and not text.strip():
        raise Incomplete(_("Please tick what was not good, or write a few words."))


def check_can_contact(user: User, rating: Rating) -> None:
    """Raise NotAllowed unless the rating is bad and named, and a reader's posting of the user covers its case.

    Nobody handles a rating that he or she gave.
    """
    case = rating.application
    if rating.contact_by is None:
        raise NotAllowed("nobody is called about this rating")
    if has_part(user, case) or not any(covers(user, case, role) for role in READERS):
        raise NotAllowed("no posting as supervisor or approver covers the case")


def check_note(note: str) -> str:
    """Return the note about a call without blanks around it. Raises Incomplete when it is too short."""
    note = note.strip()
    if len(note) < LEAST_NOTE:
        words = _("Please write at least %(least)s characters: what was said and what follows.")
        raise Incomplete(words % {"least": LEAST_NOTE})
    return note
