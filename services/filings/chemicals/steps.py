"""One substance of a filing, with its amount; the step is repeated (domain B5, B7)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.rulebook.choosing import choices_of
from portal.ui.fields import DecimalField, EntryField, PlainTextField, RadioField, SelectField, YesNoField
from portal.ui.forms import StepForm
from portal.ui.matching import Choice
from services.filings.chemicals.catalogue import LITRES_PER_UNIT, default_density, name
from services.filings.chemicals.naming import category_1_text, language
from services.filings.lists import CHEMICALS, relief_in_force

FORMS = [
    ("LIQUID", _("Liquid")),
    ("SOLID", _("Solid")),
    ("GAS", _("Gas")),
    ("SOLUTION", _("Solution or mixture")),
]
UNITS = [("kg", "kg"), ("g", "g"), ("t", "t"), ("L", "L"), ("mL", "mL")]
SMALLEST = Decimal("0.001")


class SubstanceForm(StepForm):
    """Which substance, in which form, and how much of it. `categories`: which may be filed here."""

    chem = EntryField(
        label=_("Chemical"),
        help_text=_("By its name in Chinese or English, another name, or its CAS number."),
        suggest_url=reverse_lazy("wizard:list", args=[CHEMICALS.key]),
    )
    as_salt = YesNoField(label=_("Is it a salt of this substance"))
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
        label=_("Grade of the substance"), max_length=50, help_text=_("For example 分析纯, AR.")
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
    package = PlainTextField(
        label=_("Packaging"), required=False, max_length=50, help_text=_("For example 200 L drums.")
    )

    shown_when = {"concentration": ("form", ("SOLUTION",)), "density": ("unit", tuple(LITRES_PER_UNIT))}
    categories: tuple[int, ...] = (2, 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The usual hint would name every spelling by which a substance is known.
        for field, codes in self._only_for.items():
            chemicals = self.norms.entries(CHEMICALS.key)
            names = " / ".join(name(chemicals[code], language()) for code in codes)
            cast(Any, self.fields[field]).shown_when_hint = gettext("Only for: %(substances)s") % {
                "substances": names
            }

    def prepare(self) -> None:
        """Offer the catalogue and the exempt products of the day."""
        self._only_for: dict[str, list[str]] = {}
        if self.norms is None:
            return
        relief, chemicals = relief_in_force(self.norms), self.norms.entries(CHEMICALS.key)
        choices = choices_of(self.norms, CHEMICALS.key)
        fields: dict[str, Any] = self.fields
        fields["chem"].entries = choices
        products = [(code, name(entry, language())) for code, entry in relief.items()]
        fields["product"].choices = [("", gettext("None of these")), *products]
        salts = [
            code
            for code, entry in chemicals.items()
            if entry["salts"] and entry["category"] in self.categories
        ]
        exempt = sorted({entry["chem"] for entry in relief.values()} & set(chemicals))
        self._ask_only_for("as_salt", salts, choices)
        self._ask_only_for("product", exempt, choices)

    def _ask_only_for(self, field: str, codes: list[str], choices: Mapping[str, Choice]) -> None:
        """Ask for a field only when the substance is one of these; take it out when there is none."""
        if not codes:
            self.fields.pop(field, None)
            self.fieldsets = tuple(
                (title, tuple(one for one in names if one != field)) for title, names in self.fieldsets
            )
            return
        known = tuple(dict.fromkeys(word for code in codes for word in spellings(code, choices[code])))
        self._only_for[field] = codes
        self.shown_when = {**self.shown_when, field: ("chem", known)}

    def clean(self) -> dict[str, Any]:
        """Refuse what is filed elsewhere (R-EN-04), complete the density, hold a product to its form."""
        super().clean()
        if self.norms is not None:
            self._clean_chem()
            self._clean_density()
            self._clean_product()
        return self.cleaned_data

    def refusal(self, entry: Mapping[str, Any]) -> str:
        """Return why a substance that is not of `categories` cannot be filed here, and where to go."""
        return category_1_text(entry)

    def _clean_chem(self) -> None:
        entry = self.norms.entries(CHEMICALS.key).get(self.cleaned_data.get("chem") or "")
        if entry and entry["category"] not in self.categories:
            self.add_error("chem", self.refusal(entry))

    def _clean_density(self) -> None:
        values = self.cleaned_data
        if values.get("unit") not in LITRES_PER_UNIT or "density" in self.errors or values.get("density"):
            return
        known = default_density(self.norms.entries(CHEMICALS.key), values.get("chem") or "")
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


def spellings(code: str, choice: Choice) -> tuple[str, ...]:
    """Return what may stand in the input when this entry is meant: a page compares them as they are typed."""
    return (code, choice.label, choice.name, *choice.more, *(word for word, _group in choice.others))
