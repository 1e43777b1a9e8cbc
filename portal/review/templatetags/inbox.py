"""What every page of the desk shows of the inbox."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.accounts.queries import is_officer
from portal.notifications.models import Memo

register = Library()
#: More than that is many.
MOST_COUNTED = 99


@register.inclusion_tag("review/_inbox_link.html", takes_context=True)
def inbox_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation with how many lines are unread. At most one query."""
    user, request = context.get("user"), context.get("request")
    shown = user is not None and is_officer(user)
    match = getattr(request, "resolver_match", None)
    unread = context.get("unread")  # a page that has counted them already says so
    if unread is None:
        unread = Memo.objects.filter(recipient=user, read_at=None)[: MOST_COUNTED + 1].count() if shown else 0
    return {
        "shown": shown,
        "unread": f"{MOST_COUNTED}+" if unread > MOST_COUNTED else unread,
        "current": match is not None and match.view_name == "review:inbox",
    }
