"""The buyer, an organisation or an individual, and who files for it (domain B4, B5)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import AddressField, SelectField
from services.filings.company.steps import ORGANISATIONS, CompanyForm, HandlerForm
from services.filings.purchase.reading import PERSON

ORG_TYPES = [*ORGANISATIONS.items(), (PERSON, _("Individual person (category 3 only)"))]
OF_ORGANISATIONS = ("org_type", tuple(ORGANISATIONS))


class BuyerForm(CompanyForm):
    """The organisation as on its licence; of an individual only the address."""

    org_type = SelectField(label=_("Kind of buyer"), choices=ORG_TYPES)
    reg_address = AddressField(
        label=_("Registered address"), help_text=_("Of an individual the address of residence.")
    )
    reg_district = None  # type: ignore[assignment]  # asked for on the first page

    shown_when = {
        "uscc": OF_ORGANISATIONS,
        "name": OF_ORGANISATIONS,
        "legal_rep": OF_ORGANISATIONS,
        "legal_rep_id": OF_ORGANISATIONS,
        "licence_term": OF_ORGANISATIONS,
        "licence_valid_to": (OF_ORGANISATIONS, ("licence_term", ("DATE",))),
        "reg_status": OF_ORGANISATIONS,
        "industry": OF_ORGANISATIONS,
        "reg_capital": OF_ORGANISATIONS,
        "employees": OF_ORGANISATIONS,
        "phone": OF_ORGANISATIONS,
    }
    fieldsets = (
        (_("The buyer"), ("org_type", "uscc", "name", "legal_rep", "legal_rep_id")),
        (_("Registration"), ("reg_address", "licence_term", "licence_valid_to", "reg_status")),
        (_("Size and contact"), ("industry", "reg_capital", "employees", "phone")),
    )


class BuyerHandlerForm(HandlerForm):
    """The person who files. An individual files for himself or herself and needs no authorisation."""

    def prepare(self) -> None:
        """Ask an individual for no authorisation."""
        super().prepare()
        if (self.answers.get("company") or {}).get("org_type") != PERSON:
            return
        del self.fields["authorization_no"], self.fields["authorization_valid_to"]
        self.fields["handler_name"].label = _("Your name")
        self.fields["handler_doc_no"].label = _("Your ID number")
        self.fields["handler_mobile"].label = _("Your mobile number")
