"""Invented companies: what clerk number n types into each step of a filing. No real company or person."""

from datetime import timedelta
from typing import Any

from portal.catalog.declaration import Norms
from portal.standards.mod11_2 import check_digit

COMPANIES = (
    ("苏州示例化工贸易有限公司", "91320500MA1WTEKT9C", "320508", "江苏省苏州市姑苏区人民示范路8号"),
    ("合肥样例材料有限公司", "913401007050401252", "340104", "安徽省合肥市蜀山区长江示范路66号"),
    ("上海示范涂料厂", "92310115MA1HA0017Y", "310115", "上海市浦东新区川沙示范路12号"),
)
DISTRICTS = ("310115", "310112", "310116", "310114")
SUBSTANCES = (
    ("3-02", "LIQUID", "250"),
    ("3-01", "LIQUID", "400"),
    ("3-05", "LIQUID", "120"),
    ("2-04", "LIQUID", "15.5"),
)


def purchase(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return the answers that clerk n types for a purchase filing; valid on the day of `norms`."""
    company, uscc, district, address = COMPANIES[n % len(COMPANIES)]
    site = DISTRICTS[n % len(DISTRICTS)]
    own_seat = site == district
    rows = [_row(*SUBSTANCES[(n + step) % len(SUBSTANCES)]) for step in range(1 + n % 2)]
    handler = f"320102{1980 + n % 20}0315{n % 1000:03d}"
    return {
        "company": {
            "org_type": "ENT",
            "uscc": uscc,
            "name": company,
            "legal_rep": "钱示范",
            "reg_district": district,
            "reg_address": address,
            "phone": "021-55550123",
            "handler_name": "孙样例",
            "handler_doc_no": handler + check_digit(handler),
            "handler_mobile": f"139{n % 100_000_000:08d}",
        },
        "site": {
            "use_site_district": site,
            "site_kind": "REGISTRATION" if own_seat else "USE_SITE",
            "use_site_address": address if own_seat else "上海市示范工业园区样例路100号",
            "use_type": "ONCE",
        },
        "substances": {"rows": rows},
        "seller": {
            "seller_name": "上海样例试剂有限公司",
            "seller_uscc": "91310000MA1FL4LP6F",
            "seller_cert_no": "示经备2026000123",
            "seller_cert_to": (norms.on + timedelta(days=400)).isoformat(),
            "contract_no": f"HT-{norms.on.year}-{n:05d}",
            "contract_date": (norms.on - timedelta(days=5)).isoformat(),
            "contract_qty": "2000",
            "pay_method": "BANK",
            "plan_from": norms.on.isoformat(),
            "plan_to": (norms.on + timedelta(days=20)).isoformat(),
        },
        "declare": {"declare": "on", "declare_use": "on"},
    }


def _row(chem: str, form: str, quantity: str) -> dict[str, str]:
    return {
        "chem": chem,
        "product": "",
        "form": form,
        "concentration": "",
        "grade": "分析纯",
        "quantity": quantity,
        "unit": "kg",
        "density": "",
        "purpose_code": "P02",
        "purpose_text": "清洗设备和配制示范产品所用的溶剂",
        "annual_demand_kg": "3000",
        "stock_kg": "20",
    }
