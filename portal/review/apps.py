from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.rulebook.lists import ValueSpec


class ReviewConfig(AppConfig):
    name = "portal.review"

    def ready(self) -> None:
        from portal.rulebook.lists import declare_values

        declare_values(values(), Path(__file__).parent / "data" / "values.json")
        from portal.applications import gates
        from portal.keyring import rotation
        from portal.review import gate, timeline, upkeep
        from portal.review import legal_grounds as legal_grounds  # they declare lists
        from portal.review import snippets as snippets
        from portal.review.models import Outside

        upkeep.register()
        timeline.declare()
        gates.register(gate.CODE, gate.hold)
        rotation.register("acts of offices outside", lambda: iter([(Outside, "content")]))


def values() -> "list[ValueSpec]":
    """Return the values of the rulebook that the desk asks for."""
    from portal.rulebook.lists import ValueSpec

    return [
        ValueSpec(
            "followup.days",
            _("Days to check later what a register did not answer"),
            "integer",
            _("working days"),
        ),
        ValueSpec(
            "decision.reconsideration_days",
            _("Time to apply for administrative reconsideration of a decision"),
            "integer",
            _("days"),
        ),
        ValueSpec(
            "decision.lawsuit_months",
            _("Time to bring a lawsuit against a decision"),
            "integer",
            _("months"),
        ),
        ValueSpec(
            "record.penalty_years",
            _("Time in which a penalty of a company asks for a decision of the officer"),
            "integer",
            _("years back"),
        ),
        ValueSpec(
            "note.strike_minutes",
            _("Time in which the author may strike an internal note through"),
            "integer",
            _("minutes"),
        ),
        ValueSpec(
            "inbox.read_days",
            _("Time after which lines of the inbox that were read are deleted"),
            "integer",
            _("days"),
        ),
    ]
