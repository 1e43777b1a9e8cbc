"""Who leads the service at the place (domain B6b)."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Finding
from portal.ui.fields import MobileField, PersonNameField, ResidentIdField
from services.filings.ruled import RuledStepForm
from services.filings.security.fields import CertificateNumberField
from services.filings.security.verdicts import leader_findings


class LeaderForm(RuledStepForm):
    """The project leader."""

    slug = "leader"

    leader_name = PersonNameField(label=_("Name of the project leader"), max_length=50)
    leader_id = ResidentIdField(label=_("ID number of the project leader"))
    leader_mobile = MobileField(label=_("Mobile number of the project leader"))
    leader_cert = CertificateNumberField(label=_("Number of the guard certificate of the project leader"))

    sensitive = frozenset({"leader_id"})

    def findings(self, answers: Answers) -> Iterable[Finding]:
        """Return what the rules say about this step."""
        return leader_findings(answers, self.norms)
