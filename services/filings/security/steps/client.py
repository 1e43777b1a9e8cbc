"""Whom the guards serve (domain B6b)."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Finding
from portal.ui.fields import CreditCodeField, PlainTextField, YesNoField
from services.filings.ruled import RuledStepForm
from services.filings.security.verdicts import client_findings


class ClientForm(RuledStepForm):
    """The client. Whether a foreign-invested company may serve it is told on a page of its own (R-EN-13)."""

    slug = "client"

    client_name = PlainTextField(label=_("Name of the client"), min_length=4, max_length=100)
    client_uscc = CreditCodeField(label=_("Credit code of the client"))
    client_key_unit = YesNoField(
        label=_("Is the client a key unit of public security?"),
        help_text=_("The client knows: the police have told every key unit (治安保卫重点单位)."),
    )

    def findings(self, answers: Answers) -> Iterable[Finding]:
        """Return what the rules say about this step."""
        return client_findings(answers, self.norms)
