"""The officers' register: urgent reports, and reports that are late."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from portal.accounts.queries import is_officer
from portal.reports import queries
from portal.reports.held import title_of
from portal.reports.models import Ledger, Report
from portal.rulebook.queries import unit_names

PAGE_ROWS = 50
SHOWN = ("urgent", "late")


@login_required
@cache_control(private=True, no_store=True)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """List the urgent reports, or what is late, of the cases that the officer may see. Officers only (404)."""
    if not is_officer(request.user):
        raise Http404
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else SHOWN[0]
    names = unit_names(get_language() or "zh-hans")
    found: Any = queries.urgent_to(request.user) if shown == "urgent" else queries.late_to(request.user)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    address = f"?show={shown}&page="
    context = {
        "shown": shown,
        "rows": [urgent_row(row, names) if shown == "urgent" else late_row(row, names) for row in page],
        "newer_url": f"{address}{page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"{address}{page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "reports/register.html", context)


def urgent_row(row: Report, names: dict[str, str]) -> dict[str, Any]:
    """Return what the register shows of an urgent report; what happened stands with the case."""
    case = row.ledger.application
    title = title_of(case.declaration, row.key)
    return {"case": case, "title": title, "at": row.at, "unit": names.get(case.unit, case.unit)}


def late_row(ledger: Ledger, names: dict[str, str]) -> dict[str, Any]:
    """Return what the register shows of a ledger with a late report."""
    case = ledger.application
    title = queries.due_title(ledger)
    return {"case": case, "title": title, "on": ledger.next_due, "unit": names.get(case.unit, case.unit)}
