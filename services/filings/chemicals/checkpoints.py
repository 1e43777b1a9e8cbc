"""Checkpoints about the substances of a filing (domain D2, CP23 and CP24), for purchase and transport alike."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from portal.catalog.checking import Checked, Judgement
from portal.catalog.judging import Judging, said
from services.filings.chemicals import reasonable, rules
from services.filings.chemicals.items import read_item
from services.filings.lists import relief_in_force

ORANGE = _("Orange: an amount is unusual. Reading it needs a written note.")
RED = _("Red: an amount is very unusual. Reading it needs a written note.")
YELLOW = _("Yellow: please look at the amounts.")


def listed(rows: Collection[int]) -> str:
    """Return the numbers of rows in a sentence."""
    return ", ".join(map(str, rows))


def matched(checked: Checked, categories: Collection[int]) -> Judging:
    """CP23: each substance is in the catalogue of the day, in a category filed here, and not exempt (445 annex).

    categories: those that the service takes. The CAS number is the catalogue's own: a substance is chosen, not typed.
    Returns the judging, so that a filing adds what it alone asks.
    """
    rows = (checked.answers.get("substances") or {}).get("rows") or []
    items = [read_item(row) for row in rows]
    catalogue = checked.norms.entries("chemicals")
    judging = Judging(checked, "list:chemicals", "fact:chem", "rule:R-EN-04", "rule:R-EN-07")
    judging.fail(not items, _("No substance is named."))
    unlisted = rules.unlisted_rows(items, catalogue)
    words = said(_("Not in the catalogue: row %(rows)s."), rows=listed(unlisted))
    judging.fail(unlisted, words)
    others = [
        row
        for category in {1, 2, 3} - set(categories)
        for row in rules.category_rows(items, catalogue, category)
    ]
    words = said(_("Of a category that is not filed here: row %(rows)s."), rows=listed(sorted(others)))
    judging.fail(others, words)
    relieved = rules.relieved_rows(items, relief_in_force(checked.norms))
    judging.fail(relieved, said(_("Exempt, needs no filing: row %(rows)s."), rows=listed(relieved)))
    return judging


def reasonableness(checked: Checked) -> Judgement:
    """CP24: what the panel of amounts says (B8). It decides nothing: orange and red ask the officer for a written note.

    The note itself is the manual half; this half tells which tone was read.
    """
    judging = Judging(checked, "aid:amounts")
    tones = {aid.tone for aid in reasonable.aids(checked.answers, checked.norms, checked.history)}
    worst = next((tone for tone in reasonable.TONES if tone in tones), "")
    words = {"red": RED, "orange": ORANGE, "yellow": YELLOW}
    judging.note(worst, words.get(worst, ""))
    return judging.result()
