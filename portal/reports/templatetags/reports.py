"""What other pages show of reports."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.accounts.queries import is_officer
from portal.applications.models import Application
from portal.reports.models import Ledger
from portal.reports.page import context_of
from portal.reports.queries import due_title, is_late, ledger_of, left_in_all

register = Library()


@register.inclusion_tag("reports/_summary.html")
def reports_summary(case: Application) -> dict[str, Any]:
    """Show on the holder's page of a case what is owed next, with the way to the reports. Two queries, else none."""
    ledger = ledger_of(case)
    owed = ledger is not None and ledger.next_due is not None
    return {
        "case": case,
        "ledger": ledger,
        "owed": due_title(ledger) if ledger is not None and owed else "",
        "late": ledger is not None and is_late(ledger),
        # Nothing is left of what is out of force.
        "left": left_in_all(ledger) if ledger is not None and ledger.standing != Ledger.State.ENDED else [],
    }


@register.inclusion_tag("reports/_desk.html", takes_context=True)
def reports_at_desk(context: Context, case: Application) -> dict[str, Any]:
    """Show at the desk what happened after the certificate; nothing for a case without a ledger.

    `?reports=2` asks for the older ones.
    """
    return {"case": case, "after": context_of(case, context["request"].GET.get("reports"))}


@register.inclusion_tag("reports/_link.html", takes_context=True)
def reports_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation, for officers. No query of its own."""
    user, request = context.get("user"), context.get("request")
    match = getattr(request, "resolver_match", None)
    return {
        "shown": user is not None and is_officer(user),
        "current": match is not None and match.namespace == "desk_reports",
    }
