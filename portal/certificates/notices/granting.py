"""The decision to grant a licence (准予行政许可决定书): on what grounds, for what, until when (许可法 38)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.applications.models import Application, Event
from portal.catalog.declaration import Allowance
from portal.catalog.papers import Paper, Table
from portal.certificates.notices.matter import Matter
from portal.rulebook.queries import norms

#: Units of measure in words; others stand as they are.
UNITS = {"kg": gettext_lazy("kg")}


def content(application: Application, event: Event, language: str) -> Paper:
    """Return the decision: the recorded reasons, what the licence allows, and its last day if it has one.

    The last day is that of a licence issued on the day of the decision; the licence itself says what counts.
    """
    matter = Matter(application, event, language)
    rules = norms(matter.on)
    last = matter.service.certificate.valid_to(matter.answers, matter.on, rules)
    return matter.paper(
        paragraphs=matter.reasons(_("Reasons for the decision")),
        fields=(
            (_("Decided on"), matter.day(event.at)),
            (_("Valid until"), matter.day(last)),
        ),
        tables=scope(matter.service.allowances(matter.answers, rules)),
    )


def scope(allowances: list[Allowance]) -> tuple[Table, ...]:
    """Return what a licence allows as a table; () when it counts nothing."""
    rows = tuple(
        (str(index), str(item.title), f"{item.amount.normalize():f} {UNITS.get(item.unit, item.unit)}")
        for index, item in enumerate(allowances, 1)
    )
    return (
        (Table((_("No."), _("Item"), _("Amount")), rows, _("What is licensed"), (1, 6, 4)),) if rows else ()
    )
