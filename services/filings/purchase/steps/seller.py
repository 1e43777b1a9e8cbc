"""Seller, contract, payment and planned period (domain B5)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CalendarDateField, CreditCodeField, DecimalField, PlainTextField, RadioField
from services.filings.chemicals.steps import SMALLEST
from services.filings.purchase.reading import MULTI, ONCE, PERSON
from services.filings.purchase.steps.ruled import RuledStepForm

PAY_METHODS = [
    ("BANK", _("Bank transfer")),
    ("OTHER", _("Other way, not cash")),
    ("CASH", _("Cash (only individuals, category 3)")),
]


class SellerForm(RuledStepForm):
    """Who sells, under which contract, and when."""

    slug = "seller"

    seller_name = PlainTextField(label=_("Name of the seller"), min_length=4, max_length=100)
    seller_uscc = CreditCodeField(label=_("Credit code of the seller"))
    seller_cert_no = PlainTextField(
        label=_("Number of the seller's filing certificate or licence"), max_length=40, width="medium"
    )
    seller_cert_to = CalendarDateField(label=_("The seller's certificate is valid until"))
    contract_no = PlainTextField(label=_("Number of the contract"), max_length=40, width="medium")
    contract_date = CalendarDateField(label=_("Date of the contract"))
    contract_qty = DecimalField(
        label=_("Amount of the contract"),
        unit="kg",
        min_value=SMALLEST,
        max_digits=14,
        decimal_places=3,
        help_text=_("All substances of this filing together."),
    )
    pay_method = RadioField(label=_("Payment"), choices=PAY_METHODS)
    use_type = RadioField(
        label=_("Use of the certificate"),
        help_text=_("Several purchases are open to organisations with a year of filings without violation."),
    )
    plan_from = CalendarDateField(label=_("First day of the planned purchase"))
    plan_to = CalendarDateField(
        label=_("Last day of the planned purchase"), help_text=_("Within the validity of the certificate.")
    )

    fieldsets = (
        (_("The seller"), ("seller_name", "seller_uscc", "seller_cert_no", "seller_cert_to")),
        (_("The contract"), ("contract_no", "contract_date", "contract_qty", "pay_method")),
        (_("The certificate and the planned period"), ("use_type", "plan_from", "plan_to")),
    )

    def prepare(self) -> None:
        """Let a contract be signed before it is filed; offer several purchases to organisations only."""
        if self.norms is None:
            return
        fields: dict[str, Any] = self.fields
        fields["contract_date"].latest = self.norms.on
        uses = [(ONCE, gettext("One purchase (months of validity: %(months)s)") % self._months("once"))]
        if (self.answers.get("company") or {}).get("org_type") != PERSON:
            several = gettext("Several purchases (months of validity: %(months)s)") % self._months("multi")
            uses.append((MULTI, several))
        fields["use_type"].choices = uses

    def _months(self, use: str) -> dict[str, int]:
        return {"months": self.norms.value(f"PB.{use}_months")}

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is over, unless the officer has not opened it in a correction."""
        values = super().clean()
        plan_to = values.get("plan_to")
        if (
            self.norms is not None
            and plan_to
            and plan_to < self.norms.on
            and not self.fields["plan_to"].disabled
        ):
            self.add_error("plan_to", gettext("The planned period must end today or later."))
        return values
