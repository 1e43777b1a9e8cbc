"""Send a packet again that failed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.applications.policies import NotAllowed
from portal.applications.queries import visible_to
from portal.exchange import actions
from portal.exchange.models import Packet


@login_required
@require_POST
def retry(request: HttpRequest, packet: UUID) -> HttpResponse:
    """Send a packet again; for the officers of its unit."""
    row = get_object_or_404(
        Packet.objects.filter(direction="out", application__in=visible_to(request.user)), pk=packet
    )
    try:
        again = actions.retry(packet=row, by=request.user)
    except NotAllowed:
        raise Http404 from None
    if again:
        messages.success(request, _("The place of origin is being asked again."))
    return redirect("review:case", row.application_id)
