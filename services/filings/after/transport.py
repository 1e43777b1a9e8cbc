"""What a cargo owner reports: trips, arrivals, losses, and the year (B12; 易制毒化学品管理条例 art. 34, 36, 41)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import ALWAYS, Due, Held, Norms, Report, Reported, Text
from portal.ui.templatetags.ui import local_date
from services.filings.after import annual
from services.filings.after.fields import kg_fields
from services.filings.after.filed import allowances, used_up
from services.filings.after.loss import LOSS
from services.filings.after.purchase import outside
from services.filings.after.trips import FILED, ArrivalForm, ChangeForm, TripForm, departure
from services.filings.chemicals.catalogue import plain
from services.filings.reading import number

transport_allowances = allowances


def check_trip(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse a departure outside the validity, and more than the filed maximum of a trip (B6)."""
    found = [("departs_on", text) for text in outside(held, date.fromisoformat(values["departs_on"]))]
    load = kg_fields(values)
    most = number(held.answers.get("trips") or {}, "per_trip_max_kg")
    total = sum(load.values(), Decimal(0))
    if most is not None and total > most:
        words = gettext("At most %(most)s kg were filed for one trip, and this is %(total)s kg.")
        found.append((f"kg_{next(iter(load))}", words % {"most": plain(most), "total": plain(total)}))
    return found


def trip_due(values: Mapping[str, Any], about: Reported | None, norms: Norms) -> date:
    """Return the day of departure: a trip that is reported later is late."""
    return date.fromisoformat(values["departs_on"])


def not_departed(held: Held, about: Reported | None, norms: Norms) -> bool:
    """Return whether a trip has not begun: vehicle and crew can be changed only until then (art. 41)."""
    return about is not None and timezone.now() < departure(about.values) and not held.of("arrival", about.id)


def check_change(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse a change that changes nothing."""
    if about is None:
        return []
    known = [about, *held.of("vehicle", about.id)][-1].values
    if all((values.get(field) or "") == (known.get(field) or "") for field, _step, _name in FILED):
        return [("plate", gettext("Nothing differs from what was reported."))]
    return []


def differs(values: Mapping[str, Any], about: Reported | None, norms: Norms) -> bool:
    """Return whether an amount received differs from the one sent by more than the percentage allowed (B12)."""
    sent = kg_fields(about.values) if about else {}
    share: Decimal = norms.value("after.mismatch_percent")
    received = kg_fields(values)
    return any(abs(received.get(code, Decimal(0)) - kg) > kg * share / 100 for code, kg in sent.items())


def check_arrival(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse an arrival before the departure, and a difference that is not explained."""
    found: list[tuple[str, Text]] = []
    if about and values["arrived_on"] < about.values["departs_on"]:
        found.append(("arrived_on", gettext("The arrival cannot be before the departure.")))
    if differs(values, about, norms) and not values.get("explanation"):
        words = gettext("More than %(percent)s %% differ from what was sent. Please explain why.")
        found.append(("explanation", words % {"percent": plain(norms.value("after.mismatch_percent"))}))
    return found


def arrival_day(trip: Reported, norms: Norms) -> date:
    """Return the last day on which the arrival of a trip is confirmed in time (B12)."""
    planned = date.fromisoformat(trip.values["arrives_on"])
    return planned + timedelta(days=int(norms.value("after.arrival_days")))


def arrival_due(values: Mapping[str, Any], about: Reported | None, norms: Norms) -> date | None:
    """Return the last day on which this arrival is confirmed in time."""
    return arrival_day(about, norms) if about else None


def arrival_incident(values: Mapping[str, Any], about: Reported | None, norms: Norms) -> str:
    """Return MISMATCH when another amount arrived than was sent, "" otherwise."""
    return "MISMATCH" if differs(values, about, norms) else ""


def open_trips(held: Held) -> list[Reported]:
    """Return the trips whose arrival has not been confirmed."""
    return [trip for trip in held.of("trip") if not held.of("arrival", trip.id)]


def transport_dues(held: Held, norms: Norms) -> list[Due]:
    """Return what a cargo owner owes: arrivals of open trips, and the annual reports."""
    arrivals = [
        Due(
            "arrival",
            arrival_day(trip, norms),
            gettext("Arrival of the trip of %(day)s") % {"day": local_date(trip.on)},
            trip.id,
        )
        for trip in open_trips(held)
    ]
    return [*arrivals, *annual.dues(held, "trip", norms)]


def transport_exhausted(held: Held, left: Mapping[str, Decimal], norms: Norms) -> bool:
    """Return whether the certificate is used up: next to nothing is left, and nothing is on its way any more."""
    return used_up(held.answers, left, norms) and not open_trips(held)


TRANSPORT_REPORTS = (
    Report(
        key="trip",
        title=_("Trip"),
        act=_("Report a trip"),
        why=_("Before each departure: when, with which vehicle and crew, and how much."),
        form=TripForm,
        day="departs_on",
        amounts=kg_fields,
        amount_field=lambda code: f"kg_{code}",
        check=check_trip,
        due=trip_due,
    ),
    Report(
        key="vehicle",
        title=_("Change of vehicle or crew"),
        act=_("Change vehicle or crew"),
        why=_("Until the departure. The vehicle on the road must be the one that was reported."),
        form=ChangeForm,
        about="trip",
        when=not_departed,
        check=check_change,
    ),
    Report(
        key="arrival",
        title=_("Arrival"),
        act=_("Confirm arrival"),
        why=_("What the consignee received."),
        form=ArrivalForm,
        day="arrived_on",
        about="trip",
        once=True,
        still=ALWAYS,
        check=check_arrival,
        due=arrival_due,
        incident=arrival_incident,
    ),
    annual.annual(annual.TransportYearForm, "trip"),
    LOSS,
)
