"""The step of a purchase that asks its rules about itself."""

from portal.catalog.declaration import Answers, Finding
from services.filings import ruled
from services.filings.purchase.verdicts import check


class RuledStepForm(ruled.RuledStepForm):
    """Held to the rules of a purchase filing."""

    def findings(self, answers: Answers) -> list[Finding]:
        """Return what `verdicts.check` finds."""
        return check(answers, self.norms)
