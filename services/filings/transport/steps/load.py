"""One substance of a load; filing and licence take one category each (domain B6)."""

from collections.abc import Mapping
from typing import Any

from services.filings.chemicals.naming import category_1_transport_text
from services.filings.chemicals.steps import SubstanceForm
from services.filings.transport.kinds import FILING, LICENCE, Kind
from services.filings.transport.verdicts import other_category_text


class LoadForm(SubstanceForm):
    """What is moved, and how much of it."""

    kind: Kind = LICENCE

    def refusal(self, entry: Mapping[str, Any]) -> str:
        """Return where a substance of another category goes."""
        return category_1_transport_text(entry) if entry["category"] == 1 else other_category_text(self.kind)


class FilingLoadForm(LoadForm):
    """A substance of category 3; their salts are not controlled."""

    as_salt = None  # type: ignore[assignment]
    kind = FILING
    categories = (FILING.category,)


class LicenceLoadForm(LoadForm):
    """A substance of category 2."""

    categories = (LICENCE.category,)
