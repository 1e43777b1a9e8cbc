"""A step that asks the rules of its filing about itself, so that a mistake shows where it was made."""

from collections.abc import Iterable
from typing import Any

from portal.catalog.declaration import Answers, Finding
from portal.ui.forms import StepForm


class RuledStepForm(StepForm):
    """Adds to its fields what the rules reject, from the answers before and those of the step `slug`."""

    slug = ""

    def findings(self, answers: Answers) -> Iterable[Finding]:
        """Return what the rules find about the step. For each step to say."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Return the cleaned values; a field with an error of its own gets no second one."""
        super().clean()
        if self.norms is not None:
            for finding in self.findings({**self.answers, self.slug: self.json_values()}):
                if finding.effect == "reject" and finding.field not in self.errors:
                    self.add_error(finding.field, str(finding.message))
        return self.cleaned_data
