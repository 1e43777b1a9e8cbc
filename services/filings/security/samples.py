"""Invented security companies: what number n types. Codes and ID numbers bear valid check characters."""

from datetime import timedelta
from typing import Any

from portal.catalog.declaration import Norms
from services.filings.company.samples import BRANDS, SEATS, company_code, handler, resident_id
from services.filings.company.samples import company as any_company
from services.filings.security.reading import ARMED

FAMILY = "林沈顾陆蒋韩秦许何吕施张孔曹严华金魏陶姜"
GIVEN = (
    "文博",
    "思齐",
    "若溪",
    "书远",
    "念真",
    "一鸣",
    "晓岚",
    "长宁",
    "远山",
    "安宁",
    "知行",
    "明哲",
    "清和",
)
CLIENTS = ("示例商务大厦", "样例物流园", "示范会展中心", "演示科技园")
POSTS = ("大门", "东门", "巡逻", "监控室", "停车场")
EDUCATION = ("61", "71", "41", "31", "44")
KINDS = (("GATE", "PATROL"), ("GATE", "WATCH", "CHECK"), ("CHECK", "TECH"), ("PATROL",), (ARMED, "ESCORT"))
SHORT_NAMES = {"320508": "苏", "330106": "浙", "340104": "皖", "310101": "沪"}
#: Days until the service starts: in time whatever the holidays, and late.
IN_TIME, LATE = 90, 20


def person(n: int) -> str:
    """Return the name of nobody."""
    return FAMILY[n % len(FAMILY)] + GIVEN[n % len(GIVEN)]


def certificate_no(n: int, short: str = "浙") -> str:
    """Return the number of a guard certificate that was never issued."""
    return f"{short}保{2015 + n % 10}{n % 1_000_000:06d}"


def guard(n: int) -> dict[str, str]:
    """Return what is typed about invented guard n; the ID numbers of 1000 in a row differ."""
    return {
        "g_name": person(n),
        "g_id_no": resident_id(n),
        "g_sex": "",
        "g_edu": EDUCATION[n % len(EDUCATION)],
        "g_cert_no": certificate_no(n),
        "g_post": POSTS[n % len(POSTS)],
        "g_insured": "yes",
        "g_contract": "yes",
    }


def service(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return the answers that invented company n types into a filing SX; valid on the day of `norms`."""
    seat = n % 3
    return {
        "place": site(n, seat, norms),
        "company": company(n, seat),
        "handler": handler(n, norms),
        "licence": licence(n, seat, norms) | {"state_share": "60" if ARMED in kinds(n) else ""},
        "client": client(n),
        "contract": contract(n, norms),
        "leader": leader(n),
        "guards": {"rows": [guard(n * 10 + place) for place in range(3 + n % 4)]},
        "declare": {"declare": "on", "declare_guards": "on", "declare_duties": "on"},
    }


def branch(n: int, norms: Norms) -> dict[str, dict[str, Any]]:
    """Return the answers that invented company n types into a filing SF; valid on the day of `norms`."""
    seat, (code, district) = n % len(SEATS), district_of(n, norms)
    return {
        "place": {"licence_province": SEATS[seat][0][:2], "branch_district": code, "elsewhere": ""},
        "company": company(n, seat),
        "handler": handler(n, norms),
        "licence": licence(n, seat, norms),
        "branch": {
            "branch_name": f"{company(n, seat)['name']}上海{district.removesuffix('区')}分公司",
            "branch_uscc": company_code(code, 700_000 + n % 100_000),
            "branch_established": (norms.on - timedelta(days=60 if n % 5 == 4 else 6)).isoformat(),
            "branch_address": f"上海市{district}示范路{1 + n % 300}号",
            "head_name": person(n + 31),
            "head_id": resident_id(n + 700),
            "head_mobile": f"137{n % 100_000_000:08d}",
        },
        "guards": {"rows": [guard(n * 10 + place) for place in range(n % 3)]},
        "declare": {"declare": "on", "declare_guards": "on"},
    }


def district_of(n: int, norms: Norms) -> tuple[str, str]:
    """Return code and name of a district of Shanghai."""
    districts = list(norms.entries("districts").items())
    code, entry = districts[n % len(districts)]
    return code, str(entry["name"])


def site(n: int, seat: int, norms: Norms) -> dict[str, str]:
    """Return the place of service."""
    code, district = district_of(n, norms)
    return {
        "licence_province": SEATS[seat][0][:2],
        "site_district": code,
        "elsewhere": "",
        "site_address": f"上海市{district}示范大道{1 + n % 300}号",
        "area_desc": "园区四个出入口、地下停车场和公共区域，二十四小时值守",
    }


def company(n: int, seat: int) -> dict[str, str]:
    """Return invented security company n; those that escort under arms have the capital for it."""
    own = any_company(n, seat)
    name = f"{SEATS[seat][2]}{BRANDS[n // 3 % len(BRANDS)]}保安服务有限公司"
    return own | {"name": name, "industry": "L7271", "reg_capital": "2000" if ARMED in kinds(n) else "800"}


def licence(n: int, seat: int, norms: Norms) -> dict[str, Any]:
    """Return its security licence; its scope covers what the contract is for."""
    short = SHORT_NAMES[SEATS[seat][0]]
    return {
        "sec_licence_no": f"{short}公保服{norms.on.year - 2}{n % 10_000:04d}号",
        "sec_licence_org": f"{SEATS[seat][2]}市公安局",
        "sec_licence_date": (norms.on - timedelta(days=700)).isoformat(),
        "scope": [*dict.fromkeys(("GATE", "PATROL", *kinds(n)))],
        "foreign_invested": "no",
    }


def kinds(n: int) -> tuple[str, ...]:
    """Return the services of invented company n."""
    return KINDS[n % len(KINDS)]


def client(n: int) -> dict[str, str]:
    """Return the client."""
    return {
        "client_name": f"上海{CLIENTS[n % len(CLIENTS)]}管理有限公司",
        "client_uscc": company_code("310115", 800_000 + n % 100_000),
        "client_key_unit": "yes" if n % 3 == 1 else "no",
    }


def contract(n: int, norms: Norms) -> dict[str, Any]:
    """Return a contract of a year; every fifth service starts earlier than the filing is in time for."""
    start = norms.on + timedelta(days=LATE if n % 5 == 3 else IN_TIME)
    return {
        "contract_no": f"BA-{norms.on.year}-{n:06d}",
        "contract_from": start.isoformat(),
        "contract_to": (start + timedelta(days=365)).isoformat(),
        "posts": str(1 + n % 9),
        "service_start": start.isoformat(),
        "services": [*kinds(n)],
        "armed": "yes" if ARMED in kinds(n) else "no",
    }


def leader(n: int) -> dict[str, str]:
    """Return the project leader, who is none of the guards."""
    return {
        "leader_name": person(n + 13),
        "leader_id": resident_id(n + 900),
        "leader_mobile": f"136{n % 100_000_000:08d}",
        "leader_cert": certificate_no(n + 500_000),
    }
