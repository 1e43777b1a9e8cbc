"""What substances are called on pages, in the active language."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.catalog.declaration import Norms
from portal.rulebook.queries import norms
from services.filings.chemicals.catalogue import name


def language() -> str:
    """Return the active language; Chinese when translation is switched off."""
    return get_language() or "zh-hans"


def row_name(row: Mapping[str, Any]) -> str:
    """Return what a row of substances is called in its list: "丙酮 200 kg"; "" while there is no substance."""
    chem = str(row.get("chem") or "")
    if not chem:
        return ""
    # A list of fifty rows asks fifty times, and is handed no norms.
    known = names_on(timezone.localdate(), language()).get(chem, chem)
    amount = " ".join(str(row.get(key) or "") for key in ("quantity", "unit")).strip()
    return f"{known} {amount}".strip()


@lru_cache(maxsize=4)
def names_on(day: date, tongue: str) -> Mapping[str, str]:
    """Return the name of every substance in the catalogue of a day, by code."""
    return {code: name(entry, tongue) for code, entry in norms(day).entries("chemicals").items()}


def substances(norms: Norms) -> dict[str, str]:
    """Return the name of every substance in the catalogue, by code, in the active language (`Service.items`)."""
    return {code: name(entry, language()) for code, entry in norms.entries("chemicals").items()}


def category_1_transport_text(entry: Mapping[str, Any]) -> str:
    """Return where to go to move a substance of category 1 (R-EN-04; 易制毒化学品管理条例 art. 20)."""
    return _(
        "This is a category 1 precursor. Its transport needs a licence of the police of the city that it "
        "leaves from (上海市公安局) and cannot be filed here."
    )


def category_1_text(entry: Mapping[str, Any]) -> str:
    """Return where to go for a substance of category 1 (R-EN-04; 易制毒化学品管理条例 art. 15)."""
    if entry["pharmaceutical"]:
        return _(
            "This is a category 1 pharmaceutical precursor. It needs a purchase licence of the provincial "
            "drug administration (上海市药品监督管理局) and cannot be filed here."
        )
    return _(
        "This is a category 1 precursor. It needs a purchase licence of the provincial police "
        "(上海市公安局) and cannot be filed here."
    )
