"""The forms of the acts on the clock of a case: it stands still, goes on, takes longer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.applications.stops import for_officers
from portal.review import actions
from portal.review.acts import LEAST_REASON
from portal.review.forms import PUBLIC, ActForm, text_field
from portal.rulebook.queries import norms
from portal.ui.fields import CalendarDateField, RadioField
from portal.ui.templatetags.ui import local_date
from portal.workdays.queries import add_workdays, today


class SuspendForm(ActForm):
    """Ground, planned end and reason. What makes a stop lawful is judged where the state is written."""

    act = staticmethod(actions.suspend)
    ground = RadioField(
        label=_("Ground"),
        help_text=_("Visits and talks within the authority are no grounds: the time limit runs on."),
    )
    planned_on = CalendarDateField(
        label=_("Planned until"),
        help_text=_("A working day. You are reminded when it has passed."),
        earliest=lambda: add_workdays(today(), 1).on,
    )
    reason = text_field(_("Reason"), PUBLIC, LEAST_REASON)

    def prepare(self) -> None:
        """Offer the grounds of today."""
        self.fields["ground"].choices = list(for_officers(today()).items())


class ResumeForm(ActForm):
    act = staticmethod(actions.resume)
    reason = forms.CharField(
        label=_("Note"),
        help_text=_("The applicant reads this."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExtendForm(ActForm):
    act = staticmethod(actions.extend)
    reason = text_field(_("Why it takes longer"), PUBLIC, LEAST_REASON)

    def prepare(self) -> None:
        """Say by how much, and that there is no second time."""
        days = int(norms(today()).value("case.extension_days"))
        until = add_workdays(self.application.promised_on or today(), days).on
        words = _("By %(days)s working days, until %(day)s. Once only.")
        hint = words % {"days": days, "day": local_date(until)}
        self.fields["reason"].help_text = f"{hint} {self.fields['reason'].help_text}"


LIMIT_FORMS: dict[str, type[ActForm]] = {"suspend": SuspendForm, "resume": ResumeForm, "extend": ExtendForm}
