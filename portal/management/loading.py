"""Many rows at once: COPY on PostgreSQL, bulk inserts elsewhere. For synthetic data only; no signal is sent."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 2000


def store(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of a table and return how many. columns: names of fields, `…_id` for a foreign key.

    Values as text, numbers, dates, moments or None; no text may hold a tab, a line break or a backslash.
    """
    if connection.vendor != "postgresql":
        return _in_bulk(model, columns, iter(rows))
    names = ", ".join(f'"{_column(model, name)}"' for name in columns)
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write("\t".join([_text(value) for value in row]) + "\n")
            count += 1
    return count


def _column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name.removesuffix("_id")).column)  # type: ignore[union-attr]


def _text(value: Any) -> str:
    """Return a value as COPY reads it."""
    if type(value) is str:
        return value
    if value is None:
        return "\\N"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _in_bulk(model: type[models.Model], columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    count = 0
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create([model(**dict(zip(columns, row, strict=True))) for row in batch])
        count += len(batch)
    return count


@contextmanager
def unhurried() -> Iterator[None]:
    """Lift the limit that ends long statements of the portal, as long as the block lasts. Outside a transaction."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET maintenance_work_mem = '256MB'")
    yield
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("RESET statement_timeout")
            cursor.execute("RESET maintenance_work_mem")


@contextmanager
def without_indexes(*tables: type[models.Model]) -> Iterator[None]:
    """Take the indexes of some tables away while they are filled, and make them anew: sorting beats inserting.

    On PostgreSQL only. Constraints stay. Others cannot write to these tables meanwhile.
    """
    dropped = [(model, index) for model in tables for index in model._meta.indexes]
    if connection.vendor != "postgresql":
        dropped = []
    with connection.schema_editor() as editor:
        for model, index in dropped:
            editor.remove_index(model, index)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for model, index in dropped:
                editor.add_index(model, index)


def settle(*tables: type[models.Model]) -> None:
    """Let the database clean up after a load and count anew what it plans by. Outside any transaction."""
    if connection.in_atomic_block:
        verb = "ANALYZE"
    else:
        verb = "VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE"
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f'{verb} "{model._meta.db_table}"')
