"""The forms of the second pair of eyes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.certificates.kinds import titles
from portal.certificates.models import Proposal
from portal.certificates.policies import GROUNDED, LEAST_REASON, NOT_RENEWED, is_renewable
from portal.ui import wording

REQUIRED = wording.REQUIRED


class LongText(forms.CharField):
    """Some lines of text. What is pasted and too long is refused in words, never cut off by the browser.

    The help text names %(least)s and %(most)s, which `say_lengths` fills in.
    """

    def __init__(self, *, rows: int, most: int, **options: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": rows}),
            min_length=LEAST_REASON,
            max_length=most,
            error_messages={"required": REQUIRED, **wording.LENGTH},
            **options,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return no lengths: the browser would cut off silently what is too long."""
        return {}


def say_lengths(form: forms.Form) -> None:
    """Put into the hints of long texts how many characters they have."""
    for field in form.fields.values():
        if isinstance(field, LongText):
            field.help_text = field.help_text % {"least": field.min_length, "most": field.max_length}


class ProposalForm(forms.Form):
    """Why something should be done to a certificate, and by what rule."""

    reason = LongText(
        label=_("Reason"),
        help_text=_("What happened. The holder reads it. %(least)s to %(most)s characters."),
        rows=4,
        most=2000,
    )
    ground = LongText(
        label=_("Legal ground"),
        help_text=_("The rule it rests on. The holder reads it. %(least)s to %(most)s characters."),
        rows=2,
        most=1000,
    )

    def __init__(self, *args: Any, act: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if act not in GROUNDED:
            del self.fields["ground"]
        say_lengths(self)

    def typed(self) -> list[tuple[str, str]]:
        """Return (label, text) of what was typed, so that it can be shown when it cannot be used."""
        texts = [(str(field.label), str(field.value() or "").strip()) for field in self]
        return [(label, text) for label, text in texts if text]


class AnswerForm(forms.Form):
    """Why what was asked for is not done."""

    answer = LongText(
        label=_("Why you decline"),
        help_text=_("Who asked for it reads this. %(least)s to %(most)s characters."),
        rows=3,
        most=1000,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        say_lengths(self)


class BatchForm(forms.Form):
    """Which certificates are issued anew together, and why.

    asks: they are asked for; False: they are only counted, and the reason may still be missing.
    """

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
        label=_("Last day until"),
        required=False,
        help_text=_("With a day given, certificates without a last day are left out."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = LongText(
        label=_("Reason"),
        help_text=_(
            "The second officer reads it, and it stays with each certificate. %(least)s to %(most)s characters."
        ),
        rows=3,
        most=2000,
    )

    def __init__(self, *args: Any, asks: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asks = asks
        choices = sorted((code, f"{code} {title}") for code, title in titles().items())
        self.fields["type"].choices = choices  # type: ignore[attr-defined]
        say_lengths(self)

    def clean(self) -> dict[str, Any]:
        """Hold the days to their order; for counting alone the reason may wait."""
        values = super().clean() or {}
        if not self.asks:
            self.errors.pop("reason", None)
        begin, end = values.get("ends_from"), values.get("ends_to")
        kind = values.get("type", "")
        if kind and values.get("act") == Proposal.Act.RENEW and not is_renewable(kind):
            self.add_error("type", NOT_RENEWED)
        if begin and end and end < begin:
            self.add_error("ends_to", _("The last day lies before the first. Please correct one of them."))
        return values

    @property
    def choice(self) -> str:
        """What was chosen, as one text, to tell a later press from another choice; the reason has no part in it."""
        names = ("act", "type", "ends_from", "ends_to")
        return "|".join(str(self.cleaned_data[name] or "") for name in names)
