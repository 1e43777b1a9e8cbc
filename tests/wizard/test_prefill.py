"""What the account of a company fills in, and what it keeps of a submission."""

from datetime import timedelta

import pytest

from portal.applications.models import Application
from portal.audit.queries import for_subject
from portal.catalog.declaration import Source
from portal.companies.models import Company
from portal.wizard import prefill
from portal.wizard.journey import open_journey
from portal.workdays.queries import today
from tests.wizard import builders, guards
from tests.wizard.builders import document, url


@pytest.fixture(autouse=True)
def offered(db):
    with guards.offered() as made:
        yield made


def test_a_submission_is_remembered_as_typed_and_fills_the_next_draft(page, gu):
    company = guards.company_of(gu)
    case = guards.filed(page, gu, company)
    company = Company.objects.get()
    typed = document(case)["raw"]["company"]
    assert company.profile == {name: typed[name] for name in ("name", "legal_rep", "reg_address", "phone")}
    assert company.profile_on == today()
    assert [entry.action for entry in for_subject(f"company:{company.pk}")] == ["company:profile"]
    draft = guards.begun(gu, company)
    prefill.begin(draft, gu)
    kept = document(draft)["raw"]["company"]
    assert kept == company.profile
    shown = page.get(url(draft, "company"))
    assert shown.context["profile_on"] == today()
    assert shown.context["form"]["phone"].value() == typed["phone"]


def test_a_step_that_the_profile_makes_whole_is_complete_and_one_begins_after_it(page, gu):
    typed = builders.raw("GD", 1)["company"]
    whole = tuple(f"company.{name}" for name in typed)
    with guards.offered(profile=whole):
        company = guards.company_of(gu, **typed)
        draft = guards.begun(gu, company)
        journey = prefill.begin(draft, gu)
        assert journey.first_incomplete == "guards"
        assert page.get(url(draft, "tour"))["Location"] == url(draft, "guards")
        assert page.get(url(draft, "guards")).status_code == 200


def test_a_page_that_no_profile_filled_says_nothing_of_one(page, gu):
    draft = guards.begun(gu, guards.company_of(gu))
    prefill.begin(draft, gu)
    assert page.get(url(draft, "company")).context["profile_on"] is None


def test_the_day_is_the_one_on_which_the_profile_was_confirmed(page, gu):
    company = guards.company_of(gu, phone="021-55559999")
    company.profile_on = today() - timedelta(days=40)
    company.save()
    draft = guards.begun(gu, company)
    prefill.begin(draft, gu)
    assert page.get(url(draft, "company")).context["profile_on"] == today() - timedelta(days=40)


def test_what_was_left_empty_is_forgotten_and_what_was_not_asked_for_stays(gu):
    company = guards.company_of(gu, name="旧名", phone="021-55559999")
    journey = open_journey(guards.begun(gu, company), gu)
    prefill.remember(journey, {"company": {"name": None, "phone": None}}, gu)
    assert Company.objects.get().profile["phone"] == ""
    prefill.remember(journey, {}, gu)
    assert prefill.filling_of(journey.service, Company.objects.get().profile) == {}


def test_the_accounts_own_fields_are_no_part_of_the_profile(gu):
    own = Source("account", "账户", lambda answers: None, fills=("company.name",))
    with guards.offered(sources=(own,)):
        company = guards.company_of(gu)
        journey = open_journey(guards.begun(gu, company), gu)
        prefill.remember(journey, {"company": {"name": "名", "phone": "1"}}, gu)
        assert "name" not in Company.objects.get().profile


def test_a_private_persons_submission_is_kept_in_no_profile(page, gu):
    company = guards.company_of(gu)
    with guards.offered(company=""):
        assert guards.filed(page, gu, None).state == "RECEIVED"
    assert Company.objects.get(pk=company.pk).profile == {}


def test_a_refused_submission_is_not_remembered(page, gu):
    company = guards.company_of(gu)
    draft = guards.begun(gu, company)
    builders.post(page, draft, "company", builders.raw("GD", 1)["company"])
    page.post(url(draft, "check"))
    assert Application.objects.get(pk=draft.pk).state == "DRAFT"
    assert Company.objects.get().profile == {}
