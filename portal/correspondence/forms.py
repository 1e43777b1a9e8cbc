"""The form of a message. Files are handed in with it, kept, and named by their ids from then on."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.correspondence.policies import MOST_TEXT
from portal.documents.models import Document


class MessageForm(forms.Form):
    """Text, and which of the files handed in so far go with it. `key` is the message's own: see `actions.send`."""

    text = forms.CharField(
        label=_("Your message"),
        required=False,  # pressing "Add the files" sends nothing; the action asks for a text
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    files = forms.MultipleChoiceField(
        label=_("Goes with it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, waiting: list[Document], hint: Any = "") -> None:
        super().__init__(data, auto_id="id_message_%s")
        self.fields["text"].help_text = hint
        self.fields["text"].required_when_shown = True  # type: ignore[attr-defined]
        self.fields["files"].choices = [(str(row.pk), row.name) for row in waiting]  # type: ignore[attr-defined]
