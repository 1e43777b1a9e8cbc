from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "portal.reports"

    def ready(self) -> None:
        from portal.keyring import rotation
        from portal.reports import upkeep
        from portal.reports.models import Report
        from portal.rulebook.lists import ValueSpec, declare_values
        from portal.work.sweeping import register

        declare_values(
            [
                ValueSpec(
                    "report.withdraw_hours",
                    _("Time to withdraw a report made by mistake"),
                    "integer",
                    _("hours"),
                ),
                ValueSpec("report.reminder_days", _("Reminder before a report is due"), "integer", _("days")),
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        register("expired ledgers", upkeep.expire)
        register("reports that are owed", upkeep.remind)
        rotation.register("reports", lambda: iter([(Report, "values")]))
