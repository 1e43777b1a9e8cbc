"""Every rule of domain B13 about chemicals: answers that pass and answers that do not, through the whole service."""

import re
from decimal import Decimal
from typing import Any

import pytest

from portal.catalog import registry
from portal.catalog.declaration import NoPast
from portal.catalog.sources import SOURCES
from portal.rulebook.models import RuleEntry
from portal.standards import credit_code
from tests.services.filings.answers import ACETONE, ANHYDRIDE, PERMANGANATE, PERSON, PHOTORESIST, filing
from tests.services.filings.past import OtherCases
from tests.services.filings.transport import answers as moved
from tests.tree import ROOT

IDS = {f"R-EN-{number:02d}" for number in (*range(1, 12), 15, 16)}
SEVENTEEN = "A1330100799655058"
UNUSUAL = SEVENTEEN + credit_code.check_character(SEVENTEEN)
NOTHING = NoPast()
#: Whatever happened before, one after the other: the answers, and the past.
Case = tuple[str, dict[str, Any], Any]


def pb(past: Any = NOTHING, rows: Any = None, replies: Any = None, **steps: Any) -> Case:
    """Return a purchase with changes. replies: of registers, by key."""
    return "PB", filing(rows, **steps) | answered(replies), past


def tb(past: Any = NOTHING, replies: Any = None, **steps: Any) -> Case:
    """Return a transport of category 3 with changes."""
    return "TB", moved.transport(**steps) | answered(replies), past


def tp(past: Any = NOTHING, **steps: Any) -> Case:
    """Return a transport of category 2 with changes."""
    rows = {"substances": [moved.ANHYDRIDE]}
    return "TP", moved.transport(**rows | steps), past


def answered(replies: dict[str, str] | None) -> dict[str, Any]:
    return {SOURCES: {key: {"state": state} for key, state in (replies or {}).items()}}


MULTI = {"use_type": "MULTI"}
TWELVE = {"validity_requested": "M12", "safety_record": "六个月内运输十二次，无丢失被盗"}
A_YEAR, HALF_A_YEAR = OtherCases(certified="2025-11-24"), OtherCases(certified="2026-05-24", service="TP")
LONG = {"carrier": {"carrier_valid_to": "2027-02-24"}}
PURCHASED = {"purchase_cert_no": "GB31011620260001230"}


def remaining(kg: str) -> OtherCases:
    return OtherCases(rest={"GB31011620260001230": {"3-02": Decimal(kg)}})


#: rule id -> (answers that pass, answers that do not, what is then said: an effect of a finding or a kind of halt)
TABLE: dict[str, list[tuple[Case, Case, str]]] = {
    "R-EN-01": [
        (pb(), pb(company={"uscc": UNUSUAL}), "flag"),
        (pb(), pb(seller={"seller_uscc": UNUSUAL}), "flag"),
        (pb(replies={"enterprise": "YES"}), pb(replies={"enterprise": "NO"}), "flag"),
        (pb(replies={"enterprise": "YES"}), pb(replies={"enterprise": "UNAVAILABLE"}), "flag"),
        (tb(), tb(company={"uscc": UNUSUAL}), "flag"),
        (tb(), tb(carrier={"carrier_uscc": UNUSUAL}), "flag"),
        (tb(replies={"enterprise": "YES"}), tb(replies={"enterprise": "NO"}), "flag"),
    ],
    "R-EN-02": [
        (pb(rows=[ACETONE], company=PERSON), pb(rows=[ANHYDRIDE], company=PERSON), "FORBIDDEN"),
        (pb(rows=[ANHYDRIDE]), pb(rows=[ACETONE, ANHYDRIDE], company=PERSON), "FORBIDDEN"),
    ],
    "R-EN-03": [
        (pb(), pb(seller={"pay_method": "CASH"}), "reject"),
        (
            pb(rows=[ACETONE], company=PERSON, seller={"pay_method": "CASH"}),
            pb(company=PERSON, seller={"pay_method": "CASH"}),
            "reject",
        ),
    ],
    "R-EN-04": [
        (pb(), pb(rows=[ACETONE | {"chem": "1-03"}]), "reject"),
        (pb(), pb(rows=[ACETONE | {"chem": "9-99"}]), "reject"),
        (tb(), tb(substances=[moved.ACETONE | {"chem": "1-03"}]), "reject"),
        (tp(), tp(substances=[moved.ANHYDRIDE | {"chem": "9-99"}]), "reject"),
    ],
    "R-EN-05": [
        (pb(seller={"contract_qty": "308.2"}), pb(seller={"contract_qty": "308.199"}), "reject"),
        (tb(trips={"contract_qty": "200"}), tb(trips={"contract_qty": "199.999"}), "reject"),
    ],
    "R-EN-06": [
        (pb(A_YEAR, seller=MULTI), pb(OtherCases(certified="2025-11-25"), seller=MULTI), "reject"),
        (
            pb(OtherCases(certified="2024-01-01", incident="2025-11-23"), seller=MULTI),
            pb(OtherCases(certified="2024-01-01", incident="2025-11-24"), seller=MULTI),
            "reject",
        ),
        (pb(), pb(seller=MULTI), "reject"),
        (
            pb(A_YEAR, rows=[PERMANGANATE | {"quantity": "6"}], company=PERSON),
            pb(A_YEAR, rows=[PERMANGANATE | {"quantity": "6"}], company=PERSON, seller=MULTI),
            "reject",
        ),
        (tb(HALF_A_YEAR, trips=TWELVE), tb(OtherCases(certified="2026-05-25", service="TB"), trips=TWELVE), "reject"),
        (tb(HALF_A_YEAR, trips=TWELVE), tb(A_YEAR, trips=TWELVE), "reject"),
        (
            tp(OtherCases(certified="2026-01-01", service="TP", incident="2026-11-01", closed=True), trips=TWELVE),
            tp(OtherCases(certified="2026-01-01", service="TP", incident="2026-11-01"), trips=TWELVE),
            "reject",
        ),
        (tp(), tp(trips=TWELVE), "reject"),
    ],
    "R-EN-07": [
        (pb(rows=[PHOTORESIST | {"concentration": "60"}]), pb(rows=[PHOTORESIST]), "NOT_REQUIRED"),
        (pb(rows=[ACETONE]), pb(rows=[ACETONE | {"quantity": "1"}, PHOTORESIST | {"quantity": "1"}]), "reject"),
        (tb(), tb(substances=[moved.PHOTORESIST]), "NOT_REQUIRED"),
        (tb(), tb(substances=[moved.ACETONE, moved.PHOTORESIST | {"quantity": "0.001"}]), "reject"),
    ],
    "R-EN-08": [
        (tb(), tb(place={"dispatch_district": "320508"}), "NOT_COMPETENT"),
        (tp(), tp(place={"dispatch_district": "330106"}), "NOT_COMPETENT"),
    ],
    "R-EN-09": [
        (tb(), tb(place={"destination_district": "310115"}), "NOT_REQUIRED"),
        (tp(), tp(place={"destination_district": "310116"}), "NOT_REQUIRED"),
    ],
    "R-EN-10": [
        (tb(**LONG), tb(carrier={"carrier_valid_to": "2027-02-23"}), "flag"),
        (tb(HALF_A_YEAR, trips=TWELVE), tb(HALF_A_YEAR, trips=TWELVE, **LONG), "flag"),
        (tb(), tb(vehicles=[moved.VEHICLE | {"valid_to": "2027-02-23"}]), "flag"),
        (tb(), tb(drivers=[moved.DRIVER | {"valid_to": "2027-02-23"}]), "flag"),
        (tp(), tp(escorts=[moved.ESCORT | {"valid_to": "2027-02-23"}]), "flag"),
    ],
    "R-EN-11": [
        (pb(seller={"seller_cert_to": "2026-12-20"}), pb(seller={"seller_cert_to": "2026-12-19"}), "flag"),
    ],
    "R-EN-15": [
        (pb(replies={"identity": "YES"}), pb(replies={"identity": "NO"}), "reject"),
        (pb(replies={"identity": "YES"}), pb(replies={"identity": "UNAVAILABLE"}), "flag"),
        (tb(replies={"identity": "YES"}), tb(replies={"identity": "NO"}), "reject"),
    ],
    "R-EN-16": [
        (pb(), pb(OtherCases(incident="2023-11-24", kind="PENALTY")), "flag"),
        (
            pb(OtherCases(incident="2023-11-23", kind="PENALTY")),
            tb(OtherCases(incident="2026-11-24", kind="PENALTY")),
            "flag",
        ),
        (
            tp(OtherCases(incident="2026-11-24", kind="LOSS")),
            tp(OtherCases(incident="2026-11-24", kind="PENALTY")),
            "flag",
        ),
    ],
    "B1": [(pb(), pb(site={"site_kind": "REGISTRATION"}), "reject"),
           (pb(), pb(site={"use_site_district": "NONE", "site_kind": None}), "NOT_COMPETENT")],
    "B4": [(pb(), pb(company={"reg_status": "ABNORMAL"}), "flag"),
           (tb(), tb(company={"reg_status": "ABNORMAL"}), "flag")],
    "B5": [
        (pb(), pb(seller={"seller_uscc": "91320500MA1WTEKT9C"}), "reject"),
        (pb(), pb(seller={"plan_to": "2026-11-24"}), "reject"),
        (pb(), pb(seller={"plan_from": "2026-11-01", "plan_to": "2026-11-23"}), "flag"),
        (pb(OtherCases(contract="HT-1")), pb(OtherCases(contract="HT-2026-118")), "flag"),
        (pb(rows=[ACETONE | {"quantity": "50"}], company=PERSON),
         pb(rows=[ACETONE | {"quantity": "50.001"}], company=PERSON), "reject"),
        (pb(rows=[PERMANGANATE | {"quantity": "5.001"}], company=PERSON),
         pb(rows=[PERMANGANATE], company=PERSON), "NOT_REQUIRED"),
    ],
    "B6": [
        (tb(), tb(substances=[moved.ANHYDRIDE]), "reject"),
        (tp(), tp(substances=[moved.ANHYDRIDE, moved.ACETONE | {"quantity": "1"}]), "reject"),
        (tb(), tb(trips={"trips_planned": "3"}), "reject"),
        (tb(), tb(carrier={"carrier_scope": ["GENERAL", "8"]}), "reject"),
        (tb(), tb(escorts=[]), "reject"),
        (tb(remaining("200"), trips=PURCHASED), tb(remaining("199.999"), trips=PURCHASED), "reject"),
        (tb(remaining("200"), trips=PURCHASED), tb(trips=PURCHASED), "flag"),
        (tb(OtherCases(contract="HT-1")), tb(OtherCases(contract="YS-2026-1")), "flag"),
    ],
}  # fmt: skip
EXAMPLES = [(rule, *pair) for rule, pairs in TABLE.items() for pair in pairs]
NAMED = [f"{rule}-{place}" for rule, pairs in TABLE.items() for place in range(len(pairs))]


def said(case: Case, norms: Any) -> set[tuple[str, str]]:
    """Return (rule, effect of the finding or kind of the halt) of all that a service says about a case."""
    code, answers, past = case
    service = registry.get(code)
    findings = [*service.check(answers, norms), *service.crosscheck(answers, norms, past)]
    for finding in findings:
        assert finding.step in answers
        assert not finding.field or finding.field in service.step(finding.step).form.base_fields
    stop = service.halt(answers, norms)
    if stop is not None:
        assert stop.step in answers
    return {(one.rule, one.effect) for one in findings} | ({(stop.rule, stop.kind)} if stop else set())


def test_every_rule_of_chemicals_has_an_entry():
    assert set(TABLE) >= IDS


def test_every_rule_that_the_code_names_has_an_entry():
    folders = [
        ROOT / "services" / "filings" / name for name in ("company", "chemicals", "purchase", "transport")
    ]
    named = {
        rule
        for folder in folders
        for path in folder.rglob("*.py")
        for rule in re.findall(r'(?:Finding\(|rule=)"([A-Z0-9-]+)"', path.read_text())
    }
    assert named
    assert named <= set(TABLE)


@pytest.mark.parametrize(("rule", "passing", "failing", "effect"), EXAMPLES, ids=NAMED)
def test_a_rule_speaks_when_it_should_and_is_silent_otherwise(norms, rule, passing, failing, effect):
    assert (rule, effect) not in said(passing, norms)
    assert (rule, effect) in said(failing, norms)


@pytest.mark.parametrize("case", [pb(), tb(), tp()], ids=["PB", "TB", "TP"])
def test_nothing_is_said_about_right_answers(norms, case):
    assert said(case, norms) == set()


def test_a_key_area_is_filed_inside_the_city_too(norms):
    case = tb(place={"destination_district": "310115"})
    assert said(case, norms) == {("R-EN-09", "NOT_REQUIRED")}
    RuleEntry.objects.create(
        list_key="key_areas",
        code="310116",
        data={"name": "金山区"},
        effective_from="2026-11-24",
        source="示范",
        mark="P",
    )
    fresh = norms.at(norms.on.replace(day=25))
    assert said(case, fresh) == set()
    assert registry.get("TB").route(case[1], fresh) == "310116000000"
