from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: Seconds between two rounds of what is due by the day.
HOUR = 3600


class ReviewConfig(AppConfig):
    name = "portal.review"

    def ready(self) -> None:
        from portal.rulebook.lists import ValueSpec, declare_values

        declare_values(
            [
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
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        from django.db.models.signals import post_delete

        from portal.documents import claims
        from portal.keyring import rotation
        from portal.review import memos, upkeep
        from portal.review.actions import exporting
        from portal.review.models import Export, Outside
        from portal.work import sweeping

        memos.declare()
        post_delete.connect(upkeep.drop_object, sender=Export, dispatch_uid="portal.review")
        claims.register("exports/", upkeep.stored)
        sweeping.register("exports of the queue", exporting.sweep)
        sweeping.register("lines of inboxes that were read", upkeep.sweep_memos, HOUR)
        rotation.register("acts of offices outside", lambda: iter([(Outside, "content")]))
