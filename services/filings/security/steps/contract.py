"""The contract, the services and when they start (domain B6b)."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Finding
from portal.ui.fields import CalendarDateField, DecimalField, PlainTextField, YesNoField
from services.filings.ruled import RuledStepForm
from services.filings.security.fields import SeveralField, service_choices
from services.filings.security.verdicts import contract_findings, earliest_start


class ContractForm(RuledStepForm):
    """Contract and services; what the licence does not cover is refused here (R-EN-14)."""

    slug = "contract"

    contract_no = PlainTextField(label=_("Number of the contract"), max_length=40, width="medium")
    contract_from = CalendarDateField(label=_("The contract begins on"))
    contract_to = CalendarDateField(
        label=_("The contract ends on"), help_text=_("The paper you receive is valid until this day.")
    )
    posts = DecimalField(
        label=_("Number of posts"), min_value=1, max_value=9999, max_digits=4, decimal_places=0
    )
    service_start = CalendarDateField(label=_("First day of the service"))
    services = SeveralField(label=_("Services under this contract"))
    armed = YesNoField(
        label=_("Is there armed guarding or escort?"),
        help_text=_("It needs a licence for it, and conditions on capital and the share of the state."),
    )

    fieldsets = (
        (_("Service contract"), ("contract_no", "contract_from", "contract_to", "posts")),
        (_("The service"), ("service_start", "services", "armed")),
    )

    def prepare(self) -> None:
        """Offer the services of the day, and say from which day on a start is in time."""
        if self.norms is None:
            return
        fields: dict[str, Any] = self.fields
        fields["services"].choices = service_choices(self.norms)
        day = lazy(date_format, str)(earliest_start(self.norms))
        fields["service_start"].help_text = format_lazy(
            _("Filed today, a service is in time from {day} on."), day=day
        )

    def findings(self, answers: Answers) -> Iterable[Finding]:
        """Return what the rules say about this step."""
        return contract_findings(answers, self.norms)
