"""Step 7: how the papers come, and who submits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import (
    AddressField,
    CalendarDateField,
    MobileField,
    PersonNameField,
    PlainTextField,
    PostcodeField,
    RadioField,
    ResidentIdField,
    YesNoField,
)
from portal.ui.forms import StepForm

POST = ("delivery", ("EMS",))
AGENT = ("agent_mode", ("AGENT",))
POSTAL = ("post_name", "post_mobile", "post_address", "post_code")
AGENCY = ("agent_name", "agent_id", "agent_mobile", "agency_scope", "agency_valid_to")


class DeliveryForm(StepForm):
    """Step 7. The electronic papers always come; the choice is about the paper ones."""

    delivery = RadioField(
        label=_("How do you want to receive the papers?"),
        choices=[
            ("E", _("Electronically only")),
            ("EMS", _("Electronically and by post")),
            ("PICKUP", _("Electronically, and I fetch the paper ones at the police station")),
        ],
        help_text=_("The electronic papers have the same force as the paper ones."),
    )
    post_name = PersonNameField(label=_("Name of the recipient"), max_length=100)
    post_mobile = MobileField(label=_("Mobile number of the recipient"))
    post_address = AddressField(label=_("Postal address"))
    post_code = PostcodeField(label=_("Postcode"))
    hukou_booklet = YesNoField(
        label=_("Do you want a household register page on paper?"),
        help_text=_("The register (居民户口簿) or your page of it (登记卡). You can also ask for it later."),
    )
    id_card_renew = YesNoField(
        label=_("Do you want a new identity card with the new address?"),
        help_text=_("We only remind you; the card is applied for separately."),
    )
    agent_mode = RadioField(
        label=_("Who fills in this application?"),
        choices=[("SELF", _("I do, for myself")), ("AGENT", _("Somebody helps me and does it for me"))],
    )
    agent_name = PersonNameField(label=_("Name of the helper"), max_length=100)
    agent_id = ResidentIdField(label=_("ID number of the helper"))
    agent_mobile = MobileField(label=_("Mobile number of the helper"))
    agency_scope = PlainTextField(
        label=_("What the helper may do for you"),
        help_text=_("As in the letter of authority. Nobody can sign your consents for you."),
        max_length=200,
        multiline=True,
    )
    agency_valid_to = CalendarDateField(label=_("Letter of authority valid until"))
    register_remarks = PlainTextField(
        label=_("Is anything wrong that we took from a register?"),
        help_text=_("Tell us here what should be different. An officer looks into it."),
        required=False,
        max_length=500,
        multiline=True,
    )

    sensitive = frozenset({*POSTAL, "agent_name", "agent_id", "agent_mobile"})
    shown_when = {**dict.fromkeys(POSTAL, POST), **dict.fromkeys(AGENCY, AGENT)}
    fieldsets = (
        (_("How the papers reach you"), ("delivery", *POSTAL, "hukou_booklet", "id_card_renew")),
        (_("Help with the application"), ("agent_mode", *AGENCY)),
        (_("Anything else"), ("register_remarks",)),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a letter of authority that has ended (CP07)."""
        data = super().clean() or self.cleaned_data
        until = data.get("agency_valid_to")
        if until and until < self.norms.on:
            self.add_error(
                "agency_valid_to", _("The letter of authority has ended. Please hand in a new one.")
            )
        return data
