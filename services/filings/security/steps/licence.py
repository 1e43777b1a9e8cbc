"""The security licence (domain B6b)."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CalendarDateField, DecimalField, PlainTextField, YesNoField
from portal.ui.forms import StepForm
from services.filings.security.fields import SeveralField, service_choices
from services.filings.security.reading import ARMED


class LicenceForm(StepForm):
    """The licence as it is printed. Its number has a usual form, but an unusual one is only looked at."""

    sec_licence_no = PlainTextField(
        label=_("Number of the security licence"),
        help_text=_("For example 浙公保服20250001号."),
        max_length=30,
        width="medium",
    )
    sec_licence_org = PlainTextField(
        label=_("Authority that issued the licence"),
        help_text=_("The police organ on the licence."),
        max_length=60,
    )
    sec_licence_date = CalendarDateField(label=_("Day of issue of the licence"))
    scope = SeveralField(
        label=_("Scope of the licence"), help_text=_("Tick every service that stands on the licence.")
    )
    foreign_invested = YesNoField(label=_("Is the company foreign-invested?"))

    def prepare(self) -> None:
        """Offer the services of the day; a licence was issued today or before."""
        if self.norms is None:
            return
        fields: dict[str, Any] = self.fields
        fields["scope"].choices = service_choices(self.norms)
        fields["sec_licence_date"].latest = self.norms.on


class ServiceLicenceForm(LicenceForm):
    """The licence for SX: a company licensed for armed escort says how much of it the state holds (art. 10)."""

    state_share = DecimalField(
        label=_("Share held by the state"),
        unit="%",
        min_value=0,
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
    )

    shown_when = {"state_share": ("scope", (ARMED,))}
