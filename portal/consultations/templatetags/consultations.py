"""What other pages show of consultations."""

from typing import Any

from django.template import Library
from django.template.context import Context
from django.template.loader import render_to_string

from portal.accounts.models import User
from portal.accounts.queries import is_officer
from portal.applications.models import Application
from portal.applications.states import State as CaseState
from portal.consultations.policies import can_request
from portal.consultations.queries import of_case, waiting_for
from portal.consultations.states import State
from portal.consultations.terms import term_of

register = Library()
#: States in which a consultation matters for what comes next.
SHOWN = {CaseState.IN_REVIEW, CaseState.CONSULTATION, CaseState.SUSPENDED, CaseState.PENDING_APPROVAL}
#: The id of the place of the count in the navigation.
PLACE = "count-consultations"
#: Pages whose navigation says how many wait; elsewhere the link costs no query. The queue asks afterwards (`waiting`).
COUNTED = {"desk_consultations:list", "desk_consultations:page"}


@register.inclusion_tag("consultations/_panel.html")
def consultations_of(case: Application) -> dict[str, Any]:
    """Show the consultations of an undecided case; later its history tells of them. One query, else none."""
    found = of_case(case) if case.state in SHOWN else []
    return {
        "case": case,
        "rows": [
            {"row": row, "term": term_of(row), "advises": row.state == State.CONCLUDED} for row in found
        ],
    }


@register.inclusion_tag("consultations/_request.html")
def consultation_request(case: Application, user: User) -> dict[str, Any]:
    """Show the way to ask for a consultation to who may. No query of its own."""
    return {"case": case, "may_request": can_request(user, case)}


@register.inclusion_tag("consultations/_link.html", takes_context=True)
def consultations_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation, for officers; with a count where something waits for the user.

    One query on the pages of `COUNTED`, none on others.
    """
    user, request = context.get("user"), context.get("request")
    match = getattr(request, "resolver_match", None)
    shown = user is not None and is_officer(user)
    counted = shown and match is not None and match.view_name in COUNTED
    return {
        "shown": shown,
        "current": match is not None and match.namespace == "desk_consultations",
        "place": PLACE,
        "count": waiting_for(user).count() if counted else 0,
    }


def waiting(user: User) -> str:
    """Return how many consultations wait for an officer, for the place in the navigation. One query."""
    count = waiting_for(user).count()
    return render_to_string("consultations/_count.html", {"count": count}) if count else ""
