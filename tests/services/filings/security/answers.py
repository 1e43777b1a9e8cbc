"""Complete filings of a Zhejiang security company, SX and SF; all invented. Values as the forms keep them."""

from typing import Any

USCC, CLIENT, BRANCH_CODE = "91330106MA0047112H", "91310115MA00471205", "91310116MA0047139G"
COMPANY = {
    "org_type": "ENT",
    "uscc": USCC,
    "name": "杭州示例保安服务有限公司",
    "legal_rep": "王小明",
    "legal_rep_id": "330106199001010018",
    "reg_district": "330106",
    "reg_address": "浙江省杭州市西湖区文新示范路26号",
    "licence_term": "LONG",
    "licence_valid_to": None,
    "reg_status": "ACTIVE",
    "industry": "L7271",
    "reg_capital": "1000",
    "employees": "300",
    "phone": "0571-85550002",
}
HANDLER = {
    "handler_name": "李静",
    "handler_doc_no": "310104200011092028",
    "handler_mobile": "13800138000",
    "authorization_no": "授2026-0001",
    "authorization_valid_to": "2027-06-30",
}
LICENCE = {
    "sec_licence_no": "浙公保服20240001号",
    "sec_licence_org": "杭州市公安局",
    "sec_licence_date": "2024-03-01",
    "scope": ["GATE", "PATROL", "CHECK"],
    "foreign_invested": False,
    "state_share": None,
}
ARMED_LICENCE = LICENCE | {"scope": ["GATE", "ARMED"], "state_share": "51"}
ARMED_CONTRACT = {"services": ["GATE", "ARMED"], "armed": True}
GUARD = {
    "g_name": "沈文博",
    "g_id_no": "310104198102020011",
    "g_sex": "1",
    "g_edu": "71",
    "g_cert_no": "浙保2019000001",
    "g_post": "大门",
    "g_insured": True,
    "g_contract": True,
}
OTHER_GUARD = GUARD | {
    "g_name": "顾念真",
    "g_id_no": "310104198203030024",
    "g_sex": "2",
    "g_cert_no": "浙保2019000002",
}
#: Turns 18 on 23 January 2027.
YOUNG_ID = "330106200901230038"
SERVICE: dict[str, dict[str, Any]] = {
    "place": {
        "licence_province": "33",
        "site_district": "310116",
        "elsewhere": None,
        "site_address": "上海市金山区示范大道8号",
        "area_desc": "园区四个出入口",
    },
    "company": COMPANY,
    "handler": HANDLER,
    "licence": LICENCE,
    "client": {"client_name": "上海示例物流园管理有限公司", "client_uscc": CLIENT, "client_key_unit": False},
    "contract": {
        "contract_no": "BA-2026-118",
        "contract_from": "2027-01-22",
        "contract_to": "2028-01-21",
        "posts": "4",
        "service_start": "2027-01-22",
        "services": ["GATE", "CHECK"],
        "armed": False,
    },
    "leader": {
        "leader_name": "陆一鸣",
        "leader_id": "31010419840505004X",
        "leader_mobile": "13600000001",
        "leader_cert": "浙保2015000009",
    },
    "guards": {"rows": [GUARD, OTHER_GUARD]},
    "declare": {"declare": True, "declare_guards": True, "declare_duties": True},
}
BRANCH: dict[str, dict[str, Any]] = {
    "place": {"licence_province": "33", "branch_district": "310116", "elsewhere": None},
    "company": COMPANY,
    "handler": HANDLER,
    "licence": {name: value for name, value in LICENCE.items() if name != "state_share"},
    "branch": {
        "branch_name": "杭州示例保安服务有限公司上海金山分公司",
        "branch_uscc": BRANCH_CODE,
        "branch_established": "2026-11-16",
        "branch_address": "上海市金山区示范路9号",
        "head_name": "陆一鸣",
        "head_id": "31010419840505004X",
        "head_mobile": "13600000001",
    },
    "guards": {"rows": []},
    "declare": {"declare": True, "declare_guards": True},
}


def service(rows: list[dict[str, Any]] | None = None, **steps: dict[str, Any]) -> dict[str, Any]:
    """Return a whole filing SX with some fields changed: `service(client={"client_key_unit": True})`."""
    return changed(SERVICE, rows, steps)


def branch(rows: list[dict[str, Any]] | None = None, **steps: dict[str, Any]) -> dict[str, Any]:
    """Return a whole filing SF with some fields changed."""
    return changed(BRANCH, rows, steps)


def changed(base: dict[str, dict[str, Any]], rows: Any, steps: dict[str, dict[str, Any]]) -> dict[str, Any]:
    answers: dict[str, Any] = {slug: {**fields, **steps.get(slug, {})} for slug, fields in base.items()}
    return answers if rows is None else answers | {"guards": {"rows": rows}}


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return kept values as a browser would send them."""
    said = {True: "yes", False: "no", None: ""}
    return {
        name: said[value] if value is None or isinstance(value, bool) else value
        for name, value in values.items()
    }
