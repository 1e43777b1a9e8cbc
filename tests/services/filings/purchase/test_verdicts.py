import pytest
from django.utils.translation import override

from services.filings.purchase.verdicts import check, halt
from tests.services.filings.answers import (
    ACETONE,
    ANHYDRIDE,
    PERMANGANATE,
    PERSON,
    PHOTORESIST,
    filing,
)


def found(answers, norms):
    return [(one.rule, one.effect, one.step, one.field) for one in check(answers, norms)]


def test_a_complete_filing_goes_on(norms):
    assert halt(filing(), norms) is None
    assert found(filing(), norms) == []


def test_nothing_halts_before_it_is_answered(norms):
    assert halt({}, norms) is None
    assert halt({"site": {"reg_district": "320508"}}, norms) is None
    assert found({}, norms) == []


def test_no_place_in_shanghai_names_the_home_county_right_after_the_site(norms):
    answers = filing(site={"use_site_district": "NONE", "site_kind": None, "use_site_address": None})
    answers = {"site": answers["site"]}
    with override("en"):
        stop = halt(answers, norms)
    assert (stop.kind, stop.step) == ("NOT_COMPETENT", "site")
    assert stop.where == "The county-level police of 江苏省 苏州市 姑苏区"


def test_individual_and_category_2_is_forbidden(norms):
    stop = halt(filing([ANHYDRIDE], company=PERSON), norms)
    assert (stop.kind, stop.rule) == ("FORBIDDEN", "R-EN-02")
    assert halt(filing([ACETONE], company=PERSON), norms) is None


def test_small_own_use_needs_no_filing(norms):
    assert halt(filing([PERMANGANATE], company=PERSON), norms).kind == "NOT_REQUIRED"
    assert halt(filing([PERMANGANATE]), norms) is None


def test_exempt_products_need_no_filing(norms):
    stop = halt(filing([PHOTORESIST]), norms)
    assert (stop.kind, stop.rule) == ("NOT_REQUIRED", "R-EN-07")
    assert halt(filing([PHOTORESIST | {"concentration": "60"}]), norms) is None


def test_one_exempt_product_among_others_is_to_be_removed(norms):
    answers = filing([ACETONE, PHOTORESIST], seller={"contract_qty": "1000"})
    assert halt(answers, norms) is None
    assert found(answers, norms) == [("R-EN-07", "reject", "substances", "")]


@pytest.mark.parametrize(
    ("steps", "finding"),
    [
        ({"site": {"site_kind": "REGISTRATION"}}, ("B1", "reject", "site", "site_kind")),
        ({"seller": {"pay_method": "CASH"}}, ("R-EN-03", "reject", "seller", "pay_method")),
        ({"seller": {"contract_qty": "308.199"}}, ("R-EN-05", "reject", "seller", "contract_qty")),
        ({"seller": {"contract_qty": "0"}}, ("R-EN-05", "reject", "seller", "contract_qty")),
        ({"seller": {"seller_cert_to": "2026-11-23"}}, ("R-EN-11", "flag", "seller", "seller_cert_to")),
        ({"seller": {"seller_uscc": "91320500MA1WTEKT9C"}}, ("B5", "reject", "seller", "seller_uscc")),
        ({"seller": {"plan_to": "2026-12-25"}}, ("B5", "reject", "seller", "plan_to")),
        ({"seller": {"plan_to": "2026-11-24"}}, ("B5", "reject", "seller", "plan_to")),
        (
            {"seller": {"plan_from": "2026-11-01", "plan_to": "2026-11-23"}},
            ("B5", "flag", "seller", "plan_to"),
        ),
        ({"rows": [ACETONE | {"chem": "1-03"}]}, ("R-EN-04", "reject", "substances", "")),
        ({"rows": [ACETONE | {"chem": "9-99"}]}, ("R-EN-04", "reject", "substances", "")),
        ({"rows": [ACETONE], "company": PERSON}, ("B5", "reject", "substances", "")),
        (
            {"company": PERSON, "rows": [PERMANGANATE], "seller": {"use_type": "MULTI"}},
            ("R-EN-06", "reject", "seller", "use_type"),
        ),
    ],
)
def test_check(norms, steps, finding):
    assert found(filing(**steps), norms) == [finding]


def test_multiple_use_may_be_planned_for_six_months(norms):
    far = {"plan_to": "2027-05-24", "seller_cert_to": "2027-06-30", "use_type": "MULTI"}
    assert found(filing(seller=far), norms) == []
    assert found(filing(seller={**far, "plan_to": "2027-05-25"}), norms) == [
        ("B5", "reject", "seller", "plan_to")
    ]


def test_category_1_says_where_to_go(norms):
    with override("en"):
        drug, other = (
            check(filing([ACETONE | {"chem": code}]), norms)[0].message for code in ("1-10", "1-03")
        )
    assert "drug administration" in drug
    assert "provincial police" in other
