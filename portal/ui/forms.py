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

from portal.ui import errors
from portal.ui.formsets import StepFormSet, step_formset

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


def readable(field: forms.Field, value: Any) -> str:
    """Return a stored value of any field as text: choice labels, dates, yes and no."""
    if value in EMPTY:
        return _("Not given")
    if hasattr(field, "text"):
        return field.text(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "、".join(readable(field, item) for item in value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(field, forms.DateField) and isinstance(value, str):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(value)


def condition_in_words(deciding: forms.Field, name: str, values: tuple[str, ...]) -> str:
    """Return the sentence that says on which answers to another field a field depends."""
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

    sensitive: fields that are masked on display. shown_when: field -> (other field, its values): asked for,
    and required, only then; emptied otherwise. fieldsets: (title, fields) groups for drawing.
    """

    sensitive: frozenset[str] = frozenset()
    shown_when: dict[str, tuple[str, tuple[str, ...]]] = {}
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
        for name, (other, values) in self.shown_when.items():
            self._make_conditional(name, other, values)

    def prepare(self) -> None:
        """Fill choices and limits from `self.norms` and `self.answers`. For services to override."""

    def _make_conditional(self, name: str, other: str, values: tuple[str, ...]) -> None:
        field, deciding = self.fields[name], self.fields[other]
        field.required_when_shown, field.required = field.required, False
        field.widget.is_required = False
        field.shown_when = (other, values)
        field.shown_when_field = self.add_prefix(other)
        field.shown_when_values = json.dumps(list(values))
        # Put into words only when it is drawn: a form that is sent, checked or shown as text needs none.
        field.shown_when_hint = SimpleLazyObject(lambda: condition_in_words(deciding, other, values))

    def _clean_fields(self) -> None:
        # Here and not in clean(), so that a service's own clean() finds the conditions already settled.
        super()._clean_fields()
        for name, (other, values) in self.shown_when.items():
            if other not in self.cleaned_data:
                continue
            if not keys(self.cleaned_data[other]) & set(values):
                self._errors.pop(name, None)
                self.cleaned_data[name] = None
            elif self.fields[name].required_when_shown and self.cleaned_data.get(name, False) in EMPTY:
                words = self.fields[name].error_messages["required"]
                self.add_error(name, ValidationError(words, code="required"))

    def json_values(self) -> dict[str, Any]:
        """Return the cleaned values as JSON carries them. Call after `is_valid()`."""
        return {name: json_value(self.cleaned_data.get(name)) for name in self.fields}

    def is_shown(self, name: str, values: Mapping[str, Any]) -> bool:
        """Return whether a field is asked for, given stored values; follows chains of conditions."""
        if name not in self.shown_when:
            return True
        other, wanted = self.shown_when[name]
        return bool(keys(values.get(other)) & set(wanted)) and self.is_shown(other, values)

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
