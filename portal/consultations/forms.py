"""The forms of a consultation. Each carries the version that the officer saw, and knows its action."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.applications.queries import visible_to
from portal.consultations import actions
from portal.consultations.models import Consultation, Member, Task
from portal.consultations.states import Declared, Kind, Stance
from portal.review.acts import LEAST_NOTE, LEAST_REASON
from portal.review.forms import INTERNAL, say_least, text_field
from portal.review.policies import NotPossible
from portal.ui.fields import CalendarDateField, PlainTextField, RadioField, SelectField
from portal.workdays.queries import today

#: So many options can be put to the members.
OPTIONS = 3
KEEP_SHORT = _("Write without names: members of other units read it with answers of the case masked.")


class ConsultationForm(forms.Form):
    """What every act needs: the version that was shown. `run` carries it out with the cleaned values."""

    code: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    done: ClassVar[Any] = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Any, suffix: str = "", **kwargs: Any) -> None:
        self.row = row
        kwargs.setdefault("auto_id", f"id_{self.code}{suffix}_%s")
        kwargs["initial"] = {"version": row.version, **self.before(row), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        say_least(self)

    def before(self, row: Any) -> dict[str, Any]:
        """Return what stands in the fields at first."""
        return {}

    def run(self, by: User) -> Any:
        """Carry the act out with the cleaned values; raises what the action raises."""
        raise NotImplementedError

    def typed(self) -> list[tuple[str, str]]:
        """Return (label, text) of what was typed, so that it is not lost when it cannot be used."""
        texts = [(str(field.label), str(field.value() or "")) for field in self.visible_fields()]
        return [(label, text) for label, text in texts if text.strip()]


class RequestForm(ConsultationForm):
    """The request: what is asked, what the facts are, and what could be done on which ground."""

    code = "request"
    title, done = _("Ask for a consultation"), _("The consultation has been asked for.")
    questions = text_field(
        _("Questions to answer"), _("One question a line. At least %(least)s characters."), LEAST_NOTE, rows=3
    )
    facts = text_field(_("Facts"), KEEP_SHORT, LEAST_REASON, rows=5)
    others = PlainTextField(
        label=_("Other cases of the same question"), required=False, max_length=400, width="long",
        help_text=_("Their numbers, with blanks between them."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, OPTIONS + 1):
            words = {"n": n}
            self.fields[f"option_{n}"] = text_field(_("Option %(n)s") % words, rows=2)
            self.fields[f"grounds_{n}"] = text_field(_("Grounds of option %(n)s") % words, rows=2)

    def clean(self) -> dict[str, Any]:
        """Ask for the grounds of each option."""
        data = super().clean() or self.cleaned_data
        for n in range(1, OPTIONS + 1):
            if data.get(f"option_{n}") and not data.get(f"grounds_{n}"):
                self.add_error(f"grounds_{n}", _("Please say on which ground this could be done."))
        return data

    def run(self, by: User) -> Consultation:
        """Ask for the consultation of the case."""
        data, numbers = self.cleaned_data, set((self.cleaned_data["others"] or "").split())
        others = list(visible_to(by).filter(number__in=numbers)) if numbers else []
        if len(others) != len(numbers):
            raise NotPossible(str(_("One of the other cases cannot be found.")), "others")
        return actions.request(
            case=self.row,
            by=by,
            version=data["version"],
            questions=data["questions"].splitlines(),
            facts=data["facts"],
            options=self.options(data),
            others=others,
        )

    def options(self, data: Mapping[str, Any]) -> list[dict[str, str]]:
        """Return the options that were filled in."""
        found = [(data[f"option_{n}"], data[f"grounds_{n}"]) for n in range(1, OPTIONS + 1)]
        return [{"text": text, "grounds": grounds} for text, grounds in found if text]


class AcceptForm(ConsultationForm):
    code = "accept"
    title, done = _("Take it on"), _("You lead this consultation now. Please name the members.")

    def run(self, by: User) -> Consultation:
        return actions.accept(consultation=self.row, by=by, version=self.cleaned_data["version"])


class RejectForm(ConsultationForm):
    code = "reject"
    title, done = _("Do not take it on"), _("The request was not accepted; the case is under review again.")
    reason = text_field(_("Reason"), INTERNAL, LEAST_REASON)

    def run(self, by: User) -> Consultation:
        return actions.reject(consultation=self.row, by=by, **self.cleaned_data)


class InviteForm(ConsultationForm):
    code = "invite"
    title, done = _("Make a member"), _("The member has been named and told.")
    officer = forms.ModelChoiceField(User.objects.filter(is_active=True), widget=forms.HiddenInput)
    kind = SelectField(label=_("As"), choices=Kind.choices)

    def run(self, by: User) -> Member:
        return actions.invite(consultation=self.row, by=by, **self.cleaned_data)


class DismissForm(ConsultationForm):
    code = "dismiss"
    title, done = _("Take off"), _("The member has been taken off.")
    member = forms.UUIDField(widget=forms.HiddenInput)

    def run(self, by: User) -> None:
        member = self.row.members.filter(pk=self.cleaned_data["member"]).first()
        if member is None:
            raise NotPossible(str(_("This person is no member any more.")))
        actions.dismiss(member=member, by=by, version=self.cleaned_data["version"])


class ConveneForm(ConsultationForm):
    code = "convene"
    title, done = _("Convene"), _("The members have been asked for their opinions.")

    def run(self, by: User) -> Consultation:
        return actions.convene(consultation=self.row, by=by, version=self.cleaned_data["version"])


class SeatForm(ConsultationForm):
    """What a member says in his or her own seat."""

    def seat(self, by: User) -> Member:
        """Return the seat. Raises NotPossible for who is no member."""
        member = self.row.members.filter(officer=by).first()
        if member is None:
            raise NotPossible(str(_("You are no member of this consultation.")))
        return member


class DeclareForm(SeatForm):
    code = "declare"
    title, done = _("Declare"), _("Your declaration stands in the minutes.")
    declared = RadioField(
        label=_("Do you have a conflict of interest in this case?"),
        choices=[
            (Declared.NONE.value, _("No")),
            (Declared.CONFLICT.value, _("Yes, so I give no opinion")),
        ],
    )
    reason = text_field(_("Which one"), _("Only with a conflict: at least 15 characters."), rows=2)

    def run(self, by: User) -> Member:
        return actions.declare(member=self.seat(by), by=by, **self.cleaned_data)


class OpineForm(SeatForm):
    code = "opine"
    title, done = _("Give my opinion"), _("Your opinion has been kept.")
    stance = RadioField(label=_("I advise"), choices=Stance.choices)
    text = text_field(_("Opinion and grounds"), INTERNAL, LEAST_REASON, rows=4)

    def run(self, by: User) -> Member:
        return actions.opine(member=self.seat(by), by=by, **self.cleaned_data)


class MinutesForm(ConsultationForm):
    code = "minutes"
    title, done = _("Keep the minutes"), _("The minutes have been kept.")
    minutes = text_field(_("Minutes"), rows=6)

    def run(self, by: User) -> Consultation:
        return actions.keep_minutes(consultation=self.row, by=by, **self.cleaned_data)


class ConcludeForm(ConsultationForm):
    code = "conclude"
    title, done = _("Conclude"), _("The consultation is concluded; the case is under review again.")
    minutes = text_field(_("Minutes"), INTERNAL, LEAST_REASON, rows=6)
    conclusion = RadioField(label=_("Concluded"), choices=Stance.choices)
    text = text_field(_("Conclusion and grounds"), INTERNAL, LEAST_REASON, rows=4)
    dissent = text_field(_("Dissenting opinion"), _("Needed when a member advises otherwise."), rows=3)

    def before(self, row: Any) -> dict[str, Any]:
        """Begin with the minutes kept so far."""
        return {"minutes": row.record.get("minutes", "")}

    def run(self, by: User) -> Consultation:
        return actions.conclude(consultation=self.row, by=by, **self.cleaned_data)


class TaskForm(ConsultationForm):
    code = "task"
    title, done = _("Add a follow-up"), _("The follow-up has been added.")
    text = text_field(_("What is to be done"), INTERNAL, LEAST_NOTE, rows=2)
    due_on = CalendarDateField(label=_("By"), initial=today, earliest=today)

    def run(self, by: User) -> Task:
        return actions.add_task(consultation=self.row, by=by, **self.cleaned_data)


class TaskDoneForm(ConsultationForm):
    code = "task-done"
    title, done = _("Done"), _("Noted as done.")
    task = forms.UUIDField(widget=forms.HiddenInput)

    def run(self, by: User) -> Task:
        task = self.row.tasks.filter(pk=self.cleaned_data["task"]).first()
        if task is None:
            raise NotPossible(str(_("This follow-up does not exist.")))
        return actions.finish_task(task=task, by=by, version=self.cleaned_data["version"])


class ArchiveForm(ConsultationForm):
    code = "archive"
    title, done = _("Close the file"), _("The file of this consultation is closed.")

    def run(self, by: User) -> Consultation:
        return actions.archive(consultation=self.row, by=by, version=self.cleaned_data["version"])


FORMS: dict[str, type[ConsultationForm]] = {
    form.code: form
    for form in (
        AcceptForm, RejectForm, InviteForm, DismissForm, ConveneForm, DeclareForm, OpineForm, MinutesForm,
        ConcludeForm, TaskForm, TaskDoneForm, ArchiveForm,
    )
}  # fmt: skip
