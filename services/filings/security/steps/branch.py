"""The branch and its head (domain B6b)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Finding
from portal.ui.fields import (
    AddressField,
    CalendarDateField,
    CreditCodeField,
    MobileField,
    PersonNameField,
    PlainTextField,
    ResidentIdField,
)
from services.filings.ruled import RuledStepForm
from services.filings.security.branches import branch_findings


class BranchForm(RuledStepForm):
    """The branch, as on its business licence."""

    slug = "branch"

    branch_name = PlainTextField(label=_("Name of the branch"), min_length=4, max_length=100)
    branch_uscc = CreditCodeField(
        label=_("Credit code of the branch"), help_text=_("The branch has a code of its own.")
    )
    branch_established = CalendarDateField(
        label=_("The branch was set up on"), help_text=_("The day on its business licence.")
    )
    branch_address = AddressField(label=_("Address of the branch"))
    head_name = PersonNameField(label=_("Name of the head of the branch"), max_length=50)
    head_id = ResidentIdField(label=_("ID number of the head of the branch"))
    head_mobile = MobileField(label=_("Mobile number of the head of the branch"))

    sensitive = frozenset({"head_id"})
    fieldsets = (
        (_("The branch"), ("branch_name", "branch_uscc", "branch_established", "branch_address")),
        (_("Head of the branch"), ("head_name", "head_id", "head_mobile")),
    )

    def prepare(self) -> None:
        """A branch is filed once it exists."""
        if self.norms is not None:
            fields: dict[str, Any] = self.fields
            fields["branch_established"].latest = self.norms.on

    def findings(self, answers: Answers) -> Iterable[Finding]:
        """Return what the rules say about this step."""
        return branch_findings(answers, self.norms)
