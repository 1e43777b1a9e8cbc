"""A complete transport from Jinshan to Suzhou; all invented."""

from typing import Any

from tests.services.filings import answers as purchase

PLACE = {
    "dispatch_district": "310116",
    "dispatch_address": "上海市金山区化工路8号",
    "destination_district": "320508",
    "destination_address": "江苏省苏州市姑苏区示范路1号",
}
COMPANY = {**purchase.COMPANY, "reg_district": "320508"}
SAFETY = {"safety_officer": "陈安", "safety_mobile": "13800138001"}
CONSIGNEE = {
    "consignee_name": "苏州样例新材料有限公司",
    "consignee_uscc": "91330100799655058B",
    "consignee_address": "江苏省苏州市姑苏区示范路1号",
    "consignee_contact": "孙五",
    "consignee_phone": "0512-65001235",
}
BOUGHT_ONLY = {"purpose_code", "purpose_text", "annual_demand_kg", "stock_kg"}
ACETONE = {key: value for key, value in purchase.ACETONE.items() if key not in {*BOUGHT_ONLY, "as_salt"}}
ANHYDRIDE = {**ACETONE, "as_salt": None, "chem": "2-02", "quantity": "100", "unit": "L", "density": "1.082"}
PHOTORESIST = {
    **ACETONE,
    "chem": "3-08",
    "product": "GBL-PHOTORESIST",
    "form": "SOLUTION",
    "concentration": "10",
}
CARRIER = {
    "mode": "ROAD",
    "carrier_name": "上海示例危化品运输有限公司",
    "carrier_uscc": "91320500MA1WTEKT9C",
    "road_licence_no": "沪交运示000001",
    "carrier_scope": ["3", "8"],
    "carrier_valid_to": "2028-01-01",
}
VEHICLE = {"plate": "沪A12345", "trailer_plate": None, "op_cert_no": "示运000001", "valid_to": "2028-01-01"}
DRIVER = {
    "driver_name": "周六",
    "driver_id_no": "310104198001010009",
    "qual_no": "示驾000001",
    "valid_to": "2028-01-01",
}
ESCORT = {
    "escort_name": "吴七",
    "escort_id_no": "310104198102020011",
    "qual_no": "示押000001",
    "valid_to": "2028-01-01",
}
ROUTE = {"route_text": "G15沈海高速", "via_districts": ["310112", "310118"]}
TRIPS = {
    "trips_planned": "4",
    "per_trip_max_kg": "50",
    "validity_requested": "M3",
    "safety_record": None,
    "contract_no": "YS-2026-1",
    "contract_date": "2026-11-20",
    "contract_qty": "200",
    "purchase_cert_no": None,
    "linked_case": None,
}
STEPS = {
    "place": PLACE,
    "company": COMPANY,
    "handler": purchase.HANDLER,
    "safety": SAFETY,
    "consignee": CONSIGNEE,
    "carrier": CARRIER,
    "route": ROUTE,
    "trips": TRIPS,
}
ROWS = {"substances": [ACETONE], "vehicles": [VEHICLE], "drivers": [DRIVER], "escorts": [ESCORT]}


def transport(**steps: Any) -> dict[str, Any]:
    """Return a whole transport with some fields or all rows of a step changed: `transport(escorts=[])`."""
    answers: dict[str, Any] = {slug: {**fields, **steps.get(slug, {})} for slug, fields in STEPS.items()}
    answers |= {slug: {"rows": steps.get(slug, rows)} for slug, rows in ROWS.items()}
    answers["declare"] = {"declare": True, "declare_safe": True}
    return answers
