"""What the shared rules about substances say, in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.catalog.declaration import Finding, Halt, Norms
from services.filings.chemicals import rules
from services.filings.chemicals.catalogue import plain
from services.filings.chemicals.items import Item, total_kg
from services.filings.chemicals.naming import category_1_text
from services.filings.lists import relief_in_force


def substance_findings(
    items: Sequence[Item], norms: Norms, elsewhere: Callable[[Mapping[str, Any]], str] = category_1_text
) -> Iterator[Finding]:
    """Return what is to be said about rows of substances: R-EN-04 and R-EN-07.

    elsewhere: where to go with a substance of category 1, from its entry in the catalogue.
    """
    chemicals = norms.entries("chemicals")
    for row in rules.category_rows(items, chemicals, 1):
        text = elsewhere(chemicals[items[row - 1].chem])
        message = _("Substance %(row)s: %(text)s") % {"row": row, "text": text}
        yield Finding("R-EN-04", "reject", message, "substances")
    for row in rules.unlisted_rows(items, chemicals):
        message = _("Substance %(row)s is not in today's catalogue. Please choose it again.") % {"row": row}
        yield Finding("R-EN-04", "reject", message, "substances")
    if rules.is_beyond_measure(items):
        message = _("This is %(total)s kg in all. Please check the units and the decimal points.")
        yield Finding("B5", "reject", message % {"total": plain(total_kg(items))}, "substances")
    for row in rules.relieved_rows(items, relief_in_force(norms)):
        message = _("Substance %(row)s needs no filing. Please remove it.") % {"row": row}
        yield Finding("R-EN-07", "reject", message, "substances")


def contract_findings(items: Sequence[Item], contract_kg: Decimal | None, step: str) -> Iterator[Finding]:
    """Return R-EN-05: more is filed than the contract is for. step: where the contract is asked for."""
    filed = total_kg(items)
    if contract_kg is not None and rules.exceeds_contract(filed, contract_kg):
        message = _(
            "You file %(filed)s kg, but the contract is for %(contract)s kg. Please correct one of them."
        ) % {"filed": plain(filed), "contract": plain(contract_kg)}
        yield Finding("R-EN-05", "reject", message, step, "contract_qty")


def relief_halt(items: Sequence[Item], norms: Norms, where: str) -> Halt | None:
    """Return R-EN-07: every product is exempt, so nothing is filed. where: what may be done without a paper."""
    if not rules.all_relieved(items, relief_in_force(norms)):
        return None
    text = _(
        "Your products contain less of the substance than the limit from which a filing is needed. "
        "Please keep the purchase records in your organisation."
    )
    return no_filing(text, where, step="substances", rule="R-EN-07")


def no_filing(text: str, where: str, *, step: str, rule: str) -> Halt:
    """Return the halt that says: nothing has to be filed."""
    return Halt("NOT_REQUIRED", _("You do not need this filing"), text, where, step=step, rule=rule)
