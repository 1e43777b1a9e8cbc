"""The forms of the page where a unit keeps its labels."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.queries import posted_units
from portal.review.models import Label
from portal.rulebook.queries import unit_names
from portal.ui.fields import PlainTextField, RadioField, SelectField

TONES = (("neutral", _("Grey")), ("info", _("Blue")), ("warn", _("Yellow")))


class LabelForm(forms.Form):
    """A new label of one of the officer's units."""

    unit = SelectField(label=_("Unit"))
    name = PlainTextField(label=_("Name"), max_length=30, width="medium")
    tone = RadioField(label=_("Colour"), choices=TONES, initial="neutral")

    def __init__(self, *args: Any, officer: User, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = unit_names(language)
        units = [(code, names.get(code, code)) for code in posted_units(officer)]
        self.fields["unit"].choices = units
        if len(units) == 1:
            self.fields["unit"].initial = units[0][0]


class ChangeForm(forms.Form):
    """Another name for a label, or another label of its unit that takes its cases over."""

    name = PlainTextField(label=_("Name"), max_length=30, required=False, width="medium")
    into = SelectField(label=_("Merge into"), required=False)

    def __init__(self, *args: Any, label: Label, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = label.name
        others = Label.objects.filter(unit=label.unit, system="").exclude(pk=label.pk)
        self.fields["into"].choices = [(str(row.pk), row.name) for row in others]
        for field in self.fields.values():
            field.required_when_shown = True  # each has a button of its own
