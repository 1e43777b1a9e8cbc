"""The lists and values that change by decree: catalogue, relief, purposes, validity, limits of amount."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Norms
from portal.catalog.paper_texts import texts_list
from portal.rulebook.lists import Column, ListSpec, ValueSpec, declare_list, declare_values
from portal.rulebook.queries import NotInForce

DATA = Path(__file__).parent / "data"

CATEGORIES = declare_list(
    ListSpec(
        key="chemical_categories",
        title=_("Categories of precursor chemicals"),
        columns=(Column("name", _("Name")), Column("name_en", _("Name in English"))),
        seed=DATA / "categories.json",
    )
)

CHEMICALS = declare_list(
    ListSpec(
        key="chemicals",
        title=_("Catalogue of precursor chemicals"),
        columns=(
            Column("category", _("Category"), "integer"),
            Column("name", _("Name")),
            Column("aliases", _("Other names"), required=False),
            Column("name_en", _("Name in English")),
            Column("cas", _("CAS number")),
            Column("hs6", _("HS heading"), required=False),
            Column("un", _("UN number"), required=False),
            Column("hazard", _("Class of dangerous goods"), required=False),
            Column("density", _("Density (kg/L)"), "decimal", required=False),
            Column("pharmaceutical", _("Pharmaceutical"), "flag", required=False),
            Column("salts", _("Its salts are controlled too"), "flag", required=False),
        ),
        seed=DATA / "chemicals.json",
        suggest=True,
        group=("category", CATEGORIES.key),
        also=("aliases", "cas"),
    )
)

KEY_AREAS = declare_list(
    ListSpec(
        key="key_areas",
        title=_("Key areas of drug control"),
        columns=(Column("name", _("Name")), Column("name_en", _("Name in English"), required=False)),
        seed=DATA / "key_areas.json",
    )
)

RELIEF = declare_list(
    ListSpec(
        key="chemical_relief",
        title=_("Products that need no filing"),
        columns=(
            Column("chem", _("Chemical")),
            Column("name", _("Name")),
            Column("name_en", _("Name in English")),
            Column("below_percent", _("Content below (%)"), "decimal"),
        ),
        seed=DATA / "relief.json",
    )
)

PURPOSES = declare_list(
    ListSpec(
        key="purchase_purposes",
        title=_("Purposes of precursor chemicals"),
        columns=(
            Column("name", _("Name")),
            Column("name_en", _("Name in English")),
            Column("min_text", _("Fewest characters of the description"), "integer"),
        ),
        seed=DATA / "purposes.json",
    )
)

#: What the papers of these services say, by type; none of them names anything of the case.
PAPERS = declare_list(
    texts_list(
        "filing_papers",
        _("Texts of papers: filings of companies"),
        DATA / "papers.json",
        {"GB": (), "YB": (), "YX": (), "BA": (), "BF": ()},
    )
)

declare_values(
    (
        ValueSpec(
            "PB.decision_days", _("Purchase filing: promised time"), "integer", _("working days; 0: same day")
        ),
        ValueSpec(
            "PB.statutory_days", _("Purchase filing: legal time"), "integer", _("working days; 0: same day")
        ),
        ValueSpec("PB.once_months", _("Purchase certificate for one use: validity"), "integer", _("months")),
        ValueSpec(
            "PB.multi_months", _("Purchase certificate for multiple use: validity"), "integer", _("months")
        ),
        ValueSpec("PB.permanganate_code", _("Substance exempt for small own use: its code"), "text"),
        ValueSpec("PB.permanganate_once_kg", _("Small own use: most at once"), "decimal", _("kilograms")),
        ValueSpec("PB.permanganate_year_kg", _("Small own use: most in a year"), "decimal", _("kilograms")),
        ValueSpec(
            "PB.multi_history_months",
            _("Multiple use: months of filings without violation"),
            "integer",
            _("months"),
        ),
        ValueSpec(
            "filings.retention_days",
            _("Identity papers of a filing are deleted so long after its end"),
            "integer",
            _("days"),
        ),
        ValueSpec("filings.paper_days", _("Papers about a company serve again for"), "integer", _("days")),
        ValueSpec("PB.person_total_kg", _("Individuals: most in one filing"), "decimal", _("kilograms")),
    ),
    seed=DATA / "values.json",
)


def relief_in_force(norms: Norms) -> Mapping[str, Mapping[str, Any]]:
    """Return the products that need no filing on the day of the norms; none before the first relief."""
    try:
        return norms.entries(RELIEF.key)
    except NotInForce:
        return {}


def key_areas_in_force(norms: Norms) -> frozenset[str]:
    """Return the division codes of the key areas on the day of the norms; none as long as none is named."""
    try:
        return frozenset(norms.entries(KEY_AREAS.key))
    except NotInForce:
        return frozenset()
