"""Vehicles, drivers and escorts, a row each (domain B6)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import CalendarDateField, PersonNameField, PlainTextField, ResidentIdField
from portal.ui.forms import StepForm
from services.filings.transport.steps.fields import PlateField


class VehicleForm(StepForm):
    """One vehicle, with its trailer."""

    plate = PlateField(label=_("Number plate"))
    trailer_plate = PlateField(label=_("Number plate of the trailer"), required=False)
    op_cert_no = PlainTextField(
        label=_("Number of the vehicle's road transport certificate"), max_length=40, width="medium"
    )
    valid_to = CalendarDateField(label=_("The vehicle's certificate is valid until"))


class DriverForm(StepForm):
    """One driver."""

    driver_name = PersonNameField(label=_("Name of the driver"), max_length=50)
    driver_id_no = ResidentIdField(label=_("ID number of the driver"))
    qual_no = PlainTextField(
        label=_("Number of the qualification certificate"), max_length=40, width="medium"
    )
    valid_to = CalendarDateField(label=_("The qualification certificate is valid until"))

    sensitive = frozenset({"driver_id_no"})


class EscortForm(StepForm):
    """One escort; dangerous goods by road need at least one."""

    escort_name = PersonNameField(label=_("Name of the escort"), max_length=50)
    escort_id_no = ResidentIdField(label=_("ID number of the escort"))
    qual_no = PlainTextField(
        label=_("Number of the qualification certificate"), max_length=40, width="medium"
    )
    valid_to = CalendarDateField(label=_("The qualification certificate is valid until"))

    sensitive = frozenset({"escort_id_no"})


def called(field: str) -> Callable[[Mapping[str, Any]], str]:
    """Return the function that calls a row by one of its fields."""
    return lambda row: str(row.get(field) or "")
