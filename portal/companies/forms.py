"""What founders, managers and handlers type."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog import registry
from portal.companies.models import Handler
from portal.ui.fields import (
    CalendarDateField,
    CreditCodeField,
    DivisionField,
    EmailField,
    MobileField,
    PersonNameField,
    PlainTextField,
    RadioField,
    ResidentIdField,
    SelectField,
)
from portal.ui.forms import StepForm
from portal.workdays.queries import today

#: C-standards: kinds of organisation, by the codes that services know them by.
ORGANISATIONS = (
    ("ENT", _("Enterprise")),
    ("INST", _("Public institution")),
    ("SCH", _("School or research institute")),
    ("MED", _("Medical institution")),
    ("GOV", _("Government organ")),
    ("SOC", _("Social organisation")),
    ("IND", _("Individual business")),
)
SHORTEST_NAME = 4
#: The only kind of document that handlers show at present.
ID_CARD = "ID_CARD"
#: What the account keeps of the company beside its code.
PROFILE = ("name", "org_type", "reg_district", "legal_rep", "legal_rep_id")


def letter_number() -> PlainTextField:
    """Return the field of the number of a letter of authorisation."""
    return PlainTextField(
        label=_("Number of the letter of authorisation"),
        max_length=50,
        help_text=_("As on the letter; if it bears none, the day of its signing, for example 2026-11-24."),
    )


def last_day() -> CalendarDateField:
    """Return the field of the last day of an authorisation."""
    return CalendarDateField(label=_("Authorised until"), earliest=today)


def scopes() -> forms.MultipleChoiceField:
    """Return the field of the services in which a handler may act."""
    return forms.MultipleChoiceField(
        label=_("Only for these services"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=company_services,
        help_text=_("Tick none to let the handler act in all of them."),
    )


def company_services() -> list[tuple[str, Any]]:
    """Return (code, title) of the services that companies apply for."""
    return [(service.code, service.title) for service in registry.all_services() if service.company]


class DetailsForm(StepForm):
    """Who a handler is."""

    handler_name = PersonNameField(
        label=_("Your name"), max_length=50, help_text=_("As in the identity card.")
    )
    handler_doc_no = ResidentIdField(label=_("Your ID number"))
    handler_mobile = MobileField(label=_("Your mobile number"))
    sensitive = frozenset({"handler_doc_no"})

    def details(self) -> dict[str, str]:
        """Return what is kept of a handler. Call after `is_valid()`."""
        names = ("handler_name", "handler_doc_no", "handler_mobile")
        return {"handler_doc_type": ID_CARD} | {name: self.cleaned_data[name] for name in names}


class FoundingForm(DetailsForm):
    """The company, its legal representative, and the founder as its first handler."""

    uscc = CreditCodeField(
        label=_("Unified social credit code"), help_text=_("18 characters, as on the licence.")
    )
    name = PlainTextField(label=_("Name of the company"), max_length=100, help_text=_("As on the licence."))
    org_type = SelectField(label=_("Kind of organisation"), choices=ORGANISATIONS)
    reg_district = DivisionField(
        label=_("County or district of registration"),
        help_text=_("For example 姑苏区, or its six-digit code."),
    )
    legal_rep = PersonNameField(label=_("Name of the legal representative"), max_length=50)
    legal_rep_id = ResidentIdField(
        label=_("ID number of the legal representative"),
        help_text=_("We compare it with the register of enterprises."),
    )
    authorization_no = letter_number()
    valid_to = last_day()

    sensitive = frozenset({"handler_doc_no", "legal_rep_id"})
    fieldsets = (
        (_("The company"), ("uscc", "name", "org_type", "reg_district")),
        (_("The legal representative"), ("legal_rep", "legal_rep_id")),
        (
            _("You, the first handler"),
            ("handler_name", "handler_doc_no", "handler_mobile", "authorization_no", "valid_to"),
        ),
    )

    field_order = tuple(
        name for _title, names in fieldsets for name in names
    )  # as the error summary lists them

    def clean_name(self) -> str:
        """Hold the name to 4 characters at least."""
        name: str = self.cleaned_data["name"]
        if len(name) < SHORTEST_NAME:
            raise forms.ValidationError(gettext("Please type the full name, at least 4 characters."))
        return name

    def founding(self) -> dict[str, Any]:
        """Return the arguments of `actions.register_company` but the person. Call after `is_valid()`."""
        data = self.cleaned_data
        return {
            "uscc": data["uscc"],
            "name": data["name"],
            "profile": {name: data[name] for name in PROFILE},
            "details": {**self.details(), "authorization_no": data["authorization_no"]},
            "valid_to": data["valid_to"],
        }


class InvitationForm(StepForm):
    """Who is invited, and what for."""

    email = EmailField(
        label=_("Email address of the person"),
        max_length=254,
        help_text=_("The link can only be used by whoever has confirmed this address here."),
    )
    role = RadioField(
        label=_("What may this person do?"),
        choices=[
            (Handler.Role.HANDLER.value, _("Fill in and submit applications of the company")),
            (Handler.Role.MANAGER.value, _("The same, and invite and end handlers")),
        ],
    )
    scopes = scopes()
    authorization_no = letter_number()
    valid_to = last_day()

    def invitation(self) -> dict[str, Any]:
        """Return the arguments of `actions.invite` but company, person and language. Call after `is_valid()`."""
        data = self.cleaned_data
        valid_to: date = data["valid_to"]
        return {
            "email": data["email"],
            "role": data["role"],
            "scopes": list(data["scopes"]),
            "number": data["authorization_no"],
            "valid_to": valid_to,
        }


class RenewalForm(StepForm):
    """The new letter of authorisation."""

    authorization_no = letter_number()
    valid_to = last_day()


class ScopesForm(StepForm):
    """In which services a handler may act."""

    scopes = scopes()
