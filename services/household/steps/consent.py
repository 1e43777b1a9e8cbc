"""Step 0: the notice and the statements."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CommitmentField
from portal.ui.forms import StepForm
from services.household.fields import CurrentInput

NOTICE_CHANGED = _("The privacy notice has changed. Please read it again and confirm.")
#: Wording in the mode CONSENT: the two boxes are consents and no longer mere acknowledgements (A6, legal note).
CONSENTS: dict[str, Any] = {
    "consent_general": _("I have read the privacy notice and agree to the processing of my data."),
    "consent_sensitive": _("I agree separately that my sensitive data are processed for this case."),
}


class ConsentForm(StepForm):
    """Step 0: the notice and the statements. The consent for children under 14 is asked with each child."""

    notice_version = forms.CharField(
        label=_("Version of the privacy notice"),
        max_length=20,
        widget=CurrentInput,
        error_messages={"required": NOTICE_CHANGED},
    )
    consent_general = CommitmentField(
        label=_("I have read the privacy notice and understand why my data are needed."),
        help_text=_("The privacy notice is linked at the foot of this page."),
    )
    consent_sensitive = CommitmentField(
        label=_(
            "I know that sensitive data such as my ID number and my address are processed for this case."
        ),
    )
    consent_share_origin = CommitmentField(
        label=_("I agree that my data are given to the police at my present place of registration."),
        help_text=_("They need them to release your registration. You do not have to go there yourself."),
    )
    truth_commitment = CommitmentField(
        label=_("What I state is true and complete."),
        help_text=_(
            "Whoever gives false information for a household registration answers for it by law "
            "(Household Registration Regulations, article 20)."
        ),
    )

    def prepare(self) -> None:
        if self.norms is None:
            return
        self.fields["notice_version"].widget.current = self.norms.value("TH.notice_version")
        if self.norms.value("TH.consent_mode") == "CONSENT":
            for name, label in CONSENTS.items():
                self.fields[name].label = label

    def clean_notice_version(self) -> str:
        """Refuse consent to a notice that has been replaced meanwhile."""
        version: str = self.cleaned_data["notice_version"]
        if self.norms is not None and version != self.norms.value("TH.notice_version"):
            raise ValidationError(NOTICE_CHANGED, code="notice")
        return version
