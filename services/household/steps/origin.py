"""Step 3: where the person is registered now."""

from django.utils.translation import gettext_lazy as _

from portal.standards import codes
from portal.ui.fields import (
    AddressField,
    DivisionField,
    PersonNameField,
    PlainTextField,
    RadioField,
    SelectField,
)
from portal.ui.forms import StepForm
from services.household.fields import code_choices

#: Somebody who is the head is “Self” here.
ALL_BUT_HEAD = tuple(code for code in codes.FAMILY_RELATION if code != "02")


class OriginForm(StepForm):
    """Step 3: where the person is registered now."""

    origin_code = DivisionField(
        label=_("County or district of your registration"),
        help_text=_("Type its name, for example 姑苏区, or its 6-digit code."),
    )
    origin_address = AddressField(
        label=_("Address of your registration"),
        help_text=_("As on your household register or identity card."),
    )
    origin_station_name = PlainTextField(
        label=_("Police station of your registration"),
        help_text=_("On the seal of your page in the household register."),
        max_length=50,
    )
    origin_hh_type = RadioField(
        label=_("Kind of household"),
        choices=[
            ("JT", _("Family household")),
            ("JTH", _("Collective household of an employer")),
            ("XSJ", _("Collective household of a school")),
            ("RCJ", _("Collective household of a talent centre")),
            ("GGH", _("Public household")),
            ("QT", _("Other")),
        ],
        help_text=_("On the first page of the household register."),
    )
    head_name = PersonNameField(
        label=_("Head of the household"),
        help_text=_(
            "As on the first page of the household register. In a collective household: as printed there."
        ),
        max_length=100,
    )
    head_relation = SelectField(
        label=_("You are to the head of the household"),
        choices=code_choices(codes.FAMILY_RELATION, ALL_BUT_HEAD),
        help_text=_("Choose “Self” if you are the head yourself, “Other” in a collective household."),
    )
    move_permission = RadioField(
        label=_("Does anything restrict your moving away?"),
        choices=[
            ("NONE", _("No")),
            ("PAROLE", _("Yes: parole, suspended sentence or supervision")),
            ("CASE", _("Yes: I am party to a criminal case")),
            ("UNKNOWN", _("I am not sure")),
        ],
        help_text=_("An officer looks at other answers than “No”; they do not end your application."),
    )

    sensitive = frozenset({"origin_address", "head_name"})
    fieldsets = (
        (_("Present address"), ("origin_code", "origin_address", "origin_station_name")),
        (_("Household"), ("origin_hh_type", "head_name", "head_relation")),
        (_("Moving away"), ("move_permission",)),
    )
