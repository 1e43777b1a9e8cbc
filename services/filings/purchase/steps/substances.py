"""One substance of a purchase: what it is for, and how much of it is needed in a year (domain B5, B7)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import DecimalField, PlainTextField, SelectField
from services.filings.chemicals.catalogue import LITRES_PER_UNIT, kilograms, name
from services.filings.chemicals.naming import language
from services.filings.chemicals.steps import SMALLEST
from services.filings.chemicals.steps import SubstanceForm as AmountForm


class SubstanceForm(AmountForm):
    """What is bought, how much of it and what for."""

    purpose_code = SelectField(label=_("Purpose of the purchase"))
    purpose_text = PlainTextField(
        label=_("What the substance is used for"),
        multiline=True,
        max_length=200,
        help_text=_("At least 10 characters: the process and the product. At least 30 for “other”."),
    )
    annual_demand_kg = DecimalField(
        label=_("Yearly demand"), unit="kg", min_value=SMALLEST, max_digits=14, decimal_places=3
    )
    stock_kg = DecimalField(label=_("Stock now"), unit="kg", min_value=0, max_digits=14, decimal_places=3)

    fieldsets = (
        (_("The substance"), ("chem", "as_salt", "product", "form", "concentration", "grade")),
        (_("The amount"), ("quantity", "unit", "density", "package")),
        (_("Use"), ("purpose_code", "purpose_text", "annual_demand_kg", "stock_kg")),
    )

    def prepare(self) -> None:
        """Offer the purposes of the day as well."""
        super().prepare()
        if self.norms is not None:
            purposes = self.norms.entries("purchase_purposes")
            fields: dict[str, Any] = self.fields
            fields["purpose_code"].choices = [
                (code, name(item, language())) for code, item in purposes.items()
            ]

    def clean(self) -> dict[str, Any]:
        """Hold the description to its purpose, and the yearly demand to the amount."""
        super().clean()
        if self.norms is not None:
            self._clean_purpose()
            self._clean_demand()
        return self.cleaned_data

    def _clean_purpose(self) -> None:
        purpose = self.norms.entries("purchase_purposes").get(self.cleaned_data.get("purpose_code") or "")
        written = self.cleaned_data.get("purpose_text")
        if purpose and written and len(written) < purpose["min_text"]:
            text = gettext("Please describe the use in at least %(count)s characters.")
            self.add_error("purpose_text", text % {"count": purpose["min_text"]})

    def _clean_demand(self) -> None:
        values = self.cleaned_data
        demand, quantity, unit = values.get("annual_demand_kg"), values.get("quantity"), values.get("unit")
        density = values.get("density")
        if not (demand and quantity and unit) or (unit in LITRES_PER_UNIT and not density):
            return
        if demand < kilograms(quantity, unit, density):
            text = gettext("The yearly demand is less than this purchase. Please check both.")
            self.add_error("annual_demand_kg", text)
