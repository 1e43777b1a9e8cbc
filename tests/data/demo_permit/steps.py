"""The three steps: who holds the fair, where and when, and what is offered."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import (
    CalendarDateField,
    DecimalField,
    MobileField,
    PersonNameField,
    PlainTextField,
    SelectField,
    YesNoField,
)
from portal.ui.forms import StepForm


class OrganiserForm(StepForm):
    """Who holds the fair."""

    name = PersonNameField(label=_("Your name"))
    mobile = MobileField(label=_("Your mobile number"))
    sensitive = frozenset({"name", "mobile"})


class FairForm(StepForm):
    """Where and when it is held."""

    title = PlainTextField(label=_("Name of the fair"), max_length=60)
    held_on = CalendarDateField(label=_("Day of the fair"))
    district = SelectField(label=_("District of the fair"))
    visitors = DecimalField(label=_("Expected visitors"), min_value=1, max_digits=6, decimal_places=0)
    music = YesNoField(label=_("Will there be music?"))
    music_until = PlainTextField(label=_("Music until"), help_text=_("For example 20:00."), max_length=5)
    shown_when = {"music_until": ("music", ("yes",))}

    def prepare(self) -> None:
        if self.norms is not None:
            districts = self.norms.entries("districts")
            self.fields["district"].choices = [(code, entry["name"]) for code, entry in districts.items()]


class StallForm(StepForm):
    """One stall."""

    offer = PlainTextField(label=_("What the stall offers"), max_length=40)
