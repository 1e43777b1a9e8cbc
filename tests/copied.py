"""What many tests begin with, made by the product's own actions once in each process, and copied after that."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Model

Made = TypeVar("Made", bound=Model)
Rows = dict[str, list[tuple[object, ...]]]
#: by name: the rows of the tables it changed before and after, the model and the key of what it returned
_made: dict[str, tuple[Rows, Rows, type[Model], object]] = {}
_folder = tempfile.TemporaryDirectory(prefix="portal-copied-")


def once(name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` returns, read from the database, made there or copied.

    Copied, with the objects in storage, only where the tables hold what they held before it was made; on another
    database than SQLite it is made each time. `name` must say all that `make` depends on.
    """
    if connection.vendor != "sqlite":
        return make()
    if name in _made:
        began, left, model, key = _made[name]
        if _rows(list(began)) == began:
            for table, rows in left.items():
                _put(table, rows)
            shutil.copytree(_objects(name), _store(), dirs_exist_ok=True)
            cache.clear()
            return model._default_manager.get(pk=key)  # type: ignore[return-value]
    before = _rows(_tables())
    made = make()
    after = _rows(list(before))
    changed = [table for table, rows in after.items() if rows != before[table]]
    _made[name] = (
        {table: before[table] for table in changed},
        {table: after[table] for table in changed},
        type(made),
        made.pk,
    )
    if _store().exists():
        shutil.copytree(_store(), _objects(name), dirs_exist_ok=True)
    return type(made)._default_manager.get(pk=made.pk)  # type: ignore[attr-defined, no-any-return]


def _store() -> Path:
    """Return the folder of the objects of this test."""
    return Path(settings.STORAGES["documents"]["OPTIONS"]["location"])


def _objects(name: str) -> Path:
    """Return the folder that keeps the objects of what was made."""
    folder = Path(_folder.name) / name
    folder.mkdir(exist_ok=True)
    return folder


def _tables() -> list[str]:
    """Return every table but those that SQLite keeps for its full-text search, which triggers fill."""
    return [name for name in connection.introspection.table_names() if "_fts" not in name]


def _rows(tables: list[str]) -> Rows:
    with connection.cursor() as cursor:
        return {table: cursor.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}


def _put(table: str, rows: list[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')
        if rows:
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
