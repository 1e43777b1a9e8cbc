"""The answers of the security filings as typed objects. Plain Python; what is missing is None or empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.filings.jurisdiction import NOWHERE
from services.filings.reading import day, number, text

ARMED = "ARMED"


@dataclass(frozen=True)
class Guard:
    """One guard, or the project leader. `insured` and `contract` are None when not answered."""

    name: str
    id_no: str
    sex: str = ""
    edu: str = ""
    cert_no: str = ""
    insured: bool | None = None
    contract: bool | None = None


@dataclass(frozen=True)
class Licence:
    """The security licence, as the company or its register says it."""

    province: str
    number: str
    scope: frozenset[str]
    foreign_invested: bool
    state_share: Decimal | None


@dataclass(frozen=True)
class Security:
    """What the rules need of a filing SX. site: six digits, "" while it is not known."""

    licence: Licence
    site: str
    client_uscc: str
    client_key_unit: bool
    contract_from: date | None
    contract_to: date | None
    service_start: date | None
    services: frozenset[str]
    armed: bool | None
    leader: Guard
    guards: tuple[Guard, ...]


@dataclass(frozen=True)
class Branch:
    """What the rules need of a filing SF. place: six digits, "" while it is not known."""

    licence: Licence
    place: str
    uscc: str
    established: date | None
    head: Guard
    guards: tuple[Guard, ...]


def read_security(answers: Mapping[str, Mapping[str, Any]]) -> Security:
    """Return a filing SX from `answers[step][field]`; steps and fields may be missing or half typed."""
    client, contract, leader = (answers.get(step) or {} for step in ("client", "contract", "leader"))
    return Security(
        licence=read_licence(answers),
        site=place(answers, "site_district"),
        client_uscc=text(client, "client_uscc"),
        client_key_unit=client.get("client_key_unit") is True,
        contract_from=day(contract, "contract_from"),
        contract_to=day(contract, "contract_to"),
        service_start=day(contract, "service_start"),
        services=codes(contract, "services"),
        armed=contract.get("armed"),
        leader=Guard(text(leader, "leader_name"), text(leader, "leader_id")),
        guards=read_guards(answers),
    )


def read_branch(answers: Mapping[str, Mapping[str, Any]]) -> Branch:
    """Return a filing SF from `answers[step][field]`; steps and fields may be missing or half typed."""
    branch = answers.get("branch") or {}
    return Branch(
        licence=read_licence(answers),
        place=place(answers, "branch_district"),
        uscc=text(branch, "branch_uscc"),
        established=day(branch, "branch_established"),
        head=Guard(text(branch, "head_name"), text(branch, "head_id")),
        guards=read_guards(answers),
    )


def place(answers: Mapping[str, Mapping[str, Any]], field: str) -> str:
    """Return the district of Shanghai in a field of the step "place", or the county elsewhere."""
    values = answers.get("place") or {}
    district = text(values, field)
    return text(values, "elsewhere") if district == NOWHERE else district


def read_licence(answers: Mapping[str, Mapping[str, Any]]) -> Licence:
    """Return the security licence; its province is asked in the step "place", because it decides the way."""
    values = answers.get("licence") or {}
    return Licence(
        province=text(answers.get("place") or {}, "licence_province"),
        number=text(values, "sec_licence_no"),
        scope=codes(values, "scope"),
        foreign_invested=values.get("foreign_invested") is True,
        state_share=number(values, "state_share"),
    )


def read_guards(answers: Mapping[str, Mapping[str, Any]]) -> tuple[Guard, ...]:
    """Return the guards in the order of their rows."""
    return tuple(read_guard(row) for row in (answers.get("guards") or {}).get("rows") or [])


def read_guard(row: Mapping[str, Any]) -> Guard:
    """Return one guard from the values of its row."""
    return Guard(
        name=text(row, "g_name"),
        id_no=text(row, "g_id_no"),
        sex=text(row, "g_sex"),
        edu=text(row, "g_edu"),
        cert_no=text(row, "g_cert_no"),
        insured=row.get("g_insured"),
        contract=row.get("g_contract"),
    )


def codes(values: Mapping[str, Any], key: str) -> frozenset[str]:
    """Return the codes ticked in a field."""
    return frozenset(str(code) for code in values.get(key) or ())
