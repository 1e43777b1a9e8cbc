"""A step that asks the rules of its filing about itself, so that a mistake shows where it was made."""

from collections.abc import Iterable
from typing import Any

from portal.catalog.declaration import Answers, Finding
from portal.ui.forms import StepForm


class RuledStepForm(StepForm):
    """Adds to its fields what the rules reject about the step `slug`."""

    slug = ""

    def findings(self, answers: Answers) -> Iterable[Finding]:
        """Return what the rules of the filing find in answers. For each filing to say."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Return the cleaned values; rules that need a field with an error of its own stay silent."""
        super().clean()
        if self.norms is not None:
            for finding in self.findings({**self.answers, self.slug: self.json_values()}):
                rejected = (finding.step, finding.effect) == (self.slug, "reject")
                if rejected and finding.field not in self.errors:
                    self.add_error(finding.field or None, str(finding.message))
        return self.cleaned_data
