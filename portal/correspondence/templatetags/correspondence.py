"""Messages about a case, on other rooms' pages."""

from typing import Any

from django.template import Library

from portal.applications.models import Application
from portal.correspondence.models import Message
from portal.correspondence.queries import counts_of

register = Library()


@register.inclusion_tag("correspondence/_link.html")
def messages_of(application: Application, side: str) -> dict[str, Any]:
    """Show how many messages there are and how many are new to a side, with the way to them. One query at most."""
    total, new = counts_of(application, side)
    address = "my:messages" if side == Message.Side.APPLICANT else "review:messages"
    return {"total": total, "new": new, "address": address, "case": application, "side": side}
