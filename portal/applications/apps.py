from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

HOUR = 3600


class ApplicationsConfig(AppConfig):
    name = "portal.applications"

    def ready(self) -> None:
        from portal.applications import places, upkeep
        from portal.applications import stops as stops  # declares the list of grounds
        from portal.keyring import rotation
        from portal.notifications import inbox
        from portal.rulebook.lists import ValueSpec, declare_values, register_counter
        from portal.work.sweeping import register

        declare_values(
            [
                ValueSpec("case.correction_days", _("Days to answer a correction"), "integer", _("days")),
                ValueSpec(
                    upkeep.ARCHIVE_DAYS, _("Days until a concluded case is archived"), "integer", _("days")
                ),
                ValueSpec("case.draft_days", _("Days a draft is kept"), "integer", _("days")),
                ValueSpec(
                    "omission.close_days",
                    _("Time a case stays suspended for a paper that was promised"),
                    "integer",
                    _("working days"),
                ),
                ValueSpec(
                    "case.extension_days",
                    _("Time by which a decision may be extended, once"),
                    "integer",
                    _("working days"),
                ),
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        register_counter(places.count)
        register("unanswered corrections", upkeep.close_unanswered)
        register("concluded cases archived", upkeep.archive, every=HOUR)
        register("stops beyond their planned end", upkeep.remind_of_stops, every=600)
        inbox.declare(upkeep.STOP_ENDED, upkeep.stop_ended)
        rotation.register("drafts", upkeep.sealed_drafts)
        rotation.register("submissions", upkeep.sealed_submissions)
