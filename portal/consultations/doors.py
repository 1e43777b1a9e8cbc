"""Who comes in to a consultation: officers who may see its case, and its members. Everybody else finds nothing."""

from uuid import UUID

from django.http import Http404, HttpRequest

from portal.consultations.models import Consultation
from portal.consultations.queries import visible_consultations
from portal.review import actions as review


def consultation_of(request: HttpRequest, pk: UUID) -> Consultation:
    """Return a consultation that the officer may open. Raises Http404; an attempt at an existing one is recorded."""
    rows = Consultation.objects.select_related("case__owner", "case__company", "requested_by", "chair")
    row = rows.filter(pk__in=visible_consultations(request.user).values("pk"), pk=pk).first()
    if row is None:
        if hidden := Consultation.objects.select_related("case").filter(pk=pk).first():
            review.record_denied(application=hidden.case, by=request.user, act="consultation")
        raise Http404
    return row
