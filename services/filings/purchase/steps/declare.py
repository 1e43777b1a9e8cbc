"""The buyer's commitments (domain B5)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CommitmentField
from portal.ui.forms import StepForm


class DeclareForm(StepForm):
    """Truth of the answers, and lawful use."""

    declare = CommitmentField(
        label=_(
            "The information and papers are true and complete, and I am authorised to file for the buyer."
        )
    )
    declare_use = CommitmentField(
        label=_(
            "The substances are used only for the stated lawful purpose. We keep them safe, record their "
            "use, and report loss or theft to the police at once."
        )
    )
