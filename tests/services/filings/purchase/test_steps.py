"""The forms as the wizard drives them: posted texts in, answers as JSON out."""

import pytest
from django.utils.translation import override

from portal.ui.forms import step_formset
from services.filings.purchase.steps.buyer import CompanyForm
from services.filings.purchase.steps.declare import DeclareForm
from services.filings.purchase.steps.seller import SellerForm
from services.filings.purchase.steps.site import SiteForm
from services.filings.purchase.steps.substances import SubstanceForm
from tests.services.filings.answers import (
    ACETONE,
    ANHYDRIDE,
    COMPANY,
    PERSON,
    PHOTORESIST,
    SELLER,
    SITE,
    filing,
)


def posted(values):
    return {name: value for name, value in values.items() if value is not None}


def errors(form):
    form.is_valid()
    return set(form.errors)


@pytest.mark.parametrize(
    ("form", "values"),
    [(CompanyForm, COMPANY), (SiteForm, SITE), (SellerForm, SELLER), (SubstanceForm, ACETONE)],
)
def test_a_right_step_is_kept_as_typed(norms, form, values):
    step = form(posted(values), norms=norms, answers=filing())
    assert step.is_valid(), step.errors
    assert step.json_values() == values


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"uscc": "91320500MA1WTEKT9D"}, {"uscc"}),
        ({"uscc": ""}, {"uscc"}),
        ({"name": "化工厂"}, {"name"}),
        ({"legal_rep": ""}, {"legal_rep"}),
        ({"reg_district": "没有这个区"}, {"reg_district"}),
        ({"phone": "123"}, {"phone"}),
        ({"handler_doc_no": "310104200011092029"}, {"handler_doc_no"}),
        ({"handler_mobile": "12345678901"}, {"handler_mobile"}),
        ({"org_type": "PER", "name": "王 明"}, {"name"}),
    ],
)
def test_company_refuses(norms, change, wrong):
    assert errors(CompanyForm(posted(COMPANY | change), norms=norms)) == wrong


def test_company_of_an_individual_needs_no_code(norms):
    form = CompanyForm(posted(COMPANY | PERSON), norms=norms)
    assert form.is_valid(), form.errors
    assert form.json_values() == COMPANY | PERSON


def test_division_is_found_by_name(norms):
    form = CompanyForm(posted(COMPANY | {"reg_district": "姑苏区"}), norms=norms)
    assert form.is_valid()
    assert form.json_values()["reg_district"] == "320508"


def test_site_offers_16_districts_and_none(norms):
    assert len(SiteForm(norms=norms).fields["use_site_district"].choices) == 17


def test_site_without_a_place_asks_for_no_address(norms):
    form = SiteForm({"use_site_district": "NONE", "use_type": "ONCE"}, norms=norms, answers=filing())
    assert form.is_valid(), form.errors
    assert form.json_values()["use_site_address"] is None


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"use_site_address": ""}, {"use_site_address"}),
        ({"use_site_district": "320508"}, {"use_site_district"}),
        ({"site_kind": "REGISTRATION"}, {"site_kind"}),
        ({"use_type": ""}, {"use_type"}),
    ],
)
def test_site_refuses(norms, change, wrong):
    assert errors(SiteForm(posted(SITE | change), norms=norms, answers=filing())) == wrong


def test_site_tells_the_months_of_the_rulebook(norms):
    with override("en"):
        labels = [str(label) for _code, label in SiteForm(norms=norms).fields["use_type"].choices]
    assert labels == ["One purchase (months of validity: 1)", "Several purchases (months of validity: 6)"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"chem": "1-03"}, {"chem"}),
        ({"chem": "9-99"}, {"chem"}),
        ({"quantity": "0"}, {"quantity"}),
        ({"quantity": "0.0001"}, {"quantity"}),
        ({"unit": "lb"}, {"unit"}),
        ({"form": "SOLUTION"}, {"concentration"}),
        ({"form": "SOLUTION", "concentration": "100.01"}, {"concentration"}),
        ({"chem": "2-01", "unit": "L"}, {"density"}),
        ({"unit": "L", "density": "4.1"}, {"density"}),
        ({"purpose_text": "用作溶剂"}, {"purpose_text"}),
        ({"purpose_code": "P99"}, {"purpose_text"}),
        ({"annual_demand_kg": "199.999"}, {"annual_demand_kg"}),
        ({"unit": "t", "quantity": "3"}, {"annual_demand_kg"}),
        ({"stock_kg": "-1"}, {"stock_kg"}),
    ],
)
def test_substance_refuses(norms, change, wrong):
    assert errors(SubstanceForm(posted(ACETONE | change), norms=norms)) == wrong


def test_purpose_other_with_thirty_characters(norms):
    row = ACETONE | {"purpose_code": "P99", "purpose_text": "用" * 30}
    assert errors(SubstanceForm(posted(row), norms=norms)) == set()


def test_density_comes_from_the_catalogue_unless_typed(norms):
    row = ACETONE | {"unit": "L"}
    known, typed = (
        SubstanceForm(posted(row | {"density": density}), norms=norms) for density in (None, "0.8")
    )
    assert known.is_valid() and typed.is_valid()
    assert (known.json_values()["density"], typed.json_values()["density"]) == ("0.791", "0.8")


def test_density_of_a_weight_is_dropped(norms):
    form = SubstanceForm(posted(ACETONE | {"density": "0.8"}), norms=norms)
    assert form.is_valid()
    assert form.json_values()["density"] is None


def test_catalogue_is_grouped_with_category_1_last(norms):
    groups = SubstanceForm(norms=norms).fields["chem"].choices
    assert [len(options) for _title, options in groups] == [20, 8, 19]


def test_exempt_product_is_asked_for_its_substance_only(norms):
    assert errors(SubstanceForm(posted(PHOTORESIST), norms=norms)) == set()
    liquid = SubstanceForm(posted(PHOTORESIST | {"form": "LIQUID"}), norms=norms)
    assert errors(liquid) == {"form"}
    other = SubstanceForm(posted(PHOTORESIST | {"chem": "3-02"}), norms=norms)
    assert other.is_valid()
    assert other.json_values()["product"] is None


def test_rows_are_shown_with_the_names_of_the_catalogue(norms):
    with override("en"):
        shown = {name: text for name, _label, text in SubstanceForm(norms=norms).display(ANHYDRIDE)}
    assert shown["chem"] == "Acetic anhydride 108-24-7"
    assert shown["purpose_code"] == "Solvent"
    assert "product" not in shown


def rows(*values):
    data = {
        f"form-{place}-{name}": text for place, row in enumerate(values) for name, text in posted(row).items()
    }
    return {**data, "form-TOTAL_FORMS": str(len(values)), "form-INITIAL_FORMS": "0"}


def test_rows(norms):
    made = step_formset(SubstanceForm, 1, 50)
    right = made(rows(ACETONE, ANHYDRIDE), norms=norms, answers=filing())
    assert right.is_valid(), right.errors
    assert right.json_values() == {"rows": [ACETONE, ANHYDRIDE]}
    wrong = made(rows(ACETONE, ANHYDRIDE | {"chem": "1-01"}), norms=norms, answers=filing())
    assert [set(row) for row in wrong.errors] == [set(), {"chem"}]
    assert not made(rows(*[ACETONE] * 51), norms=norms, answers=filing()).is_valid()
    assert not made({}, norms=norms, answers=filing()).is_valid()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"seller_uscc": COMPANY["uscc"]}, {"seller_uscc"}),
        ({"contract_qty": "308.199"}, {"contract_qty"}),
        ({"contract_date": "2026-11-25"}, {"contract_date"}),
        ({"pay_method": "CASH"}, {"pay_method"}),
        ({"plan_to": "2026-12-25"}, {"plan_to"}),
        ({"plan_to": "2026-11-24"}, {"plan_to"}),
        ({"plan_from": "2026-11-01", "plan_to": "2026-11-23"}, {"plan_to"}),
        ({"seller_cert_no": ""}, {"seller_cert_no"}),
    ],
)
def test_seller_refuses(norms, change, wrong):
    assert errors(SellerForm(posted(SELLER | change), norms=norms, answers=filing())) == wrong


def test_expired_certificate_of_the_seller_does_not_stop_the_applicant(norms):
    form = SellerForm(posted(SELLER | {"seller_cert_to": "2026-11-01"}), norms=norms, answers=filing())
    assert form.is_valid(), form.errors


def test_a_locked_plan_may_be_over_in_a_correction(norms):
    over = SELLER | {"plan_from": "2026-11-01", "plan_to": "2026-11-23"}
    form = SellerForm({}, initial=over, locked=tuple(SELLER), norms=norms, answers=filing())
    assert form.is_valid(), form.errors


def test_every_commitment_must_be_given(norms):
    assert errors(DeclareForm({"declare": "on"}, norms=norms)) == {"declare_use"}
    both = DeclareForm({"declare": "on", "declare_use": "on"}, norms=norms)
    assert both.is_valid()


@pytest.mark.parametrize("form", [CompanyForm, SiteForm, SubstanceForm, SellerForm, DeclareForm])
def test_forms_can_be_listed_without_norms(form):
    assert all(field.label for field in form().fields.values())
