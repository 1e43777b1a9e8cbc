"""The lists of the desk about certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role, User
from portal.applications.policies import covers
from portal.certificates.actions.batches import may_decide_batch
from portal.certificates.desk.words import title_of
from portal.certificates.kinds import titles
from portal.certificates.models import BatchItem, Certificate, Proposal
from portal.certificates.policies import kept_apart, papers_visible_to

TABS = {"waiting": _("To decide"), "stopped": _("Could not be made"), "batches": _("Many at once")}


@dataclass(frozen=True)
class Line:
    """A proposal in a list. kind: what its certificates are called. mine, decides: what it is to the reader."""

    row: Proposal
    kind: str
    mine: bool
    decides: bool


def rows_of(officer: User, tab: str) -> QuerySet[Any]:
    """Return the rows of a tab that an officer's postings cover, oldest first where somebody waits.

    Those of batches come with `count`, `left` (left out) and `kind` (the type of their certificates).
    """
    papers = papers_visible_to(officer)
    if tab == "stopped":
        stopped = papers.filter(status=Certificate.Status.FAILED, register=Certificate.Register.ACTIVE)
        return stopped.select_related("application").order_by("created_at")
    seen = Q(certificate=None) & Q(Exists(_items().filter(certificate__in=papers)))
    seen |= Q(certificate=None, proposed_by=officer)
    if tab == "batches":
        return counted(Proposal.objects.filter(seen)).order_by("-proposed_at")
    seen |= Q(certificate__in=papers)
    waiting = counted(Proposal.objects.filter(seen, outcome=Proposal.Outcome.OPEN))
    return waiting.select_related("certificate__application").order_by("proposed_at")


def _items() -> QuerySet[BatchItem]:
    return BatchItem.objects.filter(proposal=OuterRef("pk"))


def counted(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return proposals with `count`, `left` and `kind` of their batch."""
    left = Count("items", filter=Q(items__outcome=BatchItem.Outcome.LEFT))
    first = _items().order_by("pk").values("certificate__type")[:1]
    found = rows.select_related("proposed_by", "decided_by")
    return found.annotate(count=Count("items"), left=left, kind=Subquery(first))


def lines_of(rows: Iterable[Any], officer: User) -> list[Line]:
    """Return proposals of `rows_of` with what they are to an officer, and what their certificates are called."""
    called = titles()
    return [
        Line(
            row=row,
            kind=title_of(row.certificate) if row.certificate else called.get(row.kind, row.kind or ""),
            mine=row.proposed_by_id == officer.pk,
            decides=waits_for(officer, row),
        )
        for row in rows
    ]


def waits_for(officer: User, proposal: Proposal) -> bool:
    """Return whether an officer may decide now on a proposal of `rows_of`, which holds none about the own case."""
    if proposal.outcome != Proposal.Outcome.OPEN or proposal.proposed_by_id == officer.pk:
        return False
    if proposal.certificate is None:
        return may_decide_batch(officer, proposal)
    case = proposal.certificate.application
    return covers(officer, case, Role.APPROVER) and not kept_apart(officer, proposal)
