"""The forms as the wizard drives them: posted texts in, answers as JSON out."""

import pytest
from django.utils.translation import override

from portal.ui.forms import step_formset
from services.filings.purchase.steps.buyer import BuyerForm, BuyerHandlerForm
from services.filings.purchase.steps.declare import DeclareForm
from services.filings.purchase.steps.seller import SellerForm
from services.filings.purchase.steps.site import SiteForm
from services.filings.purchase.steps.store import StoreForm
from services.filings.purchase.steps.substances import SubstanceForm
from tests.services.filings.answers import (
    ACETONE,
    ANHYDRIDE,
    COMPANY,
    HANDLER,
    PERSON,
    PHOTORESIST,
    SELLER,
    SITE,
    STORE,
    filing,
)


def posted(values):
    return {name: value for name, value in values.items() if value is not None}


def errors(form):
    form.is_valid()
    return set(form.errors)


def words(values):
    """Return values as a browser sends them: yes and no for true and false."""
    return {name: {True: "yes", False: "no"}.get(value, value) for name, value in posted(values).items()}


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (SiteForm, SITE),
        (BuyerForm, COMPANY),
        (BuyerForm, PERSON),
        (BuyerHandlerForm, HANDLER),
        (StoreForm, STORE),
        (SubstanceForm, ACETONE),
        (SellerForm, SELLER),
    ],
)
def test_a_right_step_is_kept_as_typed(norms, form, values):
    step = form(words(values), norms=norms, answers=filing())
    assert step.is_valid(), step.errors
    assert step.json_values() == values


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"uscc": "91320500MA1WTEKT9D"}, {"uscc"}),
        ({"uscc": ""}, {"uscc"}),
        ({"name": "化工厂"}, {"name"}),
        ({"legal_rep": ""}, {"legal_rep"}),
        ({"legal_rep_id": "310104198001010000"}, {"legal_rep_id"}),
        ({"licence_term": "DATE"}, {"licence_valid_to"}),
        ({"licence_term": "DATE", "licence_valid_to": "2026-11-23"}, {"licence_valid_to"}),
        ({"licence_term": "DATE", "licence_valid_to": "2026-11-24"}, set()),
        ({"reg_status": "REVOKED"}, {"reg_status"}),
        ({"reg_status": "CANCELLED"}, {"reg_status"}),
        ({"reg_status": "ABNORMAL"}, set()),
        ({"industry": "2614"}, {"industry"}),
        ({"industry": "C26145"}, {"industry"}),
        ({"industry": "c26"}, set()),
        ({"reg_capital": "-1"}, {"reg_capital"}),
        ({"reg_capital": "0"}, set()),
        ({"employees": "1000000"}, {"employees"}),
        ({"employees": "999999"}, set()),
        ({"phone": "123"}, {"phone"}),
        ({"org_type": "XXX"}, {"org_type"}),
    ],
)
def test_buyer_refuses(norms, change, wrong):
    assert errors(BuyerForm(posted(COMPANY | change), norms=norms)) == wrong


def test_an_individual_is_asked_for_kind_and_address_only(norms):
    form = BuyerForm({"org_type": "PER"}, norms=norms)
    assert errors(form) == {"reg_address"}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"handler_doc_no": "310104200011092029"}, {"handler_doc_no"}),
        ({"handler_mobile": "12345678901"}, {"handler_mobile"}),
        ({"handler_name": "李 静"}, {"handler_name"}),
        ({"authorization_valid_to": "2026-11-23"}, {"authorization_valid_to"}),
        ({"authorization_valid_to": "2026-11-24"}, set()),
        ({"authorization_no": ""}, {"authorization_no"}),
    ],
)
def test_handler_refuses(norms, change, wrong):
    assert errors(BuyerHandlerForm(posted(HANDLER | change), norms=norms, answers=filing())) == wrong


def test_an_individual_needs_no_authorisation(norms):
    own = {name: HANDLER[name] for name in ("handler_name", "handler_doc_no", "handler_mobile")}
    form = BuyerHandlerForm(own, norms=norms, answers=filing(company=PERSON))
    assert form.is_valid(), form.errors
    assert form.json_values() == own


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"keeper_2": "赵一"}, {"keeper_2"}),
        ({"keeper_1": ""}, {"keeper_1"}),
        ({"safety_mobile": "1380013800"}, {"safety_mobile"}),
        ({"store_kind": "SHED"}, {"store_kind"}),
        ({"video": None}, {"video"}),
        ({"alarm": None}, {"alarm"}),
    ],
)
def test_store_refuses(norms, change, wrong):
    assert errors(StoreForm(words(STORE | change), norms=norms, answers=filing())) == wrong


def test_division_is_found_by_name(norms):
    form = SiteForm(posted(SITE | {"reg_district": "姑苏区"}), norms=norms)
    assert form.is_valid()
    assert form.json_values()["reg_district"] == "320508"


def test_site_offers_16_districts_and_none(norms):
    assert len(SiteForm(norms=norms).fields["use_site_district"].choices) == 17


def test_site_without_a_place_asks_for_no_address(norms):
    form = SiteForm({"reg_district": "310116", "use_site_district": "NONE"}, norms=norms, answers=filing())
    assert form.is_valid(), form.errors
    assert form.json_values()["use_site_address"] is None


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"use_site_address": ""}, {"use_site_address"}),
        ({"use_site_district": "320508"}, {"use_site_district"}),
        ({"site_kind": "REGISTRATION"}, {"site_kind"}),
        ({"reg_district": ""}, {"reg_district"}),
        ({"reg_district": "没有这个区"}, {"reg_district"}),
    ],
)
def test_site_refuses(norms, change, wrong):
    assert errors(SiteForm(posted(SITE | change), norms=norms, answers=filing())) == wrong


def test_seller_step_tells_the_months_of_the_rulebook(norms):
    with override("en"):
        labels = [str(label) for _code, label in SellerForm(norms=norms).fields["use_type"].choices]
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
        ({"chem": "2-01", "as_salt": "no", "unit": "L"}, {"density"}),
        ({"unit": "L", "density": "4.1"}, {"density"}),
        ({"purpose_text": "用作溶剂"}, {"purpose_text"}),
        ({"purpose_code": "P99"}, {"purpose_text"}),
        ({"annual_demand_kg": "199.999"}, {"annual_demand_kg"}),
        ({"unit": "t", "quantity": "3"}, {"annual_demand_kg"}),
        ({"stock_kg": "-1"}, {"stock_kg"}),
        ({"grade": ""}, {"grade"}),
        ({"package": "桶" * 51}, {"package"}),
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


@pytest.mark.parametrize(
    "typed",
    ["甲基乙基酮", "丁酮", "2-丁酮", "78-93-3", "７８－９３－３", "Methyl ethyl ketone", "methyl ethyl", "3-03",
     "第三类 甲基乙基酮 丁酮 2-丁酮 78-93-3"],
)  # fmt: skip
def test_a_substance_is_found_by_each_of_its_names(norms, typed):
    form = SubstanceForm(posted(ACETONE | {"chem": typed}), norms=norms)
    assert form.is_valid(), form.errors
    assert form.json_values()["chem"] == "3-03"


def test_category_1_is_found_and_sent_where_it_belongs(norms):
    for code, authority in (("胡椒醛", "公安局"), ("麦角酸", "药品监督管理局")):
        form = SubstanceForm(posted(ACETONE | {"chem": code}), norms=norms)
        assert errors(form) == {"chem"}
        assert authority in str(form.errors["chem"])


def test_salts_are_asked_about_where_they_are_controlled(norms):
    acid = ACETONE | {"chem": "2-01"}
    assert errors(SubstanceForm(posted(acid), norms=norms)) == {"as_salt"}
    form = SubstanceForm(posted(acid | {"as_salt": "yes"}), norms=norms)
    assert form.is_valid()
    assert form.json_values()["as_salt"] is True
    other = SubstanceForm(posted(ACETONE | {"as_salt": "yes"}), norms=norms)
    assert other.is_valid()
    assert other.json_values()["as_salt"] is None


def test_questions_of_some_substances_name_them(norms):
    fields = SubstanceForm(norms=norms).fields
    assert str(fields["product"].shown_when_hint).endswith("γ-丁内酯")
    assert "苯乙酸" in str(fields["as_salt"].shown_when_hint)
    assert "麦角酸" not in str(fields["as_salt"].shown_when_hint)


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
    assert shown["chem"] == "Acetic anhydride 乙酸酐 108-24-7, category 2"
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
        ({"contract_qty": "0"}, {"contract_qty"}),
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
    given = {"declare": "on", "declare_use": "on", "declare_lawful_use": "on"}
    for name in given:
        left = {key: value for key, value in given.items() if key != name}
        assert errors(DeclareForm(left, norms=norms)) == {name}
    assert DeclareForm(given, norms=norms).is_valid()


def test_the_proof_of_lawful_use_names_kinds_amounts_and_purposes(norms):
    with override("en"):
        said = str(DeclareForm(norms=norms, answers=filing()).fields["declare_lawful_use"].help_text)
    assert said.startswith("Acetone 200 kg for: Solvent (用作合成车间洗涤溶剂); Acetic anhydride 100 L")


def test_individuals_are_offered_one_use_only(norms):
    fields = SellerForm(norms=norms, answers=filing(company=PERSON)).fields
    assert [code for code, _label in fields["use_type"].choices] == ["ONCE"]
    wanted = SellerForm(posted(SELLER | {"use_type": "MULTI"}), norms=norms, answers=filing(company=PERSON))
    assert "use_type" in errors(wanted)


@pytest.mark.parametrize(
    "form",
    [SiteForm, BuyerForm, BuyerHandlerForm, StoreForm, SubstanceForm, SellerForm, DeclareForm],
)
def test_forms_can_be_listed_without_norms(form):
    assert all(field.label for field in form().fields.values())
