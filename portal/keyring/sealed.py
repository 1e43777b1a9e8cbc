"""The property through which a model reads and writes a sealed column."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from .sealing import open_json, seal_json


class SealedJSON(property):
    """A JSON value kept sealed in a BinaryField of the same model.

        answers_sealed = models.BinaryField(default=bytes)
        answers = SealedJSON("answers_sealed", context=lambda row: f"application:{row.pk}:answers")

    Reading opens the column once per instance and value (an empty column reads as {}) and raises
    `CannotOpen` or `UnknownKey`; setting seals into the column. What the context is made of must be set
    before and never change. The value read is not watched: change it by setting it again, then save the
    column. A subclass of property, so that Model(answers=...) is accepted.
    """

    def __init__(self, column: str, context: Callable[[Any], str]) -> None:
        """Bind to a column; `context` gives the text that ties the blob to its row and column."""
        super().__init__(self._read, self._write)
        self.column = column
        self.context = context
        self._cache = f"_opened_{column}"

    def _read(self, row: Model) -> Any:
        """Return the opened value."""
        blob = bytes(getattr(row, self.column) or b"")
        if not blob:
            return {}
        kept = row.__dict__.get(self._cache)
        if kept and kept[0] == blob:  # else the row was read from the database again
            return kept[1]
        value = open_json(blob, self.context(row))
        row.__dict__[self._cache] = (blob, value)
        return value

    def _write(self, row: Model, value: Any) -> None:
        """Seal a value into the column."""
        setattr(row, self.column, seal_json(value, self.context(row)))
        row.__dict__.pop(self._cache, None)
