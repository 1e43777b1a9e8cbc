"""Certificates on other rooms' pages."""

from typing import Any

from django.template import Library

from portal.applications.models import Application
from portal.applications.policies import has_part
from portal.certificates.queries import verdict_of

register = Library()


@register.inclusion_tag("certificates/_list.html", takes_context=True)
def certificates_of(context: dict[str, Any], application: Application) -> dict[str, Any]:
    """Show the certificates of a case with their state; officers also see why one stopped. One query.

    A page that knows that nothing was ever granted says so (`never_granted`) and saves it.
    """
    none = context.get("never_granted", False)
    rows = [
        {"certificate": row, "verdict": verdict_of(row) if row.status == "issued" else ""}
        for row in ([] if none else application.certificates.order_by("created_at"))
    ]
    user = context["request"].user
    return {"rows": rows, "staff": not has_part(user, application), "csrf_token": context.get("csrf_token")}
