"""The form of a step: what services derive from. For repeated steps see `portal.ui.formsets`."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from portal.standards import resident_id
from portal.ui import errors
from portal.ui.formsets import StepFormSet, step_formset
from portal.ui.listing import listed

__all__ = ["StepForm", "StepFormSet", "step_formset"]

EMPTY = (None, "", [], ())


def json_value(value: Any) -> Any:
    """Return a cleaned value as JSON carries it: dates ISO, decimals as plain strings, empty as None."""
    if value in EMPTY:
        return None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list | tuple | set):
        return [json_value(item) for item in value]
    return value


def keys(value: Any) -> set[str]:
    """Return what a value counts as in `shown_when`: its texts; true and false are "yes" and "no"."""
    if isinstance(value, list | tuple | set):
        return {key for item in value for key in keys(item)}
    return {("yes" if value else "no") if isinstance(value, bool) else str(value or "")}


#: One condition: another field of the step, and the values of which it must have one.
Condition = tuple[str, tuple[str, ...]]


def conditions(entry: Condition | tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return the conditions of an entry of `shown_when`: one, or several that must all hold."""
    return entry if isinstance(entry[0], tuple) else (entry,)  # type: ignore[return-value]


def meets(value: Any, wanted: tuple[str, ...], on: date | None) -> bool:
    """Return whether a value is one of those wanted.

    "age:8-17" stands for a date of birth at which one is 8 to 17 years old `on` that day; "age:18-" has no end.
    """
    if keys(value) & set(wanted):
        return True
    spans = [text.removeprefix("age:").split("-") for text in wanted if text.startswith("age:")]
    if not spans or on is None or value in EMPTY:
        return False
    born = value if isinstance(value, date) else date.fromisoformat(str(value))
    age = resident_id.age_on(born, on)
    return any(int(least) <= age <= int(most or 999) for least, most in spans)


def readable(field: forms.Field, value: Any) -> str:
    """Return a stored value of any field as text: choice labels, dates, yes and no."""
    if value in EMPTY:
        return _("Not given")
    if hasattr(field, "text"):
        return field.text(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return listed(readable(field, item) for item in value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(field, forms.DateField) and isinstance(value, str):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(value)


def condition_in_words(deciding: forms.Field, name: str, values: tuple[str, ...]) -> str:
    """Return the sentence that says on which answers to another field a field depends."""
    if values[0].startswith("age:"):
        least, most = values[0].removeprefix("age:").split("-")
        if not most:
            return _("Only from the age of %(least)s.") % {"least": least}
        return _("Only from %(least)s to %(most)s years of age.") % {"least": least, "most": most}
    labels = {"yes": _("Yes"), "no": _("No")}
    labels |= {str(code): str(label) for code, label in getattr(deciding, "choices", ())}
    return _("Only if you answered “%(answer)s” to: %(question)s") % {
        "answer": " / ".join(labels.get(value, value) for value in values),
        "question": deciding.label or name,
    }


class StepForm(forms.Form):
    """One page of the wizard (or one row of a repeated one).

    norms: the rules in force (`on`, `value(key)`, `entries(list)`). answers: `answers[step][field]` so far.
    locked: names of fields that are shown but cannot be changed (corrections).

    sensitive: fields that are masked on display. shown_when: field -> (other field, its values), or several such
    pairs that must all hold: asked for, and required, only then; emptied otherwise (see `meets` for ages).
    fieldsets: (title, fields) groups for drawing.
    """

    sensitive: frozenset[str] = frozenset()
    shown_when: dict[str, Any] = {}
    fieldsets: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def __init__(
        self,
        *args: Any,
        norms: Any = None,
        answers: Mapping[str, Mapping[str, Any]] | None = None,
        locked: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.norms, self.answers = norms, answers or {}
        self.prepare()
        for name in self.fields.keys() & set(locked):
            self.fields[name].disabled = True
        for name, entry in self.shown_when.items():
            self._make_conditional(name, conditions(entry))

    def prepare(self) -> None:
        """Fill choices and limits from `self.norms` and `self.answers`. For services to override."""

    def _make_conditional(self, name: str, pairs: tuple[Condition, ...]) -> None:
        field = self.fields[name]
        field.required_when_shown, field.required = field.required, False
        field.widget.is_required = False
        field.shown_when = pairs
        field.shown_when_data = json.dumps(
            [[self.add_prefix(other), list(values)] for other, values in pairs]
        )
        # Put into words only when it is drawn: a form that is sent, checked or shown as text needs none.
        field.shown_when_hint = SimpleLazyObject(
            lambda: " ".join(condition_in_words(self.fields[other], other, values) for other, values in pairs)
        )

    @property
    def on(self) -> date | None:
        """The day on which ages are counted."""
        return getattr(self.norms, "on", None)

    def _clean_fields(self) -> None:
        # Here and not in clean(), so that a service's own clean() finds the conditions already settled.
        super()._clean_fields()
        for name, entry in self.shown_when.items():
            pairs = conditions(entry)
            if any(other not in self.cleaned_data for other, _values in pairs):
                continue
            if not all(meets(self.cleaned_data[other], values, self.on) for other, values in pairs):
                self._errors.pop(name, None)
                self.cleaned_data[name] = None
            elif self.fields[name].required_when_shown and self._is_left_out(name):
                words = self.fields[name].error_messages["required"]
                self.add_error(name, ValidationError(words, code="required"))

    def _is_left_out(self, name: str) -> bool:
        value = self.cleaned_data.get(name, False)
        return value in EMPTY or (value is False and isinstance(self.fields[name], forms.BooleanField))

    def json_values(self) -> dict[str, Any]:
        """Return the cleaned values as JSON carries them. Call after `is_valid()`."""
        return {name: json_value(self.cleaned_data.get(name)) for name in self.fields}

    def is_shown(self, name: str, values: Mapping[str, Any]) -> bool:
        """Return whether a field is asked for, given stored values; follows chains of conditions."""
        if name not in self.shown_when:
            return True
        return all(
            meets(values.get(other), wanted, self.on) and self.is_shown(other, values)
            for other, wanted in conditions(self.shown_when[name])
        )

    def display(self, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Return (name, label, text) of each field that is asked for, from stored values."""
        return [
            (name, str(field.label or name), readable(field, values.get(name)))
            for name, field in self.fields.items()
            if self.is_shown(name, values)
        ]

    def get_context(self) -> dict[str, Any]:
        """Return what the template of the form gets; without errors, none are drawn for each field in vain."""
        if self.errors:
            return super().get_context()
        fields = [(field, "") for field in self.visible_fields()]
        return {
            "form": self,
            "fields": fields,
            "hidden_fields": self.hidden_fields(),
            "errors": self.non_field_errors(),
        }

    def groups(self) -> list[tuple[Any, list[BoundField]]]:
        """Return (title, fields) for drawing; fields in no fieldset come last, without a title."""
        named = {name for _title, names in self.fieldsets for name in names}
        groups = [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.fieldsets
        ]
        rest = [field for field in self.visible_fields() if field.name not in named]
        return [group for group in [*groups, ("", rest)] if group[1]]

    def error_links(self) -> list[tuple[str, str]]:
        """Return (href, text) of each error, for the error summary."""
        return errors.form_links(self)

    @classmethod
    def raw_values(cls, data: Any, prefix: str | None = None, *, only_sent: bool = False) -> dict[str, Any]:
        """Return what was typed into the fields of this step, nothing else (no CSRF token, no buttons).

        only_sent: leave out fields that the request does not carry (autosave sends the changed ones).
        """
        raw = {}
        for name, field in cls.base_fields.items():
            key = f"{prefix}-{name}" if prefix else name
            if only_sent and key not in data:
                continue
            value = field.widget.value_from_datadict(data, {}, key)
            raw[name] = [item for item in value if item] if isinstance(value, list) else value
        return raw

    @classmethod
    def merged(cls, stored: Mapping[str, Any], data: Any, prefix: str | None = None) -> dict[str, Any]:
        """Return stored answers of the step with the fields that an autosave request carries put in."""
        return {**stored, **cls.raw_values(data, prefix, only_sent=True)}
