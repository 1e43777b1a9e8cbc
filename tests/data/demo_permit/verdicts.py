"""What the rules mean for the case: referral, findings, facts."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Fact, Finding, Halt, Norms

from . import rules


def halt(answers: Answers, norms: Norms) -> Halt | None:
    """Refer large fairs to the city."""
    fair = answers.get("fair")
    if not fair or not rules.is_large(fair["visitors"], norms.value("ZZ.most_visitors")):
        return None
    return Halt(
        kind="REFER",
        title=_("Your fair is a large event"),
        text=_("Large events need a plan for the safety of the visitors."),
        where=_("Please turn to the city's office for large events."),
        step="fair",
    )


def check(answers: Answers, norms: Norms) -> list[Finding]:
    """Send a fair in the past back to its field; tell the officer of music."""
    found = []
    if date.fromisoformat(answers["fair"]["held_on"]) < norms.on:
        message = _("The day of the fair is over. Please name a coming one.")
        found.append(Finding("ZZ-PAST", "reject", message, "fair", "held_on"))
    if answers["fair"]["music"]:
        found.append(Finding("ZZ-MUSIC", "flag", _("There will be music."), "fair", "music"))
    return found


def facts(answers: Answers, norms: Norms) -> list[Fact]:
    """Return what can be searched and counted."""
    fair = answers["fair"]
    return [
        Fact("organiser_name", secret=rules.organiser(answers)),
        Fact("district", text=fair["district"]),
        Fact("held_on", date=date.fromisoformat(fair["held_on"])),
        Fact("visitors", number=Decimal(fair["visitors"])),
    ]
