"""The platform's functions for the acts of officers: in time, on paper, by different people."""

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.applications import deadlines
from portal.applications.gates import Move
from portal.applications.models import Application, Event
from portal.applications.states import State
from portal.catalog.checking import Judgement
from portal.checkpoints import registry
from portal.checkpoints.looking import look_at
from portal.checkpoints.standing import OPENED_AGAIN
from portal.rulebook.queries import norms, unit_name
from portal.workdays.queries import today, workdays_between

#: Endings at intake: their paper says where to go.
TURNED_AWAY = frozenset({State.REJECTED_INTAKE, State.REFERRED})


def in_time(application: Application) -> Judgement:
    """CP09: at most five working days since the round was received (许可法 art. 32); later needs somebody's reason."""
    received = application.events.filter(kind="move", after=State.RECEIVED).order_by("-version").first()
    if received is None:
        return Judgement("FAIL", _("No receipt was given."), ("receipt:none",))
    limit = int(look_at(application).norms.value("checkpoints.intake_days"))
    days = workdays_between(timezone.localtime(received.at).date(), today())
    evidence = (f"event:{received.version}",)
    if days > limit:
        note = _(
            "More working days have passed since receipt than the law allows. By law the case counts as accepted."
        )
        return Judgement("FAIL", note, (*evidence, "limit:passed"))
    return Judgement("PASS", "", evidence)


def intake_paper(application: Application, move: Move | None) -> Judgement:
    """CP12: the paper can name unit, number and day; one that turns somebody away says why and where to go."""
    if not application.number or unit_name(application.unit) == application.unit:
        return Judgement("FAIL", _("The paper cannot name the unit or the number."), ("paper:unit",))
    if move is not None and move.to in TURNED_AWAY and not move.note.strip():
        return Judgement("FAIL", _("The paper does not say why, or where to go."), ("paper:note",))
    return Judgement("PASS", "", ("paper:unit", "paper:number", "paper:day"))


def four_eyes(application: Application, move: Move | None) -> Judgement:
    """CP33: acceptor, reviewer and approver are different people where three are asked for, else the approver is."""
    acceptor, reviewer = application.acceptor_id, application.reviewer_id
    if acceptor is None or reviewer is None:
        return Judgement("FAIL", _("It is not known who accepted or who reviewed."), ("actors:unknown",))
    if application.declaration.officers == 3 and acceptor == reviewer:
        return Judgement("FAIL", _("The same person accepted and reviewed."), ("actors:reviewer",))
    if move is not None and move.by is not None and move.by.pk in {acceptor, reviewer}:
        return Judgement("FAIL", _("Who accepted or reviewed may not decide."), ("actors:approver",))
    return Judgement("PASS", "", (f"user:{acceptor}", f"user:{reviewer}"))


def time_limits(application: Application) -> Judgement:
    """CP34: the promised day is the one that the rules give, and every stop of the clock has a ground.

    Stops and an extension move the day, so it is computed again only where there were none. Being late is no failure
    here: a late case has to be decided all the more; it is noted.
    """
    if any(not stop.ground or stop.ended_at is None for stop in application.stops.all()):
        return Judgement("FAIL", _("A stop of the clock has no ground, or still runs."), ("clock:stops",))
    if _promised_otherwise(application):
        note = _("The promised day is not the one that the rules give.")
        return Judgement("FAIL", note, ("clock:promised",))
    late = [
        f"clock:late:{name}"
        for name in ("promised_on", "statutory_on")
        if (day := getattr(application, name)) and day < today()
    ]
    if late:
        return Judgement(
            "PASS_WITH_NOTE", _("The promised day, or the limit of the law, has passed."), tuple(late)
        )
    return Judgement("PASS", "", ("clock:promised", "clock:stops"))


def _promised_otherwise(application: Application) -> bool:
    events = list(application.events.order_by("version", "pk"))
    moved = any(one.kind == "extension" or one.before in OPENED_AGAIN for one in events)
    accepted = next((one for one in reversed(events) if one.after == State.ACCEPTED), None)
    if moved or accepted is None or application.stops.exists():
        return False
    return application.promised_on != _promise(application, accepted)


def _promise(application: Application, accepted: Event) -> object:
    """Return the day that acceptance on that day promises, given the one promised before: the earlier counts."""
    rules = norms(timezone.localtime(accepted.at).date())
    fields = deadlines.on_entering(State.ACCEPTED, application, rules, accepted.at)
    return fields.get("promised_on", application.promised_on)


def decision_paper(application: Application, move: Move | None) -> Judgement | None:
    """CP35: the decision carries what the law asks (许可法 art. 38); judged when it is taken, by what it carries."""
    if move is None:
        return None
    nature, lacks = application.declaration.nature, []
    if move.to is State.DENIED:
        if not move.note.strip():
            lacks.append("reason")
        if nature == "filing" and not move.outcome:
            lacks.append("ground")
        if nature == "licence":
            asked = ("legal_ground", "reconsideration_days", "lawsuit_months")
            lacks += [name for name in asked if not move.grounds.get(name)]
    elif nature == "licence" and not move.note.strip():
        lacks.append("reason")
    if unit_name(application.unit) == application.unit:
        lacks.append("organ")
    if lacks:
        note = format_lazy(_("The paper of the decision lacks: {parts}."), parts=", ".join(lacks))
        return Judgement("FAIL", note, tuple(f"decision:{part}" for part in lacks))
    return Judgement("PASS", "", ("decision:text", "decision:organ", "decision:day"))


def register_all() -> None:
    """Register the functions of this file."""
    registry.register("CP09", in_time)
    registry.register("CP34", time_limits)
    registry.register_at_move("CP12", intake_paper)
    registry.register_at_move("CP33", four_eyes)
    registry.register_at_move("CP35", decision_paper)
