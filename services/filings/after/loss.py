"""Loss or theft (易制毒化学品管理条例 art. 34): told to the office at once."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import ALWAYS, Report
from portal.ui.fields import MobileField, PersonNameField, PlainTextField, RadioField, YesNoField
from services.filings.after.fields import AmountForm, PastDayField


class LossForm(AmountForm):
    """What is gone, since when and where, and whom to call."""

    kind = RadioField(
        label=_("Kind of event"),
        choices=[("THEFT", _("Stolen or robbed")), ("LOSS", _("Lost")), ("LEAK", _("Spilt or leaked"))],
    )
    lost_on = PastDayField(label=_("Day on which it happened or was noticed"))
    place = PlainTextField(label=_("Place"), max_length=200)
    what = PlainTextField(
        label=_("How it happened"),
        multiline=True,
        min_length=10,
        max_length=1000,
        help_text=_("What is known, and what has been done."),
    )
    police_told = YesNoField(label=_("Have the police of that place been told?"))
    police_station = PlainTextField(label=_("Which police station"), max_length=100)
    contact_name = PersonNameField(label=_("Person to call"))
    contact_mobile = MobileField(label=_("Mobile number of that person"))

    shown_when = {**AmountForm.shown_when, "police_station": ("police_told", ("yes",))}
    fieldsets = (
        (_("The event"), ("kind", "lost_on", "place", "what")),
        (_("What is missing"), ("chem", "quantity", "unit", "density")),
        (_("Who knows"), ("police_told", "police_station", "contact_name", "contact_mobile")),
    )


def incident(values: Mapping[str, Any], about: object, norms: object) -> str:
    """Return the kind of incident that every loss is."""
    return "LOSS"


LOSS = Report(
    key="loss",
    title=_("Loss or theft"),
    act=_("Report a loss or theft"),
    why=_("The law asks you to report at once when a substance is stolen, robbed, lost or has leaked."),
    form=LossForm,
    day="lost_on",
    still=ALWAYS,
    incident=incident,
    urgent=True,
)
