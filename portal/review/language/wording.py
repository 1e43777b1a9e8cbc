"""What the desk says about a query: what is wrong with it, and what its terms mean."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.applications.states import FACES, State
from portal.catalog import registry
from portal.review.language import known
from portal.review.language.errors import QueryError
from portal.review.language.terms import Term

ERRORS = {
    "long": gettext_lazy("The search may have %(word)s characters at most."),
    "many": gettext_lazy("The search may have %(word)s conditions at most."),
    "unclosed": gettext_lazy("A quotation mark is not closed."),
    "key": gettext_lazy("There is no search word “%(word)s:”. Put text with a colon in quotation marks."),
    "empty": gettext_lazy("Something is missing after “%(word)s”."),
    "choice_is": gettext_lazy("There is no “is:%(word)s”."),
    "choice_turn": gettext_lazy("“%(word)s” is no role. Roles are intake, reviewer and approver."),
    "choice_check": gettext_lazy("“%(word)s” is no kind of follow-up check: it is open or late."),
    "number": gettext_lazy("“%(word)s” is no number. Write for example >0 or 1..3."),
    "day": gettext_lazy("“%(word)s” is no day. Write for example <2d (working days) or 2026-12-01..2026-12-05."),
    "backwards": gettext_lazy("In “%(word)s” the end lies before the beginning."),
    "fact": gettext_lazy("“%(word)s” is no condition on a fact. Write for example fact:total_kg>100."),
    "fact_value": gettext_lazy("“%(word)s” can only be compared as a number or a date like 2026-12-01."),
    "unknown_service": gettext_lazy("There is no service “%(word)s”."),
    "unknown_state": gettext_lazy("There is no state “%(word)s”."),
    "unknown_unit": gettext_lazy("There is no unit “%(word)s”."),
    "unknown_district": gettext_lazy("There is no district “%(word)s”."),
    "unknown_label": gettext_lazy("There is no label “%(word)s” in your units."),
    "unknown_assignee": gettext_lazy("No officer of your units has a name or address that begins with “%(word)s”."),
    "sealed": gettext_lazy("This search cannot be read any more. Please type it again."),
    "unknown_fact": gettext_lazy("No service has a fact “%(word)s”."),
}  # fmt: skip

WORDS = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Due today"),
    "near": gettext_lazy("Due in the next two working days"),
    "later": gettext_lazy("Due later"),
    "open": gettext_lazy("Open cases"),
    "concluded": gettext_lazy("Concluded"),
    "waiting": gettext_lazy("Waiting for others"),
    "stopped": gettext_lazy("Clock stopped"),
    "mine": gettext_lazy("My turn"),
    "unit": gettext_lazy("My unit"),
    "unassigned": gettext_lazy("Unassigned"),
    "flagged": gettext_lazy("With warnings"),
    "followed": gettext_lazy("Followed by me"),
}
LABELS = {
    "service": gettext_lazy("Service"),
    "state": gettext_lazy("State"),
    "turn": gettext_lazy("Whose turn"),
    "unit": gettext_lazy("Unit"),
    "district": gettext_lazy("District"),
    "due": gettext_lazy("Due"),
    "submitted": gettext_lazy("Submitted on"),
    "concluded": gettext_lazy("Concluded on"),
    "label": gettext_lazy("Label"),
    "warnings": gettext_lazy("Warnings"),
    "check": gettext_lazy("Follow-up checks"),
    "fact": gettext_lazy("Fact"),
    "@": gettext_lazy("Assigned to"),
}
TURNS = {
    "intake": gettext_lazy("Intake officer"),
    "reviewer": gettext_lazy("Reviewer"),
    "approver": gettext_lazy("Approver"),
}
CHECKS = {"open": gettext_lazy("Open"), "late": gettext_lazy("Overdue")}


def sentence(error: QueryError) -> str:
    """Return what is wrong with a query, and what was probably meant."""
    said = str(ERRORS[error.code]) % {"word": error.word}
    if error.nearest:
        meant = _("Did you mean “%(word)s”?") % {"word": error.nearest}
        return _("%(first)s %(second)s") % {"first": said, "second": meant}
    return said


def chip(term: Term, officer: User) -> str:
    """Return a term in words, as its chip says it."""
    if term.key == "is":
        said = str(WORDS[term.value])
    elif term.key == "text":
        said = f"“{term.value}”"
    elif term.key == "fact":
        said = f"{known.fact_names().get(term.name, term.name)} {_value(term, officer)}"
    else:
        said = f"{LABELS[term.key]}: {_value(term, officer)}"
    return _("not %(condition)s") % {"condition": said} if term.negated else said


def _value(term: Term, officer: User) -> str:
    if term.op == "..":
        return f"{term.value} – {term.upper}"
    return f"{term.op} {named(term.key, term.value, officer)}".strip()


def named(key: str, value: str, officer: User) -> str:
    """Return the name of a value in the active language; the value itself where it has none."""
    if key == "state" and value.upper() in State.values:
        return str(FACES[State(value.upper())].staff)
    if key == "service":
        return next((str(one.title) for one in registry.all_services() if one.code == value.upper()), value)
    if key in {"unit", "district"}:
        return known.place_name(officer, key, value)
    if key == "@" and value.lower() == "me":
        return _("me")
    words = {"turn": TURNS, "check": CHECKS}.get(key, {})
    return str(words.get(value, value))
