"""The step of a transport that asks its rules about itself."""

from portal.catalog.declaration import Answers, Finding
from services.filings import ruled
from services.filings.transport.verdicts import common_findings


class RuledStepForm(ruled.RuledStepForm):
    """Held to the rules that filing and licence share."""

    def findings(self, answers: Answers) -> list[Finding]:
        """Return what `verdicts.common_findings` finds."""
        return common_findings(answers, self.norms)
