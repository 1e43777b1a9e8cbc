"""An officer's morning at the desk: twenty cases and a keyboard. There is no click in this file."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.keyboard import Keys, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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
from portal.checkpoints.stages import gate_of
from tests.ticking import pass_over, tick_all
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
Application.objects.filter(pk__in=cases["PB"][:3]).update(due_at=soon, assignee=people["intake"])
ready = Application.objects.get(pk=cases["TB"][-1])
pass_over(ready, gate_of("RECEIVED", "ACCEPTED"))
Label.objects.create(unit=UNIT, name="morning")
numbers = {str(row.pk): row.number for row in Application.objects.filter(unit=UNIT)}
print("MADE" + json.dumps({"reviewed": [numbers[str(pk)] for pk in reviewed], "all": sorted(numbers.values()),
    "ready": [ready.number]}))
"""


STANDING = """
import json
from portal.applications.models import Application
case = Application.objects.get(number="NUMBER")
print("MADE" + json.dumps([case.state, case.acceptor and case.acceptor.email]))
"""


def standing(server, number: str) -> list[str]:
    """Return the state of a case, and who accepted it."""
    return json.loads(
        server.manage("shell", "-v0", "-c", STANDING.replace("NUMBER", number)).split("MADE", 1)[1]
    )


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
    """Claim the case that is open."""
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


def batch(keys: Keys, words: str) -> None:
    """Select the first three rows and choose what to do with them."""
    keys.press("j", "x", "j", "x", "j", "x")
    expect(keys.page.locator("[data-select]:checked")).to_have_count(3)
    keys.press("b")
    keys.sends(words, 8)


def in_inbox(person, name: str, numbers: list[str]) -> Keys:
    """Sign in as a colleague and find each of the cases in the inbox."""
    keys = at_the_desk(person, name)
    keys.tab_to("a[href$='/desk/inbox/']", 20)
    keys.lands("Enter")
    for number in numbers:
        expect(keys.page.locator(".memo-new a", has_text=number).first).to_be_visible()
    return keys


def test_rows_a_saved_search_and_batches(person, morning):
    """Go through the rows, keep a search, put a label on what is near and give it to a colleague."""
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

    near = [row.inner_text() for row in keys.page.locator("[data-row] [data-row-link]").all()]
    batch(keys, "Put a label on…")
    keys.chooses("[name=label]", "morning")
    keys.sends("Put a label on")
    keys.told("Done: 3. Not done: 0.")
    keys.follows("Back to the queue")
    expect(keys.page.locator("td.labels", has_text="morning")).to_have_count(3)
    batch(keys, "Assign to…")
    keys.chooses("[name=officer]", "Colleague Ding")
    keys.tab_to("[name=reason]", 3)
    keys.type("今天上午由同事处理这三件。")
    keys.sends("Assign to")
    keys.told("Done: 3. Not done: 0.")
    in_inbox(person, "second", near)


def test_claim_tick_and_what_keeps_an_acceptance(person, morning):
    """Claim a case, tick with Space, press the key: a case of another unit is kept, and so are the ticks."""
    keys = at_the_desk(person, "intake")
    opened(keys, "service:TB")
    claimed(keys)
    keys.press("3")
    ticked(keys, "#main-act")
    keys.lands("a")
    expect(keys.page.locator("main")).to_contain_text("CP03 Item and jurisdiction: not passed")
    expect(keys.page.locator("main fieldset.ticks .tick input:not(:checked)")).to_have_count(0)


def test_a_case_is_accepted_by_one_key(person, morning, server):
    """An approver has passed over what the functions found; what is left is ticked, and `a` accepts."""
    (number,) = morning["ready"]
    keys = at_the_desk(person, "intake")
    opened(keys, number)
    claimed(keys)
    keys.press("3")
    ticked(keys, "#main-act")
    keys.lands("a")
    keys.told(f"{number} accepted")
    assert standing(server, number) == ["IN_REVIEW", "morning.intake@people.test"]
    search(keys, number)
    expect(keys.page.locator("[data-row]")).to_contain_text("Review")


def test_a_correction_with_a_standard_text(person, morning):
    """The list is made with a standard text, looked at as the applicant will read it, and sent."""
    keys = at_the_desk(person, "intake")
    number = opened(keys, morning["all"][7])
    claimed(keys)
    keys.press("3")
    keys.follows("Ask for corrections", 60)
    keys.tab_to("#id_correct_texts", 20)
    keys.press("ArrowDown")
    box = keys.page.locator("main details[open] input[name^='ask:']").first
    keys.tab_to(box, 30)
    keys.press("Space")
    reason = keys.page.locator("main details[open] textarea[name^='why:']").first
    keys.tab_to(keys.page.locator("main details[open] button[name=insert]"), 5)
    keys.press("Enter")
    expect(reason).to_be_focused()
    expect(reason).not_to_have_value("")
    asked = reason.input_value()
    ticked(keys, "main form")
    keys.sends("Check the list", 20)
    expect(keys.page.locator("main")).to_contain_text("You ask for corrections: 1")
    expect(keys.page.locator(".preview")).to_contain_text(asked)
    keys.sends("Send the list to the applicant", 20)
    keys.told(f"{number} corrections asked for")


def test_a_consultation(person, morning):
    """The reviewer asks several offices about a case; the case says so, and the consultation stands in the list."""
    keys = at_the_desk(person, "reviewer")
    number = opened(keys, morning["reviewed"][1])
    keys.press("3")
    keys.follows("Ask for a consultation", 80)
    asked = {
        "questions": "居住证明与登记不一致时以哪一项为准？",
        "facts": "两份证明日期不同，均有公章，需要会商。",
    }
    for name, text in asked.items():
        keys.tab_to(f"[name={name}]", 30)
        keys.type(text)
    keys.sends("Ask for a consultation", 20)
    keys.told("The consultation has been asked for.")
    expect(keys.page.locator("main")).to_contain_text(number)
    keys.person.go("/desk/consultations/")
    expect(keys.page.locator("main")).to_contain_text(number)


def test_a_hand_over(person, morning):
    """A case is given to a colleague with a reason; the colleague finds it in the inbox and opens it from there."""
    keys = at_the_desk(person, "reviewer")
    number = opened(keys, morning["reviewed"][0])
    claimed(keys)
    keys.follows("Hand over", 30)
    keys.chooses("[name=to]", "Another Han", 30)
    keys.tab_to("[name=reason]", 3)
    keys.type("今天上午去开会，请接着办。")
    keys.sends("Hand over", 3)
    keys.told(f"{number} has been handed over to Another Han")

    colleague = in_inbox(person, "another", [number])
    colleague.press("j")
    colleague.lands("Enter")
    expect(colleague.page.locator("h1")).to_contain_text(number)
    expect(colleague.page.locator(".case-who")).to_contain_text("Assigned to you")


def test_a_note_and_a_message(person, morning):
    """Write about a case inside, with a mention, and outside to the applicant."""
    keys = at_the_desk(person, "reviewer")
    number = opened(keys, morning["reviewed"][2])
    keys.press("4")
    keys.tab_to("form.note [name=text]", 10)
    keys.type("@morning.another@people.test 请看一下单位证明。")
    keys.sends("Write the note", 6)
    expect(keys.page.locator("[data-said]")).to_contain_text("The note is written.")
    keys.follows("Write to the applicant", 80)
    keys.tab_to("main [name=text]", 30)
    keys.type("您好，请确认居住地址是否仍然有效。")
    keys.sends("Send the message", 6)
    keys.told("The message has been sent")
    in_inbox(person, "another", [number])


@pytest.mark.parametrize("width", [1280, 390])
def test_take_the_next_until_nothing_waits(person, morning, width):
    """Each is given the next case by one key; the colleague at a phone finds what the first left."""
    keys = at_the_desk(person, "intake" if width == 1280 else "second", width=width)
    for _case in range(2):
        keys.lands("n")
        expect(keys.page.locator(".case-who")).to_contain_text("Claimed by you")
        keys.person.go("/desk/")
    for path in ("/desk/inbox/", "/desk/views/", "/desk/labels/", "/desk/consultations/"):
        keys.person.go(path)
    keys.person.go("/desk/?q=service%3ASX")
    expect(keys.page.locator(".empty")).to_be_visible()
