"""The values of transport that change by decree: time limits, validity, the record that twelve months need."""

from django.utils.translation import gettext_lazy as _

from portal.rulebook.lists import ValueSpec, declare_values
from services.filings.lists import DATA

declare_values(
    (
        ValueSpec(
            "TB.decision_days",
            _("Transport filing: promised time"),
            "integer",
            _("working days; 0: same day"),
        ),
        ValueSpec(
            "TB.statutory_days", _("Transport filing: legal time"), "integer", _("working days; 0: same day")
        ),
        ValueSpec("TB.m3_months", _("Transport filing, usual validity"), "integer", _("months")),
        ValueSpec("TB.m12_months", _("Transport filing, long validity"), "integer", _("months")),
        ValueSpec(
            "TB.m12_history_months", _("Transport filing, long validity: safe months"), "integer", _("months")
        ),
        ValueSpec("TP.intake_days", _("Transport licence: time to accept"), "integer", _("working days")),
        ValueSpec("TP.decision_days", _("Transport licence: promised time"), "integer", _("working days")),
        ValueSpec("TP.statutory_days", _("Transport licence: legal time"), "integer", _("working days")),
        ValueSpec("TP.m3_months", _("Transport licence, usual validity"), "integer", _("months")),
        ValueSpec("TP.m12_months", _("Transport licence, long validity"), "integer", _("months")),
        ValueSpec(
            "TP.m12_history_months",
            _("Transport licence, long validity: safe months"),
            "integer",
            _("months"),
        ),
    ),
    seed=DATA / "transport_values.json",
)
