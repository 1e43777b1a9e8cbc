"""Step 4: one person who moves along, and one close relative who does not (domain A5, A6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.standards import codes
from portal.ui.fields import (
    AddressField,
    CalendarDateField,
    CommitmentField,
    DivisionField,
    MobileField,
    PersonNameField,
    PlainTextField,
    RadioField,
    ResidentIdField,
    SelectField,
    YesNoField,
)
from portal.ui.forms import StepForm
from services.household import rules
from services.household.fields import check_identity, code_choices
from services.household.outcomes import message

from .origin import KINDS

SPOUSE = ("relation", ("10",))
CHILD = ("relation", ("20", "30"))
MINOR, GROWN = ("f_birth", ("age:0-17",)), ("f_birth", ("age:18-",))
ELSEWHERE = ("f_origin_same", ("no",))
ORIGIN = ("f_origin_code", "f_origin_address", "f_origin_station_name", "f_origin_hh_type")
LEAST_EXPLANATION = 20


class CompanionForm(StepForm):
    """One person who moves along."""

    relation = RadioField(
        label=_("Who is this person to you?"), choices=code_choices(codes.FAMILY_RELATION, ("10", "20", "30"))
    )
    f_name = PersonNameField(label=_("Full name"), help_text=_("As on the identity card."), max_length=100)
    f_id_no = ResidentIdField(
        label=_("ID number"),
        help_text=_("18 characters. A child's number stands in the household register."),
        birth="f_birth",
        sex="f_sex",
    )
    f_sex = RadioField(label=_("Sex"), choices=code_choices(codes.SEX, ("1", "2")))
    f_birth = CalendarDateField(label=_("Date of birth"), help_text=_("Digits 7 to 14 of the ID number."))
    f_ethnicity = SelectField(label=_("Ethnic group"), choices=code_choices(codes.ETHNICITY))
    f_mobile = MobileField(
        label=_("Mobile number of this person"),
        help_text=_("A spouse signs with a code sent to it."),
    )
    f_origin_same = YesNoField(label=_("Is this person registered at the same address as you?"))
    f_origin_code = DivisionField(label=_("County or district of the registration"))
    f_origin_address = AddressField(label=_("Address of the registration"))
    f_origin_station_name = PlainTextField(label=_("Police station of the registration"), max_length=50)
    f_origin_hh_type = RadioField(label=_("Kind of household"), choices=KINDS)
    f_marriage_no = PlainTextField(
        label=_("Number of the marriage certificate"),
        help_text=_("Inside the certificate (结婚证字号)."),
        max_length=30,
        width="medium",
    )
    f_marriage_date = CalendarDateField(label=_("Date of the marriage"))
    f_birth_cert_no = PlainTextField(
        label=_("Number of the birth certificate"),
        help_text=_("A letter and nine digits, at the top of the birth certificate."),
        required=False,
        max_length=20,
        width="short",
    )
    f_custody = RadioField(
        label=_("Who has custody of the child?"),
        choices=[
            ("BOTH", _("Both parents")),
            ("SOLE", _("I alone")),
            ("ADOPTED", _("I have adopted the child")),
        ],
    )
    f_guardian_consent = RadioField(
        label=_("Does the other guardian agree?"),
        choices=[
            ("SPOUSE", _("Yes. It is my spouse, who moves along and signs once for everything")),
            ("SIGNED", _("Yes. It is somebody else, who signs by a personal link")),
            ("UNREACHABLE", _("He or she cannot be reached")),
            ("SOLE", _("There is no other guardian")),
        ],
    )
    f_other_guardian_name = PersonNameField(label=_("Name of the other guardian"), max_length=100)
    f_other_guardian_id = ResidentIdField(label=_("ID number of the other guardian"))
    f_other_guardian_mobile = MobileField(label=_("Mobile number of the other guardian"))
    f_unreachable_why = PlainTextField(
        label=_("Why the other guardian cannot be reached"),
        help_text=_("At least 20 characters. An officer looks at this."),
        multiline=True,
        max_length=300,
    )
    consent_minor = CommitmentField(
        label=_("As guardian I agree that the data of this child under 14 are processed for this case."),
        help_text=_("You can withdraw this at any time by withdrawing the application."),
    )
    child_opinion = PlainTextField(
        label=_("What does the child think of the move?"),
        help_text=_("In the child's own words. From eight years on the child is asked."),
        max_length=200,
        multiline=True,
    )
    f_in_school = PlainTextField(
        label=_("School"), help_text=_("The full name, as on the school certificate."), max_length=60
    )
    f_school_kind = RadioField(
        label=_("Kind of school"),
        choices=[
            ("SENIOR", _("Ordinary senior high school")),
            ("BELOW", _("Junior high school or below")),
            ("OTHER", _("Vocational school, university or other")),
        ],
    )
    late_added = PlainTextField(
        label=_("If this person is not named on the approval: why not?"),
        help_text=_("For example: married or born after the approval."),
        required=False,
        max_length=200,
    )

    sensitive = frozenset(
        {
            "f_name",
            "f_id_no",
            "f_birth",
            "f_mobile",
            "f_origin_address",
            "f_other_guardian_name",
            "f_other_guardian_id",
            "f_other_guardian_mobile",
        }
    )
    shown_when = {
        "f_mobile": GROWN,
        **dict.fromkeys(ORIGIN, ELSEWHERE),
        **dict.fromkeys(("f_marriage_no", "f_marriage_date"), SPOUSE),
        **dict.fromkeys(("f_birth_cert_no", "f_custody"), CHILD),
        "f_guardian_consent": (CHILD, MINOR),
        **dict.fromkeys(
            ("f_other_guardian_name", "f_other_guardian_id", "f_other_guardian_mobile"),
            ("f_guardian_consent", ("SIGNED",)),
        ),
        "f_unreachable_why": ("f_guardian_consent", ("UNREACHABLE",)),
        "consent_minor": (CHILD, ("f_birth", ("age:0-13",))),
        "child_opinion": (CHILD, ("f_birth", ("age:8-",))),
        "f_in_school": (CHILD, GROWN),
        "f_school_kind": (CHILD, GROWN),
    }
    fieldsets = (
        (_("Who moves along"), ("relation", "f_name", "f_id_no", "f_sex", "f_birth", "f_ethnicity", "f_mobile")),
        (_("Present registration"), ("f_origin_same", *ORIGIN)),
        (_("Marriage"), ("f_marriage_no", "f_marriage_date")),
        (_("Parents and guardians"), ("f_birth_cert_no", "f_custody", "f_guardian_consent", "f_other_guardian_name",
                                      "f_other_guardian_id", "f_other_guardian_mobile", "f_unreachable_why",
                                      "consent_minor", "child_opinion")),
        (_("School"), ("f_in_school", "f_school_kind")),
        (_("Approval"), ("late_added",)),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Hold the identity to the ID number, the child to its age, the papers to today (A5, A6, R-TH-01, R-TH-06)."""
        data = super().clean() or self.cleaned_data
        check_identity(self, "f_id_no", "f_sex", "f_birth", "COMPANION_")
        own = (self.answers.get("applicant") or {}).get("id_no")
        if own and data.get("f_id_no") == own:
            self.add_error("f_id_no", message("PERSON_TWICE", self.norms))
        married = data.get("f_marriage_date")
        if married and married > self.norms.on:
            self.add_error("f_marriage_date", _("This day has not come yet. Please check the certificate."))
        why = data.get("f_unreachable_why")
        if why and len(why) < LEAST_EXPLANATION:
            self.add_error("f_unreachable_why", _("Please explain it in at least 20 characters."))
        self._clean_child()
        return data

    def _clean_child(self) -> None:
        data, adult = self.cleaned_data, self.norms.value("TH.adult_age")
        person = {**data, "f_birth": data["f_birth"].isoformat() if data.get("f_birth") else None}
        if data.get("relation") in {"20", "30"} and not rules.child_may_come(person, self.norms.on, adult):
            field = "f_school_kind" if data.get("f_school_kind") == "OTHER" else "f_birth"
            self.add_error(field, message("CHILD_OF_AGE", self.norms))
        if data.get("f_custody") == "SOLE" and data.get("f_guardian_consent") in {"SPOUSE", "SIGNED"}:
            self.add_error(
                "f_guardian_consent", _("With custody of your own there is no second guardian to sign.")
            )


class StayingForm(StepForm):
    """One close relative who does not move along, and why (A5)."""

    s_relation = RadioField(
        label=_("Who is this person to you?"), choices=code_choices(codes.FAMILY_RELATION, ("10", "20", "30"))
    )
    s_name = PersonNameField(label=_("Full name"), max_length=100)
    s_reason = RadioField(
        label=_("Why does this person not move along?"),
        choices=[
            ("SH", _("Already registered in Shanghai")),
            ("NQ", _("Does not meet the conditions")),
            ("FOR", _("Foreign national")),
            ("WAIT", _("Will come later")),
            ("OTH", _("Another reason")),
        ],
    )

    sensitive = frozenset({"s_name"})
