"""The page on which an applicant rates a case."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.queries import owned_by
from portal.applications.states import State
from portal.ratings import actions
from portal.ratings.forms import RatingForm
from portal.ratings.models import Grade
from portal.ratings.policies import Done, can_rate
from portal.ratings.queries import rating_of


@login_required
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, application: UUID) -> HttpResponse:
    """Ask how it was, and keep the answer. Only one's own concluded case, and only once."""
    row = get_object_or_404(owned_by(request.user).exclude(state=State.DRAFT), pk=application)
    if not can_rate(row, request.user):
        messages.info(request, _("A case can be rated when it is concluded."))
        return redirect("my:case", row.pk)
    if rating_of(row):
        return rated_before(request, row)
    chosen = request.GET.get("grade", "")
    initial = {"grade": chosen} if chosen in map(str, Grade.values) else {}
    form = RatingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        return keep(request, row, form)
    return render(request, "ratings/rate.html", {"case": row, "form": form})


def keep(request: HttpRequest, row: Application, form: RatingForm) -> HttpResponse:
    """Keep a valid rating and say so."""
    data = form.cleaned_data
    try:
        actions.rate(
            application=row,
            by=request.user,
            grade=int(data["grade"]),
            details=data["details"],
            text=data["text"] or "",
            anonymous=data["who"] == "anonymous",
        )
    except Done:
        return rated_before(request, row)
    except NotAllowed:
        messages.error(
            request, _("The case moved on at this very moment. Please look at where it stands now.")
        )
    else:
        messages.success(request, _("Thank you for your rating."))
    return redirect("my:case", row.pk)


def rated_before(request: HttpRequest, row: Application) -> HttpResponse:
    """Say that a case is rated once."""
    messages.info(request, _("You have rated this case already."))
    return redirect("my:case", row.pk)
