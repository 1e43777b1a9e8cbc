"""On what a correction rests (许可法 32): the ground of an item, of its service or nature, or the general one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext_lazy

from portal.catalog import registry
from portal.rulebook.lists import Column, ListSpec, declare_list
from portal.rulebook.queries import NotInForce, norms
from portal.workdays.queries import today

#: Codes: "TH:TH01" (a material), "TH:residence" (a step), "TH" (a service), "filing" (services of a nature), "ALL".
#: Only what the public may be told.
GROUNDS = declare_list(
    ListSpec(
        key="correction_grounds",
        title=gettext_lazy("Legal grounds of corrections, by material, step or service"),
        columns=(
            Column("name", gettext_lazy("Name")),
            Column("name_en", gettext_lazy("Name in English")),
        ),
        seed=Path(__file__).parent / "data" / "correction_grounds.json",
    )
)


class LegalGrounds:
    """The grounds of today, in the active language. One query, at the first question."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._rows: Mapping[str, Mapping[str, Any]] | None = None

    def of(self, part: str) -> str:
        """Return the ground of a material or step, "" for none.

        Its own counts, else that of its service, else that of services of its nature, else the general one.
        """
        if self._rows is None:
            try:
                self._rows = norms(today()).entries(GROUNDS.key)
            except NotInForce:
                self._rows = {}
        column = "name_en" if (get_language() or "").startswith("en") else "name"
        nature = registry.get(self.service).nature
        for code in (f"{self.service}:{part}", self.service, nature, "ALL"):
            if code in self._rows:
                return str(self._rows[code][column])
        return ""
