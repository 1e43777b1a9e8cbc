"""What can be counted of the substances of a filing."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Fact, Text
from services.filings.chemicals.items import Item, kg_by_chem, total_kg

#: What officers may look for among the substances.
SUBSTANCE_FACT_NAMES: dict[str, Text] = {
    "chem": _("Substance"),
    "total_kg": _("Kilograms in all"),
}


def substance_facts(items: Sequence[Item]) -> list[Fact]:
    """Return each substance once (`chem`), its kilograms (`kg:<code>`), and the sum (`total_kg`).

    `kg:<code>` answers "how much of this substance has been filed".
    """
    sums = kg_by_chem(items)
    return [
        *(Fact("chem", text=code) for code in sums),
        *(Fact(f"kg:{code}", number=kg) for code, kg in sums.items()),
        Fact("total_kg", number=total_kg(items)),
    ]
