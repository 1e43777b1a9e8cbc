"""What every page of the desk shows of the inbox."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.accounts.queries import is_officer
from portal.review.counts import INBOX as PLACE
from portal.review.counts import unread_of, up_to_many

register = Library()


#: The page that asks for the number afterwards, with its other counts (`review/counts.py`).
COUNTED_AFTERWARDS = "review:queue"


@register.inclusion_tag("review/_inbox_link.html", takes_context=True)
def inbox_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation with how many lines are unread. At most one query."""
    user, request = context.get("user"), context.get("request")
    shown = user is not None and is_officer(user)
    match = getattr(request, "resolver_match", None)
    view = match.view_name if match is not None else ""
    unread = context.get("unread")  # a page that has counted them already says so
    if unread is None:
        unread = unread_of(user) if shown and view != COUNTED_AFTERWARDS else 0
    return {"shown": shown, "unread": up_to_many(unread), "place": PLACE, "current": view == "review:inbox"}
