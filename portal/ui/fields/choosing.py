"""One of several: radios, lists, boxes, and lists too long to show that are searched."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from portal.standards import divisions
from portal.ui import matching, wording
from portal.ui.fields.plain import Described, compact

MOST_NAMED = 5


class Radios(forms.RadioSelect):
    """Radio buttons with Django's markup, drawn by one template: Django's own takes three for each choice."""

    template_name = "ui/forms/radios.html"


class RadioField(Described, forms.ChoiceField):
    """One of a few choices, all in view."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Radios())
        super().__init__(*args, **{"error_messages": {"required": wording.REQUIRED_CHOICE}} | kwargs)

    def text(self, value: Any) -> str:
        """Return the label of the choice; a code that is no longer a choice stays a code."""
        return str(dict(self.choices).get(value, value))


class SelectField(RadioField):
    """One of many choices. Set `choices` in `prepare()`; the empty line is added here when drawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": PromptSelect()} | kwargs)


class PromptSelect(forms.Select):
    """A drop-down that begins with a request to choose, drawn by one template for all its choices."""

    template_name = "ui/forms/select.html"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        if any(option["value"] == "" for _group, options, _index in groups for option in options):
            return groups
        blank = self.create_option(name, "", _("Please choose"), not any(value), 0, attrs=attrs)
        return [(None, [blank], 0), *groups]


class YesNoField(RadioField):
    """A question answered by yes or no; stored as true or false. In `shown_when`: "yes", "no"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=lambda: [("yes", _("Yes")), ("no", _("No"))], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> bool | None:
        answer = super().clean(self.prepare_value(value))
        return {"yes": True, "no": False}.get(answer)

    def text(self, value: Any) -> str:
        """Return Yes or No."""
        return super().text(self.prepare_value(value))


class CommitmentField(Described, forms.BooleanField):
    """A statement that must be ticked, in its own words."""

    width = "long"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"error_messages": {"required": wording.COMMITMENT}} | kwargs)

    def text(self, value: Any) -> str:
        """Return that it was confirmed, or not."""
        return _("Confirmed") if value else _("Not confirmed")


class SuggestInput(forms.TextInput):
    """A text input with a list of suggestions that portal.js fetches while typing."""

    template_name = "ui/forms/suggest_input.html"


def only(found: list[str], name: Callable[[str], str], words: dict[str, Any]) -> str:
    """Return the one code found; raise ValidationError when there is none, or several, of which it names five."""
    if len(found) == 1:
        return found[0]
    key = "none" if not found else "many" if len(found) <= MOST_NAMED else "too_many"
    named = "；".join(name(code) for code in found[:MOST_NAMED])
    raise ValidationError(words[key], code="many" if found else "none", params={"names": named})


class SuggestField(Described, forms.CharField):
    """A text that stands for a code. suggest_url: the address of the suggestions, a JSON list."""

    width = "long"
    suggest_url: Any = ""

    def __init__(self, *args: Any, suggest_url: Any = None, **kwargs: Any) -> None:
        # Not "or": that would ask a lazy address for its text, and so read all addresses while rooms still load.
        url = self.suggest_url if suggest_url is None else suggest_url
        attrs = {"autocomplete": "off", "data-suggest-url": url}
        super().__init__(*args, **{"widget": SuggestInput(attrs=attrs)} | kwargs)

    def text(self, value: Any) -> str:
        """Return what the code stands for; a code that is gone stays a code."""
        return str(self.prepare_value(value))


class DivisionField(SuggestField):
    """A county or district: typed by name or code, stored as its six-digit code (GB/T 2260)."""

    suggest_url = reverse_lazy("ui:divisions")

    def prepare_value(self, value: Any) -> Any:
        return divisions.name(value) if isinstance(value, str) and divisions.is_county(value) else value

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed or divisions.is_county(typed):
            return typed
        found = divisions.find(typed)
        same = [code for code in found if compact(divisions.name(code)) == compact(typed)]
        return only(same or found, divisions.name, wording.DIVISION)


class EntryField(SuggestField):
    """An entry of a list: typed by name or code, stored as its code.

    Set `entries` (code -> `matching.Choice`, or name and group) in `prepare()`.
    """

    entries: Mapping[str, Any] = {}

    def prepare_value(self, value: Any) -> Any:
        return matching.Choice(*self.entries[value]).label if value in self.entries else value

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        choices = {code: matching.Choice(*entry) for code, entry in self.entries.items()}
        return only(matching.find(choices, typed), self.prepare_value, wording.ENTRY) if typed else ""
