"""The checkpoints of a case, on the pages of the desk."""

from typing import Any

from django.template import Library

from portal.applications.models import Application
from portal.checkpoints.panel import Panel, panel_of

register = Library()


def panel_in(context: dict[str, Any], case: Application) -> Panel:
    """Return the panel that the page has read already, or read it."""
    found = context.get("checkpoints")
    return found if isinstance(found, Panel) else panel_of(case, context["request"].user)


@register.inclusion_tag("checkpoints/_panel.html", takes_context=True)
def checkpoints_panel(context: dict[str, Any], case: Application) -> dict[str, Any]:
    """Show what was found so far in this stage: what needs a look open, the rest folded."""
    return {"panel": panel_in(context, case), "case": case}


@register.inclusion_tag("checkpoints/_ticks.html", takes_context=True)
def checkpoint_ticks(context: dict[str, Any], case: Application, act: Any) -> dict[str, Any]:
    """Show the boxes that are open for an act, inside its form; as they were sent when the form comes back."""
    ticks = context.get("ticks")
    if ticks is None:
        ticks = panel_in(context, case).form_for(act.code, act.to or "")
    return {"ticks": ticks}
