"""The demo shows every kind of case: a family, the national lane, and what registers said."""

import pytest

from cms.actions import build_groups
from portal.accounts.models import User
from portal.applications.models import Application
from portal.catalog import registry
from portal.management.demo_cases import STORIES, tell
from portal.management.demo_people import build_people
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
