"""The page on which an officer chooses and orders the columns of the queue; it works without JavaScript."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.review import actions, arranged, kept
from portal.review.columns import all_columns, chosen_columns
from portal.review.doors import officers_only
from portal.review.policies import NotPossible


@officers_only
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest) -> HttpResponse:
    """Show all columns, those chosen first and in order; or keep what was ticked and moved."""
    if request.method == "POST":
        return _keep(request)
    chosen = chosen_columns(arranged.columns_of(request.user))
    codes = {column.code for column in chosen}
    others = [column for code, column in all_columns().items() if code not in codes]
    context = {"chosen": chosen, "others": others, "queue_url": kept.queue_url(request)}
    return render(request, "review/columns.html", context)


def _keep(request: HttpRequest) -> HttpResponse:
    codes = [] if "reset" in request.POST else request.POST.getlist("column")
    if not codes and "reset" not in request.POST:
        messages.warning(request, _("Choose one column at least."))
        return redirect("review:columns")
    for name, steps in (("up", -1), ("down", 1)):
        codes = moved(codes, request.POST.get(name, ""), steps)
    try:
        actions.choose_columns(by=request.user, columns=codes)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return redirect("review:columns")
    if "done" in request.POST:
        messages.success(request, _("The columns have been kept."))
        return redirect(kept.queue_url(request))
    return redirect("review:columns")


def moved(codes: list[str], code: str, steps: int) -> list[str]:
    """Return codes with one of them so many places further; unchanged when it is not among them."""
    if code not in codes:
        return codes
    place = codes.index(code)
    others = [one for one in codes if one != code]
    others.insert(max(0, place + steps), code)
    return others
