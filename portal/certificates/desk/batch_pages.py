"""Many certificates at once: choose and ask, then watch how far they are."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts.queries import roles_of
from portal.applications.policies import NotAllowed
from portal.certificates.actions import batches
from portal.certificates.desk.doors import others_papers, proposal_of
from portal.certificates.desk.forms import BatchForm
from portal.certificates.models import BatchItem, Certificate, Proposal
from portal.certificates.policies import PROPOSERS, Refused
from portal.review.doors import officers_only

PAGE_ROWS = 50


@officers_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose certificates by kind and last day; the first press counts them, the second asks."""
    if not set(roles_of(request.user)) & set(PROPOSERS):
        raise Http404
    form, found, status = BatchForm(request.POST or None), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status, values = 200, form.cleaned_data
            chosen = batches.eligible(
                request.user, kind=values["type"], ends_from=values["ends_from"], ends_to=values["ends_to"]
            )
            found = chosen.count()
            if "ask" in request.POST:
                try:
                    made = batches.propose_many(
                        by=request.user, act=values["act"], certificates=chosen, reason=values["reason"]
                    )
                except NotAllowed:
                    raise Http404 from None
                except Refused as refused:
                    status = 422
                    form.add_error(refused.field or None, str(refused))
                else:
                    messages.success(request, _("Asked for. A second officer decides."))
                    return redirect("desk_certificates:batch", made.pk)
    return render(request, "certificates/desk_batch_new.html", {"form": form, "found": found}, status=status)


@officers_only
@require_GET
def batch(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Show how far a batch is, and its items; those that were left out first."""
    row = proposal_of(request, proposal)
    if row.certificate is not None:
        raise Http404
    counted = dict(row.items.values_list("outcome").annotate(n=Count("pk")).values_list("outcome", "n"))
    total = sum(counted.values())
    ended = sum(counted.get(outcome, 0) for outcome in (BatchItem.Outcome.DONE, BatchItem.Outcome.LEFT))
    stopped = row.items.filter(successor__status=Certificate.Status.FAILED).count()
    items = row.items.filter(certificate__in=others_papers(request.user)).order_by("-outcome", "pk")
    page = Paginator(items.select_related("certificate", "successor"), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "proposal": row,
        "counts": [(outcome.label, counted.get(outcome.value, 0)) for outcome in BatchItem.Outcome],
        "total": total,
        "ended": ended,
        "stopped": stopped,
        "running": row.outcome == Proposal.Outcome.CONFIRMED and ended < total,
        "items": page,
        "decides": row.outcome == Proposal.Outcome.OPEN and batches.may_decide_batch(request.user, row),
        "withdraws": row.outcome == Proposal.Outcome.OPEN and row.proposed_by_id == request.user.pk,
        "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "certificates/desk_batch.html", context)
