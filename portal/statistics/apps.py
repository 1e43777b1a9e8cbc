from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    name = "portal.statistics"

    def ready(self) -> None:
        from portal.rulebook.lists import ValueSpec, declare_values
        from portal.statistics.counting import count_up
        from portal.work.sweeping import register

        declare_values(
            [
                ValueSpec(
                    "statistics.least",
                    _("Cases from which on the usual time is made public"),
                    "integer",
                    _("cases"),
                )
            ],
            Path(__file__).parent / "data" / "values.json",
        )
        register("figures of the desk", count_up)
