"""An officer's morning at the desk: twenty cases and a keyboard. There is no click in this file."""

import json
import re

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


def search(keys: Keys, text: str) -> None:
    """Search from wherever the focus is."""
    keys.press("/")
    expect(keys.page.locator("[data-search]")).to_be_focused()
    keys.type(text)
    keys.lands("Enter")


def opened(keys: Keys, query: str) -> str:
    """Open the first case that a search finds; return its number."""
    search(keys, query)
    keys.press("j")
    number = keys.page.locator("[data-row][data-active] [data-row-link]").inner_text()
    keys.lands("Enter")
    expect(keys.page.locator("h1")).to_contain_text(number)
    return number


def claimed(keys: Keys) -> None:
    keys.lands("c")
    expect(keys.page.locator(".case-who")).to_contain_text("Claimed by you")


def ticked(keys: Keys, form: str) -> None:
    """Tick with Space what is to be checked before the act of a form, from the column of the acts on."""
    boxes = keys.page.locator(f"{form} fieldset.ticks .tick input[type=checkbox]").all()
    assert boxes
    for box in boxes:
        keys.tab_to(box, 30)
        keys.press("Space")
        expect(box).to_be_checked()


def test_search_view_batch_and_acceptance(person, morning):
    """The short morning: find what is near, keep the search, label three cases, give three away, accept one."""
    keys = at_the_desk(person, "intake")
    expect(keys.page.locator("[data-row]")).to_have_count(16)
    keys.press("j", "j", "k")
    expect(keys.page.locator("[data-row]").first.locator("[data-row-link]")).to_be_focused()
    keys.press("?")
    expect(keys.page.locator("#keys-help")).to_be_visible()
    expect(keys.page.locator("[data-keys-more]")).to_contain_text("Take the next")
    keys.press("Escape")
    expect(keys.page.locator("#keys-help")).to_be_hidden()

    search(keys, "service:PB is:near")
    expect(keys.page.locator("[data-row]")).to_have_count(3)
    keys.press("s")
    keys.tab_to("#id_view_name", 2)
    keys.type("PB near")
    keys.lands("Enter")
    keys.told("PB near")
    expect(keys.page.get_by_role("link", name="PB near")).to_have_count(1)

    batch(keys, "Put a label on…")
    keys.chooses("[name=label]", "morning")
    keys.sends("Put a label on")
    keys.told("Done: 3. Not done: 0.")
    keys.follows("Back to the queue")
    expect(keys.page.locator("td.labels", has_text="morning")).to_have_count(3)
    batch(keys, "Assign to…")
    keys.chooses("[name=officer]", "Ding")
    keys.tab_to("[name=reason]", 3)
    keys.type("今天上午由同事处理这三件。")
    keys.sends("Assign to")
    keys.told("Not done: 3.")  # who only works here gives away what is his or her own
    for box in keys.page.locator("main input[name=case]").all():
        expect(box).to_be_checked()

    keys.person.go("/desk/")
    opened(keys, "service:TB")
    claimed(keys)
    keys.press("3")
    ticked(keys, "form:has([data-main-act])")
    keys.lands("a")
    keys.told("accepted")


def batch(keys: Keys, words: str) -> None:
    """Select the first three rows and choose what to do with them."""
    keys.press("j", "x", "j", "x", "j", "x")
    expect(keys.page.locator("[data-select]:checked")).to_have_count(3)
    keys.press("b")
    keys.sends(words, 8)
