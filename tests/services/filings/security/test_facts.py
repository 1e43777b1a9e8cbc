from decimal import Decimal

import pytest

from services.filings.jurisdiction import NoCompetentUnit
from services.filings.security import facts, materials, sources
from tests.services.filings.security.answers import (
    BRANCH_CODE,
    CLIENT,
    GUARD,
    OTHER_GUARD,
    USCC,
    branch,
    service,
)


def texts(found):
    return {(fact.key, fact.text) for fact in found if fact.text}


def test_a_service_goes_to_the_municipal_bureau(norms):
    assert facts.route(service(), norms) == "310000000000"
    assert norms.entries("units")["310000000000"]["kind"] == "MUNICIPAL"
    for place in ({"licence_province": "31"}, {"site_district": "NONE", "elsewhere": "330106"}):
        with pytest.raises(NoCompetentUnit):
            facts.route(service(place=place), norms)


@pytest.mark.parametrize(
    ("competence", "unit"), [("DISTRICT", "310116000000"), ("MUNICIPAL", "310000000000")]
)
def test_a_branch_goes_where_the_switch_says(norms, monkeypatch, competence, unit):
    assert norms.value("SF.competence") == "DISTRICT"
    monkeypatch.setattr(norms, "value", lambda key: {"SF.competence": competence}[key])
    assert facts.branch_route(branch(), norms) == unit
    assert unit in norms.entries("units")
    with pytest.raises(NoCompetentUnit):
        facts.branch_route(branch(place={"branch_district": "NONE", "elsewhere": "330106"}), norms)


def test_the_subject_is_the_company():
    assert facts.subject(service()) == facts.subject(branch()) == "杭州示例保安服务有限公司"


def test_facts_of_a_service(norms):
    found = facts.facts(service(), norms)
    assert texts(found) >= {
        ("company_uscc", USCC),
        ("company_name", "杭州示例保安服务有限公司"),
        ("district", "310116"),
        ("client_uscc", CLIENT),
        ("licence_no", "浙公保服20240001号"),
        ("service", "GATE"),
        ("service", "CHECK"),
    }
    assert "late" not in {fact.key for fact in found}
    assert [fact.number for fact in found if fact.key == "guards"] == [Decimal(2)]
    assert {fact.key: fact.date.isoformat() for fact in found if fact.date} == {
        "service_start": "2027-01-22",
        "contract_to": "2028-01-21",
    }


def test_each_guard_is_a_secret_and_stands_in_no_open_text(norms):
    found = facts.facts(service(), norms)
    numbers = [GUARD["g_id_no"], OTHER_GUARD["g_id_no"]]
    assert [fact.secret for fact in found if fact.key == "guard"] == numbers
    assert not any(number in fact.text for fact in found for number in numbers)
    twice = facts.facts(service([GUARD, GUARD]), norms)
    assert len([fact for fact in twice if fact.key == "guard"]) == 1


def test_late_filings_can_be_counted(norms):
    late = facts.facts(service(contract={"service_start": "2026-12-01"}), norms)
    assert ("late", "LATE") in texts(late)
    assert ("late", "LATE") not in texts(facts.branch_facts(branch(), norms))
    established = branch(branch={"branch_established": "2026-10-12"})
    assert ("late", "LATE") in texts(facts.branch_facts(established, norms))


def test_facts_of_a_branch(norms):
    found = facts.branch_facts(branch([GUARD]), norms)
    assert texts(found) >= {("district", "310116"), ("branch_uscc", BRANCH_CODE), ("company_uscc", USCC)}
    assert [fact.number for fact in found if fact.key == "guards"] == [Decimal(1)]


def codes(declared, answers):
    return [item.code for item in declared if item.when(answers)]


def test_papers():
    assert codes(materials.SERVICE, service()) == ["EN01", "EN02", "EN03", "EN15", "EN16", "EN17", "EN19"]
    assert [item.code for item in materials.SERVICE if not item.required] == ["EN19"]
    assert codes(materials.BRANCH, branch()) == ["EN01", "EN02", "EN03", "EN15", "EN18", "EN19"]
    assert "EN17" in codes(materials.BRANCH, branch([GUARD]))
    assert all(item.required for item in materials.BRANCH)
    reused = {item.code for item in (*materials.SERVICE, *materials.BRANCH) if item.reuse}
    assert reused == {"EN01", "EN02", "EN03", "EN15", "EN19"}


def test_what_the_registers_are_asked():
    assert sources.licence(service()) == {"uscc": USCC, "sec_licence_no": "浙公保服20240001号"}
    assert sources.licence({"company": service()["company"]}) == {"uscc": USCC, "sec_licence_no": ""}
    assert sources.guards(service())["certificates"] == "浙保2019000001,浙保2019000002"
    assert sources.branch(branch()) == {"uscc": BRANCH_CODE, "head_office": USCC}
    assert sources.licence({}) is sources.guards({}) is sources.branch({}) is None
