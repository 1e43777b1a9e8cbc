"""How the day of a call is shown: level, icon and words, as the desk shows time limits (D1)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.ratings.models import Rating
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today, workdays_between


@dataclass(frozen=True)
class Due:
    """level: green, yellow, orange or red. icon: name of a heroicon."""

    level: str
    icon: str
    text: str


def due_of(rating: Rating) -> Due | None:
    """Return how the day of the call is shown; None when nobody is called."""
    if rating.contact_by is None:
        return None
    if rating.handled_at:
        return Due("green", "check-circle", _("Contacted"))
    left = workdays_between(today(), rating.contact_by)
    if rating.contact_by < today():
        return Due("red", "no-symbol", _("To be called by %(day)s: overdue") % _day(rating))
    if left <= 0:
        return Due("orange", "bell-alert", _("To be called today"))
    return Due("yellow", "clock", _("To be called by %(day)s") % _day(rating))


def _day(rating: Rating) -> dict[str, str]:
    return {"day": local_date(rating.contact_by)}
