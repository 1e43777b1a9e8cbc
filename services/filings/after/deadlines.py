"""The days and percentages of reports, kept in the rulebook."""

from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Norms
from portal.rulebook.lists import ValueSpec, declare_values

declare_values(
    (
        ValueSpec("after.use_days", _("Time to report a purchase"), "integer", _("working days")),
        ValueSpec(
            "after.used_up_percent",
            _("Share of the amount at which a certificate is used up"),
            "decimal",
            "%",
        ),
        ValueSpec("after.sales_days", _("Time to report a sale"), "integer", _("days")),
        ValueSpec("after.annual_day", _("Last day of the annual report"), "text", _("month-day")),
        ValueSpec(
            "after.arrival_days", _("Time to confirm an arrival after the planned day"), "integer", _("days")
        ),
        ValueSpec(
            "after.mismatch_percent", _("Difference on arrival that must be explained"), "decimal", "%"
        ),
        ValueSpec(
            "after.guards_day", _("Last day of the month for the list of changed guards"), "integer", ""
        ),
    ),
    seed=Path(__file__).parent.parent / "data" / "after.json",
)


def annual_due(norms: Norms, year: int) -> date:
    """Return the last day of the annual report about a year (易制毒化学品管理条例 art. 36)."""
    return date.fromisoformat(f"{year + 1}-{norms.value('after.annual_day')}")


def guards_due(norms: Norms, month: str) -> date:
    """Return the last day of the list of changed guards of a month (2026-11): in the month after it (B12)."""
    year, number = map(int, month.split("-"))
    year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    return date(year, number, int(norms.value("after.guards_day")))
