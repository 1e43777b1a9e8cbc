"""Messages about a case, on other rooms' pages."""

from typing import Any

from django.template import Library

from portal.applications.models import Application
from portal.correspondence.models import Message

register = Library()


@register.inclusion_tag("correspondence/_link.html")
def messages_of(application: Application, side: str) -> dict[str, Any]:
    """Show how many messages there are and how many are new to a side, with the way to them. One query."""
    rows = list(application.correspondence.values_list("side", "read_at"))
    new = sum(1 for other, read_at in rows if other != side and read_at is None)
    address = "my:messages" if side == Message.Side.APPLICANT else "review:messages"
    return {"total": len(rows), "new": new, "address": address, "case": application, "side": side}
