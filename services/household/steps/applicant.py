"""Step 1: the person who moves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.standards import codes
from portal.ui.fields import (
    CalendarDateField,
    MobileField,
    PersonNameField,
    PlainTextField,
    RadioField,
    ResidentIdField,
    SelectField,
)
from portal.ui.forms import StepForm
from services.household import rules
from services.household.fields import code_choices
from services.household.outcomes import message


class ApplicantForm(StepForm):
    """Step 1: the person who moves."""

    name = PersonNameField(label=_("Full name"), help_text=_("As on your identity card."), max_length=100)
    id_no = ResidentIdField(
        label=_("ID number"), help_text=_("18 characters, on the side of your identity card with the photo.")
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
    education = SelectField(
        label=_("Education"),
        choices=code_choices(codes.EDUCATION),
        help_text=_("The highest level you have completed, as on your diploma."),
    )
    marital = SelectField(label=_("Marital status"), choices=code_choices(codes.MARITAL))
    mobile = MobileField(
        label=_("Mobile number"), help_text=_("We only use it for questions about this case.")
    )
    id_issuer = PlainTextField(
        label=_("Identity card issued by"),
        help_text=_("The authority on the side with the national emblem."),
        max_length=50,
        required=False,
    )

    sensitive = frozenset({"name", "id_no", "birth_date", "mobile"})
    fieldsets = (
        (_("Identity card"), ("name", "id_no", "sex", "birth_date", "ethnicity", "id_issuer")),
        (_("More about you"), ("education", "marital", "mobile")),
    )

    def clean(self) -> dict[str, Any]:
        """Hold sex and date of birth to the ID number, and the age to the rule (R-TH-01, A6)."""
        data = super().clean() or self.cleaned_data
        id_no, sex, born = (data.get(name) for name in ("id_no", "sex", "birth_date"))
        if id_no and sex and not rules.sex_matches(id_no, sex):
            self.add_error("sex", message("SEX_DIFFERS", self.norms))
        if id_no and born and not rules.birth_date_matches(id_no, born):
            self.add_error("birth_date", message("BIRTH_DATE_DIFFERS", self.norms))
        elif born and not rules.is_adult(born, self.norms.on, self.norms.value("TH.adult_age")):
            self.add_error("birth_date", message("UNDER_AGE", self.norms))
        return data
