"""The way to the place of origin, on other rooms' pages."""

from typing import Any

from django.template import Library
from django.utils.translation import get_language

from portal.applications.models import Application
from portal.exchange import queries

register = Library()


@register.inclusion_tag("exchange/_desk.html", takes_context=True)
def exchange_for_desk(context: dict[str, Any], application: Application) -> dict[str, Any]:
    """Show officers how the case goes to its place of origin, and what came back that moved nothing."""
    return {**queries.for_desk(application), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("exchange/_mine.html")
def exchange_for_applicant(application: Application) -> dict[str, Any]:
    """Show the applicant what to do, or that there is nothing to do, while the place of origin acts."""
    told = queries.for_applicant(application)
    if unit := told.get("unit"):
        told["unit_name"] = (unit.get("name_en") if (get_language() or "").startswith("en") else "") or unit[
            "name"
        ]
    return told
