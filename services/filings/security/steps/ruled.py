"""A step that asks the rules of the filing about itself, so that a mistake shows where it was made."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.catalog.declaration import Answers, Finding, Norms
from portal.ui.forms import StepForm


class RuledStepForm(StepForm):
    """Adds to its fields what `judge` rejects, from the answers before and those of the step `slug`."""

    slug = ""
    judge: Callable[[Answers, Norms], Iterable[Finding]]

    def clean(self) -> dict[str, Any]:
        """Return the cleaned values; a field with an error of its own gets no second one."""
        super().clean()
        if self.norms is None:
            return self.cleaned_data
        answers = {**self.answers, self.slug: self.json_values()}
        for finding in type(self).judge(answers, self.norms):
            if finding.effect == "reject" and finding.field not in self.errors:
                self.add_error(finding.field, str(finding.message))
        return self.cleaned_data
