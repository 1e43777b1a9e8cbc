"""What the frame of the desk shows of absences."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.accounts.queries import is_officer

register = Library()


@register.inclusion_tag("review/_absences_link.html", takes_context=True)
def absences_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation, for officers. No query of its own."""
    user, request = context.get("user"), context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match is not None and match.view_name in {"review:absences", "review:interests"}
    return {"shown": user is not None and is_officer(user), "current": here}
