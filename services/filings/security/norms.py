"""The lists and values of the security filings that change by decree."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Norms
from portal.rulebook.lists import Column, ListSpec, ValueSpec, declare_list, declare_values
from services.filings.lists import DATA

SERVICES = declare_list(
    ListSpec(
        key="security_services",
        title=_("Kinds of security service"),
        columns=(
            Column("name", _("Name")),
            Column("name_en", _("Name in English")),
            Column("order", _("Order"), "integer"),
        ),
        seed=DATA / "security_services.json",
    )
)

declare_values(
    (
        ValueSpec(
            "SX.decision_days", _("Security service filing: promised time"), "integer", _("working days")
        ),
        ValueSpec(
            "SX.start_workdays",
            _("Security service: filed so long before it starts"),
            "integer",
            _("working days"),
        ),
        ValueSpec("SX.inspection_days", _("Security service: visit after the filing"), "integer", _("days")),
        ValueSpec("SX.armed_capital", _("Armed escort: least capital"), "decimal", _("10,000 yuan")),
        ValueSpec("SX.armed_state_share", _("Armed escort: least share of the state"), "decimal", "%"),
        ValueSpec("SX.guard_age", _("Age from which one may be a guard"), "integer", _("years")),
        ValueSpec("SX.licence_pattern", _("Usual form of the number of a security licence"), "text"),
        ValueSpec(
            "SF.decision_days", _("Security branch filing: promised time"), "integer", _("working days")
        ),
        ValueSpec(
            "SF.days", _("Security branch: filed so soon after it is set up"), "integer", _("working days")
        ),
        ValueSpec("SF.inspection_days", _("Security branch: visit after the filing"), "integer", _("days")),
        ValueSpec(
            "SF.competence", _("Security branch: who takes the filing (DISTRICT or MUNICIPAL)"), "text"
        ),
    ),
    seed=DATA / "security_values.json",
)


def services(norms: Norms) -> dict[str, Mapping[str, Any]]:
    """Return the kinds of service of the day by code, in the order of the law."""
    return dict(sorted(norms.entries(SERVICES.key).items(), key=lambda item: item[1]["order"]))
