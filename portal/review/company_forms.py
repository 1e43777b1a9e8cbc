"""The forms of the page of a company's record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.review.acts import LEAST_NOTE
from portal.review.company import RECORDED
from portal.review.forms import INTERNAL, say_least, text_field
from portal.ui.fields import CalendarDateField, PlainTextField, RadioField
from portal.workdays.queries import today


class RecordForm(forms.Form):
    """What both forms share: the hints say how many characters are asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_least(self)


class IncidentForm(RecordForm):
    """A penalty or a violation that goes on the record of a company."""

    kind = RadioField(label=_("What is recorded"), choices=[(kind.value, kind.label) for kind in RECORDED])
    on = CalendarDateField(label=_("Day"), latest=today)
    case = PlainTextField(label=_("Case number"), max_length=23, required=False)
    note = text_field(_("What happened"), INTERNAL, LEAST_NOTE)


class ClosingForm(RecordForm):
    """Why an entry on the record of a company is closed."""

    note = text_field(_("Why it is closed"), INTERNAL, LEAST_NOTE, rows=2)
