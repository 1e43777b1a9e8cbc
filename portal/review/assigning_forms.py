"""The forms about who works on a case, who is away, and what officers have interests in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.assignments.actions.recusing import STATED
from portal.assignments.models import Interest
from portal.assignments.policies import LEAST_REASON
from portal.assignments.queries import deputies_of, officers_led_by
from portal.review.company_forms import RecordForm
from portal.review.forms import INTERNAL, text_field
from portal.standards import credit_code, identity_documents
from portal.standards.errors import Invalid
from portal.ui.fields import CalendarDateField, PlainTextField, RadioField, SelectField, compact
from portal.workdays.queries import today

READ_BY_SUPERVISORS = _("Only supervisors read this. At least %(least)s characters.")


def named(officers: Any) -> list[tuple[str, str]]:
    """Return officers as choices."""
    return [(str(officer.pk), str(officer)) for officer in officers]


class HandOverForm(RecordForm):
    """To whom a case is handed over, and why. officers: who may take it."""

    to = SelectField(
        label=_("To whom"),
        help_text=_("Officers who may take this case, the one with the fewest cases waiting first."),
    )
    reason = text_field(_("Reason"), INTERNAL, LEAST_REASON, rows=2)

    def __init__(self, *args: Any, officers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {str(officer.pk): officer for officer in officers}
        self.fields["to"].choices = named(officers)

    def clean_to(self) -> User:
        """Return the officer chosen."""
        return self.officers[self.cleaned_data["to"]]


class StandBackForm(RecordForm):
    """Why an officer stands back."""

    kind = RadioField(label=_("Ground"), choices=[(kind.value, kind.label) for kind in STATED])
    reason = text_field(_("Reason"), READ_BY_SUPERVISORS, LEAST_REASON)


class AbsenceForm(RecordForm):
    """Who is away, when, and who stands in."""

    officer = SelectField(label=_("Officer"))
    first_on = CalendarDateField(label=_("First day"))
    last_on = CalendarDateField(label=_("Last day"), earliest=today)
    deputy = SelectField(
        label=_("Deputy"),
        required=False,
        help_text=_(
            "Gets the open cases that he or she may take. Without one they are spread over the officers of the unit."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"officer": str(user.pk)}, **kwargs})
        led = list(officers_led_by(user))
        self.officers = {str(officer.pk): officer for officer in [user, *led]}
        self.deputies = {str(officer.pk): officer for officer in [*deputies_of(user), *led]}
        self.fields["officer"].choices = named(self.officers.values())
        if len(self.officers) == 1:
            self.fields["officer"].widget = forms.HiddenInput()
        self.fields["deputy"].choices = named(self.deputies.values())

    def clean_officer(self) -> User:
        """Return the officer chosen."""
        return self.officers[self.cleaned_data["officer"]]

    def clean_deputy(self) -> User | None:
        """Return the deputy chosen, if one is."""
        return self.deputies.get(self.cleaned_data["deputy"])


class InterestForm(RecordForm):
    """Somebody or a company whose cases the officer must not touch."""

    kind = RadioField(label=_("Who it is"), choices=Interest.Kind.choices)
    number = PlainTextField(
        label=_("Number of the identity document, or credit code of the company"),
        help_text=_("It is kept as a keyed hash only. Nobody can read it again, not even you."),
        max_length=30,
    )

    def clean(self) -> dict[str, Any]:
        """Check the number as one of its kind and write it in its usual form."""
        data = super().clean() or self.cleaned_data
        if "kind" in data and "number" in data:
            number = compact(data["number"]).upper()
            try:
                data["number"] = canonical(number, company=data["kind"] == Interest.Kind.COMPANY)
            except Invalid:
                self.add_error("number", _("This number cannot be right. Please check it."))
        return data


def canonical(number: str, company: bool) -> str:
    """Return a credit code, or the number of an identity document of any kind, in its usual form. Raises Invalid."""
    if company:
        return credit_code.check(number)
    if len(number) == 18:
        return identity_documents.check("ID_CARD", number, today())
    kinds = [*identity_documents.PATTERNS]
    for kind in kinds[:-1]:
        if identity_documents.PATTERNS[kind].fullmatch(number):
            return identity_documents.check(kind, number, today())
    return identity_documents.check(kinds[-1], number, today())
