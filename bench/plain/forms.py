"""A form of Django's own fields that asks for what a form of the portal asks for."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

#: One for all forms, as Django keeps it: each renderer parses its templates once.
RENDERER = DjangoTemplates()


def plain_form(model: forms.Form) -> type[forms.Form]:
    """Return a form class with the fields of a form (an instance, so that its choices are those of today)."""
    fields: dict[str, Any] = {name: plain_field(field) for name, field in model.fields.items()}
    return type("PlainForm", (forms.Form,), {"default_renderer": RENDERER, **fields})


def plain_field(field: forms.Field) -> forms.Field:
    """Return Django's own field for a field of the portal: same label, hint, choices and kind of input."""
    common = {"label": field.label, "help_text": field.help_text, "required": field.required}
    if isinstance(field, forms.BooleanField):
        return forms.BooleanField(**common)
    if isinstance(field, forms.MultipleChoiceField):
        return forms.MultipleChoiceField(choices=list(field.choices), **common)
    if isinstance(field, forms.ChoiceField):
        choices = [choice for choice in field.choices if choice[0]]
        if isinstance(field.widget, forms.RadioSelect):
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        return forms.ChoiceField(choices=[("", "---------"), *choices], **common)
    if isinstance(field, forms.DateField):
        return forms.DateField(**common)
    if isinstance(field, forms.DecimalField):
        return forms.DecimalField(**common)
    return text_field(field, common)


def text_field(field: forms.Field, common: dict[str, Any]) -> forms.Field:
    """Return a field of text: one line, several, or hidden."""
    kinds = (forms.HiddenInput, forms.Textarea, forms.TextInput)
    kind = next((kind for kind in kinds if isinstance(field.widget, kind)), forms.TextInput)
    return forms.CharField(max_length=getattr(field, "max_length", None), widget=kind, **common)
