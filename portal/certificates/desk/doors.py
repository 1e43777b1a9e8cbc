"""Which certificate or proposal an address is about, for those whose postings cover it."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from portal.certificates.models import Certificate, Proposal
from portal.certificates.policies import papers_visible_to
from portal.certificates.queries import may_open
from portal.review import actions as review


def paper_of(request: HttpRequest, pk: UUID) -> Certificate:
    """Return a paper that the officer may see. Raises Http404; an attempt at an existing one is recorded.

    Nobody sees one of a case that he or she stood back from.
    """
    found = papers_visible_to(request.user).select_related("application", "replaces").filter(pk=pk).first()
    if found is None or not may_open(request.user, found.application):
        if hidden := Certificate.objects.select_related("application").filter(pk=pk).first():
            review.record_denied(application=hidden.application, by=request.user)
        raise Http404
    return found


def proposal_of(request: HttpRequest, pk: UUID) -> Proposal:
    """Return a proposal about certificates that the officer may see, or that the officer made. Raises Http404."""
    found = get_object_or_404(
        Proposal.objects.select_related("certificate__application", "proposed_by"), pk=pk
    )
    if found.certificate is not None:
        paper_of(request, found.certificate.pk)
        return found
    items = found.items.filter(certificate__in=papers_visible_to(request.user))
    if found.proposed_by_id != request.user.pk and not items.exists():
        raise Http404
    return found
