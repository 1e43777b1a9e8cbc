"""The company's commitments. What may not be asked of each guard is promised here for all (domain B6b, R-EN-12)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CommitmentField
from portal.ui.forms import StepForm

TRUE = _("The information and papers are true and complete, and I am authorised to file for the company.")
GUARDS = _(
    "Every guard is a Chinese citizen in good health, and none of the bars applies to any of them: compulsory "
    "measures or repeated detention, punishment for an intentional crime, a guard certificate revoked within "
    "three years or revoked twice. We have checked it and keep the proof."
)
DUTIES = _(
    "We keep the contract for two years and video recordings for 30 days, report changed guards each month, "
    "and tell the police when the service ends."
)


class DeclareForm(StepForm):
    """Truth of the answers, the guards, and the duties of a service (SX)."""

    declare = CommitmentField(label=TRUE)
    declare_guards = CommitmentField(label=GUARDS)
    declare_duties = CommitmentField(label=DUTIES)


class BranchDeclareForm(StepForm):
    """Truth of the answers, and the guards of the branch (SF)."""

    declare = CommitmentField(label=TRUE)
    declare_guards = CommitmentField(label=GUARDS)
