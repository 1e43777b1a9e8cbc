"""A step that asks the rules of the filing about itself, so that a mistake shows where it was made."""

from typing import Any

from portal.ui.forms import StepForm
from services.filings.purchase.verdicts import check


class RuledStepForm(StepForm):
    """Adds to its fields what `verdicts.check` rejects about the step `slug`."""

    slug = ""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned values; rules that need a field with an error of its own stay silent."""
        super().clean()
        if self.norms is not None:
            answers = {**self.answers, self.slug: self.json_values()}
            for finding in check(answers, self.norms):
                if (finding.step, finding.effect) == (
                    self.slug,
                    "reject",
                ) and finding.field not in self.errors:
                    self.add_error(finding.field, str(finding.message))
        return self.cleaned_data
