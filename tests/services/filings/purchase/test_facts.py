from decimal import Decimal

import pytest

from services.filings.jurisdiction import NoCompetentUnit
from services.filings.purchase import facts, materials
from tests.services.filings.answers import ACETONE, ANHYDRIDE, PERSON, filing


def test_route_is_the_district_bureau(norms):
    assert facts.route(filing(), norms) == "310116000000"
    assert facts.route(filing(), norms) in norms.entries("units")


def test_route_refuses_what_belongs_elsewhere(norms):
    with pytest.raises(NoCompetentUnit):
        facts.route(filing(site={"use_site_district": "NONE"}), norms)


def test_subject():
    assert facts.subject(filing()) == "苏州示例精细化工有限公司"
    assert facts.subject(filing(company=PERSON)) == "李*"


def test_facts_add_up_rows_of_one_substance(norms):
    written = facts.facts(filing([ACETONE, ANHYDRIDE, ACETONE]), norms)
    texts = [(fact.key, fact.text) for fact in written if fact.text]
    numbers = {fact.key: fact.number for fact in written if fact.number is not None}
    assert texts == [
        ("company_uscc", "91320500MA1WTEKT9C"),
        ("company_name", "苏州示例精细化工有限公司"),
        ("peer_group", "C26:2"),
        ("real_name_level", "L2"),
        ("district", "310116"),
        ("use_type", "ONCE"),
        ("contract_no", "HT-2026-118"),
        ("chem", "3-02"),
        ("chem", "2-02"),
    ]
    assert [(fact.key, fact.secret) for fact in written if fact.secret] == [("handler", "310104200011092028")]
    assert numbers == {"kg:3-02": Decimal(400), "kg:2-02": Decimal("108.2"), "total_kg": Decimal("508.2")}


def test_name_of_an_individual_is_no_fact(norms):
    texts = [fact.text for fact in facts.facts(filing([ACETONE], company=PERSON), norms)]
    assert not {"李静", "310104200011092028"} & set(texts)


def codes(answers):
    return [material.code for material in materials.PURCHASE if material.when(answers)]


def test_materials():
    assert codes(filing()) == ["EN01", "EN02", "EN03", "EN05", "EN06", "EN07", "EN08", "EN09", "EN10"]
    assert "EN10" not in codes(filing(site={"reg_district": "310116"}))
    assert "EN10" not in codes(filing(site={"reg_district": "310101", "use_site_district": "NONE"}))
    assert codes(filing([ACETONE], company=PERSON)) == ["EN03", "EN05", "EN07", "EN10"]
    assert [material.code for material in materials.PURCHASE if not material.required] == [
        "EN05",
        "EN08",
        "EN09",
    ]
