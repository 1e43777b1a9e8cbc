"""The demo shows every kind of case: a family, the national lane, and what registers said."""

from collections import Counter

import pytest

from cms.actions import build_groups
from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.management.demo_cases import APPLICANTS, STORIES, stories_of, tell
from portal.management.demo_endings import DONE, ENDINGS, accept, deny, of_case, refuse, settle
from portal.management.demo_people import build_people
from portal.review.outside import outside_of
from portal.wizard.registers import MOST_A_DAY
from services.household.exchange import lane


@pytest.mark.django_db
def test_a_visitor_sees_a_family_and_somebody_from_the_national_lane(settings):
    settings.DEMO = True
    build_groups()
    build_people()
    staff = {role: User.objects.get(email=f"{role}@demo.test") for role in ("intake", "reviewer", "approver")}
    owner = User.objects.get(email="talent@demo.test")
    for n, story in STORIES:
        if n in {4, 7}:
            tell(registry.get("TH"), n, story, owner, staff)
    contents = [case.submissions.get().content["answers"] for case in Application.objects.all()]
    assert {lane(answers) for answers in contents} == {"NATIONAL", "DELTA"}
    assert max(len(answers["family"]["rows"]) for answers in contents) == 2
    assert all(answers["sources"]["identity"]["state"] == "UNAVAILABLE" for answers in contents)


@pytest.mark.django_db
def test_what_ends_otherwise_fits_its_case(settings):
    """An office that is not competent names one that may be, and a household number is one of its district."""
    settings.DEMO = True
    build_groups()
    build_people()
    staff = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@demo.test")}
    refused = tell(registry.get("PB"), 8, (refuse,), staff["company"], staff)
    kept = refused.events.get(after=State.REJECTED_INTAKE)
    assert "备案" in kept.note and "使用地" in kept.grounds["where"] and kept.note.startswith("（演示）")
    denied = tell(registry.get("PB"), 9, (accept, deny), staff["company"], staff)
    kept = denied.events.get(after=State.DENIED)
    assert kept.grounds["bar"] == "CASH" and "现金" in kept.note
    case = tell(registry.get("TH"), 14, DONE, staff["outcomes"], staff)
    assert of_case(case).number
    settled = settle(Application.objects.get(pk=case.pk), staff)
    entry = outside_of(settled)["register"]
    assert entry["household_no"][:6] == settled.unit[:6] == settled.district


@pytest.mark.parametrize("service", registry.all_services(), ids=lambda service: service.code)
def test_the_demo_leaves_its_applicants_most_of_what_they_may_ask_the_registers_a_day(service):
    asked = Counter(owner for owner, _n, _story in stories_of(service))
    assert asked.total() >= len(STORIES)
    assert asked[APPLICANTS[service.audience]] <= 2 / 3 * MOST_A_DAY
    if service.audience == "person":
        assert asked[APPLICANTS[service.audience]] < MOST_A_DAY / 2


def test_each_ending_is_told_by_one_service():
    services = registry.all_services()
    told = [(service.nature, n, story) for service in services for _owner, n, story in stories_of(service)]
    endings = [(nature, *ending) for nature, several in ENDINGS.items() for ending in several]
    assert [told.count(ending) for ending in endings] == [1] * len(endings)
    assert len(told) == len(STORIES) * len(services) + len(endings)
