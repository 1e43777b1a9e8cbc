"""Certificates and notices on other rooms' pages."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.accounts.models import User
from portal.accounts.queries import is_officer
from portal.applications.models import Application
from portal.applications.policies import covers
from portal.certificates.desk.words import title_of
from portal.certificates.models import Certificate, Proposal
from portal.certificates.policies import PROPOSERS
from portal.certificates.queries import verdict_of

register = Library()
Register = Certificate.Register


#: What the register says of certificates about which something may still be asked for.
OPEN_TO_ACTS = frozenset({Register.ACTIVE, Register.SUSPENDED, Register.USED_UP})


@register.inclusion_tag("certificates/_list.html", takes_context=True)
def certificates_of(context: dict[str, Any], application: Application) -> dict[str, Any]:
    """Show officers the certificates of a case and its notices, on a page that nobody sees of the own case.

    The valid one comes first, with why one stopped and what waits for a decision. At most two queries.
    """
    rows = [shown(row) for row in application.certificates.order_by("created_at") if not row.given_up]
    certificates = [row for row in rows if row["certificate"].event_id is None]
    return {
        "rows": for_officer(certificates, context["request"].user, application) if certificates else [],
        "papers": [row for row in rows if row["certificate"].event_id is not None],
        "csrf_token": context.get("csrf_token"),
    }


def shown(row: Certificate) -> dict[str, Any]:
    """Return a paper with what the register says of it today, and what it is called."""
    issued = row.status == Certificate.Status.ISSUED
    called = title_of(row) if row.title or row.event_id else ""
    return {"certificate": row, "verdict": verdict_of(row) if issued else "", "called": called}


def for_officer(rows: list[dict[str, Any]], officer: User, application: Application) -> list[dict[str, Any]]:
    """Return certificates, the valid one first, each with what waits for a decision and whether acts are offered."""
    asked = Proposal.objects.filter(certificate__application=application, outcome=Proposal.Outcome.OPEN)
    waiting = {row.certificate_id: row for row in asked.select_related("proposed_by")}
    proposes = any(covers(officer, application, role) for role in PROPOSERS)
    for row in rows:
        row["waiting"] = waiting.get(row["certificate"].pk)
        row["acts"] = proposes and not row["waiting"] and row["certificate"].register in OPEN_TO_ACTS
    return sorted(rows, key=lambda row: row["verdict"] != "VALID")


@register.simple_tag
def is_suspended(number: str) -> bool:
    """Return whether the certificate of a number is suspended. One query."""
    return Certificate.objects.filter(number=number, register=Certificate.Register.SUSPENDED).exists()


@register.inclusion_tag("certificates/_desk_link.html", takes_context=True)
def certificates_link(context: Context) -> dict[str, Any]:
    """Return the entry of the desk's navigation, for officers. No query of its own."""
    user, request = context.get("user"), context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match is not None and match.view_name == "desk_certificates:list"
    return {"shown": user is not None and is_officer(user), "current": here}
