"""The timeline of a case as the desk reads it: what happened, who did it, what was recorded."""

from typing import Any

from django.utils.translation import gettext as _

from portal.applications import outcomes
from portal.applications.models import Application, Event
from portal.applications.queries import EXTENSION
from portal.applications.states import State, face_of
from portal.assignments.actions.handing import KIND as HANDED
from portal.assignments.actions.recusing import KIND as STOOD_BACK
from portal.catalog.declaration import Service
from portal.correspondence.actions import KIND as MESSAGE
from portal.reports.alerting import KIND as REPORT
from portal.reports.held import title_of
from portal.review import notes
from portal.review.actions.following_up import KIND as FOLLOW_UP
from portal.review.acts import split_recommendation
from portal.review.lines import by, internal, register, written
from portal.review.outside import texts_of
from portal.review.registers import told
from portal.ui.timeline import Line

BAD = frozenset(
    {State.REJECTED_INTAKE, State.DENIED, State.REVOKED, State.CLOSED_NO_RESPONSE, State.ORIGIN_REFUSED,
     State.CERT_EXPIRED}
)  # fmt: skip


def lines_of(application: Application, events: list[Event]) -> list[Line]:
    """Return the timeline; what offices outside did is said with the move it brought about."""
    outside = texts_of(application, events)
    service = application.declaration
    return [
        written(event, service) or _move(event, service, outside.get(event.after, ""))
        for event in notes.shown(events)
    ]


def declare() -> None:
    """Say how the lines read that the desk itself writes, and those of rooms that do not know the desk."""
    register(FOLLOW_UP, _follow_up)
    register(REPORT, _report)
    register(MESSAGE, _message)
    register(notes.KIND, notes.line_of)
    register(STOOD_BACK, _stood_back)
    register(HANDED, _handed)
    register(EXTENSION, _extension)


def _follow_up(event: Event, service: Service) -> Line:
    title = _("Follow-up check – %(who)s") % {"who": event.actor}
    return Line(title, event.at, internal(told(service, event.note)))


def _report(event: Event, service: Service) -> Line:
    return Line(by(event, title_of(service, event.note)), event.at, state="bad")


def _message(event: Event, service: Service) -> Line:
    who = event.actor if event.role == "office" else _("The applicant")
    return Line(_("Message – %(who)s") % {"who": who}, event.at)


def _stood_back(event: Event, service: Service) -> Line:
    return Line(_("Stood back – %(who)s") % {"who": event.actor}, event.at)


def _handed(event: Event, service: Service) -> Line:
    who: dict[str, Any] = {"who": event.actor, **event.grounds}
    given = _("Given to %(to)s – %(who)s")
    words = _("Handed over from %(from)s to %(to)s – %(who)s") if event.grounds.get("from") else given
    return Line(words % who, event.at, internal(event.note))


def _extension(event: Event, service: Service) -> Line:
    title = _("Time limit extended – %(who)s") % {"who": event.actor or _("The portal")}
    return Line(title, event.at, outcomes.said(event, service))


def _move(event: Event, service: Service, outside: str) -> Line:
    """Return the line of a move: the state as staff call it, what was recorded, and the note."""
    code, note = split_recommendation(event.note)
    if code:
        note = f"{recommended(code, service.nature)} {note}"
    if note and not event.public:
        note = internal(note)
    what = face_of(event.after, service.nature).staff if event.after else _("Paper handed in later")
    if event.before == State.INSPECTION_PLANNED:
        what = _("Visit recorded")
    seen = _("Accepted although a penalty stands on the company's record.")
    recorded = (
        *outcomes.words(event, service),
        seen if event.grounds.get("penalties_seen") else "",
        outside,
        note,
        outcomes.stated(event.grounds),
        outcomes.remedies(event.grounds),
    )
    text = "\n".join(part for part in recorded if part)
    who = _("The applicant") if event.role == "applicant" else None
    return Line(by(event, what, who), event.at, text, "bad" if event.after in BAD else "done")


def recommended(code: str, nature: str) -> str:
    """Return a recommendation as a sentence, in the words of the kind of case."""
    if nature == "filing":
        return {"for": _("Recommends: file it."), "against": _("Recommends: not to be filed.")}[code]
    return {"for": _("Recommends: approve."), "against": _("Recommends: deny.")}[code]
