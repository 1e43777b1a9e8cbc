"""How the term of a consultation is shown: level, icon and words, as the desk shows time limits (D1)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.consultations.models import Consultation
from portal.consultations.states import TO_CONVENE, State
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import today, workdays_between

#: Working days left from which on a term is near (D1).
NEAR = 2


@dataclass(frozen=True)
class Term:
    """level: green, yellow, orange or red. icon: name of a heroicon."""

    level: str
    icon: str
    text: str


def day_of(consultation: Consultation) -> date | None:
    """Return the last day of the present term; None when none runs."""
    if consultation.state in TO_CONVENE:
        return consultation.convene_by
    return consultation.conclude_by if consultation.state == State.CONVENED else None


def term_of(consultation: Consultation) -> Term | None:
    """Return how the present term is shown; None when none runs."""
    day = day_of(consultation)
    if day is None:
        return None
    convening = consultation.state in TO_CONVENE
    words = {"day": local_date(day)}
    if day < today():
        late = {"days": workdays_between(day, today()), **words}
        said = (
            _("Overdue by %(days)s working days: convene by %(day)s")
            if convening
            else _("Overdue by %(days)s working days: conclude by %(day)s")
        )
        return Term("red", "exclamation-triangle", said % late)
    text = (_("Convene by %(day)s") if convening else _("Conclude by %(day)s")) % words
    left = workdays_between(today(), day)
    if left <= 0:
        return Term("orange", "bell-alert", text)
    return Term("yellow" if left <= NEAR else "green", "clock", text)
