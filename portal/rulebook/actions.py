"""Writing to the rulebook: seeding what is missing, confirming a rule."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone

from portal.rulebook.lists import ListSpec, declared_lists, declared_values, value_seeds
from portal.rulebook.models import RuleEntry, RuleValue, RuleVersion


class UndeclaredSeed(Exception):
    """A seed file holds a value that no declaration names."""


@transaction.atomic
def seed() -> int:
    """Insert what stands in the seed files and not yet in the database; return how many rows were added.

    A row that came from a seed file is known by its key and the start date it was seeded with, so an editor's
    change of it, dates included, is never undone. Raises UndeclaredSeed, and ValidationError for bad data.
    """
    return _add(RuleValue, ("key",), _seeded_values()) + _add(
        RuleEntry, ("list_key", "code"), _seeded_entries()
    )


def _add(model: type[RuleVersion], identity: tuple[str, ...], rows: Iterator[RuleVersion]) -> int:
    """Insert the rows that the table does not know, by identity and start date. Two queries."""
    known = set()
    for *name, seeded_from, effective_from in model._default_manager.values_list(
        *identity, "seeded_from", "effective_from"
    ):
        known |= {(*name, seeded_from), (*name, effective_from)}
    missing = [
        row for row in rows if (*(getattr(row, part) for part in identity), row.seeded_from) not in known
    ]
    for row in missing:
        row.clean()
    model._default_manager.bulk_create(missing, batch_size=500)
    return len(missing)


def _seeded_values() -> Iterator[RuleValue]:
    for path in value_seeds():
        for item in _load(path):
            if item["key"] not in declared_values():
                raise UndeclaredSeed(f"{item['key']} in {path.name}")
            yield RuleValue(key=item["key"], data=item["data"], **_version(item, {}))


def _seeded_entries() -> Iterator[RuleEntry]:
    for spec in declared_lists().values():
        file = _load(spec.seed)
        for item in file["entries"]:
            yield RuleEntry(
                list_key=spec.key, code=item["code"], data=_columns(spec, item), **_version(item, file)
            )


def _columns(spec: ListSpec, item: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a seed entry: all of it but its code and what describes the version."""
    about = {"code", "effective_from", "effective_to", "source", "mark", "note"}
    about -= {column.key for column in spec.columns}
    return {key: value for key, value in item.items() if key not in about}


def _version(item: dict[str, Any], default: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that describe the version, from the entry or else from the head of its file."""
    begin = date.fromisoformat(item.get("effective_from") or default["effective_from"])
    end = item.get("effective_to")
    return {
        "effective_from": begin,
        "effective_to": date.fromisoformat(end) if end else None,
        "seeded_from": begin,
        "source": item.get("source", default.get("source", "")),
        "mark": item.get("mark") or default["mark"],
        "note": item.get("note", ""),
    }


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def seed_after_migrate(**kwargs: Any) -> None:
    """Seed after `migrate` and after a test has flushed the database (receiver of post_migrate)."""
    tables = connection.introspection.table_names()
    # `migrate rulebook zero` and a database that other rooms are being migrated into have no tables yet.
    if kwargs.get("using", DEFAULT_DB_ALIAS) == DEFAULT_DB_ALIAS and RuleEntry._meta.db_table in tables:
        seed()


def confirm(*, rule: RuleVersion, by: AbstractBaseUser) -> None:
    """Record that `by` has compared the rule with the official text; saves the row."""
    rule.confirmed_by = by  # type: ignore[assignment]
    rule.confirmed_at = timezone.now()
    rule.save(update_fields=["confirmed_by", "confirmed_at"])
