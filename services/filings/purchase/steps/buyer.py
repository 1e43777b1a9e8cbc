"""The buyer and the person who files (domain B4)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.standards import names, phones
from portal.standards.errors import Invalid
from portal.ui.fields import (
    AddressField,
    CodeField,
    CreditCodeField,
    DivisionField,
    MobileField,
    PersonNameField,
    PlainTextField,
    ResidentIdField,
    SelectField,
)
from portal.ui.forms import StepForm
from services.filings.purchase.reading import PERSON

ORGANISATIONS = {
    "ENT": _("Enterprise"),
    "INST": _("Public institution"),
    "SCH": _("School or research institute"),
    "MED": _("Medical institution"),
    "GOV": _("Government organ"),
    "SOC": _("Social organisation"),
    "IND": _("Individual business"),
}
ORG_TYPES = [*ORGANISATIONS.items(), (PERSON, _("Individual person (category 3 only)"))]
SHORTEST_NAME = 4


class PhoneField(CodeField):
    """A mobile number or a landline with area code (C-standards C4)."""

    other_words = _("Type a mobile number, or a landline with area code such as 021-12345678.")
    input_attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "num"}

    def check(self, text: str) -> str:
        """Return the number as it is kept. Raises Invalid."""
        return phones.phone(text)


class CompanyForm(StepForm):
    """Who buys, and who files for the buyer."""

    org_type = SelectField(label=_("Kind of organisation"), choices=ORG_TYPES)
    uscc = CreditCodeField(
        label=_("Unified social credit code"), help_text=_("18 characters, as on the licence.")
    )
    name = PlainTextField(label=_("Name of the buyer"), max_length=100, help_text=_("As on the licence."))
    legal_rep = PersonNameField(label=_("Legal representative"), max_length=50)
    reg_district = DivisionField(
        label=_("County or district of registration"),
        help_text=_("For example 姑苏区, or its six-digit code."),
    )
    reg_address = AddressField(label=_("Registered address"))
    phone = PhoneField(
        label=_("Phone of the organisation"), help_text=_("Landline with area code, or mobile.")
    )
    handler_name = PersonNameField(label=_("Name of the handler"), max_length=50)
    handler_doc_no = ResidentIdField(label=_("ID number of the handler"))
    handler_mobile = MobileField(label=_("Mobile number of the handler"))

    sensitive = frozenset({"handler_doc_no"})
    shown_when = {
        "uscc": ("org_type", tuple(ORGANISATIONS)),
        "legal_rep": ("org_type", tuple(ORGANISATIONS)),
    }
    fieldsets = (
        (_("The buyer"), ("org_type", "uscc", "name", "legal_rep", "reg_district", "reg_address", "phone")),
        (_("The handler"), ("handler_name", "handler_doc_no", "handler_mobile")),
    )

    def clean(self) -> dict[str, Any]:
        """Hold the name to its kind: 4 to 100 characters of an organisation, a person's name otherwise."""
        super().clean()
        name, kind = self.cleaned_data.get("name"), self.cleaned_data.get("org_type")
        if name and kind == PERSON:
            self._clean_person(name)
        elif name and kind and len(name) < SHORTEST_NAME:
            self.add_error("name", gettext("Please type the full name, at least 4 characters."))
        return self.cleaned_data

    def _clean_person(self, name: str) -> None:
        try:
            self.cleaned_data["name"] = names.person_name(name)
        except Invalid:
            self.add_error("name", gettext("Please type your name as in the identity document."))
