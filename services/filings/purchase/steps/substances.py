"""One substance of the filing; the step is repeated (domain B5, B7)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import DecimalField, PlainTextField, RadioField, SelectField
from portal.ui.forms import StepForm
from services.filings.chemicals.catalogue import LITRES_PER_UNIT, default_density, kilograms, label, name
from services.filings.lists import relief_in_force
from services.filings.purchase.verdicts import category_1_text, language

FORMS = [
    ("LIQUID", _("Liquid")),
    ("SOLID", _("Solid")),
    ("GAS", _("Gas")),
    ("SOLUTION", _("Solution or mixture")),
]
UNITS = [("kg", "kg"), ("g", "g"), ("t", "t"), ("L", "L"), ("mL", "mL")]
#: Category 1 comes last: it is shown so that a buyer learns where to go.
GROUPS = {2: _("Category 2"), 3: _("Category 3"), 1: _("Category 1 (provincial licence, not filed here)")}
SMALLEST = Decimal("0.001")


class SubstanceField(SelectField):
    """A choice from the catalogue, in groups by category."""

    def labels(self) -> dict[str, str]:
        """Return code -> label of every substance, without the groups."""
        groups: Any = self.choices
        return {str(code): str(text) for _group, options in groups for code, text in options}

    def text(self, value: Any) -> str:
        """Return the label of a substance; a code that is no longer listed stays a code."""
        return self.labels().get(str(value), str(value))


class SubstanceForm(StepForm):
    """What is bought, how much of it and what for."""

    chem = SubstanceField(label=_("Chemical"), help_text=_("By name or CAS number."))
    product = SelectField(label=_("Is it one of these products"), required=False)
    form = RadioField(label=_("Physical form"), choices=FORMS)
    concentration = DecimalField(
        label=_("Concentration"),
        unit="%",
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    grade = PlainTextField(
        label=_("Grade of the substance"),
        required=False,
        max_length=50,
        help_text=_("For example 分析纯, AR."),
    )
    quantity = DecimalField(label=_("Quantity"), min_value=SMALLEST, max_digits=12, decimal_places=3)
    unit = RadioField(label=_("Unit of the quantity"), choices=UNITS)
    density = DecimalField(
        label=_("Density"),
        unit="kg/L",
        required=False,
        min_value=Decimal("0.5"),
        max_value=4,
        max_digits=5,
        decimal_places=3,
        help_text=_("Leave empty to use the value of the catalogue, where it has one."),
    )
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

    shown_when = {"concentration": ("form", ("SOLUTION",)), "density": ("unit", tuple(LITRES_PER_UNIT))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "product" in self.shown_when:
            fields: dict[str, Any] = self.fields
            names = fields["chem"].labels()
            substances = " / ".join(names[code] for code in self.shown_when["product"][1] if code in names)
            fields["product"].shown_when_hint = gettext("Only for: %(substances)s") % {
                "substances": substances
            }

    def prepare(self) -> None:
        """Offer the catalogue, the exempt products and the purposes of the day."""
        if self.norms is None:
            return
        relief = relief_in_force(self.norms)
        fields: dict[str, Any] = self.fields
        purposes = self.norms.entries("purchase_purposes")
        fields["chem"].choices = list(self._groups())
        products = [(code, name(entry, language())) for code, entry in relief.items()]
        fields["product"].choices = [("", gettext("None of these")), *products]
        fields["purpose_code"].choices = [(code, name(item, language())) for code, item in purposes.items()]
        if relief:
            chemicals = tuple(sorted({entry["chem"] for entry in relief.values()}))
            self.shown_when = {**self.shown_when, "product": ("chem", chemicals)}

    def _groups(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield the catalogue by category, as choices."""
        catalogue = self.norms.entries("chemicals")
        for number, title in GROUPS.items():
            entries = {code: entry for code, entry in catalogue.items() if entry["category"] == number}
            yield str(title), [(code, label(entry, language())) for code, entry in entries.items()]

    def clean(self) -> dict[str, Any]:
        """Refuse category 1 (R-EN-04), complete the density, and compare amount, purpose and demand."""
        super().clean()
        if self.norms is not None:
            self._clean_chem()
            self._clean_density()
            self._clean_product()
            self._clean_purpose()
            self._clean_demand()
        return self.cleaned_data

    def _clean_chem(self) -> None:
        entry = self.norms.entries("chemicals").get(self.cleaned_data.get("chem") or "")
        if entry and entry["category"] == 1:
            self.add_error("chem", category_1_text(entry))

    def _clean_density(self) -> None:
        values = self.cleaned_data
        if values.get("unit") not in LITRES_PER_UNIT or "density" in self.errors or values.get("density"):
            return
        known = default_density(self.norms.entries("chemicals"), values.get("chem") or "")
        if known is None:
            self.add_error(
                "density", gettext("The catalogue has no density for this. Please fill it in, or use kg.")
            )
        else:
            values["density"] = known

    def _clean_product(self) -> None:
        values = self.cleaned_data
        if values.get("product") and values.get("form") and values["form"] != "SOLUTION":
            text = gettext(
                "This product is a solution or mixture. Please choose that and give its concentration."
            )
            self.add_error("form", text)

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
