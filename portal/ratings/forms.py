"""The form of a rating, and of the call that follows a bad one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ratings.models import DETAILS, Grade
from portal.ratings.policies import Incomplete, check_note, check_rating
from portal.ui.fields import PlainTextField, RadioField
from portal.ui.forms import StepForm


class RatingForm(StepForm):
    """How it was, what was not good, and whether the officers may know who says so."""

    grade = RadioField(label=_("How was it?"), choices=[(str(code), words) for code, words in Grade.choices])
    details = forms.MultipleChoiceField(
        label=_("What was not good?"),
        choices=tuple(DETAILS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick all that fits."),
    )
    text = PlainTextField(
        label=_("What else do you want to say?"), multiline=True, max_length=1000, required=False
    )
    who = RadioField(
        label=_("May the office know that this comes from you?"),
        choices=[
            ("named", _("Yes. If you were dissatisfied, somebody calls you.")),
            ("anonymous", _("No. The office sees the grade, what you ticked and the month, nothing else.")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a word why when the grade is bad."""
        data = super().clean() or self.cleaned_data
        if data.get("grade") and not {"details", "text"} & self.errors.keys():
            try:
                check_rating(int(data["grade"]), data.get("details") or (), data.get("text") or "")
            except Incomplete as problem:
                self.add_error("details", str(problem))
        return data


class ContactForm(forms.Form):
    """What was said in the call."""

    note = forms.CharField(
        label=_("What was said and what follows"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("At least 10 characters. The person does not read this."),
    )

    def clean_note(self) -> str:
        """Hold the note to its length."""
        try:
            return check_note(self.cleaned_data["note"])
        except Incomplete as problem:
            raise forms.ValidationError(str(problem)) from problem
