"""Who receives the goods (domain B6)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import AddressField, CreditCodeField, PersonNameField, PlainTextField
from portal.ui.forms import StepForm
from services.filings.company.steps import PhoneField


class ConsigneeForm(StepForm):
    """The consignee; its district is the destination."""

    consignee_name = PlainTextField(label=_("Name of the consignee"), min_length=4, max_length=100)
    consignee_uscc = CreditCodeField(label=_("Credit code of the consignee"))
    consignee_address = AddressField(label=_("Address of the consignee"))
    consignee_contact = PersonNameField(label=_("Contact at the consignee"), max_length=50)
    consignee_phone = PhoneField(label=_("Phone of the contact"))
