"""The holder's pages: what is left, what is owed, what was reported."""

import re
import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.queries import owned_by
from portal.applications.states import State
from portal.reports import actions
from portal.reports.held import NoSuchReport, declared, form_of, open_book
from portal.reports.models import Ledger, Report
from portal.reports.page import context_of, lines_of
from portal.reports.policies import NotTaken, about_of, check_can_withdraw, check_taken
from portal.reports.queries import ledger_of
from portal.rulebook.queries import norms as norms_on
from portal.ui.forms import StepForm
from portal.workdays.queries import today

TOKEN = re.compile("[0-9a-f]{32}")
private = cache_control(private=True, no_store=True)


def case_of(request: HttpRequest, application: UUID) -> tuple[Application, Ledger]:
    """Return a case of the person with its ledger. Raises Http404 for others' cases and those without a ledger."""
    row = get_object_or_404(owned_by(request.user).exclude(state=State.DRAFT), pk=application)
    ledger = ledger_of(row)
    if ledger is None:
        raise Http404
    return row, ledger


@login_required
@private
@require_GET
def ledger(request: HttpRequest, application: UUID) -> HttpResponse:
    """Show what is left of a certificate, what is owed, what can be reported, and what was."""
    row, _ledger = case_of(request, application)
    context = context_of(row, request.GET.get("page")) or {}
    return render(request, "reports/ledger.html", {"case": row, **context, **pages(context)})


def pages(context: dict[str, Any]) -> dict[str, str]:
    """Return the addresses of the newer and the older page of the list."""
    page = context["page"]
    return {
        "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }


@login_required
@private
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, application: UUID, kind: str) -> HttpResponse:
    """Ask for a report, and make it. What cannot be reported now is said on the page of the certificate."""
    row, ledger = case_of(request, application)
    about = request.GET.get("about", "")
    try:
        if request.method == "POST":
            return make(request, row, ledger, kind, about)
        book, norms = open_book(ledger), norms_on(today())
        report = declared(book.service, kind)
        known = about_of(book, report, about)
        check_taken(book, report, known, norms)
        form = form_of(report, book.held, known, norms)
        return page(request, row, ledger, kind, about, form, secrets.token_hex(16))
    except NoSuchReport as missing:
        raise Http404 from missing
    except NotTaken as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:ledger", row.pk)


def make(request: HttpRequest, row: Application, ledger: Ledger, kind: str, about: str) -> HttpResponse:
    """Make a report of what was typed; what is wrong is said beside its field. Raises NotTaken, NoSuchReport."""
    token = request.POST.get("token", "")
    token = token if TOKEN.fullmatch(token) else secrets.token_hex(16)
    try:
        made = actions.report(ledger, kind, request.POST, by=request.user, token=token, about=about)
    except actions.Refused as refused:
        return page(request, row, ledger, kind, about, refused.form, token)
    except actions.AlreadySent as sent:
        words = _("This page was sent already and became report %(number)s. If you want to make another one, "
                  "please fill in a new page.")  # fmt: skip
        messages.warning(request, words % {"number": sent.row.number})
        return redirect("reports:ledger", row.pk)
    except NotAllowed as refusal:
        raise Http404 from refusal
    declaration = declared(row.declaration, kind)
    text = _("Kept as report %(number)s: %(title)s.") % {"number": made.number, "title": declaration.title}
    if declaration.urgent:
        text += _(" The office has been told. If anybody is in danger, call 110 now.")
    messages.success(request, text)
    return redirect("reports:ledger", row.pk)


def page(
    request: HttpRequest, row: Application, ledger: Ledger, kind: str, about: str, form: StepForm, token: str
) -> HttpResponse:
    """Draw the page of a report; with the one it is about above the fields."""
    book, norms = open_book(ledger), norms_on(today())
    followed = [one for one in book.rows if str(one.pk) == about]
    context = {
        "case": row,
        "ledger": ledger,
        "kind": declared(book.service, kind),
        "form": form,
        "token": token,
        "about": next(iter(lines_of(book, followed, norms)), None),
    }
    return render(request, "reports/new.html", context, status=422 if form.errors else 200)


@login_required
@private
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, application: UUID, report: UUID) -> HttpResponse:
    """Ask once more, then withdraw a report that was made by mistake."""
    row, ledger = case_of(request, application)
    made = get_object_or_404(
        Report.objects.filter(ledger=ledger).select_related("ledger__application"), pk=report
    )
    try:
        if request.method == "POST":
            actions.withdraw(made, by=request.user)
            messages.success(request, _("Report %(number)s has been withdrawn.") % {"number": made.number})
            return redirect("reports:ledger", row.pk)
        return confirm(request, row, ledger, made)
    except NotTaken as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:ledger", row.pk)


def confirm(request: HttpRequest, row: Application, ledger: Ledger, made: Report) -> HttpResponse:
    """Draw the question whether a report is to be withdrawn. Raises NotTaken when it cannot be."""
    book, norms = open_book(ledger), norms_on(today())
    check_can_withdraw(book, made, timezone.now(), norms)
    context = {"case": row, "ledger": ledger, "line": lines_of(book, [made], norms)[0]}
    return render(request, "reports/withdraw.html", context)
