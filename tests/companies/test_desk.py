"""What the desk sees of a company's case, and the companies of the demo."""

import pytest
from django.urls import reverse

from cms.actions import build_groups
from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.queries import visible_to
from portal.catalog import registry
from portal.companies import actions
from portal.companies.models import Company
from portal.management.demo_cases import draft as demo_draft
from portal.management.demo_cases import hand_in
from portal.management.demo_companies import build_company
from portal.management.demo_people import build_people
from portal.review.queries import my_turn
from tests import factories
from tests.companies import accounts
from tests.wizard import builders

pytestmark = pytest.mark.django_db


def test_answers_from_the_account_are_told_apart_from_those_of_registers(sun, company):
    draft = accounts.filled(sun, company)
    accounts.browser(sun).post(builders.url(draft, "check"))
    page = accounts.browser(factories.officer("intake"))
    text = page.get(reverse("review:case", args=[draft.pk])).content.decode()
    assert text.count('class="origin"') == len(accounts.fills("company") + accounts.fills("handler"))
    registers = text.partition('id="registers"')[2].partition("</section>")[0]
    named = [str(source.title) for source in draft.declaration.sources]
    assert [name in registers for name in named] == [False, True, True]  # the account is no register


def test_an_officer_with_a_company_still_handles_the_cases_of_others(company):
    officer = factories.officer("intake")
    accounts.handler(company, officer)
    of_a_person, of_another = (
        factories.submitted_application("TH"),
        factories.submitted_application("PB", n=2),
    )
    officer = User.objects.get(pk=officer.pk)
    turn = visible_to(officer).filter(my_turn(officer))
    assert set(turn.values_list("pk", flat=True)) == {of_a_person.pk, of_another.pk}


def test_the_demo_clerk_has_a_confirmed_company():
    build_groups()
    build_people()
    company = build_company()
    assert build_company() == company and company.confirmed_by == "register"
    assert company.handlers.get().user.email == "company@demo.test"


def test_the_demo_register_confirms_the_company_that_is_left_to_be_founded(sun, settings):
    settings.DEMO, settings.SOURCES = True, {}
    profile = {"legal_rep": "沈样例", "legal_rep_id": "310104197102021001"}
    given = accounts.founding(uscc="91320508MADEM002XK", profile=profile)
    assert actions.register_company(by=sun, **given).confirmed_by == "register"


def test_demo_cases_are_the_companys_that_the_sample_names():
    declared, owner = registry.get(accounts.CODE), factories.UserFactory()
    case = hand_in(demo_draft(declared, 1, owner), owner)
    again = demo_draft(declared, 1, owner)
    assert case.company is not None and case.company == again.company
    assert case.company.handlers.get().user == owner
    assert Application.objects.get(pk=case.pk).state == "RECEIVED"


def test_a_sample_of_a_confirmed_company_is_filed_by_a_handler_of_it(sun, company):
    other = factories.UserFactory()
    assert accounts.of_sample(other) == company
    assert Company.objects.count() == 1
    assert set(company.handlers.values_list("user", "role")) == {(sun.pk, "manager"), (other.pk, "handler")}
