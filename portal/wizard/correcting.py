"""What a correction asks for, and what of it the applicant may touch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.applications.models import Application, CorrectionItem
from portal.applications.queries import open_correction
from portal.catalog.declaration import Service
from portal.ui.forms import conditions


@dataclass(frozen=True)
class Asked:
    """The items of an open correction. round_number: its round; at: when it was asked."""

    round_number: int
    at: datetime
    answer_by: Any
    items: tuple[CorrectionItem, ...]

    @property
    def steps(self) -> set[str]:
        """The slugs of the steps concerned."""
        return {item.step for item in self.items if item.step}

    @property
    def materials(self) -> set[str]:
        """The codes of the materials concerned."""
        return {item.material for item in self.items if item.material}

    def fields(self, step: str) -> set[str] | None:
        """Return the fields of a step that may be edited; None when the whole step may."""
        fields = {item.field for item in self.items if item.step == step}
        return None if "" in fields else fields

    def reasons(self, *, step: str = "", field: str = "", material: str = "") -> list[str]:
        """Return why a field, a whole step (`field` empty) or a material has to be corrected."""
        wanted = (step, field, material)
        return [item.reason for item in self.items if (item.step, item.field, item.material) == wanted]


def asked_of(application: Application) -> Asked | None:
    """Return what the applicant has to correct now; None for a draft."""
    correction = open_correction(application)
    if correction is None:
        return None
    return Asked(correction.round, correction.asked_at, correction.answer_by, tuple(correction.items.all()))


def with_dependents(names: set[str], shown_when: Mapping[str, Any]) -> set[str]:
    """Return fields and all that are asked for only because of their answers: those change with them."""
    opened = set(names)
    while True:
        more = {
            name
            for name, entry in shown_when.items()
            if any(other in opened for other, _values in conditions(entry))
        } - opened
        if not more:
            return opened
        opened |= more


def has_changed(
    service: Service, item: CorrectionItem, before: Mapping[str, Any], now: Mapping[str, Any]
) -> bool:
    """Return whether the answer to an item of a step differs from what was submitted."""
    old, new = before.get(item.step, {}), now.get(item.step, {})
    if not item.field:
        return bool(old != new)
    if service.step(item.step).repeat is None:
        return bool(old.get(item.field) != new.get(item.field))
    return [row.get(item.field) for row in old.get("rows", [])] != [
        row.get(item.field) for row in new.get("rows", [])
    ]
