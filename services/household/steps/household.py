"""Step 5, third part: the police station and the public household."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CommitmentField, PlainTextField, RadioField
from portal.ui.forms import StepForm
from services.household import rules
from services.household.fields import (
    GroupedSelectField,
    household_groups,
    in_language,
    set_choices,
    station_groups,
)
from services.household.outcomes import message

OTHER = ("station_choice", ("OTHER",))
LEAST_REASON = 10


class HouseholdForm(StepForm):
    """The station follows from the residence; another one needs a reason (R-TH-07)."""

    station_choice = RadioField(label=_("Police station that receives you"))
    target_station = GroupedSelectField(
        label=_("Other police station"), help_text=_("The stations are grouped by district.")
    )
    override_reason = PlainTextField(
        label=_("Why another police station?"),
        help_text=_(
            "At least 10 characters, for example that the house lies on the other side of the border."
        ),
        max_length=200,
        multiline=True,
    )
    public_household = GroupedSelectField(
        label=_("Public household"), help_text=_("You will be registered at its address."), width="long"
    )
    precedence_statement = CommitmentField(
        label=_(
            "Neither I nor my spouse own a dwelling in Shanghai, no close relative and no employer can receive me, "
            "and I live at the address I gave."
        ),
        help_text=_("The registration authority may check this. You sign it together with the application."),
    )

    shown_when = {"target_station": OTHER, "override_reason": OTHER}

    def prepare(self) -> None:
        if self.norms is None:
            return
        self.own = rules.station_of(
            self.norms.entries("residence_areas"),
            (self.answers.get("residence") or {}).get("residence_area") or "",
        )
        unit = self.norms.entries("units").get(self.own)
        named = in_language(unit) if unit else gettext("not known for this address")
        choices = [("OWN", gettext("%(station)s, for your address") % {"station": named})] if unit else []
        set_choices(self, "station_choice", [*choices, ("OTHER", gettext("Another police station"))])
        self.fields["station_choice"].initial = choices[0][0] if choices else "OTHER"
        set_choices(self, "target_station", station_groups(self.norms))
        kept = (self.answers.get("household") or {}).get("public_household") or ""
        groups = household_groups(self.norms, kept, station=self.station_typed())
        set_choices(self, "public_household", groups)
        if len(groups) == 1 and len(groups[0][1]) == 1:  # there is nothing to choose
            self.fields["public_household"].initial = groups[0][1][0][0]

    def station_typed(self) -> str:
        """Return the station whose households are offered: the one chosen, else that of the address."""

        def now(name: str) -> str:
            stored = self.initial.get(name) or (self.answers.get("household") or {}).get(name)
            return str(self.data.get(self.add_prefix(name)) or stored or "")

        return now("target_station") or self.own if now("station_choice") == "OTHER" else self.own

    def clean(self) -> dict[str, Any]:
        """Fill in the station of the address, and hold household and reason to the station (R-TH-07, A6)."""
        data = super().clean() or self.cleaned_data
        if data.get("station_choice") == "OWN":
            data["target_station"] = self.own
        reason = data.get("override_reason")
        if reason and len(reason) < LEAST_REASON:
            self.add_error("override_reason", message("STATION_ELSEWHERE", self.norms))
        station, household = data.get("target_station"), data.get("public_household")
        households = self.norms.entries("public_households")
        if station and household and not rules.household_belongs(households, household, station):
            self.add_error("public_household", message("HOUSEHOLD_ELSEWHERE", self.norms))
        return data
