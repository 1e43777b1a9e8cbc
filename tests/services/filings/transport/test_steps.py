"""The forms as the wizard drives them: posted texts in, answers as JSON out."""

import pytest

from services.filings.company.safety import OfficerForm
from services.filings.company.steps import CompanyForm
from services.filings.transport.steps.carrier import CarrierForm
from services.filings.transport.steps.consignee import ConsigneeForm
from services.filings.transport.steps.crew import DriverForm, EscortForm, VehicleForm, called
from services.filings.transport.steps.declare import DeclareForm
from services.filings.transport.steps.load import FilingLoadForm, LicenceLoadForm
from services.filings.transport.steps.place import PlaceForm
from services.filings.transport.steps.route import RouteForm
from services.filings.transport.steps.trips import TripsForm
from tests.services.filings.transport.answers import (
    ACETONE,
    ANHYDRIDE,
    CARRIER,
    COMPANY,
    CONSIGNEE,
    DRIVER,
    ESCORT,
    PLACE,
    ROUTE,
    SAFETY,
    TRIPS,
    VEHICLE,
    transport,
)

FORMS = [
    (PlaceForm, PLACE),
    (CompanyForm, COMPANY),
    (OfficerForm, SAFETY),
    (ConsigneeForm, CONSIGNEE),
    (FilingLoadForm, ACETONE),
    (LicenceLoadForm, ANHYDRIDE),
    (CarrierForm, CARRIER),
    (VehicleForm, VEHICLE),
    (DriverForm, DRIVER),
    (EscortForm, ESCORT),
    (RouteForm, ROUTE),
    (TripsForm, TRIPS),
]


def posted(values):
    return {
        name: "，".join(value) if name == "via_districts" and value else value
        for name, value in values.items()
        if value is not None
    }


def errors(form):
    form.is_valid()
    return set(form.errors)


@pytest.mark.parametrize(("form", "values"), FORMS)
def test_a_right_step_is_kept_as_typed(norms, form, values):
    step = form(posted(values), norms=norms, answers=transport())
    assert step.is_valid(), step.errors
    assert step.json_values() == values


@pytest.mark.parametrize(("form", "values"), FORMS)
def test_stored_values_are_shown_again_as_they_can_be_sent(norms, form, values):
    made = form(norms=norms, answers=transport(), initial=values)
    again = {
        name: made[name].value()
        if not hasattr(field, "prepare_value")
        else field.prepare_value(made[name].value())
        for name, field in made.fields.items()
    }
    sent = form(
        {name: value for name, value in again.items() if value is not None}, norms=norms, answers=transport()
    )
    assert sent.is_valid(), sent.errors
    assert sent.json_values() == values


@pytest.mark.parametrize(
    ("form", "base", "change", "wrong"),
    [
        (PlaceForm, PLACE, {"dispatch_district": "无此地"}, {"dispatch_district"}),
        (PlaceForm, PLACE, {"dispatch_district": "江苏省"}, {"dispatch_district"}),
        (PlaceForm, PLACE, {"destination_address": "路"}, {"destination_address"}),
        (PlaceForm, PLACE, {"dispatch_district": "金山区"}, set()),
        (OfficerForm, SAFETY, {"safety_officer": ""}, {"safety_officer"}),
        (OfficerForm, SAFETY, {"safety_mobile": "021-12345678"}, {"safety_mobile"}),
        (ConsigneeForm, CONSIGNEE, {"consignee_uscc": "91330100799655058C"}, {"consignee_uscc"}),
        (ConsigneeForm, CONSIGNEE, {"consignee_name": "甲公司"}, {"consignee_name"}),
        (ConsigneeForm, CONSIGNEE, {"consignee_phone": "123"}, {"consignee_phone"}),
        (ConsigneeForm, CONSIGNEE, {"consignee_contact": ""}, {"consignee_contact"}),
        (FilingLoadForm, ACETONE, {"chem": "醋酸酐"}, {"chem"}),
        (FilingLoadForm, ACETONE, {"chem": "胡椒醛"}, {"chem"}),
        (FilingLoadForm, ACETONE, {"quantity": "0"}, {"quantity"}),
        (FilingLoadForm, ACETONE, {"grade": ""}, {"grade"}),
        (LicenceLoadForm, ANHYDRIDE, {"chem": "丙酮"}, {"chem"}),
        (LicenceLoadForm, ANHYDRIDE, {"chem": "苯乙酸", "unit": "kg"}, {"as_salt"}),
        (CarrierForm, CARRIER, {"mode": ""}, {"mode"}),
        (CarrierForm, CARRIER, {"carrier_scope": ["8"]}, {"carrier_scope"}),
        (CarrierForm, CARRIER, {"carrier_scope": []}, {"carrier_scope"}),
        (CarrierForm, CARRIER, {"carrier_scope": ["7"]}, {"carrier_scope"}),
        (CarrierForm, CARRIER, {"road_licence_no": ""}, {"road_licence_no"}),
        (CarrierForm, CARRIER, {"carrier_valid_to": ""}, {"carrier_valid_to"}),
        (CarrierForm, CARRIER, {"mode": "AIR", "road_licence_no": "", "carrier_scope": []}, set()),
        (VehicleForm, VEHICLE, {"plate": "沪I12345"}, {"plate"}),
        (VehicleForm, VEHICLE, {"plate": "A12345"}, {"plate"}),
        (VehicleForm, VEHICLE, {"trailer_plate": "挂"}, {"trailer_plate"}),
        (VehicleForm, VEHICLE, {"valid_to": ""}, {"valid_to"}),
        (DriverForm, DRIVER, {"driver_id_no": "310104198001010008"}, {"driver_id_no"}),
        (DriverForm, DRIVER, {"qual_no": ""}, {"qual_no"}),
        (EscortForm, ESCORT, {"escort_name": "吴 七"}, {"escort_name"}),
        (EscortForm, ESCORT, {"escort_id_no": ""}, {"escort_id_no"}),
        (RouteForm, ROUTE, {"route_text": ""}, {"route_text"}),
        (RouteForm, ROUTE, {"route_text": "路" * 301}, {"route_text"}),
        (RouteForm, ROUTE, {"via_districts": ["无此地"]}, {"via_districts"}),
        (RouteForm, ROUTE, {"via_districts": ["310112"] * 51}, {"via_districts"}),
        (RouteForm, ROUTE, {"via_districts": None}, set()),
        (TripsForm, TRIPS, {"trips_planned": "0"}, {"trips_planned"}),
        (TripsForm, TRIPS, {"trips_planned": "10000"}, {"trips_planned"}),
        (TripsForm, TRIPS, {"trips_planned": "1.5"}, {"trips_planned"}),
        (TripsForm, TRIPS, {"per_trip_max_kg": "49.999"}, {"per_trip_max_kg"}),
        (TripsForm, TRIPS, {"validity_requested": "M6"}, {"validity_requested"}),
        (TripsForm, TRIPS, {"validity_requested": "M12"}, {"safety_record"}),
        (TripsForm, TRIPS, {"validity_requested": "M12", "safety_record": "无"}, {"safety_record"}),
        (TripsForm, TRIPS, {"contract_date": "2026-11-25"}, {"contract_date"}),
        (TripsForm, TRIPS, {"contract_qty": "199.999"}, {"contract_qty"}),
        (TripsForm, TRIPS, {"linked_case": "12345"}, {"linked_case"}),
        (TripsForm, TRIPS, {"linked_case": "PB31011520261123000001X"}, {"linked_case"}),
        (TripsForm, TRIPS, {"purchase_cert_no": "浙备20250001"}, set()),
        (DeclareForm, {"declare": "on", "declare_safe": "on"}, {"declare_safe": None}, {"declare_safe"}),
        (DeclareForm, {"declare": "on", "declare_safe": "on"}, {"declare": None}, {"declare"}),
    ],
)
def test_a_step_refuses(norms, form, base, change, wrong):
    assert errors(form(posted(base | change), norms=norms, answers=transport())) == wrong


def test_numbers_of_this_portal_may_be_typed_with_blanks(norms):
    typed = TRIPS | {"purchase_cert_no": "gb 310116 2026 000123 0"}
    form = TripsForm(posted(typed), norms=norms, answers=transport())
    assert form.is_valid(), form.errors
    assert form.json_values()["purchase_cert_no"] == "GB31011620260001230"


def test_the_other_part_of_a_mixed_load_is_sent_where_it_belongs(norms):
    filed = FilingLoadForm(posted(ACETONE | {"chem": "醋酸酐"}), norms=norms, answers=transport())
    licensed = LicenceLoadForm(posted(ANHYDRIDE | {"chem": "丙酮"}), norms=norms, answers=transport())
    assert "第二类易制毒化学品运输许可" in str(filed.errors["chem"])
    assert "第三类易制毒化学品运输备案" in str(licensed.errors["chem"])


def test_counties_on_the_way_are_named_and_kept_as_codes(norms):
    form = RouteForm({"route_text": "G15", "via_districts": "闵行区\n青浦区，310118"}, norms=norms)
    assert form.is_valid(), form.errors
    assert form.json_values()["via_districts"] == ["310112", "310118"]
    shown = {name: text for name, _label, text in form.display(form.json_values())}
    assert shown["via_districts"] == "上海市 闵行区、上海市 青浦区"


def test_a_carrier_by_railway_has_no_road_licence(norms):
    form = CarrierForm(posted(CARRIER | {"mode": "RAIL"}), norms=norms, answers=transport())
    assert form.is_valid(), form.errors
    assert form.json_values()["carrier_scope"] is None


def test_rows_are_called_by_what_they_are(norms):
    assert called("plate")(VEHICLE) == "沪A12345"
    assert called("driver_name")({}) == ""
