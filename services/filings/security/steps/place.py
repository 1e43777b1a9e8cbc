"""Where the guards work or the branch is, and who licensed the company: asked first, it decides the way (B1)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import AddressField, DivisionField, PlainTextField, SelectField
from portal.ui.forms import StepForm
from services.filings.jurisdiction import NOWHERE, in_shanghai
from services.filings.security.fields import in_language, provinces

PROVINCE = _("Province that issued the security licence")


class PlaceForm(StepForm):
    """What both filings ask: a district of Shanghai, or the county elsewhere so that its police can be named."""

    district = ""

    def prepare(self) -> None:
        """Offer the districts of the rulebook and a last entry for a place elsewhere."""
        if self.norms is None:
            return
        fields: dict[str, Any] = self.fields
        districts = self.norms.entries("districts")
        choices = [(code, in_language(entry)) for code, entry in districts.items()]
        fields[self.district].choices = [*choices, (NOWHERE, gettext("Not in Shanghai"))]
        here = (self.district, tuple(districts))
        asked_here = {"site_address", "area_desc"} & fields.keys()
        self.shown_when = {"elsewhere": (self.district, (NOWHERE,)), **dict.fromkeys(asked_here, here)}

    def clean(self) -> dict[str, Any]:
        """Refuse a district of Shanghai as a place elsewhere."""
        super().clean()
        if in_shanghai(self.cleaned_data.get("elsewhere") or ""):
            self.add_error("elsewhere", gettext("This is in Shanghai. Please choose the district above."))
        return self.cleaned_data


class SitePlaceForm(PlaceForm):
    """The place of service (SX)."""

    district = "site_district"

    licence_province = SelectField(label=PROVINCE, choices=provinces)
    site_district = SelectField(
        label=_("District of Shanghai where the guards work"),
        help_text=_("If they work elsewhere, choose the last entry: we tell you where to file."),
    )
    elsewhere = DivisionField(
        label=_("County or district where the guards work"),
        help_text=_("For example 姑苏区, or its six-digit code."),
    )
    site_address = AddressField(label=_("Address of the place of service"))
    area_desc = PlainTextField(
        label=_("What is guarded"),
        help_text=_("Buildings, gates and areas, and where posts stand."),
        multiline=True,
        max_length=300,
    )


class BranchPlaceForm(PlaceForm):
    """The place of the branch (SF)."""

    district = "branch_district"

    licence_province = SelectField(label=PROVINCE, choices=provinces, help_text=_("Of the head office."))
    branch_district = SelectField(
        label=_("District of Shanghai where the branch is"),
        help_text=_("If it is elsewhere, choose the last entry: we tell you where to file."),
    )
    elsewhere = DivisionField(
        label=_("County or district where the branch is"),
        help_text=_("For example 姑苏区, or its six-digit code."),
    )
