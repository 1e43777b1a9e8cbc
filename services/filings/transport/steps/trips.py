"""How often, for how long, and under which contract (domain B6)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.standards import case_numbers
from portal.ui.fields import CalendarDateField, DecimalField, PlainTextField, RadioField
from services.filings.chemicals.steps import SMALLEST
from services.filings.transport.kinds import CODES
from services.filings.transport.reading import M3, M12
from services.filings.transport.steps.ruled import RuledStepForm

FRESH = ("safety_record", "contract_no", "contract_date", "contract_qty", "purchase_cert_no", "linked_case")


class TripsForm(RuledStepForm):
    """Trips, period and contract."""

    slug = "trips"

    trips_planned = DecimalField(
        label=_("Trips planned"), min_value=1, max_value=9999, max_digits=4, decimal_places=0
    )
    per_trip_max_kg = DecimalField(
        label=_("Most in one trip"), unit="kg", min_value=SMALLEST, max_digits=14, decimal_places=3,
        help_text=_("All substances together."),
    )  # fmt: skip
    validity_requested = RadioField(
        label=_("Period asked for"),
        choices=[(M3, _("Three months")), (M12, _("Twelve months"))],
        help_text=_("Twelve months are open to owners with a record of safe transport."),
    )
    safety_record = PlainTextField(
        label=_("Safety of transport in the last six months"),
        multiline=True,
        min_length=10,
        max_length=500,
        help_text=_("How many trips, and whether anything was lost, stolen or found different."),
    )
    contract_no = PlainTextField(label=_("Number of the contract"), max_length=40, width="medium")
    contract_date = CalendarDateField(label=_("Date of the contract"))
    contract_qty = DecimalField(
        label=_("Amount of the contract"),
        unit="kg",
        min_value=SMALLEST,
        max_digits=14,
        decimal_places=3,
        help_text=_("All substances of this filing together."),
    )
    purchase_cert_no = PlainTextField(
        label=_("Number of the purchase certificate"),
        required=False,
        max_length=40,
        width="medium",
        help_text=_("If the consignee bought the goods under a filing or licence."),
    )
    linked_case = PlainTextField(
        label=_("Number of the linked case"),
        required=False,
        max_length=40,
        width="medium",
        help_text=_("If a part of the load is filed or licensed in another case of yours."),
    )

    shown_when = {"safety_record": ("validity_requested", (M12,))}
    fieldsets = (
        (_("Trips and period"), ("trips_planned", "per_trip_max_kg", "validity_requested", "safety_record")),
        (_("The contract"), ("contract_no", "contract_date", "contract_qty")),
        (_("Other papers"), ("purchase_cert_no", "linked_case")),
    )

    def prepare(self) -> None:
        """Let a contract be signed before it is filed."""
        if self.norms is not None:
            fields: dict[str, Any] = self.fields
            fields["contract_date"].latest = self.norms.on

    def clean(self) -> dict[str, Any]:
        """Take numbers of this portal with the blanks people put in; hold the linked case to its shape."""
        values = super().clean()
        for key in ("purchase_cert_no", "linked_case"):
            number = case_numbers.canonical(values.get(key) or "")
            if case_numbers.valid(number):
                values[key] = number
        linked = values.get("linked_case")
        if linked and not (linked[:2] in CODES and case_numbers.CASE.fullmatch(linked)):
            text = gettext(
                "This is no number of a transport case. It begins with TB or TP and has 23 characters."
            )
            self.add_error("linked_case", text)
        return values
