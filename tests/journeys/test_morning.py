"""An officer's morning at the desk: twenty cases and a keyboard. There is no click in this file."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.keyboard import Keys, signed_in

pytestmark = pytest.mark.browser

PREPARE = """
import json
from datetime import timedelta
from allauth.account.models import EmailAddress
from django.utils import timezone
from portal.accounts.models import Posting, User
from portal.applications.models import Application
from portal.review import actions as review
from portal.review.models import Label
from tests import factories
from tests.ticking import tick_all
UNIT, DISTRICT = "310112510000", "310112"
people = {}
for name, role, family, given in (
    ("intake", "intake", "Chen", "Morning"), ("second", "intake", "Ding", "Colleague"),
    ("reviewer", "reviewer", "Gao", "Review"), ("another", "reviewer", "Han", "Another"),
):
    email = f"morning.{name}@people.test"
    user = User.objects.create_user(email, "PASSWORD", last_name=family, first_name=given)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    people[name] = user
cases = {}
for service, count in (("TH", 8), ("PB", 8), ("TB", 4)):
    for n in range(70, 70 + count):
        case = factories.submitted_application(service, n=n)
        cases.setdefault(service, []).append(case.pk)
Application.objects.filter(pk__in=sum(cases.values(), [])).update(unit=UNIT, district=DISTRICT, assignee=None)
for name, user in people.items():
    role = "reviewer" if name in ("reviewer", "another") else "intake"
    Posting.objects.create(user=user, unit=UNIT, role=role)
reviewed = cases["TH"][-4:]
clerk = factories.officer("intake", UNIT)
for pk in reviewed:
    case = tick_all(Application.objects.get(pk=pk), clerk)
    review.accept(application=case, by=clerk, version=case.version)
clerk.postings.update(active=False)
Application.objects.filter(pk__in=reviewed).update(assignee=None)
soon = timezone.now() + timedelta(hours=2)
Application.objects.filter(pk__in=sum(cases.values(), [])).update(due_at=soon + timedelta(days=30))
Application.objects.filter(pk__in=cases["PB"][:3]).update(due_at=soon)
Label.objects.create(unit=UNIT, name="morning")
numbers = {str(row.pk): row.number for row in Application.objects.filter(unit=UNIT)}
print("MADE" + json.dumps({"reviewed": [numbers[str(pk)] for pk in reviewed], "all": sorted(numbers.values())}))
"""


@pytest.fixture(scope="module")
def morning(server) -> dict[str, list[str]]:
    """Twenty cases wait at a station: eight households and twelve filings, four of them under review."""
    said = server.manage("shell", "-v0", "-c", PREPARE.replace("PASSWORD", PASSWORD))
    made = json.loads(said.split("MADE", 1)[1])
    assert len(made["all"]) == 20
    return made


def at_the_desk(person, name: str, **profile) -> Keys:
    return signed_in(person, f"morning.{name}@people.test", PASSWORD, **profile)


def test_the_queue_by_keyboard(person, morning):
    """Sign in, go through the rows, read which keys there are, close that with Escape."""
    keys = at_the_desk(person, "intake")
    expect(keys.page.locator("[data-row]")).to_have_count(16)
    keys.press("j", "j", "k")
    expect(keys.page.locator("[data-row]").first.locator("[data-row-link]")).to_be_focused()
    keys.press("?")
    expect(keys.page.locator("#keys-help")).to_be_visible()
    expect(keys.page.locator("[data-keys-more]")).to_contain_text("Take the next")
    keys.press("Escape")
    expect(keys.page.locator("#keys-help")).to_be_hidden()
