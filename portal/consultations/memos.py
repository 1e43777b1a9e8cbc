"""What members of staff are told of consultations, in their inbox at the desk."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.consultations.models import Consultation
from portal.notifications import inbox
from portal.ui.templatetags.ui import local_date

#: Each wording as a function, so that the text is looked up in the language of the reader.
KINDS: dict[str, Callable[[], str]] = {
    "consultation_requested": lambda: _("%(consultation)s: a consultation of case %(number)s is asked for."),
    "consultation_invited": lambda: _(
        "%(consultation)s: you are a member of the consultation of case %(number)s."
    ),
    "consultation_convened": lambda: _(
        "%(consultation)s: please give your opinion on case %(number)s by %(day)s."
    ),
    "consultation_conflict": lambda: _(
        "%(consultation)s: a member declared a conflict of interest (%(number)s)."
    ),
    "consultation_rejected": lambda: _(
        "%(consultation)s: the request about case %(number)s was not accepted."
    ),
    "consultation_concluded": lambda: _(
        "%(consultation)s: the consultation of case %(number)s is concluded."
    ),
    "consultation_decided": lambda: _("%(consultation)s: case %(number)s has been decided."),
    "consultation_late": lambda: _(
        "%(consultation)s: the term of the consultation of case %(number)s has passed."
    ),
}


def declare() -> None:
    """Declare how the memos read. Called when Django starts."""
    for kind, words in KINDS.items():
        inbox.declare(kind, _wording(words))


def _wording(words: Callable[[], str]) -> inbox.Wording:
    def say(context: Mapping[str, Any]) -> str:
        day = local_date(date.fromisoformat(context["day"])) if context.get("day") else ""
        return words() % {**context, "day": day}

    return say


def tell(consultation: Consultation, kind: str, people: Iterable[User], by: User | None) -> None:
    """Put a memo into the inbox of each of the people, once; subject is the consultation, not its case.

    Members of other units may not open the case, so that the memo leads to what they may open.
    """
    context = {
        "number": consultation.case.number,
        "consultation": consultation.number,
        "day": str(consultation.conclude_by or consultation.convene_by or ""),
    }
    for person in {person.pk: person for person in people}.values():
        inbox.put(
            recipient=person, kind=kind, subject=f"consultation:{consultation.pk}", context=context, by=by
        )
