"""The forms of the second pair of eyes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.catalog import registry
from portal.certificates.models import Proposal
from portal.certificates.policies import GROUNDED, LEAST_REASON

REQUIRED = _("Please fill in this field.")


class ProposalForm(forms.Form):
    """Why something should be done to a certificate, and by what rule."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What happened. The holder reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        min_length=LEAST_REASON,
        error_messages={"required": REQUIRED},
    )
    ground = forms.CharField(
        label=_("Legal ground"),
        help_text=_("The rule it rests on. The holder reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        min_length=LEAST_REASON,
        error_messages={"required": REQUIRED},
    )

    def __init__(self, *args: Any, act: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if act not in GROUNDED:
            del self.fields["ground"]


class AnswerForm(forms.Form):
    """Why what was asked for is not done."""

    answer = forms.CharField(
        label=_("Why it stays as it is"),
        help_text=_("Who asked for it reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        min_length=LEAST_REASON,
        error_messages={"required": REQUIRED},
    )


class BatchForm(forms.Form):
    """Which certificates are issued anew together, and why."""

    act = forms.ChoiceField(
        label=_("What is done"),
        widget=forms.RadioSelect,
        choices=[
            (Proposal.Act.RENEW, _("Renew: the validity begins anew")),
            (Proposal.Act.REISSUE, _("Issue anew: the validity stays as it is")),
        ],
        error_messages={"required": REQUIRED},
    )
    type = forms.ChoiceField(label=_("Kind of certificate"), error_messages={"required": REQUIRED})
    ends_from = forms.DateField(
        label=_("Last day from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_to = forms.DateField(
        label=_("Last day until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The second officer reads it, and it stays with each certificate."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        min_length=LEAST_REASON,
        error_messages={"required": REQUIRED},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = {
            declared.type: f"{declared.type} {declared.title}"
            for service in registry.all_services()
            for declared in (service.certificate, service.closing)
            if declared is not None
        }
        self.fields["type"].choices = sorted(kinds.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold the days to their order."""
        values = super().clean() or {}
        begin, end = values.get("ends_from"), values.get("ends_to")
        if begin and end and end < begin:
            self.add_error("ends_to", _("The last day lies before the first. Please correct one of them."))
        return values
