"""A complete purchase filing of a Suzhou company with a place of use in Jinshan; all invented."""

from typing import Any

COMPANY = {
    "org_type": "ENT",
    "uscc": "91320500MA1WTEKT9C",
    "name": "苏州示例精细化工有限公司",
    "legal_rep": "王小明",
    "legal_rep_id": "310104198001010009",
    "reg_address": "江苏省苏州市姑苏区示范路1号",
    "licence_term": "LONG",
    "licence_valid_to": None,
    "reg_status": "ACTIVE",
    "industry": "C2614",
    "reg_capital": "500",
    "employees": "120",
    "phone": "0512-65001234",
}
HANDLER = {
    "handler_name": "李静",
    "handler_doc_no": "310104200011092028",
    "handler_mobile": "13800138000",
    "authorization_no": "授2026-1",
    "authorization_valid_to": "2027-06-30",
}
SITE = {
    "reg_district": "320508",
    "use_site_district": "310116",
    "site_kind": "USE_SITE",
    "use_site_address": "上海市金山区化工路8号",
}
STORE = {
    "safety_officer": "陈安",
    "safety_mobile": "13800138001",
    "store_address": "上海市金山区化工路8号2号库",
    "store_kind": "WAREHOUSE",
    "keeper_1": "赵一",
    "keeper_2": "钱二",
    "video": True,
    "alarm": False,
}
ACETONE = {
    "chem": "3-02",
    "as_salt": None,
    "product": None,
    "form": "LIQUID",
    "concentration": None,
    "grade": "分析纯",
    "quantity": "200",
    "unit": "kg",
    "density": None,
    "package": None,
    "purpose_code": "P02",
    "purpose_text": "用作合成车间洗涤溶剂",
    "annual_demand_kg": "2400",
    "stock_kg": "0",
}
ANHYDRIDE = ACETONE | {"chem": "2-02", "quantity": "100", "unit": "L", "density": "1.082"}
PERMANGANATE = ACETONE | {"chem": "3-04", "quantity": "2", "form": "SOLID", "annual_demand_kg": "10"}
PHOTORESIST = ACETONE | {
    "chem": "3-08",
    "product": "GBL-PHOTORESIST",
    "form": "SOLUTION",
    "concentration": "59.99",
}
SELLER = {
    "seller_name": "浙江示例化学品销售有限公司",
    "seller_uscc": "91330100799655058B",
    "seller_cert_no": "浙备20250001",
    "seller_cert_to": "2027-06-30",
    "contract_no": "HT-2026-118",
    "contract_date": "2026-11-20",
    "contract_qty": "308.2",
    "pay_method": "BANK",
    "use_type": "ONCE",
    "plan_from": "2026-11-25",
    "plan_to": "2026-12-20",
}
#: The step "company" of an individual, who is the handler himself or herself.
PERSON = {
    **dict.fromkeys(COMPANY),
    "org_type": "PER",
    "reg_address": "上海市金山区示范路3号",
}


def filing(rows: list[dict[str, Any]] | None = None, **steps: dict[str, Any]) -> dict[str, Any]:
    """Return a whole filing with some fields changed: `filing(seller={"pay_method": "CASH"})`."""
    base = {"site": SITE, "company": COMPANY, "handler": HANDLER, "store": STORE, "seller": SELLER}
    answers: dict[str, Any] = {slug: {**fields, **steps.get(slug, {})} for slug, fields in base.items()}
    answers["substances"] = {"rows": [ACETONE, ANHYDRIDE] if rows is None else rows}
    answers["declare"] = {"declare": True, "declare_use": True, "declare_lawful_use": True}
    return answers
