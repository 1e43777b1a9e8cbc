"""Changing the key: everything not sealed with the newest key is sealed anew, while the portal goes on.

Each value is replaced only if its column still holds the bytes that were opened, so a value written
meanwhile is never overwritten. A run that was stopped is simply started again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from inspect import getattr_static

from django.apps import apps
from django.db.models import Model

from .sealed import SealedJSON
from .sealing import CannotOpen, key_id, newest_key_id, open_sealed, seal

Columns = Callable[[], Iterable[tuple[type[Model], str]]]
BATCH = 500
_registered: dict[str, Columns] = {}


@dataclass
class Outcome:
    """What happened to one sealed column; `failed` lists primary keys that could not be opened."""

    name: str
    resealed: int = 0
    current: int = 0
    changed: int = 0
    failed: list[str] = field(default_factory=list)


def register(name: str, columns: Columns) -> None:
    """Give a readable name to a room's sealed columns: (model, name of its SealedJSON), for the report."""
    _registered[name] = columns


def sealed_columns() -> Iterator[tuple[str, type[Model], SealedJSON]]:
    """Yield every SealedJSON of every installed model once, registered or not: none can be forgotten."""
    names = {found: name for name, columns in _registered.items() for found in columns()}
    for model in apps.get_models():
        for attribute in dir(model):
            sealed = getattr_static(model, attribute, None)
            if isinstance(sealed, SealedJSON):
                yield names.get((model, attribute), f"{model._meta.label}.{attribute}"), model, sealed


def rotate(batch: int = BATCH) -> list[Outcome]:
    """Seal anew, with the newest key, everything sealed with another one; return an Outcome per column."""
    return [_rotate_column(name, model, sealed, batch) for name, model, sealed in sealed_columns()]


def _rotate_column(name: str, model: type[Model], sealed: SealedJSON, batch: int) -> Outcome:
    """Walk a model by primary key in batches and seal its column anew where needed."""
    outcome = Outcome(name)
    rows = model._base_manager.order_by("pk")
    last = None
    while found := list((rows if last is None else rows.filter(pk__gt=last))[:batch]):
        for row in found:
            _reseal(row, sealed, outcome)
        last = found[-1].pk
    return outcome


def _reseal(row: Model, sealed: SealedJSON, outcome: Outcome) -> None:
    """Seal one value anew and count what happened."""
    blob = bytes(getattr(row, sealed.column) or b"")
    if not blob or key_id(blob) == newest_key_id():
        outcome.current += 1
        return
    context = sealed.context(row)
    try:
        anew = seal(open_sealed(blob, context), context)
    except CannotOpen:
        outcome.failed.append(str(row.pk))
        return
    same = type(row)._base_manager.filter(pk=row.pk, **{sealed.column: blob})
    if same.update(**{sealed.column: anew}):
        outcome.resealed += 1
    else:  # written meanwhile, and so with the newest key, or deleted
        outcome.changed += 1
