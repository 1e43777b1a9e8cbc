"""What other pages show of the figures."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.accounts.queries import is_officer
from portal.statistics.queries import usual_hours
from portal.statistics.wording import time_in_words

register = Library()


@register.inclusion_tag("statistics/_link.html", takes_context=True)
def statistics_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation. No query of its own."""
    user, request = context.get("user"), context.get("request")
    match = getattr(request, "resolver_match", None)
    return {
        "shown": user is not None and is_officer(user),
        "current": match is not None and match.namespace == "statistics",
    }


@register.simple_tag
def usual_time(service: str) -> str:
    """Return in words how long nine of ten cases took in the last 30 days; "" while too few were decided."""
    hours = usual_hours(service)
    return "" if hours is None else time_in_words(hours)
