"""The page of the figures, and each of its tables as CSV."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from portal.accounts.models import User
from portal.catalog import registry
from portal.review.doors import officers_only
from portal.rulebook.queries import unit_names
from portal.statistics import charts, page, queries
from portal.statistics.periods import NAMES, USUAL, period
from portal.statistics.queries import Chosen
from portal.ui.spreadsheets import written
from portal.workdays.queries import today


@officers_only
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of the officer's units; service, unit and period can be chosen."""
    chosen, code = chosen_in(request)
    tables = page.tables_of(chosen, period(code, today()))
    bars = {
        table.code: charts.lines([(" – ".join(row[:-1]), int(row[-1])) for row in table.rows])
        for table in tables
        if table.code in {"drop-off", "ratings"}
    }
    context: dict[str, Any] = {
        "tables": [(table, bars.get(table.code)) for table in tables],
        "chart": page.chart_of(tables[1]),
        "services": [(service.code, str(service.title)) for service in registry.all_services()],
        "units": units_of(request.user),
        "periods": list(NAMES.items()),
        "service": chosen.service,
        "unit": chosen.unit,
        "period": code,
        "query": request.GET.urlencode(),
    }
    return render(request, "statistics/figures.html", context)


@officers_only
@require_GET
def table_csv(request: HttpRequest, table: str) -> HttpResponse:
    """Send one table as CSV, for what is chosen."""
    chosen, code = chosen_in(request)
    found = next((row for row in page.tables_of(chosen, period(code, today())) if row.code == table), None)
    if found is None:
        raise Http404
    response = HttpResponse(
        written([found.head, *found.rows]).encode(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return response


def chosen_in(request: HttpRequest) -> tuple[Chosen, str]:
    """Return what the address asks for. Raises Http404 for an unknown service; coverage judges units."""
    service, unit = request.GET.get("service", ""), request.GET.get("unit", "")
    if service and service not in {declared.code for declared in registry.all_services()}:
        raise Http404
    code = request.GET.get("period", USUAL)
    return Chosen(request.user, service, unit), code if code in NAMES else USUAL


def units_of(officer: User) -> list[tuple[str, str]]:
    """Return the units that an officer may choose: those that the postings cover, by code. One query."""
    names = unit_names(get_language() or "zh-hans")
    return [(code, name) for code, name in sorted(names.items()) if queries.covers_unit(officer, code)]
