"""The lists of the desk about certificates."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.certificates.desk.doors import others_papers
from portal.certificates.models import BatchItem, Certificate, Proposal

TABS = {"waiting": _("To decide"), "stopped": _("Stopped"), "batches": _("Many at once")}


def rows_of(officer: User, tab: str) -> QuerySet[Any]:
    """Return the rows of a tab that an officer's postings cover, oldest first where somebody waits."""
    papers = others_papers(officer)
    if tab == "stopped":
        stopped = papers.filter(status=Certificate.Status.FAILED)
        return stopped.select_related("application").order_by("created_at")
    if tab == "batches":
        mine = BatchItem.objects.filter(proposal=OuterRef("pk"), certificate__in=papers)
        batches = Proposal.objects.filter(Exists(mine), certificate=None)
        return batches.select_related("proposed_by", "decided_by").order_by("-proposed_at")
    waiting = Proposal.objects.filter(outcome=Proposal.Outcome.OPEN, certificate__in=papers)
    return waiting.select_related("certificate__application", "proposed_by").order_by("proposed_at")
