"""Where the substances are used, which decides the competent district (domain B1, B5)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import AddressField, RadioField, SelectField
from services.filings.chemicals.catalogue import name
from services.filings.jurisdiction import NOWHERE
from services.filings.purchase.reading import MULTI, ONCE
from services.filings.purchase.steps.ruled import RuledStepForm
from services.filings.purchase.verdicts import language

SITE_KINDS = [
    ("REGISTRATION", _("Our registered seat")),
    ("BRANCH", _("A branch of ours with its own licence")),
    ("USE_SITE", _("Another place where we use the substances")),
]


class SiteForm(RuledStepForm):
    """Place and kind of use."""

    slug = "site"

    use_site_district = SelectField(
        label=_("District of Shanghai where the substances are used"),
        help_text=_("If there is no such place, choose the last entry: we tell you where to file."),
    )
    site_kind = RadioField(label=_("What is this place"), choices=SITE_KINDS)
    use_site_address = AddressField(label=_("Address of the place of use"))
    use_type = RadioField(
        label=_("Use of the certificate"),
        help_text=_("Several purchases are open to organisations with a year of filings without violation."),
    )

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
        fields["use_type"].choices = [
            (ONCE, gettext("One purchase (months of validity: %(months)s)") % self._months("once")),
            (MULTI, gettext("Several purchases (months of validity: %(months)s)") % self._months("multi")),
        ]

    def _months(self, use: str) -> dict[str, int]:
        return {"months": self.norms.value(f"PB.{use}_months")}
