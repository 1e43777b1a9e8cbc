"""Step 1: the person who moves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.standards import codes
from portal.ui.fields import (
    CalendarDateField,
    DivisionField,
    EmailField,
    MobileField,
    NamesField,
    PersonNameField,
    PlainTextField,
    RadioField,
    ResidentIdField,
    SelectField,
)
from portal.ui.forms import StepForm
from services.household import rules
from services.household.fields import check_identity, code_choices
from services.household.outcomes import message

#: Levels of education that come with a degree (A6).
WITH_DEGREE = ("11", "14", "21")
TERMS = [("DATE", _("Until the day printed on the card")), ("LONG", _("Long-term (长期)"))]
PLACE_HINT = _("Type the name of the county or district, or its 6-digit code.")


class ApplicantForm(StepForm):
    """Step 1: the person who moves. Religion, blood type and military record are not asked: nobody needs them."""

    name = PersonNameField(label=_("Full name"), help_text=_("As on your identity card."), max_length=100)
    former_names = NamesField(
        label=_("Former names"),
        help_text=_("If the register holds earlier names of yours: at most five, with a comma between."),
        required=False,
        most=5,
        max_length=520,
        width="medium",
    )
    id_no = ResidentIdField(
        label=_("ID number"),
        help_text=_("18 characters, on the side of your identity card with the photo."),
        birth="birth_date",
        sex="sex",
    )
    sex = RadioField(label=_("Sex"), choices=code_choices(codes.SEX, ("1", "2")))
    birth_date = CalendarDateField(
        label=_("Date of birth"), help_text=_("Digits 7 to 14 of the ID number, for example 1990-01-01.")
    )
    ethnicity = SelectField(
        label=_("Ethnic group"),
        choices=code_choices(codes.ETHNICITY),
        help_text=_("As on your identity card."),
    )
    id_issuer = PlainTextField(
        label=_("Identity card issued by"),
        help_text=_("The authority on the side with the national emblem."),
        max_length=50,
    )
    id_valid_from = CalendarDateField(
        label=_("Identity card valid from"), help_text=_("The first day beside 有效期限 on the card.")
    )
    id_term = RadioField(label=_("Until when is the card valid?"), choices=TERMS)
    id_valid_to = CalendarDateField(label=_("Identity card valid until"))
    native_place = DivisionField(
        label=_("Native place (籍贯)"), help_text=_("On your page of the household register.")
    )
    native_place_detail = PlainTextField(
        label=_("Native place, more exactly"), required=False, max_length=100, width="medium"
    )
    birth_place = DivisionField(label=_("Place of birth"), help_text=PLACE_HINT)
    birth_place_detail = PlainTextField(
        label=_("Place of birth, more exactly"), required=False, max_length=100, width="medium"
    )
    education = SelectField(
        label=_("Education"),
        choices=code_choices(codes.EDUCATION),
        help_text=_("The highest level you have completed, as on your diploma."),
    )
    degree = SelectField(
        label=_("Degree"), choices=code_choices(codes.DEGREE), help_text=_("As on your degree certificate.")
    )
    marital = SelectField(label=_("Marital status"), choices=code_choices(codes.MARITAL))
    occupation = PlainTextField(label=_("Occupation"), required=False, max_length=50, width="medium")
    mobile = MobileField(
        label=_("Mobile number"),
        help_text=_("Before you submit we send a code to it. We only use it for questions about this case."),
    )
    email = EmailField(label=_("E-mail"), required=False, max_length=100)

    sensitive = frozenset({"name", "former_names", "id_no", "birth_date", "mobile", "email"})
    shown_when = {"id_valid_to": ("id_term", ("DATE",)), "degree": ("education", WITH_DEGREE)}
    fieldsets = (
        (
            _("Identity card"),
            (
                "name",
                "id_no",
                "sex",
                "birth_date",
                "ethnicity",
                "id_issuer",
                "id_valid_from",
                "id_term",
                "id_valid_to",
            ),
        ),
        (
            _("Household register"),
            ("former_names", "native_place", "native_place_detail", "birth_place", "birth_place_detail"),
        ),
        (_("More about you"), ("education", "degree", "marital", "occupation")),
        (_("How we reach you"), ("mobile", "email")),
    )

    def clean(self) -> dict[str, Any]:
        """Hold sex and date of birth to the ID number, the age to the rule, the card to today (R-TH-01, A6)."""
        data = super().clean() or self.cleaned_data
        check_identity(self, "id_no", "sex", "birth_date")
        born = data.get("birth_date")
        if born and "birth_date" not in self.errors and not self._is_adult(born):
            self.add_error("birth_date", message("UNDER_AGE", self.norms))
        self._clean_card()
        return data

    def _is_adult(self, born: Any) -> bool:
        return rules.is_adult(born, self.norms.on, self.norms.value("TH.adult_age"))

    def _clean_card(self) -> None:
        data = self.cleaned_data
        begin, end = data.get("id_valid_from"), data.get("id_valid_to")
        if begin and begin > self.norms.on:
            self.add_error("id_valid_from", _("This day has not come yet. Please check the card."))
        if end and begin and end <= begin:
            self.add_error("id_valid_to", _("The card ends before it begins. Please check both days."))
        elif end and end < self.norms.on:
            self.add_error(
                "id_valid_to",
                _("The identity card has expired. Please have it renewed first, at any police station."),
            )
