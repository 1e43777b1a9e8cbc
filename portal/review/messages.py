"""The messages about a case, at the desk."""

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.states import CLOSED
from portal.correspondence import actions, pages
from portal.correspondence.forms import MessageForm
from portal.correspondence.models import Message
from portal.correspondence.policies import side_of
from portal.documents.models import Document
from portal.review.clock import clock_of
from portal.review.doors import of_case, officers_only
from portal.review.snippets import CHOSEN, appended, filled, offer, texts_for
from portal.rulebook.queries import unit_name

SIDE = Message.Side.OFFICE


@officers_only
@require_http_methods(["GET", "POST"])
@of_case
def thread(request: HttpRequest, row: Application) -> HttpResponse:
    """Show the messages about a case and a form for one more, or send it. A supervisor only reads."""
    may_write = can_write(request.user, row)
    if request.method == "POST" and "insert" in request.POST and may_write:
        form, waiting = with_text(request, row)
    elif request.method == "POST":
        if not may_write:
            return redirect("review:messages", row.pk)
        try:
            message, form, waiting = pages.sent(request, row, SIDE)
        except NotAllowed:
            raise Http404 from None
        if message is not None:
            notes.success(request, _("The message has been sent; the applicant is told by mail."))
            return redirect("review:messages", row.pk)
    else:
        if may_write or row.state in CLOSED:  # who only looks on leaves it new for those who work on the case
            actions.read(application=row, by=request.user, side=SIDE)
        form, waiting = pages.empty_form(row, request, SIDE)
    offer(form, "text", "message", texts_for(row))
    context = pages.shown(row, SIDE, form if may_write else None, waiting)
    language = get_language() or "zh-hans"
    context |= {"case": row, "state": row.face.staff, "clock": clock_of(row)}
    context |= {"office_name": unit_name(row.unit, language)}
    return render(request, "correspondence/desk.html", context)


def with_text(request: HttpRequest, application: Application) -> tuple[MessageForm, list[Document]]:
    """Return the form with the chosen standard text put after what was typed; nothing is sent yet."""
    form, waiting = pages.empty_form(application, request, SIDE)
    texts = {text.code: text for text in texts_for(application) if text.act == "message"}
    chosen, typed = texts.get(request.POST.get(CHOSEN, "")), request.POST.get("text", "")
    form.initial["text"] = appended(typed, filled(chosen, application)) if chosen else typed
    return form, waiting


def can_write(officer: User, application: Application) -> bool:
    """Return whether the officer may write about the case now."""
    try:
        return side_of(officer, application) == SIDE
    except NotAllowed:
        return False
