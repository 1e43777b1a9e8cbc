"""Step 5, second part: where the person actually lives."""

from typing import Any, cast

from django.core.validators import RegexValidator
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portal.rulebook.choosing import choices_of
from portal.ui.fields import CalendarDateField, EntryField, PersonNameField, PlainTextField, RadioField
from portal.ui.forms import StepForm
from services.household import rules
from services.household.outcomes import message

LEASED = tuple(sorted(rules.LEASED))
TAIL = RegexValidator(r"^[0-9]{3}[0-9Xx]\Z", _("Please type only the last 4 characters of the ID number."))


class ResidenceForm(StepForm):
    """Where the person actually lives, and by what right. Never the full ID number of a third person."""

    residence_area = EntryField(
        label=_("Street or town"),
        help_text=_("Type its name, for example 花木街道. It tells which police station handles your case."),
        suggest_url=reverse_lazy("wizard:list", args=["residence_areas"]),
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
    landlord_name = PersonNameField(
        label=_("Name of the landlord or owner"),
        help_text=_("As on the lease or the proof of a borrowed dwelling."),
        max_length=100,
    )
    landlord_id_tail = PlainTextField(
        label=_("Last 4 characters of the landlord's ID number"),
        help_text=_("Only these four: we do not collect the whole number."),
        max_length=4,
        validators=[TAIL],
        required=False,
        width="short",
    )

    sensitive = frozenset(
        {
            "residence_road",
            "residence_lane",
            "residence_number",
            "residence_room",
            "lease_filing_no",
            "landlord_name",
            "landlord_id_tail",
        }
    )
    shown_when = {
        **dict.fromkeys(("lease_filing_no", "lease_from", "lease_to"), ("residence_kind", LEASED)),
        **dict.fromkeys(("landlord_name", "landlord_id_tail"), ("residence_kind", ("RENT", "BORROW"))),
    }
    fieldsets = (
        (
            _("Address"),
            ("residence_area", "residence_road", "residence_lane", "residence_number", "residence_room"),
        ),
        (_("Right to live there"), ("residence_kind", "lease_filing_no", "lease_from", "lease_to")),
        (_("Landlord or owner"), ("landlord_name", "landlord_id_tail")),
    )

    def prepare(self) -> None:
        if self.norms is not None:
            cast(EntryField, self.fields["residence_area"]).entries = choices_of(
                self.norms, "residence_areas"
            )

    def clean_landlord_id_tail(self) -> str:
        """Return the four characters in capitals."""
        return str(self.cleaned_data["landlord_id_tail"] or "").upper()

    def clean(self) -> dict[str, Any]:
        """Hold the lease to its dates and to the time it must still run (A6, R-TH-09)."""
        data = super().clean() or self.cleaned_data
        begin, end = data.get("lease_from"), data.get("lease_to")
        if begin and end and begin >= end:
            self.add_error("lease_to", _("The lease ends before it begins. Please check both days."))
        elif end and not rules.lease_runs(end, self.norms.on, self.norms.value("TH.lease_min_days")):
            self.add_error("lease_to", message("LEASE_TOO_SHORT", self.norms))
        return data
