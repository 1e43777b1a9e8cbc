"""How editors write rules: data held to the declaration, and a tick by who compared it with the law."""

import json
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from portal.rulebook.lists import Column, ListSpec, ValueSpec, declared_lists, declared_values

#: A change of one of these makes an earlier confirmation worthless.
CONFIRMED_FIELDS = frozenset({"data", "effective_from", "effective_to", "source"})


class ReadableJSONField(forms.JSONField):
    """JSON on several lines, so that an editor can read it."""

    widget = AdminAutoHeightTextInput

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and value and value[0] in '{["':
            return value  # what the editor typed, shown again beside its error
        return json.dumps(value, ensure_ascii=False, indent=1)


class ProseWidget(forms.Widget):
    """A box for each column of a list of running texts; what is typed is handed on as JSON, like in one box."""

    def __init__(self, columns: tuple[Column, ...]):
        super().__init__()
        self.columns = columns

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        texts = read_object(value)
        boxes = (self._box(name, column, texts.get(column.key), attrs or {}) for column in self.columns)
        return format_html_join("", "<p><label for='{}'>{} <code>{}</code></label>{}</p>", boxes)

    def _box(
        self, name: str, column: Column, value: Any, attrs: dict[str, Any]
    ) -> tuple[str, Any, str, SafeString]:
        one = f"{attrs.get('id', f'id_{name}')}-{column.key}"
        box = AdminAutoHeightTextInput().render(f"{name}-{column.key}", value, {"id": one})
        return one, column.label, column.key, box

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data:
            return data[name]
        texts = {
            column.key: data.get(f"{name}-{column.key}", "").replace("\r\n", "\n") for column in self.columns
        }
        return json.dumps({key: text for key, text in texts.items() if text}, ensure_ascii=False)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key == name or key.startswith(f"{name}-") for key in data)


def read_object(value: Any) -> dict[str, Any]:
    """Return JSON text as the object it is; {} when it is none."""
    try:
        read = json.loads(value or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def describe_column(column: Column) -> str:
    """Return what an editor may write in a column, in words."""
    parts = [str(column.label), ", ".join(column.choices) or column.kind]
    if not column.required:
        parts.append(gettext("may be left out"))
    return "; ".join(parts)


def describe_list(spec: ListSpec) -> SafeString:
    """Return the columns of a list as help text."""
    rows = format_html_join(
        "", "<li><code>{}</code>: {}</li>", ((c.key, describe_column(c)) for c in spec.columns)
    )
    return format_html("{}<ul>{}</ul>", gettext("Columns:"), rows)


def describe_value(spec: ValueSpec) -> str:
    """Return what a value means, as help text."""
    return "; ".join(str(part) for part in (spec.title, spec.kind, spec.unit) if part)


class RuleForm(WagtailAdminModelForm):
    """A version of a rule. The key is chosen once; saving unticked voids a confirmation of what changed."""

    data = ReadableJSONField(label=_("data"))
    confirmed = forms.BooleanField(
        label=_("I have compared this with the official text"),
        required=False,
        help_text=_("Your name and the time are kept. A later change needs a new tick."),
    )
    key_field = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].initial = self.instance.confirmed_at is not None
        key = self.fields[self.key_field]
        if self.instance.pk:
            key.disabled = True
        else:
            self.fields[self.key_field] = forms.ChoiceField(label=key.label, choices=self.keys())
        self.fields["data"].help_text = self.help()

    def defer_required_fields(self) -> None:
        """Read the form for a preview: what is not finished is shown as it is, with its mistakes, and never saved."""
        super().defer_required_fields()
        self.instance.is_sketch = True
        for field in self.fields.values():
            field.required = False

    def keys(self) -> list[tuple[str, str]]:
        """Return the choices of the key."""
        raise NotImplementedError

    def help(self) -> str:
        """Return how the data of this rule are written."""
        raise NotImplementedError

    def save(self, commit: bool = True) -> Any:
        stale = CONFIRMED_FIELDS & set(self.changed_data) and "confirmed" not in self.changed_data
        if not self.cleaned_data["confirmed"] or stale:
            self.instance.confirmed_by = self.instance.confirmed_at = None
        elif self.instance.confirmed_at is None:
            self.instance.confirmed_by, self.instance.confirmed_at = self.for_user, timezone.now()
        return super().save(commit)


class ValueForm(RuleForm):
    """A version of a single value."""

    key_field = "key"

    def keys(self) -> list[tuple[str, str]]:
        return [(spec.key, f"{spec.key}: {spec.title}") for spec in declared_values().values()]

    def help(self) -> str:
        spec = self.instance.spec()
        return describe_value(spec) if spec else gettext("A number as it is; text and decimals in quotes.")


class EntryForm(RuleForm):
    """A version of an entry of a list."""

    key_field = "list_key"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
        spec = declared_lists().get(self.instance.list_key or self.data.get("list_key", ""))
        if spec and spec.prose:
            self.fields["data"].widget = ProseWidget(spec.columns)
            self.fields["data"].help_text = spec.hint(self.instance.code) if spec.hint else ""

    def keys(self) -> list[tuple[str, str]]:
        return [(spec.key, f"{spec.title} ({spec.key})") for spec in declared_lists().values()]

    def help(self) -> str:
        spec = self.instance.spec()
        return describe_list(spec) if spec else gettext("Copy an entry of the same list to see its columns.")
