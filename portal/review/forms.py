"""The forms of the acts. Each carries the version of the case that the officer saw."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application
from portal.applications.outcomes import INTAKE_GROUNDS, Outcome
from portal.review import actions
from portal.review.acts import (
    LEAST_NOTE,
    LEAST_REASON,
    filing_grounds,
    recommendations_for,
)
from portal.review.company import penalties_of, penalty_years, uscc_of
from portal.review.policies import NotPossible, check_filing_ground, check_text
from portal.ui.fields import (
    CalendarDateField,
    CommitmentField,
    Described,
    PlainTextField,
    RadioField,
    SelectField,
    compact,
)
from portal.ui.templatetags.ui import local_date, local_moment
from portal.workdays.queries import today

#: So much of the note of a penalty stands beside the tick.
NOTE_SHOWN = 120
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


def say_least(form: forms.Form) -> None:
    """Put into the hints how many characters are asked for."""
    for field in form.fields.values():
        if least := next((v.limit_value for v in field.validators if isinstance(v, MinLengthValidator)), 0):
            field.help_text = field.help_text % {"least": least} if field.help_text else ""


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
    #: The field that standard texts are put into.
    standard = "reason"

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        super().__init__(*args, **{"initial": {"version": application.version}, **kwargs})
        say_least(self)
        self.prepare()

    def prepare(self) -> None:
        """Adapt the fields to the case. For the forms that need it."""

    def sent(self) -> list[Any]:
        """Return the bound fields that hold something, for the question before it leaves."""
        return [self[name] for name in self.fields if name != "version" and self[name].value()]

    def typed(self) -> list[tuple[str, str]]:
        """Return (label, text) of what the officer typed, so that it can be shown when it cannot be used."""
        texts = [(field.label, str(field.value() or "")) for field in self.visible_fields()]
        return [(str(label), text) for label, text in texts if text.strip()]


class AcceptForm(ActForm):
    act = staticmethod(actions.accept)
    note = text_field(_("Note"), _("Only officers read this."), rows=2)
    acknowledged = CommitmentField(
        label=_("I have considered the penalty on the company's record and accept the case all the same."),
        error_messages={
            "required": _(
                "A penalty stands on the company's record. Please tick that you have considered it."
            )
        },
    )

    def prepare(self) -> None:
        """Ask for the tick only where a penalty stands on the record (R-EN-16); that is then recorded."""
        penalties = penalties_of(self.application)
        if not penalties:
            del self.fields["acknowledged"]
            return
        text = _("A penalty within %(years)s years asks for your decision; nothing is decided by itself.")
        said = [f"{local_date(row.on)} {Truncator(row.note).chars(NOTE_SHOWN)}".strip() for row in penalties]
        self.fields["acknowledged"].help_text = " ".join([str(text % {"years": penalty_years()}), *said])


class GroundForm(ActForm):
    """What the two negative acts share: of a filing the closed list of grounds, with its bars and the authority."""

    ground = RadioField(label=_("Ground"), choices=tuple(INTAKE_GROUNDS.items()))
    bar = SelectField(
        label=_("What the law forbids"), required=False, help_text=_("Only if it is forbidden by law.")
    )
    where_to_go = text_field(
        _("Where to go"),
        _("Which office or service is right. Not needed if no application is needed."),
        rows=2,
    )
    reason = text_field(_("Reason"), PUBLIC, LEAST_REASON)

    @property
    def of_filing(self) -> bool:
        """Whether the closed list of a filing holds."""
        return self.application.declaration.nature == "filing"

    def prepare(self) -> None:
        """Offer what the law allows for a filing; other services have no bars."""
        bars = self.application.declaration.bars if self.of_filing else {}
        if bars:
            self.fields["bar"].choices = list(bars.items())
        else:
            del self.fields["bar"]
        if self.of_filing:
            self.fields["ground"].choices = list(filing_grounds(bars).items())
            self.fields["where_to_go"].label = _("Competent authority")
            self.fields["where_to_go"].help_text = _("Only if this office is not competent: which one is.")
        for name in ("bar", "where_to_go"):
            if name in self.fields:
                self.fields[name].required_when_shown = True  # the hint says when it is needed

    def clean(self) -> dict[str, Any]:
        """Ask for the bar or the authority that the ground of a filing needs."""
        data = super().clean() or self.cleaned_data
        if self.of_filing and data.get("ground") and "bar" not in self.errors:
            where = data.get("where_to_go", "")
            try:
                check_filing_ground(self.application.declaration, data["ground"], data.get("bar", ""), where)
            except NotPossible as problem:
                self.add_error(problem.field, str(problem))
        return data


class RefuseForm(GroundForm):
    act = staticmethod(actions.refuse_at_intake)

    def clean(self) -> dict[str, Any]:
        """Ask where to go, unless no application is needed at all."""
        data = super().clean()
        if data.get("ground") in {"not_our_powers", "other_item"} and not data.get("where_to_go", "").strip():
            self.add_error("where_to_go", _("Please say which office or service is right."))
        return data


class ReferForm(ActForm):
    act = staticmethod(actions.refer)
    standard = "where_to_go"
    where_to_go = text_field(_("Where to go and why"), PUBLIC, LEAST_REASON)


class ProposeForm(ActForm):
    act = staticmethod(actions.propose)
    standard = "note"
    recommendation = RadioField(label=_("Recommendation"))
    note = text_field(_("Grounds"), INTERNAL, LEAST_NOTE)

    def prepare(self) -> None:
        """Say what is recommended in the words of the kind of case."""
        nature = self.application.declaration.nature
        self.fields["recommendation"].choices = list(recommendations_for(nature).items())


class ApproveForm(ActForm):
    act = staticmethod(actions.approve)
    grounds = text_field(_("Grounds of the decision"), PUBLIC, LEAST_NOTE)
    note = text_field(_("Note"), _("Only officers read this."), rows=2)

    def prepare(self) -> None:
        """Only a licence is granted on recorded grounds."""
        del self.fields["note" if self.application.declaration.nature == "licence" else "grounds"]


class DenyForm(GroundForm):
    act = staticmethod(actions.deny)
    legal_ground = text_field(
        _("Legal ground"), _("Which rule the decision rests on. At least %(least)s characters."), LEAST_REASON
    )
    statement = text_field(
        _("What the applicant stated"),
        _(
            "What the applicant said about this before the decision. If you leave it empty, the decision says that "
            "nothing was stated."
        ),
        rows=2,
    )

    def prepare(self) -> None:
        """Of a filing the closed list, of a licence facts and legal ground, of other services the reason alone."""
        super().prepare()
        nature = self.application.declaration.nature
        if nature != "filing":
            del self.fields["ground"], self.fields["where_to_go"]
        else:
            del self.fields["statement"]
        if nature != "licence":
            del self.fields["legal_ground"]
        else:
            self.fields["reason"].label = _("Facts and reasons")


@dataclass(frozen=True)
class Asked:
    """The words in which an officer asked for a revocation. who: the officer. at: when."""

    who: str
    at: datetime
    reason: str
    legal_ground: str


_asked_in: list[Callable[[Application], Asked | None]] = []


def revocations_are_asked_for(words: Callable[[Application], Asked | None]) -> None:
    """Have the words of a revocation taken from those in which it was asked for. Called when Django starts.

    words: returns them for a case, None when nobody asks for its revocation.
    """
    _asked_in.append(words)


class RevokeForm(ActForm):
    act = staticmethod(actions.revoke)
    reason = text_field(_("Facts and reasons"), PUBLIC, LEAST_REASON)
    legal_ground = text_field(
        _("Legal ground"), _("Which rule the decision rests on. At least %(least)s characters."), LEAST_REASON
    )

    def prepare(self) -> None:
        """Put in the words in which another officer asked for it: both stand for the same, so they stay as they are."""
        asked = next((found for words in _asked_in if (found := words(self.application))), None)
        if asked is None:
            return
        notice = gettext(
            "%(who)s asked for the revocation on %(when)s; reason and ground are theirs. To change them, decline "
            "and ask anew."
        )
        self.fields["reason"].notice = notice % {"who": asked.who, "when": local_moment(asked.at)}
        self.standard = ""
        for name in ("reason", "legal_ground"):
            self.initial.setdefault(name, getattr(asked, name))
            self.fields[name].widget.attrs["readonly"] = True


class VisitForm(ActForm):
    act = staticmethod(actions.record_visit)
    visited_on = CalendarDateField(label=_("Day of the visit"), initial=today, latest=today)
    result = RadioField(
        label=_("What the visit found"),
        choices=[(Outcome.IN_ORDER.value, _("In order")), (Outcome.DEFECTS.value, _("Defects"))],
    )
    note = text_field(_("Note"), _("The holder reads this. Needed when there are defects."))
    on_record = CommitmentField(
        label=_("Put the defects on the company's record as a violation"), required=False
    )

    def prepare(self) -> None:
        """Only a company has a record."""
        if not uscc_of(self.application):
            del self.fields["on_record"]

    def clean(self) -> dict[str, Any]:
        """Ask what the defects are."""
        data = super().clean() or self.cleaned_data
        if data.get("result") == Outcome.DEFECTS and "note" in data:
            try:
                check_text(data["note"], LEAST_NOTE)
            except NotPossible as problem:
                self.add_error("note", str(problem))
        return data


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
    "revoke": RevokeForm,
    "release": ReleaseForm,
    "origin-refusal": OriginRefusalForm,
    "register": RegisterForm,
    "reopen": ReopenForm,
    "visit": VisitForm,
}
