"""The pages of a new installation, built by the action that builds them once in each process, then copied."""

from typing import Any

from django.core.cache import cache
from django.db import connection

from cms.actions import build_content

Rows = dict[str, list[tuple[Any, ...]]]
_built: list[tuple[Rows, Rows]] = []


def built() -> None:
    """Put the pages into the database of this test: a second of work the first time, copied rows after that.

    Copied only onto the rows that the first build began with; on another database than SQLite built each time.
    """
    if connection.vendor != "sqlite":
        build_content()
        return
    before = _rows()
    for began, made in _built:
        if {table: before[table] for table in made} == began:
            for table, rows in made.items():
                _put(table, rows)
            cache.clear()
            return
    build_content()
    after = _rows()
    changed = [table for table, rows in after.items() if rows != before[table]]
    _built.append(({table: before[table] for table in changed}, {table: after[table] for table in changed}))


def _rows() -> Rows:
    """Return what stands in every table but those that SQLite keeps for itself and for its full-text search."""
    tables = [name for name in connection.introspection.table_names() if "_fts" not in name]
    with connection.cursor() as cursor:
        return {table: cursor.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}


def _put(table: str, rows: list[tuple[Any, ...]]) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
