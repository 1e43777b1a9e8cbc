"""What a case came to, as codes that are kept with the move, and how each is said.

A filing is checked and taken note of: it cannot be refused on discretion, so what it may come to is a closed list
(domain B10). A licence is granted or refused on recorded grounds, and a refusal names the remedies (许可法 38).
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.catalog.declaration import Service
from portal.rulebook.queries import norms

if TYPE_CHECKING:
    from portal.applications.models import Event


class Outcome(TextChoices):
    """The outcomes. Those of a visit say nothing about the decision before it."""

    FILED = "filed", gettext_lazy("Filed")
    CORRECTION = "correction", gettext_lazy("Corrections asked for")
    NOT_REQUIRED = "not_required", gettext_lazy("No filing is needed for this matter")
    NOT_COMPETENT = "not_competent", gettext_lazy("The matter is not within the powers of this office")
    FORBIDDEN = "forbidden", gettext_lazy("Forbidden by law")
    GRANTED = "granted", gettext_lazy("Licence granted")
    REFUSED = "refused", gettext_lazy("Licence refused")
    IN_ORDER = "in_order", gettext_lazy("Visit: in order")
    DEFECTS = "defects", gettext_lazy("Visit: defects found")


#: The only grounds on which a filing is not taken note of.
NOT_FILED = (Outcome.NOT_REQUIRED, Outcome.NOT_COMPETENT, Outcome.FORBIDDEN)
#: What a case came to in the end; a correction or a visit is no end.
FINAL = frozenset({Outcome.FILED, Outcome.GRANTED, Outcome.REFUSED, *NOT_FILED})
#: Grounds of a refusal at intake of whatever is no filing (A9, 不予受理决定书).
INTAKE_GROUNDS = {
    "not_required": gettext_lazy("No application is needed for this matter"),
    "not_our_powers": gettext_lazy("The matter is not within the powers of this office"),
    "other_item": gettext_lazy("The matter belongs to another service"),
}
#: What a decision that can be contested keeps: days and months (许可法 38).
REMEDIES = ("reconsideration_days", "lawsuit_months")
#: Outcomes that say no more than the state the case reached.
PLAIN = frozenset({Outcome.FILED, Outcome.GRANTED, Outcome.CORRECTION})


def label(code: str) -> str:
    """Return an outcome in the active language; a code that is no more known as it is, "" for none."""
    return str(Outcome(code).label) if code in Outcome.values else code


def words(event: "Event", service: Service) -> list[str]:
    """Return what a move recorded of its outcome, a line each in the active language, without the note.

    The applicant may read all of it. Kept in `event.grounds`: intake_ground (a key of `INTAKE_GROUNDS`), bar (a key of
    `Service.bars`), where (the office that is right), legal_ground, statement (of the applicant),
    reconsideration_days, lawsuit_months, on (day of a visit, ISO); ground and planned end of a stop (see
    applications/stops.py); days and promised_on of an extension.
    """
    kept = event.grounds
    lines = [label(event.outcome)] if event.outcome and event.outcome not in PLAIN else []
    if ground := kept.get("intake_ground"):
        lines.append(str(INTAKE_GROUNDS.get(ground, ground)))
    lines += stop_words(kept)
    if days := kept.get("days"):
        day = date_format(date.fromisoformat(kept["promised_on"]))
        lines.append(_("Longer by %(days)s working days: until %(day)s") % {"days": days, "day": day})
    if day := kept.get("on"):
        lines.append(_("Visited on %(day)s") % {"day": date_format(date.fromisoformat(day))})
    if bar := kept.get("bar"):
        lines.append(str(service.bars.get(bar, bar)))
    if where := kept.get("where"):
        lines.append(_("Where to go: %(authority)s") % {"authority": where})
    if legal := kept.get("legal_ground"):
        lines.append(_("Legal ground: %(text)s") % {"text": legal})
    return lines


def stop_words(grounds: Mapping[str, Any]) -> list[str]:
    """Return ground and planned end of a stop as lines in the active language; [] for what is no stop."""
    if "planned_on" not in grounds or "ground_name" not in grounds:
        return []
    english = (get_language() or "").startswith("en")
    name = grounds["ground_name_en" if english else "ground_name"]
    basis = (english and grounds.get("basis_en")) or grounds["basis"]
    day = date_format(date.fromisoformat(grounds["planned_on"]))
    return [
        _("Ground: %(ground)s (%(basis)s)") % {"ground": name, "basis": basis},
        _("Planned until: %(day)s") % {"day": day},
    ]


def remedies_on(day: date) -> dict[str, int]:
    """Return the time limits of the remedies against a decision of a day, as they are kept with it (CP12, CP35)."""
    rules = norms(day)
    return {name: int(rules.value(f"decision.{name}")) for name in REMEDIES}


def remedies(grounds: Mapping[str, Any]) -> str:
    """Return how a refusal can be contested, in the active language; "" when none was recorded (许可法 38)."""
    if "reconsideration_days" not in grounds:
        return ""
    return _(
        "If you do not agree, you may apply to the authority with the power of reconsideration for administrative "
        "reconsideration within %(days)s days, or bring a lawsuit within %(months)s months before the people's court "
        "that has jurisdiction, counted from the day you learn of this decision."
    ) % {"days": grounds["reconsideration_days"], "months": grounds["lawsuit_months"]}


def stated(grounds: Mapping[str, Any]) -> str:
    """Return what the applicant said to a refusal before it was decided; "" for nothing."""
    if not grounds.get("statement"):
        return ""
    return _("What the applicant stated: %(text)s") % {"text": grounds["statement"]}


def said(event: "Event", service: Service, otherwise: str = "") -> str:
    """Return all that is told of a move: outcome, the note if the applicant may read it, what was stated, remedies.

    otherwise: how to contest it, where nothing of that was kept.
    """
    note = event.note if event.public else ""
    contest = remedies(event.grounds) or otherwise
    lines = (*words(event, service), note, stated(event.grounds), contest)
    return "\n".join(line for line in lines if line)
