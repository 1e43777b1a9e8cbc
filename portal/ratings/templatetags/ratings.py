"""What other pages show of ratings."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.applications.models import Application
from portal.ratings.models import Grade
from portal.ratings.policies import RATED, can_read
from portal.ratings.queries import rating_of

register = Library()


@register.inclusion_tag("ratings/_invitation.html")
def rating_invitation(case: Application) -> dict[str, Any]:
    """Ask how it was on the page of a concluded case, or show what was answered. One query, else none."""
    open_now = case.state in RATED
    return {
        "case": case,
        "open": open_now,
        "rating": rating_of(case) if open_now else None,
        "grades": Grade.choices,
    }


@register.inclusion_tag("ratings/_link.html", takes_context=True)
def ratings_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation, for those who may open it. No query of its own."""
    user, request = context.get("user"), context.get("request")
    match = getattr(request, "resolver_match", None)
    return {
        "shown": user is not None and can_read(user),
        "current": match is not None and match.namespace == "desk_ratings",
    }
