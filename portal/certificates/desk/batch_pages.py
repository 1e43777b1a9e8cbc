"""Many certificates at once: choose and ask, then watch how far they are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Max, Min, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts.queries import roles_of
from portal.applications.policies import NotAllowed
from portal.certificates.actions import batches
from portal.certificates.desk.doors import proposal_of
from portal.certificates.desk.forms import BatchForm
from portal.certificates.desk.words import confirming, consequence
from portal.certificates.kinds import titles
from portal.certificates.models import BatchItem, Certificate, Proposal
from portal.certificates.policies import PROPOSERS, Refused, papers_visible_to
from portal.review.doors import officers_only

PAGE_ROWS = 50


@officers_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose certificates by kind and last day; the first press counts them, the second asks.

    What is asked for is what was counted: another choice, or another number by now, is counted once more.
    """
    if not set(roles_of(request.user)) & set(PROPOSERS):
        raise Http404
    asks = "ask" in request.POST
    form = BatchForm(request.POST or None, asks=asks)
    context: dict[str, Any] = {"form": form, "found": None}
    if request.method != "POST":
        return render(request, "certificates/desk_batch_new.html", context)
    if not form.is_valid() and set(form.errors) != {"reason"}:
        return render(request, "certificates/desk_batch_new.html", context, status=422)
    values = form.cleaned_data
    chosen = batches.eligible(
        request.user,
        kind=values["type"],
        act=values["act"],
        ends_from=values["ends_from"],
        ends_to=values["ends_to"],
    )
    found = chosen.count()
    context |= {"found": found, "counted": f"{form.choice}|{found}"}
    if not asks or form.errors:
        status = 422 if form.errors else 200
        return render(request, "certificates/desk_batch_new.html", context, status=status)
    if request.POST.get("counted") != context["counted"]:
        context["changed"] = recounted(request.POST.get("counted", ""), form.choice, found)
        return render(request, "certificates/desk_batch_new.html", context, status=422)
    try:
        made = batches.propose_many(
            by=request.user, act=values["act"], certificates=chosen, reason=values["reason"]
        )
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        form.add_error(refused.field or None, str(refused))
        return render(request, "certificates/desk_batch_new.html", context, status=422)
    messages.success(request, _("Asked for. A second officer decides."))
    return redirect("desk_certificates:batch", made.pk)


def recounted(counted: str, choice: str, found: int) -> str:
    """Return why what was asked for is counted once more. counted: what was counted before, "" for nothing."""
    if not counted:
        words = ngettext(
            "%(count)s certificate matches. Please check, then ask.",
            "%(count)s certificates match. Please check, then ask.",
            found,
        )
    elif counted.rpartition("|")[0] != choice:
        words = ngettext(
            "You changed the choice: %(count)s certificate matches now. Please check, then ask.",
            "You changed the choice: %(count)s certificates match now. Please check, then ask.",
            found,
        )
    else:
        words = ngettext(
            "The number has changed meanwhile: %(count)s certificate matches now. Please check, then ask.",
            "The number has changed meanwhile: %(count)s certificates match now. Please check, then ask.",
            found,
        )
    return words % {"count": found}


@officers_only
@require_GET
def batch(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Show how far a batch is, and its items; those that were left out first."""
    row = proposal_of(request, proposal)
    if row.certificate is not None:
        raise Http404
    return render(request, "certificates/desk_batch.html", progress_of(row) | items_of(request, row))


def progress_of(row: Proposal) -> dict[str, Any]:
    """Return what a batch is about and how far it is."""
    counted = dict(row.items.values_list("outcome").annotate(n=Count("pk")).values_list("outcome", "n"))
    total = sum(counted.values())
    done = sum(counted.get(outcome, 0) for outcome in (BatchItem.Outcome.DONE, BatchItem.Outcome.LEFT))
    about = row.items.aggregate(
        type=Min("certificate__type"),
        first=Min("certificate__valid_to"),
        last=Max("certificate__valid_to"),
    )
    return {
        "proposal": row,
        "kind": titles().get(about["type"], about["type"] or ""),
        "first": about["first"],
        "last": about["last"],
        "counts": [(outcome.label, counted.get(outcome.value, 0)) for outcome in BatchItem.Outcome],
        "total": total,
        "ended": done,
        "left": counted.get(BatchItem.Outcome.LEFT, 0),
        "stopped": row.items.filter(successor__status=Certificate.Status.FAILED).count(),
        "running": row.outcome == Proposal.Outcome.CONFIRMED and done < total,
        "button": confirming(row, total),
        "consequence": consequence(row),
    }


def items_of(request: HttpRequest, row: Proposal) -> dict[str, Any]:
    """Return a page of the items of a batch that the officer may see, and what he or she may do about the batch."""
    is_open = row.outcome == Proposal.Outcome.OPEN
    first = Case(When(outcome=BatchItem.Outcome.LEFT, then=0), default=1)
    items = row.items.filter(certificate__in=papers_visible_to(request.user)).order_by(first, "pk")
    page = Paginator(items.select_related("certificate", "successor"), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    return {
        "items": page,
        "decides": is_open and batches.may_decide_batch(request.user, row),
        "withdraws": is_open and row.proposed_by_id == request.user.pk,
        "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
