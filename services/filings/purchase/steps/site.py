"""Where the buyer is registered and where the substances are used: who takes the filing (domain B1, B5)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import AddressField, DivisionField, RadioField, SelectField
from services.filings.chemicals.catalogue import name
from services.filings.chemicals.naming import language
from services.filings.jurisdiction import NOWHERE
from services.filings.purchase.steps.ruled import RuledStepForm

SITE_KINDS = [
    ("REGISTRATION", _("Our registered seat")),
    ("BRANCH", _("A branch of ours with its own licence")),
    ("USE_SITE", _("Another place where we use the substances")),
]


class SiteForm(RuledStepForm):
    """Registration and place of use. Asked first: whoever must file elsewhere learns it here."""

    slug = "site"

    reg_district = DivisionField(
        label=_("County or district where the buyer is registered"),
        help_text=_("As on the licence, of an individual as on the identity card; for example 姑苏区."),
    )
    use_site_district = SelectField(
        label=_("District of Shanghai where the substances are used"),
        help_text=_("If there is no such place, choose the last entry: we tell you where to file."),
    )
    site_kind = RadioField(label=_("What is this place"), choices=SITE_KINDS)
    use_site_address = AddressField(label=_("Address of the place of use"))

    def prepare(self) -> None:
        """Offer the districts of the rulebook; ask for the place only when it is in one of them."""
        if self.norms is None:
            return
        fields: dict[str, Any] = self.fields
        districts = self.norms.entries("districts")
        choices = [(code, name(entry, language())) for code, entry in districts.items()]
        fields["use_site_district"].choices = [
            *choices,
            (NOWHERE, gettext("No place of use in Shanghai")),
        ]
        condition = ("use_site_district", tuple(districts))
        self.shown_when = {"site_kind": condition, "use_site_address": condition}
