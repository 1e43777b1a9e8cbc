"""Invented buyers: what number n types into each step. Codes and ID numbers bear valid check characters."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from portal.catalog.declaration import Norms
from services.filings.company.samples import PEOPLE, SEATS, company, company_code, handler, officer

SELLERS = ("示例化学品销售有限公司", "样例试剂有限公司", "示范溶剂供应有限公司")
PURCHASES = (
    ("3-02", "LIQUID", "kg", "P02", "用作合成车间洗涤溶剂，每月分批领用"),
    ("3-05", "LIQUID", "L", "P05", "用于循环水系统酸碱度调节"),
    ("2-02", "LIQUID", "L", "P01", "用作酰化反应的原料，生产医药中间体"),
    ("3-04", "SOLID", "kg", "P05", "用于废水氧化预处理工段"),
    ("2-03", "LIQUID", "L", "P06", "用于实验室萃取和残留分析"),
)
STORES = ("WAREHOUSE", "ROOM", "CABINET")


def purchase(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return the answers that invented buyer n types into a purchase filing; valid on the day of `norms`."""
    rows = [row(n + place) for place in range(1 + n % 3)]
    own = company(n)
    return {
        "site": {"reg_district": own.pop("reg_district"), **site(n, norms)},
        "company": own,
        "handler": handler(n, norms),
        "store": {
            **officer(n),
            "store_address": site(n, norms)["use_site_address"],
            "store_kind": STORES[n % len(STORES)],
            "keeper_1": PEOPLE[(n + 1) % len(PEOPLE)],
            "keeper_2": PEOPLE[(n + 2) % len(PEOPLE)],
            "video": "yes",
            "alarm": "yes",
        },
        "substances": {"rows": rows},
        "seller": seller(n, norms),
        "declare": {"declare": "on", "declare_use": "on", "declare_lawful_use": "on"},
    }


def site(n: int, norms: Norms) -> dict[str, str]:
    """Return the registered seat of a company of Shanghai, else a place of use in one of the districts."""
    seat, address, _city, _phone = SEATS[n % len(SEATS)]
    districts = list(norms.entries("districts").items())
    if seat in dict(districts):
        return place(seat, "REGISTRATION", address)
    code, entry = districts[n // len(SEATS) % len(districts)]
    kind = "BRANCH" if n % 2 else "USE_SITE"
    return place(code, kind, f"上海市{entry['name']}示范工业路{1 + n % 300}号")


def place(code: str, kind: str, address: str) -> dict[str, str]:
    """Return the answers about a place of use."""
    return {"use_site_district": code, "site_kind": kind, "use_site_address": address}


def row(n: int) -> dict[str, str]:
    """Return one substance; volumes take their density from the catalogue."""
    chem, form, unit, purpose_code, purpose_text = PURCHASES[n % len(PURCHASES)]
    return {
        "chem": chem,
        "as_salt": "",
        "product": "",
        "form": form,
        "concentration": "",
        "grade": "工业级",
        "quantity": str(Decimal(20 + n % 9 * 10)),
        "unit": unit,
        "density": "",
        "package": "25 L 桶" if unit == "L" else "",
        "purpose_code": purpose_code,
        "purpose_text": purpose_text,
        "annual_demand_kg": "2400",
        "stock_kg": str(n % 50),
    }


def seller(n: int, norms: Norms) -> dict[str, str]:
    """Return the seller, a contract large enough for every row, and a plan within one month."""
    return {
        "seller_name": f"浙江{SELLERS[n % len(SELLERS)]}",
        "seller_uscc": company_code("330106", 900_000 + n % 1000),
        "seller_cert_no": f"浙示备{norms.on.year}{n % 10_000:04d}",
        "seller_cert_to": (norms.on + timedelta(days=400)).isoformat(),
        "contract_no": f"HT-{norms.on.year}-{n:06d}",
        "contract_date": (norms.on - timedelta(days=4)).isoformat(),
        "contract_qty": "1000",
        "pay_method": "BANK",
        "use_type": "ONCE",
        "plan_from": (norms.on + timedelta(days=1)).isoformat(),
        "plan_to": (norms.on + timedelta(days=20)).isoformat(),
    }
