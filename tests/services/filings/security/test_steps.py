"""The forms as the wizard drives them: every field with a value that passes and one that is refused."""

import pytest
from django.utils.translation import override

from services.filings.security.steps.branch import BranchForm
from services.filings.security.steps.client import ClientForm
from services.filings.security.steps.contract import ContractForm
from services.filings.security.steps.declare import BranchDeclareForm, DeclareForm
from services.filings.security.steps.guards import GuardForm, guard_name
from services.filings.security.steps.leader import LeaderForm
from services.filings.security.steps.licence import LicenceForm, ServiceLicenceForm
from services.filings.security.steps.place import BranchPlaceForm, SitePlaceForm
from tests.services.filings.security.answers import (
    ARMED_LICENCE,
    GUARD,
    LICENCE,
    USCC,
    YOUNG_ID,
    branch,
    service,
    typed,
)

SERVICE_FORMS = {
    "place": SitePlaceForm,
    "licence": ServiceLicenceForm,
    "client": ClientForm,
    "contract": ContractForm,
    "leader": LeaderForm,
}
BRANCH_FORMS = {"place": BranchPlaceForm, "licence": LicenceForm, "branch": BranchForm}


def errors(form):
    form.is_valid()
    return set(form.errors)


def of_service(slug, change, norms):
    answers = service()
    return SERVICE_FORMS[slug](typed(answers[slug] | change), norms=norms, answers=answers)


def of_branch(slug, change, norms):
    answers = branch()
    return BRANCH_FORMS[slug](typed(answers[slug] | change), norms=norms, answers=answers)


@pytest.mark.parametrize("slug", SERVICE_FORMS)
def test_a_right_step_of_a_service_is_kept_as_typed(norms, slug):
    form = of_service(slug, {}, norms)
    assert form.is_valid(), form.errors
    assert form.json_values() == service()[slug]


@pytest.mark.parametrize("slug", BRANCH_FORMS)
def test_a_right_step_of_a_branch_is_kept_as_typed(norms, slug):
    form = of_branch(slug, {}, norms)
    assert form.is_valid(), form.errors
    assert form.json_values() == branch()[slug]


@pytest.mark.parametrize(
    ("slug", "change", "wrong"),
    [
        ("place", {"licence_province": ""}, {"licence_province"}),
        ("place", {"licence_province": "71"}, {"licence_province"}),
        ("place", {"site_district": "330106"}, {"site_district"}),
        ("place", {"site_district": "NONE"}, {"elsewhere"}),
        ("place", {"site_district": "NONE", "elsewhere": "310101"}, {"elsewhere"}),
        ("place", {"site_address": ""}, {"site_address"}),
        ("place", {"site_address": "Jinshan 8"}, {"site_address"}),
        ("place", {"area_desc": ""}, {"area_desc"}),
        ("place", {"area_desc": "区" * 301}, {"area_desc"}),
        ("licence", {"sec_licence_no": ""}, {"sec_licence_no"}),
        ("licence", {"sec_licence_no": "9" * 31}, {"sec_licence_no"}),
        ("licence", {"sec_licence_org": ""}, {"sec_licence_org"}),
        ("licence", {"sec_licence_org": "局" * 61}, {"sec_licence_org"}),
        ("licence", {"sec_licence_date": "2026-11-25"}, {"sec_licence_date"}),
        ("licence", {"sec_licence_date": "2026-02-30"}, {"sec_licence_date"}),
        ("licence", {"scope": []}, {"scope"}),
        ("licence", {"scope": ["GATE", "SPYING"]}, {"scope"}),
        ("licence", {"foreign_invested": ""}, {"foreign_invested"}),
        ("licence", {"scope": ["ARMED"]}, {"state_share"}),
        ("licence", {"scope": ["ARMED"], "state_share": "100.01"}, {"state_share"}),
        ("licence", {"scope": ["ARMED"], "state_share": "-1"}, {"state_share"}),
        ("client", {"client_name": "公司"}, {"client_name"}),
        ("client", {"client_uscc": "91310115MA00471206"}, {"client_uscc"}),
        ("client", {"client_uscc": USCC}, {"client_uscc"}),
        ("client", {"client_key_unit": ""}, {"client_key_unit"}),
        ("contract", {"contract_no": ""}, {"contract_no"}),
        ("contract", {"contract_no": "9" * 41}, {"contract_no"}),
        ("contract", {"contract_from": "soon"}, {"contract_from"}),
        ("contract", {"contract_to": "2027-01-22"}, {"contract_to"}),
        ("contract", {"posts": "0"}, {"posts"}),
        ("contract", {"posts": "1.5"}, {"posts"}),
        ("contract", {"service_start": ""}, {"service_start"}),
        ("contract", {"service_start": "2028-01-22"}, {"service_start"}),
        ("contract", {"services": []}, {"services"}),
        ("contract", {"services": ["TECH"]}, {"services"}),
        ("contract", {"armed": ""}, {"armed"}),
        ("contract", {"armed": True}, {"armed"}),
        ("leader", {"leader_name": "王 明"}, {"leader_name"}),
        ("leader", {"leader_id": "310104198405050041"}, {"leader_id"}),
        ("leader", {"leader_id": YOUNG_ID}, {"leader_id"}),
        ("leader", {"leader_mobile": "12345678901"}, {"leader_mobile"}),
        ("leader", {"leader_cert": "!!"}, {"leader_cert"}),
        ("leader", {"leader_cert": ""}, {"leader_cert"}),
    ],
)
def test_a_step_of_a_service_refuses(norms, slug, change, wrong):
    assert errors(of_service(slug, change, norms)) == wrong


@pytest.mark.parametrize(
    ("slug", "change", "wrong"),
    [
        ("place", {"licence_province": ""}, {"licence_province"}),
        ("place", {"branch_district": ""}, {"branch_district"}),
        ("place", {"branch_district": "NONE"}, {"elsewhere"}),
        ("place", {"branch_district": "NONE", "elsewhere": "310101"}, {"elsewhere"}),
        ("branch", {"branch_name": "公司"}, {"branch_name"}),
        ("branch", {"branch_uscc": USCC}, {"branch_uscc"}),
        ("branch", {"branch_uscc": "x"}, {"branch_uscc"}),
        ("branch", {"branch_established": "2026-11-25"}, {"branch_established"}),
        ("branch", {"branch_address": "路"}, {"branch_address"}),
        ("branch", {"head_name": ""}, {"head_name"}),
        ("branch", {"head_id": YOUNG_ID}, {"head_id"}),
        ("branch", {"head_mobile": "1"}, {"head_mobile"}),
    ],
)
def test_a_step_of_a_branch_refuses(norms, slug, change, wrong):
    assert errors(of_branch(slug, change, norms)) == wrong


def test_an_unusual_licence_number_is_no_reason_to_refuse(norms):
    assert of_service("licence", {"sec_licence_no": "ZJ-1"}, norms).is_valid()


def test_a_late_start_is_no_reason_to_refuse(norms):
    change = {"service_start": "2026-11-25", "contract_from": "2026-11-25"}
    assert of_service("contract", change, norms).is_valid()


def test_a_key_unit_is_told_on_a_page_of_its_own_and_not_at_the_field(norms):
    answers = service(licence={"foreign_invested": True})
    form = ClientForm(typed(answers["client"] | {"client_key_unit": True}), norms=norms, answers=answers)
    assert form.is_valid(), form.errors


def test_the_share_of_the_state_is_asked_for_armed_escort_only(norms):
    assert of_service("licence", ARMED_LICENCE, norms).is_valid()
    form = of_service("licence", LICENCE | {"state_share": "60"}, norms)
    assert form.is_valid()
    assert form.json_values()["state_share"] is None


def test_a_place_elsewhere_needs_no_address(norms):
    change = {"site_district": "NONE", "elsewhere": "杭州市西湖区", "site_address": "", "area_desc": ""}
    form = of_service("place", change, norms)
    assert form.is_valid(), form.errors
    assert form.json_values()["elsewhere"] == "330106"
    assert form.json_values()["site_address"] is None


def test_several_services_are_shown_by_name(norms):
    for language, text in (("zh-hans", "门卫、巡逻、安全检查"), ("en", "Gate duty; Patrol; Security check")):
        with override(language):
            form = ServiceLicenceForm(norms=norms)
            assert {name: said for name, _label, said in form.display(LICENCE)}["scope"] == text


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, set()),
        ({"g_sex": ""}, set()),
        ({"g_sex": "2"}, {"g_sex"}),
        ({"g_sex": "3"}, {"g_sex"}),
        ({"g_name": ""}, {"g_name"}),
        ({"g_id_no": "310104198102020012"}, {"g_id_no"}),
        ({"g_id_no": YOUNG_ID, "g_sex": ""}, {"g_id_no"}),
        ({"g_edu": "73"}, set()),
        ({"g_edu": "80"}, {"g_edu"}),
        ({"g_edu": "90"}, {"g_edu"}),
        ({"g_edu": "72"}, {"g_edu"}),
        ({"g_cert_no": ""}, {"g_cert_no"}),
        ({"g_cert_no": "abc"}, {"g_cert_no"}),
        ({"g_cert_no": "9" * 31}, {"g_cert_no"}),
        ({"g_post": ""}, {"g_post"}),
        ({"g_post": "岗" * 51}, {"g_post"}),
        ({"g_insured": ""}, {"g_insured"}),
        ({"g_insured": False}, set()),
        ({"g_contract": ""}, {"g_contract"}),
        ({"g_contract": False}, set()),
    ],
)
def test_a_guard(norms, change, wrong):
    form = GuardForm(typed(GUARD | change), norms=norms, answers=service())
    assert errors(form) == wrong


def test_age_counts_on_the_day_the_service_starts(norms):
    row = typed(GUARD | {"g_id_no": YOUNG_ID, "g_sex": ""})
    for start, wrong in (("2027-01-22", {"g_id_no"}), ("2027-01-23", set())):
        answers = service(contract={"service_start": start})
        assert errors(GuardForm(row, norms=norms, answers=answers)) == wrong
    assert errors(GuardForm(row, norms=norms, answers=branch())) == {"g_id_no"}


def test_the_sex_follows_from_the_number_and_the_certificate_is_written_one_way(norms):
    row = typed(GUARD | {"g_sex": "", "g_cert_no": " 浙保（2019）a1 "})
    form = GuardForm(row, norms=norms, answers=service())
    assert form.is_valid(), form.errors
    assert (form.json_values()["g_sex"], form.json_values()["g_cert_no"]) == ("1", "浙保(2019)A1")


def test_what_a_guard_is_called():
    assert guard_name(GUARD) == "沈文博，大门"
    assert guard_name({"g_post": "大门"}) == ""


@pytest.mark.parametrize("form", [DeclareForm, BranchDeclareForm])
def test_every_commitment_must_be_given(norms, form):
    given = dict.fromkeys(form.base_fields, "on")
    assert form(given, norms=norms).is_valid()
    for name in given:
        assert errors(form({**given, name: ""}, norms=norms)) == {name}


@pytest.mark.parametrize("form", [*SERVICE_FORMS.values(), *BRANCH_FORMS.values(), GuardForm])
def test_forms_can_be_listed_without_norms(form):
    assert all(field.label for field in form().fields.values())
