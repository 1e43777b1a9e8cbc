"""Step 5: where the person lives and will be registered."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CalendarDateField, PlainTextField, RadioField, SelectField
from portal.ui.forms import StepForm
from services.household import rules
from services.household.fields import (
    GroupedSelectField,
    entry_choices,
    household_groups,
    set_choices,
    station_groups,
)
from services.household.outcomes import message

PRECEDENCE = ("own_property", "kin_can_receive", "unit_collective")
RESIDENCE = (
    "residence_district",
    "residence_street",
    "residence_road",
    "residence_lane",
    "residence_number",
    "residence_room",
    "residence_kind",
)
LEASE = ("lease_filing_no", "lease_from", "lease_to")
TARGET = ("target_station", "public_household")


class SettlementForm(StepForm):
    """Step 5: the order of precedence (A4), the actual residence, and the public household.

    Each question is asked only when those before it leave the public household open: somebody who must settle
    elsewhere learns it before filling in the rest.
    """

    own_property = RadioField(
        label=_("Do you or your spouse own a dwelling in Shanghai?"),
        choices=[
            ("NONE", _("No")),
            ("SELF", _("Yes, I do")),
            ("SPOUSE", _("Yes, my spouse does")),
            ("BOTH", _("Yes, both of us do")),
        ],
    )
    kin_can_receive = RadioField(
        label=_("Can your parents or children receive you in their Shanghai household?"),
        choices=[
            ("NONE", _("They have no household in Shanghai")),
            ("YES", _("Yes, the head and the owner agree")),
            ("REFUSED", _("They have one, but the head or the owner does not agree")),
        ],
    )
    unit_collective = RadioField(
        label=_("Does your employer have a collective household?"),
        choices=[
            ("NO", _("No")),
            ("YES", _("Yes, and it can receive me")),
            ("YES_UNABLE", _("Yes, but it cannot receive me")),
        ],
        help_text=_("Your personnel office knows."),
    )
    residence_district = SelectField(label=_("District"))
    residence_street = PlainTextField(
        label=_("Street or town"), help_text=_("For example 花木街道."), max_length=60, width="medium"
    )
    residence_road = PlainTextField(
        label=_("Road"), help_text=_("For example 锦绣路."), max_length=60, width="medium"
    )
    residence_lane = PlainTextField(label=_("Lane (弄)"), max_length=20, required=False, width="short")
    residence_number = PlainTextField(label=_("Number (号)"), max_length=20, width="short")
    residence_room = PlainTextField(label=_("Room (室)"), max_length=20, required=False, width="short")
    residence_kind = RadioField(
        label=_("How do you live there?"),
        choices=[
            ("RENT", _("Rented")),
            ("TALENT_APT", _("Talent apartment or subsidised rental")),
            ("DORM", _("Employer's dormitory")),
            ("BORROW", _("Borrowed")),
        ],
    )
    lease_filing_no = PlainTextField(
        label=_("Rental filing number"),
        help_text=_("On the rental filing certificate (租赁备案证明)."),
        max_length=40,
        width="medium",
    )
    lease_from = CalendarDateField(label=_("Lease from"))
    lease_to = CalendarDateField(label=_("Lease until"))
    target_station = GroupedSelectField(
        label=_("Police station of your residence"),
        help_text=_("It handles your application. The stations are grouped by district."),
    )
    public_household = GroupedSelectField(
        label=_("Public household"), help_text=_("Choose one of the police station you chose above.")
    )

    sensitive = frozenset(
        {"residence_road", "residence_lane", "residence_number", "residence_room", "lease_filing_no"}
    )
    shown_when = {
        "kin_can_receive": ("own_property", ("NONE",)),
        "unit_collective": ("kin_can_receive", ("NONE", "REFUSED")),
        **dict.fromkeys((*RESIDENCE, *TARGET), ("unit_collective", ("NO", "YES_UNABLE"))),
        **{name: ("residence_kind", tuple(sorted(rules.LEASED))) for name in LEASE},
    }
    fieldsets = (
        (_("Other households come first"), PRECEDENCE),
        (_("Where you live, when no other household can receive you"), RESIDENCE),
        (_("Lease"), LEASE),
        (_("Police station and public household"), TARGET),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*RESIDENCE, *TARGET):
            vars(self.fields[name])["shown_when_hint"] = ""  # the title of their group says it once

    def prepare(self) -> None:
        if self.norms is None:
            return
        stored = self.answers.get("settlement") or {}
        set_choices(self, "residence_district", entry_choices(self.norms.entries("districts")))
        set_choices(self, "target_station", station_groups(self.norms))
        kept = stored.get("public_household") or ""
        set_choices(self, "public_household", household_groups(self.norms, kept))

    def clean(self) -> dict[str, Any]:
        """Hold station, household and lease to the residence (R-TH-07, A6, R-TH-09)."""
        data = super().clean() or self.cleaned_data
        self._clean_lease(data)
        station, district = data.get("target_station"), data.get("residence_district")
        if station and district and not rules.station_serves(self.norms.entries("units"), station, district):
            self.add_error("target_station", message("STATION_ELSEWHERE", self.norms))
        household = data.get("public_household")
        households = self.norms.entries("public_households")
        if station and household and not rules.household_belongs(households, household, station):
            self.add_error("public_household", message("HOUSEHOLD_ELSEWHERE", self.norms))
        return data

    def _clean_lease(self, data: dict[str, Any]) -> None:
        begin, end = data.get("lease_from"), data.get("lease_to")
        if begin and end and begin >= end:
            self.add_error("lease_to", _("The lease ends before it begins. Please check both days."))
        elif end and not rules.lease_runs(end, self.norms.on, self.norms.value("TH.lease_min_days")):
            self.add_error("lease_to", message("LEASE_TOO_SHORT", self.norms))
