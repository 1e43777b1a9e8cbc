"""What a security company reports about its branch: changes, and the closing (B12)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Allowance, Answers, Due, Held, Norms, Report, Reported, Text
from portal.ui.fields import PlainTextField, RadioField
from portal.ui.forms import StepForm
from services.filings.after.fields import PastDayField


class BranchChangeForm(StepForm):
    """Something about the branch is different from what was filed."""

    changed_on = PastDayField(label=_("Day of the change"))
    what = RadioField(
        label=_("What changed"),
        choices=[
            ("NAME", _("Name of the branch")),
            ("HEAD", _("Head of the branch")),
            ("ADDRESS", _("Address of the branch")),
            ("OTHER", _("Something else")),
        ],
    )
    new_value = PlainTextField(label=_("What it is now"), max_length=200)
    licence_changed = RadioField(
        label=_("Has the business licence been changed?"),
        choices=[("YES", _("Yes")), ("NO", _("Not changed yet")), ("NONE", _("Not necessary"))],
    )


class BranchCloseForm(StepForm):
    """The branch was closed."""

    closed_on = PastDayField(label=_("Day of the closing"))
    reason = PlainTextField(label=_("Why it was closed"), multiline=True, max_length=500)


def branch_allowances(answers: Answers, norms: Norms) -> list[Allowance]:
    """Return nothing: no amounts are counted."""
    return []


def branch_dues(held: Held, norms: Norms) -> list[Due]:
    """Return nothing: changes are reported when they happen."""
    return []


def branch_exhausted(held: Held, left: Mapping[str, Decimal], norms: Norms) -> bool:
    """Return False: the certificate ends when the branch is closed."""
    return False


def check_close(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse a closing before the certificate was issued."""
    if values["closed_on"] < held.issued_on.isoformat():
        return [("closed_on", gettext("This day lies before the certificate was issued."))]
    return []


BRANCH_REPORTS = (
    Report(
        key="change",
        title=_("Change of the branch"),
        act=_("Report a change"),
        why=_("Name, head or address of the branch, as soon as they are different."),
        form=BranchChangeForm,
        day="changed_on",
    ),
    Report(
        key="close",
        title=_("Closing of the branch"),
        act=_("Report the closing"),
        why=_("The certificate is out of use from then on."),
        form=BranchCloseForm,
        day="closed_on",
        once=True,
        check=check_close,
        ends=lambda held, values: True,
    ),
)
