"""The owner's commitments (domain B6)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CommitmentField
from portal.ui.forms import StepForm


class DeclareForm(StepForm):
    """Truth of the answers, and safe transport."""

    declare = CommitmentField(
        label=_(
            "The information and papers are true and complete, and I am authorised to file for the cargo owner."
        )
    )
    declare_safe = CommitmentField(
        label=_(
            "The goods travel as stated here. The crew carries the certificate for the whole trip; loss or theft is "
            "reported to the police at once, and a change of carrier or vehicle before departure."
        )
    )
