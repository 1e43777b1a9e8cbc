"""The 39 checkpoints as data: a list of the rulebook, versioned, read by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.checkpoints.stages import Stage
from portal.rulebook.lists import Column, ListSpec, ValueSpec, declare_list, declare_values
from portal.rulebook.reading import versions
from portal.workdays.queries import today

DATA = Path(__file__).parent / "data"
EVERY_SERVICE = "ALL"
#: So long pages may show a list that an editor has changed meanwhile, in seconds; what judges reads it anew.
SHOWN_FOR = 60

CHECKPOINTS = declare_list(
    ListSpec(
        key="checkpoints",
        title=_("Mandatory checkpoints"),
        columns=(
            Column("name", _("Name")),
            Column("name_en", _("Name in English")),
            Column("stage", _("Stage"), "choice", choices=tuple(Stage.values)),
            Column("services", _("Services (codes with commas, or ALL)")),
            Column("conditional", _("Only when the condition of its criterion holds"), "flag"),
            Column("automatic", _("Judged automatically"), "flag"),
            Column("manual", _("Ticked by an officer"), "flag"),
            Column("criterion", _("Criterion")),
            Column("criterion_en", _("Criterion in English")),
            Column("severity", _("Severity"), "choice", choices=("critical", "major", "minor")),
            Column("basis", _("Legal basis"), required=False),
            Column("evidence", _("Evidence"), required=False),
        ),
        seed=DATA / "checkpoints.json",
    )
)
declare_values(
    [
        ValueSpec(
            "checkpoints.intake_days",
            _("Time by law to accept an application or to ask once for corrections"),
            "integer",
            _("working days"),
        ),
        ValueSpec(
            "checkpoints.override_characters",
            _("Least length of the reason for passing over a failed checkpoint"),
            "integer",
            _("characters"),
        ),
    ],
    DATA / "values.json",
)


@dataclass(frozen=True)
class Checkpoint:
    """One checkpoint as it is in force on a day. columns: as in the list. since: first day of that version."""

    code: str
    columns: Mapping[str, Any]
    since: date

    @property
    def stage(self) -> Stage:
        """The stage that a case may not leave without it."""
        return Stage(self.columns["stage"])

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return str(self.columns["name_en" if _english() else "name"])

    @property
    def criterion(self) -> str:
        """When it is passed, in the language of the page."""
        return str(self.columns["criterion_en" if _english() else "criterion"])

    @property
    def services(self) -> frozenset[str]:
        """The codes of the services it belongs to; "ALL" alone for every one."""
        return frozenset(code.strip() for code in self.columns["services"].split(","))

    def belongs_to(self, service: str) -> bool:
        """Return whether cases of a service pass it."""
        return bool(self.services & {EVERY_SERVICE, service})


def _english() -> bool:
    return (get_language() or "").startswith("en")


def in_force(on: date | None = None) -> dict[str, Checkpoint]:
    """Return the checkpoints in force on a day (today when left out), by code, in order. One query."""
    day = on or today()
    return {
        code: Checkpoint(code, dict(version.entry), version.since)
        for code, version in versions(CHECKPOINTS, day).items()
        if version.holds(day)
    }


def for_pages() -> dict[str, Checkpoint]:
    """Return today's checkpoints for showing them: as they were a minute ago at most, mostly without a query."""
    day = today()
    found: dict[str, Checkpoint] | None = cache.get(f"checkpoints:{day}")
    if found is None:
        found = in_force(day)
        cache.set(f"checkpoints:{day}", found, SHOWN_FOR)
    return found


def of_service(service: str, everything: Mapping[str, Checkpoint] | None = None) -> dict[str, Checkpoint]:
    """Return the checkpoints that cases of a service pass, by code, in order.

    everything: those of today, if the caller has them; left out, they are read (one query).
    """
    found = in_force() if everything is None else everything
    return {code: one for code, one in found.items() if one.belongs_to(service)}
