"""The company and the person who files for it (domain B4)."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.standards import phones
from portal.standards.errors import Invalid
from portal.ui.fields import (
    AddressField,
    CalendarDateField,
    CodeField,
    CreditCodeField,
    DecimalField,
    DivisionField,
    MobileField,
    PersonNameField,
    PlainTextField,
    RadioField,
    ResidentIdField,
    SelectField,
)
from portal.ui.forms import StepForm

ORGANISATIONS = {
    "ENT": _("Enterprise"),
    "INST": _("Public institution"),
    "SCH": _("School or research institute"),
    "MED": _("Medical institution"),
    "GOV": _("Government organ"),
    "SOC": _("Social organisation"),
    "IND": _("Individual business"),
}
STATUSES = [
    ("ACTIVE", _("In business")),
    ("ABNORMAL", _("Listed as abnormal")),
    ("REVOKED", _("Licence revoked")),
    ("CANCELLED", _("Cancelled")),
]
LICENCE_ENDS = [("LONG", _("No end (长期)")), ("DATE", _("It ends on a day"))]
SHORTEST_NAME = 4
INDUSTRY = re.compile(r"[A-T][0-9]{2,4}")


class PhoneField(CodeField):
    """A mobile number or a landline with area code (C-standards C4)."""

    other_words = _("Type a mobile number, or a landline with area code such as 021-12345678.")
    input_attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "num"}

    def check(self, text: str) -> str:
        """Return the number as it is kept. Raises Invalid."""
        return phones.phone(text)


class CapitalField(DecimalField):
    """An amount of capital, typed in units of ten thousand yuan, as licences have it."""

    def text(self, value: Any) -> str:
        """Return the amount; in English in full, because nobody counts in ten thousands there."""
        if not (get_language() or "").startswith("en"):
            return super().text(value)
        return f"CNY {(Decimal(value) * 10_000).normalize():,f}"


class IndustryField(CodeField):
    """A code of the classification of industries: a letter and two to four digits."""

    other_words = _("Type a letter and two to four digits, such as C26 or C2614.")
    input_attrs = {"class": "num", "autocomplete": "off", "maxlength": "5"}

    def check(self, text: str) -> str:
        """Return the code in capitals. Raises Invalid."""
        code = text.upper()
        if not INDUSTRY.fullmatch(code):
            raise Invalid("E_INDUSTRY", "")
        return code


class CompanyForm(StepForm):
    """The organisation, as on its licence."""

    org_type = SelectField(label=_("Kind of organisation"), choices=[*ORGANISATIONS.items()])
    uscc = CreditCodeField(
        label=_("Unified social credit code"), help_text=_("18 characters, as on the licence.")
    )
    name = PlainTextField(
        label=_("Name of the organisation"), max_length=100, help_text=_("As on the licence.")
    )
    legal_rep = PersonNameField(label=_("Legal representative"), max_length=50)
    legal_rep_id = ResidentIdField(label=_("ID number of the legal representative"))
    reg_district = DivisionField(
        label=_("County or district of registration"),
        help_text=_("For example 姑苏区, or its six-digit code."),
    )
    reg_address = AddressField(label=_("Registered address"))
    licence_term = RadioField(label=_("Term of the business licence"), choices=LICENCE_ENDS)
    licence_valid_to = CalendarDateField(label=_("The business licence is valid until"))
    reg_status = SelectField(label=_("State of registration"), choices=STATUSES)
    industry = IndustryField(
        label=_("Code of the industry"), help_text=_("GB/T 4754, for example C2614. It is on the licence.")
    )
    reg_capital = CapitalField(
        label=_("Registered capital"), unit=_("× CNY 10,000"), min_value=0, max_digits=14, decimal_places=2
    )
    employees = DecimalField(
        label=_("Number of employees"), min_value=0, max_value=999_999, max_digits=6, decimal_places=0
    )
    phone = PhoneField(
        label=_("Phone of the organisation"), help_text=_("Landline with area code, or mobile.")
    )

    sensitive = frozenset({"legal_rep_id"})
    shown_when: dict[str, Any] = {"licence_valid_to": ("licence_term", ("DATE",))}
    fieldsets: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("The organisation"), ("org_type", "uscc", "name", "legal_rep", "legal_rep_id")),
        (
            _("Registration"),
            ("reg_district", "reg_address", "licence_term", "licence_valid_to", "reg_status"),
        ),
        (_("Size and contact"), ("industry", "reg_capital", "employees", "phone")),
    )

    def clean(self) -> dict[str, Any]:
        """Hold the name to 4 to 100 characters, and the licence and the registration to today (B4)."""
        super().clean()
        values = self.cleaned_data
        if values.get("name") and len(values["name"]) < SHORTEST_NAME:
            self.add_error("name", gettext("Please type the full name, at least 4 characters."))
        until = values.get("licence_valid_to")
        if until and self.on and until < self.on:
            self.add_error("licence_valid_to", gettext("The licence has expired. Please renew it first."))
        if values.get("reg_status") in {"REVOKED", "CANCELLED"}:
            text = gettext("An organisation whose registration is revoked or cancelled cannot file.")
            self.add_error("reg_status", text)
        return values


class HandlerForm(StepForm):
    """The person who files, and by which authority. From the company's account where it has one."""

    handler_name = PersonNameField(label=_("Name of the handler"), max_length=50)
    handler_doc_no = ResidentIdField(label=_("ID number of the handler"))
    handler_mobile = MobileField(label=_("Mobile number of the handler"))
    authorization_no = PlainTextField(label=_("Number of the authorisation"), max_length=40, width="medium")
    authorization_valid_to = CalendarDateField(label=_("The authorisation is valid until"))

    sensitive = frozenset({"handler_doc_no"})

    def clean(self) -> dict[str, Any]:
        """Refuse an authorisation that has run out (B4)."""
        super().clean()
        until = self.cleaned_data.get("authorization_valid_to")
        if until and self.on and until < self.on:
            text = gettext("The authorisation has run out. Please renew it in your company's account.")
            self.add_error("authorization_valid_to", text)
        return self.cleaned_data
