"""The route (domain B6)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import PlainTextField
from portal.ui.forms import StepForm
from services.filings.transport.steps.fields import DivisionsField


class RouteForm(StepForm):
    """On which way the goods travel, and through which counties."""

    route_text = PlainTextField(
        label=_("Route"), multiline=True, max_length=300, help_text=_("Roads, ports or stations, in order.")
    )
    via_districts = DivisionsField(
        label=_("Counties and districts on the way"),
        most=50,
        required=False,
        help_text=_("One a line, by name or code. Leave empty when there is none in between."),
    )
