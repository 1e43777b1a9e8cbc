"""Step 3: where the person is registered now."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.standards import codes
from portal.ui.fields import (
    AddressField,
    DivisionField,
    PersonNameField,
    PlainTextField,
    RadioField,
    SelectField,
    YesNoField,
)
from portal.ui.forms import StepForm
from services.household.fields import code_choices

#: Somebody who is the head is “Self” here.
ALL_BUT_HEAD = tuple(code for code in codes.FAMILY_RELATION if code != "02")
KINDS = [
    ("JT", _("Family household")),
    ("JTH", _("Collective household of an employer")),
    ("XSJ", _("Collective household of a school")),
    ("RCJ", _("Collective household of a talent centre")),
    ("GGH", _("Public household")),
    ("QT", _("Other")),
]
STATION_CODE = RegexValidator(
    r"^[0-9]{12}\Z", _("A station code has 12 digits. Leave it empty if you do not know it.")
)
CERT_NO = RegexValidator(
    r"^[\u4e00-\u9fa5]{0,3}[0-9]{8}\Z",
    _("A migration certificate number has up to three Chinese characters and 8 digits. Please check it."),
)


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
    origin_station_code = PlainTextField(
        label=_("Code of that police station"),
        help_text=_("12 digits, if you know it."),
        required=False,
        max_length=12,
        validators=[STATION_CODE],
        width="short",
    )
    origin_hh_type = RadioField(
        label=_("Kind of household"),
        choices=KINDS,
        help_text=_("On the first page of the household register."),
    )
    origin_hh_no = PlainTextField(
        label=_("Household number"),
        help_text=_("On the first page of the household register (户号)."),
        required=False,
        max_length=20,
        width="short",
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
    already_out = YesNoField(
        label=_("Have you already been given a migration certificate (户口迁移证)?"),
        help_text=_("Most people have not. Answer “Yes” only if you hold the paper."),
    )
    old_cert_no = PlainTextField(
        label=_("Number of the migration certificate"),
        help_text=_("At the top of the certificate, for example 皖00000001."),
        max_length=20,
        validators=[CERT_NO],
        width="short",
    )

    sensitive = frozenset({"origin_address", "head_name", "origin_hh_no"})
    shown_when = {"old_cert_no": ("already_out", ("yes",))}
    fieldsets = (
        (
            _("Present address"),
            ("origin_code", "origin_address", "origin_station_name", "origin_station_code"),
        ),
        (_("Household"), ("origin_hh_type", "origin_hh_no", "head_name", "head_relation")),
        (_("Moving away"), ("move_permission", "already_out", "old_cert_no")),
    )

    def clean_origin_station_code(self) -> str:
        """Refuse a station code of another county (A6: the first six digits are the county's)."""
        code: str = self.cleaned_data["origin_station_code"]
        county = self.cleaned_data.get("origin_code")
        if code and county and not code.startswith(county):
            self.add_error(
                "origin_station_code",
                _("This code is not of the county above. Please check it, or leave it empty."),
            )
        return code
