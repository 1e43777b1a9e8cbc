from datetime import date, timedelta

import pytest
from django.utils.translation import override

from portal.rulebook.queries import norms as norms_on
from portal.standards.periods import add_months
from portal.workdays.queries import add_workdays
from services.filings.security import verdicts
from services.filings.security.verdicts import check, halt
from tests.services.filings.security.answers import (
    ARMED_CONTRACT,
    ARMED_LICENCE,
    CLIENT,
    GUARD,
    OTHER_GUARD,
    USCC,
    YOUNG_ID,
    service,
)
from tests.services.filings.security.test_rules import VECTORS

TODAY = date(2026, 11, 24)


def found(answers, norms):
    return [(one.rule, one.effect, one.step, one.field) for one in check(answers, norms)]


def test_a_complete_filing_goes_on(norms):
    assert halt(service(), norms) is None
    assert found(service(), norms) == []


def test_nothing_halts_before_it_is_answered(norms):
    assert halt({}, norms) is None
    assert halt({"place": {"licence_province": "31"}}, norms) is None
    assert found({}, norms) == []


def test_inside_the_province_nothing_is_filed(norms):
    answers = {"place": service()["place"] | {"licence_province": "31"}}
    with override("en"):
        stop = halt(answers, norms)
        assert (stop.kind, stop.step) == ("NOT_REQUIRED", "place")
        assert "no such filing is needed inside the province" in stop.text


@pytest.mark.parametrize(
    ("county", "police"),
    [
        ("330106", "浙江省 杭州市"),
        ("110101", "北京市"),
        ("320508", "江苏省 苏州市"),
        ("429004", "湖北省 仙桃市"),
    ],
)
def test_a_place_elsewhere_is_named_right_after_the_place(norms, county, police):
    elsewhere = {"site_district": "NONE", "elsewhere": county, "site_address": None, "area_desc": None}
    with override("en"):
        stop = halt({"place": service()["place"] | elsewhere}, norms)
    assert (stop.kind, stop.where) == ("NOT_COMPETENT", f"The municipal police of {police}")


def test_foreign_invested_and_key_unit_is_forbidden(norms):
    answers = service(licence={"foreign_invested": True}, client={"client_key_unit": True})
    stop = halt(answers, norms)
    assert (stop.kind, stop.rule, stop.step) == ("FORBIDDEN", "R-EN-13", "client")
    with override("en"):
        assert "article 22" in halt(answers, norms).text
    assert halt(service(client={"client_key_unit": True}), norms) is None
    assert ("R-EN-13", "reject", "client", "client_key_unit") in found(answers, norms)


ARMED = {"licence": ARMED_LICENCE, "contract": ARMED_CONTRACT}


@pytest.mark.parametrize(
    ("steps", "finding"),
    [
        ({"licence": {"sec_licence_no": "ZJ-1"}}, ("B6b", "flag", "licence", "sec_licence_no")),
        ({"client": {"client_uscc": USCC}}, ("B6b", "reject", "client", "client_uscc")),
        ({"contract": {"services": ["GATE", "RISK"]}}, ("R-EN-14", "reject", "contract", "services")),
        (
            {"contract": {"contract_from": "2027-01-22", "contract_to": "2027-01-22"}},
            ("B6b", "reject", "contract", "contract_to"),
        ),
        (
            {"contract": {"service_start": "2028-01-22"}},
            ("B6b", "reject", "contract", "service_start"),
        ),
        (
            {"contract": {"contract_from": "2027-02-01"}},
            ("B6b", "flag", "contract", "service_start"),
        ),
        ({"contract": {"armed": True}}, ("B6b", "reject", "contract", "armed")),
        (
            {**ARMED, "company": {"reg_capital": "999.99"}},
            ("B6b", "reject", "contract", "armed"),
        ),
        (
            {**ARMED, "licence": ARMED_LICENCE | {"state_share": "50.99"}},
            ("B6b", "reject", "contract", "armed"),
        ),
        ({"leader": {"leader_id": YOUNG_ID}}, ("R-EN-12", "reject", "leader", "leader_id")),
        ({"rows": [GUARD, GUARD | {"g_cert_no": "X999"}]}, ("R-EN-12", "reject", "guards", "g_id_no")),
        (
            {"rows": [GUARD, OTHER_GUARD | {"g_cert_no": GUARD["g_cert_no"]}]},
            ("R-EN-12", "reject", "guards", "g_cert_no"),
        ),
        ({"rows": [GUARD, OTHER_GUARD | {"g_edu": "81"}]}, ("R-EN-12", "reject", "guards", "g_edu")),
        ({"rows": [GUARD, OTHER_GUARD | {"g_sex": "1"}]}, ("R-EN-12", "reject", "guards", "g_sex")),
        ({"rows": [GUARD | {"g_insured": False}]}, ("B6b", "flag", "guards", "g_insured")),
        ({"rows": [GUARD | {"g_contract": False}]}, ("B6b", "flag", "guards", "g_contract")),
    ],
)
def test_check(norms, steps, finding):
    assert finding in found(service(**steps), norms)
    assert len({effect for _rule, effect, _step, _field in found(service(**steps), norms)}) == 1


def test_armed_escort_with_all_conditions(norms):
    assert found(service(**ARMED), norms) == []
    capital = service(**ARMED, company={"reg_capital": "999.99"})
    assert [item.message for item in check(capital, norms)] != []


def test_an_ended_contract(norms):
    contract = {"contract_from": "2025-01-01", "contract_to": "2026-11-23", "service_start": "2025-01-01"}
    assert ("B6b", "reject", "contract", "contract_to") in found(service(contract=contract), norms)


def test_the_number_of_workdays_is_that_of_the_rulebook(norms):
    assert norms.value("SX.start_workdays") == 30
    assert verdicts.earliest_start(norms) == add_workdays(TODAY, 30).on


def test_late_is_told_and_never_refused(norms):
    earliest = verdicts.earliest_start(norms)
    for offset, late in ((-1, True), (0, False), (1, False)):
        start = (earliest + timedelta(days=offset)).isoformat()
        found_now = check(service(contract={"contract_from": start, "service_start": start}), norms)
        assert [(item.rule, item.effect, item.internal) for item in found_now] == (
            [("B6b.late", "flag", False)] if late else []
        )


@pytest.mark.parametrize(("start", "n", "due"), VECTORS["workdays_2026"])
def test_the_limit_counts_working_days_like_the_vectors(db, start, n, due, monkeypatch):
    rules = norms_on(date.fromisoformat(start))
    monkeypatch.setattr(rules, "value", lambda key: {"SX.start_workdays": n}[key])
    assert verdicts.earliest_start(rules) == date.fromisoformat(due)


@pytest.mark.parametrize(("start", "months", "end"), VECTORS["add_months"])
def test_contracts_of_months_hold_on_their_last_day(norms, start, months, end):
    last = add_months(date.fromisoformat(start), months)
    assert last.isoformat() == end
    contract = {"contract_from": start, "contract_to": end, "service_start": end}
    answers = service(contract=contract)
    assert not [
        item
        for item in verdicts.period_findings(verdicts.read_security(answers), norms_on(last))
        if item.effect == "reject"
    ]


def test_only_twenty_bad_rows_are_named(norms):
    rows = [GUARD | {"g_id_no": f"{n}", "g_cert_no": f"{n}", "g_edu": "90", "g_sex": ""} for n in range(25)]
    rejected = [item for item in check(service(rows), norms) if item.effect == "reject"]
    with override("en"):
        texts = [item.message for item in check(service(rows), norms)]
    assert len(rejected) == 22
    assert "5 more guards" in texts[20]
    assert "At least one guard" in texts[21]


def test_one_good_guard_is_enough_and_the_bad_one_is_named(norms):
    with override("en"):
        messages = [
            str(item.message) for item in check(service([GUARD, OTHER_GUARD | {"g_edu": "81"}]), norms)
        ]
    assert messages == [
        "Guard 2: A guard needs at least junior middle school. Please replace or remove the row."
    ]


@pytest.mark.parametrize(("state", "flagged"), [("YES", False), ("NO", True), ("UNAVAILABLE", False)])
def test_what_the_register_of_licences_says(norms, state, flagged):
    answers = service() | {"sources": {"security_licence": {"state": state}}}
    assert (("B6b", "flag", "licence", "sec_licence_no") in found(answers, norms)) is flagged


def test_an_unusual_code_of_the_client_is_looked_at(norms):
    assert found(service(client={"client_uscc": "A1330100799655058X"}), norms)[0][:2] == ("R-EN-01", "flag")
    assert found(service(client={"client_uscc": CLIENT}), norms) == []
