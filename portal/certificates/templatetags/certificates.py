"""Certificates and notices on other rooms' pages."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.accounts.queries import is_officer
from portal.applications.models import Application
from portal.applications.policies import has_part
from portal.certificates import notices
from portal.certificates.models import Certificate
from portal.certificates.queries import verdict_of

register = Library()


@register.inclusion_tag("certificates/_list.html", takes_context=True)
def certificates_of(context: dict[str, Any], application: Application) -> dict[str, Any]:
    """Show the certificates of a case and its notices; officers also see why one stopped. One query.

    A page of the desk says that it is one (`at_desk`): nobody sees the own case there.
    """
    rows = list(application.certificates.order_by("created_at"))
    user = context["request"].user
    return {
        "rows": [shown(row) for row in rows if row.event_id is None],
        "papers": [shown(row) for row in rows if row.event_id is not None],
        "staff": context.get("at_desk", False) or not has_part(user, application),
        "csrf_token": context.get("csrf_token"),
    }


def shown(row: Certificate) -> dict[str, Any]:
    """Return a paper with what the register says of it today, and what it is called."""
    issued = row.status == Certificate.Status.ISSUED
    called = str(notices.title(row.type)) if row.event_id else row.title
    return {"certificate": row, "verdict": verdict_of(row) if issued else "", "called": called}


@register.inclusion_tag("certificates/_desk_link.html", takes_context=True)
def certificates_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation, for officers. No query of its own."""
    user, request = context.get("user"), context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match is not None and match.view_name == "desk_certificates:list"
    return {"shown": user is not None and is_officer(user), "current": here}
