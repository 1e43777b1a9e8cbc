"""The forms of signing: the code, the statements, the reason not to."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.signing import wording
from portal.signing.tokens import DIGITS
from portal.ui.fields import CommitmentField, Described, PlainTextField, compact
from portal.ui.forms import StepForm


class OneTimeCodeField(Described, forms.CharField):
    """A one-time code of six digits; phones offer it from the message."""

    width = "short"
    input_attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "class": "num",
        "spellcheck": "false",
    }

    def to_python(self, value: Any) -> str:
        text = compact(super().to_python(value))
        if text and not re.fullmatch(f"[0-9]{{{DIGITS}}}", text):
            raise ValidationError(wording.CODE_FORM, code="invalid")
        return text


class CodeForm(StepForm):
    """The code that was sent."""

    code = OneTimeCodeField(label=_("Code of six digits"), help_text=_("It is valid for five minutes."))


class StatementsForm(StepForm):
    """A tick for each statement, none of them made beforehand."""

    def __init__(self, *args: Any, statements: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, text in enumerate(statements):
            self.fields[f"statement_{place}"] = CommitmentField(label=text)


class DeclineForm(StepForm):
    """Why somebody does not sign."""

    reason = PlainTextField(
        label=_("Your reason"),
        help_text=_("The applicant reads it."),
        max_length=500,
        required=False,
        multiline=True,
    )
