"""What a buyer reports: purchases, sales, losses, and the year (B8; 易制毒化学品管理条例 art. 19, 34, 36)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import ALWAYS, EXPIRED, Due, Held, Norms, Report, Reported, Text
from portal.ui.fields import CreditCodeField, PlainTextField, YesNoField
from portal.workdays.queries import add_workdays
from services.filings.after import annual
from services.filings.after.fields import AmountForm, PastDayField, amounts
from services.filings.after.filed import allowances, rows, used_up
from services.filings.after.loss import LOSS
from services.filings.purchase.reading import ONCE, read

RESALE = "P09"
purchase_allowances = allowances


class UseForm(AmountForm):
    """One purchase under the certificate."""

    bought_on = PastDayField(label=_("Date of the purchase"))
    seller_name = PlainTextField(label=_("Seller"), max_length=100)
    document_no = PlainTextField(
        label=_("Number of the seller's document"),
        max_length=60,
        help_text=_("Of the delivery note or the invoice."),
        width="medium",
    )
    closed = YesNoField(
        label=_("Was this the last purchase under this certificate?"),
        help_text=_("With yes the certificate is used up, even if something is left."),
    )

    field_order = ("bought_on", "chem", "quantity", "unit", "density", "seller_name", "document_no", "closed")

    def prepare(self) -> None:
        """Fix the seller as filed; ask whether it was the last purchase only when one use was filed."""
        super().prepare()
        fields: dict[str, Any] = self.fields
        fields["seller_name"].initial = (self.answers.get("seller") or {}).get("seller_name") or ""
        fields["seller_name"].disabled = bool(fields["seller_name"].initial)
        if not once(self.answers):
            del self.fields["closed"]


class SaleForm(AmountForm):
    """One sale of what was bought under the certificate."""

    sold_on = PastDayField(label=_("Date of the sale"))
    buyer_name = PlainTextField(label=_("Buyer"), max_length=100)
    buyer_uscc = CreditCodeField(
        label=_("Credit code of the buyer"),
        required=False,
        help_text=_("Leave empty if the buyer is a person."),
    )
    buyer_cert_no = PlainTextField(
        label=_("Number of the buyer's filing certificate"), required=False, max_length=40, width="medium"
    )

    field_order = (
        "sold_on",
        "buyer_name",
        "buyer_uscc",
        "buyer_cert_no",
        "chem",
        "quantity",
        "unit",
        "density",
    )


def once(answers: Mapping[str, Any]) -> bool:
    """Return whether the certificate is for one use."""
    return read(answers).use_type == ONCE


def resells(held: Held, about: Reported | None, norms: Norms) -> bool:
    """Return whether a substance was filed for resale: only then are sales reported."""
    return any(row.get("purpose_code") == RESALE for row in rows(held.answers, "substances"))


def check_use(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse a purchase before the certificate was issued or after its last day (B8)."""
    return [("bought_on", text) for text in outside(held, date.fromisoformat(values["bought_on"]))]


def outside(held: Held, day: date) -> list[Text]:
    """Return the sentence that a day lies outside the validity of the certificate, if it does."""
    if day < held.issued_on:
        words = gettext("The certificate was issued on %(day)s. What came before is not covered by it.")
        return [words % {"day": date_format(held.issued_on)}]
    if held.valid_to is not None and day > held.valid_to:
        words = gettext("The certificate was valid until %(day)s. What came after is not covered by it.")
        return [words % {"day": date_format(held.valid_to)}]
    return []


def use_due(values: Mapping[str, Any], about: Reported | None, norms: Norms) -> date:
    """Return the last day on which a purchase is reported in time (B8)."""
    return add_workdays(date.fromisoformat(values["bought_on"]), int(norms.value("after.use_days"))).on


def check_sale(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse a sale before the certificate was issued."""
    if date.fromisoformat(values["sold_on"]) < held.issued_on:
        return [("sold_on", gettext("This day lies before the certificate was issued."))]
    return []


def sale_due(values: Mapping[str, Any], about: Reported | None, norms: Norms) -> date:
    """Return the last day on which a sale is reported in time (易制毒化学品管理条例 art. 19)."""
    return date.fromisoformat(values["sold_on"]) + timedelta(days=int(norms.value("after.sales_days")))


def purchase_dues(held: Held, norms: Norms) -> list[Due]:
    """Return what a buyer owes: the annual reports."""
    return annual.dues(held, "use", norms)


def purchase_exhausted(held: Held, left: Mapping[str, Decimal], norms: Norms) -> bool:
    """Return whether the certificate is used up: next to nothing is left, or its only use was closed (B8)."""
    closed = once(held.answers) and any(row.values.get("closed") for row in held.of("use"))
    return closed or used_up(held.answers, left, norms)


PURCHASE_REPORTS = (
    Report(
        key="use",
        title=_("Purchase"),
        act=_("Report a purchase"),
        why=_("Each purchase under the certificate, with the amount that was delivered."),
        form=UseForm,
        day="bought_on",
        still=(EXPIRED,),
        amounts=amounts,
        amount_field=lambda code: "quantity",
        check=check_use,
        due=use_due,
    ),
    Report(
        key="sales",
        title=_("Sale"),
        act=_("Report a sale"),
        why=_("Each sale of what you bought under this certificate."),
        form=SaleForm,
        day="sold_on",
        when=resells,
        still=ALWAYS,
        check=check_sale,
        due=sale_due,
    ),
    annual.annual(annual.PurchaseYearForm, "use"),
    LOSS,
)
