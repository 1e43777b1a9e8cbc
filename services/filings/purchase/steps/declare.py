"""The buyer's commitments, and the statement of lawful use (domain B5, EN04)."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CommitmentField
from portal.ui.forms import StepForm
from services.filings.chemicals.catalogue import name
from services.filings.chemicals.naming import language


class DeclareForm(StepForm):
    """Truth of the answers, lawful use, and the statement that the law calls 合法使用需要证明.

    The statement is made of the answers and not handed in: kinds, amounts and purposes, as the substances say
    (易制毒化学品购销和运输管理办法 art. 5).
    """

    declare = CommitmentField(
        label=_(
            "The information and papers are true and complete, and I am authorised to file for the buyer."
        )
    )
    declare_use = CommitmentField(
        label=_(
            "The substances are used only for the stated lawful purpose. We keep them safe, record their "
            "use, and report loss or theft to the police at once."
        )
    )
    declare_lawful_use = CommitmentField(
        label=_(
            "Proof of lawful use: we need the substances in these kinds and amounts, for these purposes only."
        )
    )

    def prepare(self) -> None:
        """Put the kinds, amounts and purposes under the statement."""
        if self.norms is not None:
            # Put into words only when it is read, in the language of that moment.
            self.fields["declare_lawful_use"].help_text = lazy(self._statement, str)()

    def _statement(self) -> str:
        return gettext("; ").join(self._needs())

    def _needs(self) -> Iterator[str]:
        chemicals, purposes = self.norms.entries("chemicals"), self.norms.entries("purchase_purposes")
        for row in (self.answers.get("substances") or {}).get("rows") or ():
            yield gettext("%(substance)s %(quantity)s %(unit)s for: %(purpose)s (%(text)s)") % {
                "substance": self._named(chemicals, row.get("chem")),
                "quantity": row.get("quantity"),
                "unit": row.get("unit"),
                "purpose": self._named(purposes, row.get("purpose_code")),
                "text": row.get("purpose_text"),
            }

    @staticmethod
    def _named(entries: Any, code: Any) -> str:
        return name(entries[code], language()) if code in entries else str(code or "")
