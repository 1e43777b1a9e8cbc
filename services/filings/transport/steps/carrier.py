"""How the goods travel and who carries them (domain B6)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CalendarDateField, CreditCodeField, PlainTextField, RadioField
from services.filings.transport.reading import ROAD
from services.filings.transport.steps.fields import TicksField
from services.filings.transport.steps.ruled import RuledStepForm

MODES = [(ROAD, _("By road")), ("RAIL", _("By railway")), ("WATER", _("By water")), ("AIR", _("By air"))]
SCOPES = [
    ("GENERAL", _("General goods")),
    ("3", _("Class 3, flammable liquids")),
    ("5.1", _("Class 5.1, oxidising substances")),
    ("6.1", _("Class 6.1, toxic substances")),
    ("8", _("Class 8, corrosive substances")),
]
BY_ROAD = ("mode", (ROAD,))


class CarrierForm(RuledStepForm):
    """The carrier; of a carrier by road also its licence."""

    slug = "carrier"

    mode = RadioField(label=_("Way of transport"), choices=MODES)
    carrier_name = PlainTextField(label=_("Name of the carrier"), min_length=4, max_length=100)
    carrier_uscc = CreditCodeField(label=_("Credit code of the carrier"))
    road_licence_no = PlainTextField(
        label=_("Number of the road transport licence"), max_length=40, width="medium"
    )
    carrier_scope = TicksField(
        label=_("What the licence covers"),
        choices=SCOPES,
        help_text=_("As printed on the road transport licence. Tick all that it names."),
    )
    carrier_valid_to = CalendarDateField(label=_("The road transport licence is valid until"))

    shown_when = {"road_licence_no": BY_ROAD, "carrier_scope": BY_ROAD, "carrier_valid_to": BY_ROAD}
    fieldsets = (
        (_("The carrier"), ("mode", "carrier_name", "carrier_uscc")),
        (_("Road transport licence"), ("road_licence_no", "carrier_scope", "carrier_valid_to")),
    )
