"""The forms about a trip: before it, when the vehicle changes, and on arrival (B12)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CalendarDateField, PersonNameField, PlainTextField, SelectField
from portal.ui.forms import StepForm
from services.filings.after.fields import ClockField, KgField, PastDayField
from services.filings.after.filed import chemical, column, filed_kg

#: Where the choices about vehicle and crew come from: field, step and its field.
FILED = (
    ("plate", "vehicles", "plate"),
    ("trailer", "vehicles", "trailer_plate"),
    ("driver", "drivers", "driver_name"),
    ("escort", "escorts", "escort_name"),
)

#: No trip takes a year: whoever types that has mistyped the day.
LONGEST = timedelta(days=366)


class CrewForm(StepForm):
    """Vehicle and crew, chosen from those filed; what nobody filed is not asked."""

    plate = SelectField(label=_("Vehicle"))
    trailer = SelectField(label=_("Trailer"), required=False)
    driver = SelectField(label=_("Driver"))
    escort = SelectField(label=_("Escort"))

    def prepare(self) -> None:
        """Offer the vehicles and people filed."""
        fields: dict[str, Any] = self.fields
        for field, step, name in FILED:
            fields[field].choices = column(self.answers, step, name)
            if not fields[field].choices and self.norms is not None:
                del self.fields[field]
            elif fields[field].required and len(column(self.answers, step, name)) == 1:
                self.initial.setdefault(field, column(self.answers, step, name)[0][0])


class TripForm(CrewForm):
    """A trip that is about to begin."""

    departs_on = CalendarDateField(label=_("Planned day of departure"))
    departs_at = ClockField(label=_("Planned time of departure"))
    arrives_on = CalendarDateField(label=_("Planned day of arrival"))

    field_order = ("departs_on", "departs_at", "arrives_on", "plate", "trailer", "driver", "escort")

    def prepare(self) -> None:
        """Ask for the kilograms of each substance filed."""
        super().prepare()
        if self.norms is not None:
            codes = list(filed_kg(self.answers))
            add_kg(self, codes, gettext("%(substance)s on this trip"), required=len(codes) == 1)

    def clean(self) -> dict[str, Any]:
        """Refuse an arrival before the departure, and a trip with nothing on it."""
        super().clean()
        values = self.cleaned_data
        departs, arrives = values.get("departs_on"), values.get("arrives_on")
        if departs and arrives and arrives < departs:
            self.add_error("arrives_on", gettext("The arrival cannot be before the departure."))
        elif departs and arrives and arrives - departs > LONGEST:
            self.add_error("arrives_on", gettext("Please check the year: no trip takes so long."))
        names = [name for name in self.fields if name.startswith("kg_")]
        if names and not self.errors and not any(values.get(name) for name in names):
            self.add_error(names[0], gettext("Please type how much is on this trip."))
        return values


class ChangeForm(CrewForm):
    """Another vehicle or crew than reported, before the departure."""

    reason = PlainTextField(label=_("Why it changes"), max_length=200)

    field_order = ("plate", "trailer", "driver", "escort", "reason")

    def prepare(self) -> None:
        """Begin with what was reported last: mostly one thing changes."""
        super().prepare()
        latest = self.answers.get("latest") or {}
        for name, _step, _field in FILED:
            self.initial.setdefault(name, latest.get(name, ""))


class ArrivalForm(StepForm):
    """What the consignee received."""

    arrived_on = PastDayField(label=_("Day of arrival"))
    confirmed_by = PersonNameField(label=_("Who confirmed it for the consignee"))
    explanation = PlainTextField(
        label=_("Why the amounts differ"),
        required=False,
        multiline=True,
        max_length=500,
        help_text=_("Only if more or less arrived than was sent."),
    )

    def prepare(self) -> None:
        """Ask for the kilograms of each substance that was on the trip."""
        if self.norms is None:
            return
        sent = [name.removeprefix("kg_") for name, text in (self.answers.get("about") or {}).items()
                if name.startswith("kg_") and text]  # fmt: skip
        add_kg(self, sent or list(filed_kg(self.answers)), gettext("%(substance)s received"), required=True)
        self.order_fields(["arrived_on", *(n for n in self.fields if n.startswith("kg_")), "confirmed_by"])


def add_kg(form: StepForm, codes: list[str], label: str, *, required: bool) -> None:
    """Add a field for the kilograms of each substance to a form. label: with %(substance)s."""
    fields: dict[str, Any] = form.fields
    for code in codes:
        words = label % {"substance": chemical(form.norms, code)}
        fields[f"kg_{code}"] = KgField(label=words, required=required)


def departure(values: Mapping[str, Any]) -> datetime:
    """Return the planned moment of departure of a trip."""
    text = f"{values['departs_on']}T{values['departs_at']}"
    return datetime.fromisoformat(text).replace(tzinfo=get_default_timezone())
