"""What forms of reports have in common: an amount with its unit, a time of day, dates that are not in the future."""

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CalendarDateField, DecimalField, PlainTextField, RadioField, SelectField
from portal.ui.forms import StepForm
from portal.workdays.queries import today
from services.filings.after.filed import chemicals
from services.filings.chemicals.catalogue import LITRES_PER_UNIT, default_density, kilograms, plain

UNITS = [("kg", "kg"), ("g", "g"), ("t", "t"), ("L", "L"), ("mL", "mL")]
SMALLEST = Decimal("0.001")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class PastDayField(CalendarDateField):
    """A day that is not in the future."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"latest": today} | kwargs)


class ClockField(PlainTextField):
    """A time of day in Shanghai, stored as 08:30."""

    width = "short"
    input_attrs = {"type": "time", "class": "num"}

    def to_python(self, value: Any) -> str:
        """Return the time as it is stored; raise ValidationError for anything else."""
        text = super().to_python(value).replace("：", ":")
        if text and not CLOCK.fullmatch(text):
            raise ValidationError(_("Please type a time of day, for example 08:30."), code="clock")
        return text


class KgField(DecimalField):
    """An amount in kilograms, zero allowed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual = {"unit": "kg", "min_value": 0, "max_digits": 14, "decimal_places": 3}
        super().__init__(*args, **usual | kwargs)


class AmountForm(StepForm):
    """An amount of one of the substances filed; it is kept as typed and in kilograms (`kg`)."""

    chem = SelectField(label=_("Chemical"))
    quantity = DecimalField(label=_("Quantity"), min_value=SMALLEST, max_digits=12, decimal_places=3)
    unit = RadioField(label=_("Unit of the quantity"), choices=UNITS, initial="kg")
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

    shown_when = {"density": ("unit", tuple(LITRES_PER_UNIT))}

    def prepare(self) -> None:
        """Offer the substances filed."""
        if self.norms is not None:
            fields: dict[str, Any] = self.fields
            fields["chem"].choices = chemicals(self.answers, self.norms)

    def clean(self) -> dict[str, Any]:
        """Complete the density from the catalogue; a volume needs one."""
        super().clean()
        values = self.cleaned_data
        if (
            values.get("unit") in LITRES_PER_UNIT
            and "density" not in self.errors
            and not values.get("density")
        ):
            known = default_density(self.norms.entries("chemicals"), values.get("chem") or "")
            if known is None:
                self.add_error(
                    "density", gettext("Please type the density: the catalogue has none for this substance.")
                )
            values["density"] = known
        return values

    def json_values(self) -> dict[str, Any]:
        """Return the values with the amount in kilograms."""
        values = self.cleaned_data
        kg = kilograms(values["quantity"], values["unit"], values.get("density"))
        return {**super().json_values(), "kg": format(kg, "f")}

    def display(self, values: Any) -> list[tuple[str, str, str]]:
        """Return the fields; the amount stands on one line, with the kilograms when another unit was typed."""
        if not values.get("kg"):
            return super().display(values)
        text = f"{values['quantity']} {values['unit']}"
        if values["unit"] != "kg":
            text += f" = {plain(Decimal(values['kg']))} kg"
        if values.get("density"):
            text += f" ({values['density']} kg/L)"
        return [
            (name, label, text if name == "quantity" else shown)
            for name, label, shown in super().display(values)
            if name not in {"unit", "density"}
        ]


def amounts(values: Any) -> dict[str, Decimal]:
    """Return the kilograms of an `AmountForm`, by substance code."""
    return {values["chem"]: Decimal(values["kg"])}


def kg_fields(values: Any, start: str = "kg_") -> dict[str, Decimal]:
    """Return the kilograms typed into fields of a name that begins so, by substance code; empty ones left out."""
    return {
        name.removeprefix(start): Decimal(text)
        for name, text in values.items()
        if name.startswith(start) and text
    }
