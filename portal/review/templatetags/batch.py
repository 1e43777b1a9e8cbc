"""What the page of the queue shows beside its table: acts on many cases, and the export of the list."""

from typing import Any

from django.template import Library
from django.template.context import Context

from portal.review import batch, exporting

register = Library()


@register.inclusion_tag("review/_batch.html", takes_context=True)
def batch_bar(context: Context) -> dict[str, Any]:
    """Show the acts on selected cases; the boxes of the rows carry form="batch". No query of its own."""
    return {"deeds": batch.offered_to(context["request"].user), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("review/_export.html", takes_context=True)
def export_form(context: Context) -> dict[str, Any]:
    """Show the button that has the list shown made into a table, with its search and filters. No query of its own."""
    fields = list(context["search"].parameters().items())
    fields += [("columns", column.code) for column in context["columns"]]
    return {"fields": fields, "most": f"{exporting.MOST_ROWS:,}", "csrf_token": context.get("csrf_token")}
