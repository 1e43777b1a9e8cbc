"""The rows of a repeated step. Adding and removing are plain submit buttons; no JavaScript is needed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from portal.ui import errors, twins

#: Rows beyond the maximum that are still drawn again with an error, so that nothing typed is lost.
ROWS_OVER = 10


class StepFormSet(BaseFormSet):
    """Rows of one `StepForm`. Takes norms, answers and locked like it and hands them to each row.

    What was typed is gathered from the names of the inputs, so a missing, doubled or wrong management
    form does no harm. Rows left empty beyond the minimum are dropped. Locked rows stay as they are.
    Of two rows that share what must be unique, the later one is refused and the earlier one named.
    """

    row: Any = gettext_lazy("Entry")
    #: fields of which no two rows may share a value
    unique: tuple[str, ...] = ()

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        norms: Any = None,
        answers: Mapping[str, Mapping[str, Any]] | None = None,
        locked: Iterable[str] = (),
        prefix: str | None = None,
        initial: list[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.locked = frozenset(locked)
        row_kwargs = {"norms": norms, "answers": answers, "locked": self.locked}
        row_kwargs |= kwargs.pop("form_kwargs", None) or {}
        if data is not None:
            data = self._gathered(data, prefix or self.get_default_prefix(), len(initial or []))
        super().__init__(data, files, prefix=prefix, initial=initial, form_kwargs=row_kwargs, **kwargs)

    def _gathered(self, data: Any, prefix: str, stored: int) -> QueryDict:
        """Return the typed rows numbered without gaps, with a management form that fits them."""
        numbers = self.row_numbers(data, prefix)
        if self.locked:
            numbers = range(max(stored, len(numbers)))
        else:
            spare = len(numbers) - self.min_num
            for number in reversed(numbers):
                if spare > 0 and self._is_blank(data, f"{prefix}-{number}"):
                    numbers.remove(number)
                    spare -= 1
        gathered = QueryDict(mutable=True)
        names = _names_by_row(data, prefix)
        for place, number in enumerate(numbers):
            for name in names.get(number, ()):
                gathered.setlist(f"{prefix}-{place}-{name}", _all(data, f"{prefix}-{number}-{name}"))
        gathered[f"{prefix}-TOTAL_FORMS"] = len(numbers)
        # All count as stored, or Django takes a row that nobody changed for an empty one.
        gathered[f"{prefix}-INITIAL_FORMS"] = len(numbers)
        return gathered

    @classmethod
    def _is_blank(cls, data: Any, row_prefix: str) -> bool:
        values = cls.form.raw_values(data, row_prefix).values()
        return not any(value.strip() if isinstance(value, str) else value for value in values)

    @classmethod
    def row_numbers(cls, data: Any, prefix: str) -> list[int]:
        """Return the numbers of the rows that a request carries, from its count and its names."""
        told = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
        count = min(int(told), cls.absolute_max) if re.fullmatch(r"[0-9]{1,6}", told) else 0
        pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,6}})-")
        named = {int(found.group(1)) for key in data if (found := pattern.match(key))}
        return sorted(set(range(count)) | set(sorted(named)[: cls.absolute_max]))[: cls.absolute_max]

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        # Empty rows are gone already; what is left must be right, also when it equals the stored row.
        return super()._construct_form(i, **{"empty_permitted": False} | kwargs)

    def clean(self) -> None:
        """Refuse what two rows may not share, at the later one."""
        rows = [twins.keys_of(form, form.cleaned_data, self.unique) for form in self.forms]
        for place, name, first in twins.found(rows):
            if not self.forms[place].has_error(name):
                self.forms[place].add_error(name, twins.sentence(f"{self.row} {first + 1}"))

    @property
    def can_add(self) -> bool:
        """Return whether another row may be added."""
        return not self.locked and len(self.forms) < self.max_num

    @property
    def can_remove(self) -> bool:
        """Return whether a row may be removed."""
        return not self.locked and len(self.forms) > self.min_num

    @property
    def anchor(self) -> str:
        """Return the id of the box with the errors of the whole set."""
        return errors.form_anchor(self.prefix)

    def json_values(self) -> dict[str, Any]:
        """Return `{"rows": [...]}` of the cleaned rows. Call after `is_valid()`."""
        return {"rows": [form.json_values() for form in self.forms]}

    def display(self, values: Mapping[str, Any]) -> list[list[tuple[str, str, str]]]:
        """Return (name, label, text) of each field of each stored row."""
        one = self.empty_form  # made once: each time it is asked for it is made anew
        return [one.display(row) for row in values.get("rows", [])]

    def error_links(self) -> list[tuple[str, str]]:
        """Return (href, text) of each error of the set and of its rows."""
        return errors.error_links(self)

    @classmethod
    def raw_values(cls, data: Any, prefix: str | None = None) -> dict[str, Any]:
        """Return `{"rows": [...]}` as typed, with empty rows."""
        prefix = prefix or cls.get_default_prefix()
        numbers = cls.row_numbers(data, prefix)
        return {"rows": [cls.form.raw_values(data, f"{prefix}-{number}") for number in numbers]}

    @classmethod
    def merged(cls, stored: Mapping[str, Any], data: Any, prefix: str | None = None) -> dict[str, Any]:
        """Return stored rows with the fields that an autosave request carries put in, row by row."""
        prefix = prefix or cls.get_default_prefix()
        rows = [dict(row) for row in stored.get("rows", [])]
        for number in cls.row_numbers(data, prefix):
            if number >= cls.absolute_max:  # no page has such a row; the ones before it would all be made
                break
            while len(rows) <= number:
                rows.append({})
            rows[number].update(cls.form.raw_values(data, f"{prefix}-{number}", only_sent=True))
        return {"rows": rows}

    @classmethod
    def rows_after(cls, data: Any, prefix: str | None = None) -> list[dict[str, Any]] | None:
        """Return the typed rows after "add another" or "remove"; None when neither was pressed."""
        if "add-row" not in data and "remove-row" not in data:
            return None
        rows = cls.raw_values(data, prefix)["rows"]
        if "add-row" in data:
            return [*rows, {}] if len(rows) < cls.max_num else rows
        gone = str(data["remove-row"])
        if len(rows) > cls.min_num and re.fullmatch(r"[0-9]{1,6}", gone) and int(gone) < len(rows):
            rows.pop(int(gone))
        return rows


def _names_by_row(data: Any, prefix: str) -> dict[int, list[str]]:
    """Return the names of the inputs of each row by its number, in one pass: there may be hundreds of rows."""
    found: dict[int, list[str]] = {}
    pattern = re.compile(rf"{re.escape(prefix)}-(0|[1-9][0-9]{{0,5}})-(.*)", re.DOTALL)
    for key in data:
        if match := pattern.fullmatch(key):
            found.setdefault(int(match.group(1)), []).append(match.group(2))
    return found


def _all(data: Any, key: str) -> list[Any]:
    if hasattr(data, "getlist"):
        return data.getlist(key)
    return data[key] if isinstance(data[key], list) else [data[key]]


def step_formset(
    form: type, minimum: int = 1, maximum: int = 50, row: Any = None, unique: tuple[str, ...] = ()
) -> type[StepFormSet]:
    """Return the class of the rows of a step.

    form: a `StepForm`. minimum, maximum: numbers of rows. row: what one row is called ("Substance").
    unique: fields of which no two rows may share a value.
    """
    made = formset_factory(
        form,
        formset=StepFormSet,
        extra=0,
        min_num=minimum,
        max_num=maximum,
        absolute_max=maximum + ROWS_OVER,
        validate_min=True,
        validate_max=True,
    )
    made.unique = unique
    if row is not None:
        made.row = row
    made.default_error_messages = {
        "too_few_forms": gettext_lazy("Please fill in at least %(num)d of these."),
        "too_many_forms": gettext_lazy("There can be at most %(num)d of these. Please remove some."),
    }
    return made
