"""From where to where: decides who takes the transport, or that nothing is filed (domain B1, B6)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import AddressField, DivisionField
from portal.ui.forms import StepForm


class PlaceForm(StepForm):
    """Places of dispatch and destination. Asked first: whoever must file elsewhere learns it here."""

    dispatch_district = DivisionField(
        label=_("County or district of dispatch"),
        help_text=_("Where the goods are loaded, for example 金山区."),
    )
    dispatch_address = AddressField(label=_("Address of dispatch"))
    destination_district = DivisionField(
        label=_("County or district of destination"), help_text=_("Where the goods are unloaded.")
    )
    destination_address = AddressField(label=_("Address of destination"))

    fieldsets = (
        (_("Dispatch"), ("dispatch_district", "dispatch_address")),
        (_("Destination"), ("destination_district", "destination_address")),
    )
