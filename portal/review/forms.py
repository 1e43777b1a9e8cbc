"""The forms of the acts. Each carries the version of the case that the officer saw."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.review import actions
from portal.review.acts import FILING_GROUNDS, INTAKE_GROUNDS, LEAST_NOTE, LEAST_REASON, RECOMMENDATIONS
from portal.review.policies import NotPossible, check_text
from portal.ui.fields import CalendarDateField, Described, PlainTextField, RadioField, compact
from portal.workdays.queries import today

PUBLIC = _("The applicant reads this. At least %(least)s characters.")
INTERNAL = _("Only officers read this. At least %(least)s characters.")


def text_field(label: Any, hint: Any = "", least: int = 0, rows: int = 3, **attrs: Any) -> forms.CharField:
    """Return a field for a few lines; `least` characters are asked for, none when it is 0."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(least),
        max_length=2000,
        validators=[MinLengthValidator(least)] if least else [],
        widget=forms.Textarea(attrs={"rows": rows, **attrs}),
    )


class CertificateNumberField(Described, forms.CharField):
    """A number as it is printed: without blanks, full-width signs made plain; its shape is judged by the act."""

    input_attrs = {"autocomplete": "off", "spellcheck": "false", "class": "num"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def to_python(self, value: Any) -> str:
        return compact(super().to_python(value))


class ActForm(forms.Form):
    """What every act needs: the case as it was shown. `act` carries it out with the cleaned values."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    act: Callable[..., Application]

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        super().__init__(*args, **{"initial": {"version": application.version}, **kwargs})
        for field in self.fields.values():
            if least := next(
                (v.limit_value for v in field.validators if isinstance(v, MinLengthValidator)), 0
            ):
                field.help_text = field.help_text % {"least": least} if field.help_text else ""
        self.prepare()

    def prepare(self) -> None:
        """Adapt the fields to the case. For the forms that need it."""

    def typed(self) -> list[tuple[str, str]]:
        """Return (label, text) of what the officer typed, so that it can be shown when it cannot be used."""
        texts = [(field.label, str(field.value() or "")) for field in self.visible_fields()]
        return [(str(label), text) for label, text in texts if text.strip()]


class AcceptForm(ActForm):
    act = staticmethod(actions.accept)
    note = text_field(_("Note"), _("Only officers read this."), rows=2)


class RefuseForm(ActForm):
    act = staticmethod(actions.refuse_at_intake)
    ground = RadioField(label=_("Ground"), choices=tuple(INTAKE_GROUNDS.items()))
    reason = text_field(_("Reason"), PUBLIC, LEAST_REASON)
    where_to_go = text_field(
        _("Where to go"),
        _("Which office or service is right. Not needed if no application is needed."),
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        """Ask where to go, unless no application is needed at all."""
        data = super().clean() or self.cleaned_data
        if data.get("ground") in {"not_our_powers", "other_item"} and not data.get("where_to_go", "").strip():
            self.add_error("where_to_go", _("Please say which office or service is right."))
        return data


class ReferForm(ActForm):
    act = staticmethod(actions.refer)
    where_to_go = text_field(_("Where to go and why"), PUBLIC, LEAST_REASON)


class ProposeForm(ActForm):
    act = staticmethod(actions.propose)
    recommendation = RadioField(label=_("Recommendation"), choices=tuple(RECOMMENDATIONS.items()))
    note = text_field(_("Grounds"), INTERNAL, LEAST_NOTE)


class ApproveForm(ActForm):
    act = staticmethod(actions.approve)
    note = text_field(_("Note"), _("Only officers read this."), rows=2)


class DenyForm(ActForm):
    act = staticmethod(actions.deny)
    ground = RadioField(label=_("Ground"), choices=tuple(FILING_GROUNDS.items()))
    reason = text_field(_("Reason"), PUBLIC, LEAST_REASON)

    def prepare(self) -> None:
        """Only filings have a closed list of grounds."""
        if self.application.declaration.nature != "filing":
            del self.fields["ground"]


class ReturnForm(ActForm):
    act = staticmethod(actions.return_to_review)
    reason = text_field(_("What has to be looked at again"), INTERNAL, LEAST_REASON)


class ReleaseForm(ActForm):
    act = staticmethod(actions.record_release)
    number = CertificateNumberField(
        label=_("Number of the migration certificate"), help_text=_("For example 苏00000001.")
    )
    issued_by = PlainTextField(label=_("Issued by"), max_length=50)
    issued_on = CalendarDateField(label=_("Issued on"), latest=today)
    valid_to = CalendarDateField(
        label=_("Valid until"),
        required=False,
        help_text=_("Left empty: as long as the rules say, counted from the day of issue."),
    )
    note = text_field(_("Note"), _("Only officers read this."), rows=2)


class OriginRefusalForm(ActForm):
    act = staticmethod(actions.record_refusal)
    reason = text_field(_("Why the place of origin does not release"), PUBLIC, LEAST_REASON)


class RegisterForm(ActForm):
    act = staticmethod(actions.register)
    household_no = CertificateNumberField(
        label=_("Household number"), help_text=_("It is printed on the notice of registration.")
    )
    registered_on = CalendarDateField(label=_("Registered on"), initial=today, latest=today)
    note = text_field(_("Note"), _("Only officers read this."), rows=2)


class ReopenForm(ActForm):
    act = staticmethod(actions.reopen)
    reason = text_field(_("Why the case is reviewed again"), INTERNAL, LEAST_REASON)


class FollowUpForm(forms.Form):
    """What a later check found."""

    result = RadioField(
        label=_("Result"),
        choices=[
            ("CONFIRMED", _("The register confirms it")),
            ("CONTRADICTED", _("The register contradicts it")),
        ],
    )
    note = text_field(_("Note"), _("Only officers read this. Needed when the register contradicts."), rows=2)

    def clean(self) -> dict[str, Any]:
        """Ask for a note when the register contradicts."""
        data = super().clean() or self.cleaned_data
        if data.get("result") == "CONTRADICTED" and "note" in data:
            try:
                check_text(data["note"], LEAST_NOTE)
            except NotPossible as problem:
                self.add_error("note", str(problem))
        return data


FORMS: dict[str, type[ActForm]] = {
    "accept": AcceptForm,
    "refuse": RefuseForm,
    "refer": ReferForm,
    "propose": ProposeForm,
    "approve": ApproveForm,
    "deny": DenyForm,
    "return": ReturnForm,
    "release": ReleaseForm,
    "origin-refusal": OriginRefusalForm,
    "register": RegisterForm,
    "reopen": ReopenForm,
}
