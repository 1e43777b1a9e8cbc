"""What was filed, as the reports need it: substances and kilograms, plates and people."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from portal.catalog.declaration import Allowance, Answers, Norms
from services.filings.chemicals.catalogue import name
from services.filings.chemicals.items import row_kg


def rows(answers: Answers, step: str) -> list[Mapping[str, Any]]:
    """Return the rows of a repeated step."""
    return list((answers.get(step) or {}).get("rows") or [])


def filed_kg(answers: Answers) -> dict[str, Decimal]:
    """Return the kilograms filed, by substance code; rows of one substance are added up."""
    sums: dict[str, Decimal] = {}
    for row in rows(answers, "substances"):
        kg = row_kg(row)
        if kg is not None and row.get("chem"):
            sums[row["chem"]] = sums.get(row["chem"], Decimal(0)) + kg
    return sums


def column(answers: Answers, step: str, field: str) -> list[tuple[str, str]]:
    """Return what the rows of a step hold in a field, each once, as choices."""
    return [
        (text, text)
        for text in dict.fromkeys(str(row.get(field) or "") for row in rows(answers, step))
        if text
    ]


def chemical(norms: Norms, code: str) -> str:
    """Return the name of a substance in the active language; a code that is listed no more stays a code."""
    entry = norms.entries("chemicals").get(code)
    return name(entry, get_language() or "zh-hans") if entry else code


def chemicals(answers: Answers, norms: Norms) -> list[tuple[str, str]]:
    """Return the substances filed, as choices."""
    return [(code, chemical(norms, code)) for code in filed_kg(answers)]


def allowances(answers: Answers, norms: Norms) -> list[Allowance]:
    """Return the kilograms that the certificate allows of each substance."""
    return [Allowance(code, chemical(norms, code), kg) for code, kg in filed_kg(answers).items() if kg > 0]


def used_up(answers: Answers, left: Mapping[str, Decimal], norms: Norms) -> bool:
    """Return whether so much of each substance filed is used that the certificate counts as used up (B8).

    Of each, not of the sum: a little of one beside tons of another may still be bought or moved.
    """
    filed = {code: kg for code, kg in filed_kg(answers).items() if kg > 0}
    share: Decimal = norms.value("after.used_up_percent")
    used = {code: kg - left.get(code, Decimal(0)) for code, kg in filed.items()}
    return bool(filed) and all(used[code] >= kg * share / 100 for code, kg in filed.items())


def held_day(answers: Answers, key: str) -> date | None:
    """Return "issued_on" or "valid_to" of the certificate, as a form of a report is told."""
    text = (answers.get("held") or {}).get(key)
    return date.fromisoformat(text) if text else None
