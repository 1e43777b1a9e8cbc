"""An officer reads papers beside the answers: by keyboard, on a narrow screen, without JavaScript."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFICER = "intake@demo.test"
PREPARE = """
import json, uuid
from portal.documents.models import Document
from tests import factories
from tests.documents import scans
owner = factories.UserFactory(email=f"{uuid.uuid4()}@people.test")
case = factories.submitted_application("PB", owner=owner)
first, second, third, fourth = [item.code for item in case.declaration.materials if not item.later][:4]
case.documents.all().delete()
scans.kept(case, first, "scan.pdf", scans.pdf(5, True), pages=5)
scans.kept(case, second, "photo.jpg", scans.photograph(), scans.JPEG)
scans.kept(case, third, "list.csv", b"a,b", "text/csv", pages=0)
factories.paper(case, fourth)
case.documents.update(late=True)
print("MADE" + json.dumps([str(case.pk), str(case.documents.get(name="scan.pdf").pk)]))
"""
RECORDED = """
import json
from portal.audit.models import Entry
from portal.documents.models import Document
names = dict((f"document:{row.pk}", row.name) for row in Document.objects.filter(application="%s"))
rows = Entry.objects.filter(subject__in=names).order_by("pk")
print("MADE" + json.dumps([[row.action, names[row.subject]] for row in rows]))
"""


@pytest.fixture
def case(server) -> tuple[str, str]:
    """A case with a scan of five pages, a photograph, a table, and a file that is lost; its id and the scan's."""
    return tuple(printed(server, PREPARE))


def printed(server, program: str):
    return json.loads(server.manage("shell", "-v0", "-c", program).split("MADE", 1)[1])


def loaded(image) -> None:
    """Wait until a picture is there."""
    expect(image).to_be_visible()
    image.evaluate("image => image.decode()")
    assert image.evaluate("image => image.naturalWidth") > 300


def opened_beside(person, case, name: str = "scan.pdf"):
    """Let an officer open a case at 1280 px and choose a paper by keyboard; return the officer."""
    officer = person(width=1280)
    officer.sign_in(OFFICER, PASSWORD, then=f"/desk/{case[0]}/")
    officer.page.locator("[data-paper-link]", has_text=name).focus()
    officer.page.keyboard.press("Enter")
    loaded(officer.page.locator(".viewer-sheet img").first)
    return officer


def test_a_paper_is_large_beside_the_answers_and_nothing_jumps(person, case):
    officer = person(width=1280)
    officer.sign_in(OFFICER, PASSWORD, then=f"/desk/{case[0]}/")
    page = officer.page
    expect(page.locator("[data-paper-link]").first).not_to_have_attribute("target", "_blank")
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0, (
        "only the columns scroll"
    )
    before = page.locator("#act").bounding_box()
    page.locator("[data-paper-link]", has_text="scan.pdf").click()
    loaded(page.locator(".viewer-sheet img").first)
    expect(page).to_have_url(re.compile(f"/desk/{case[0]}/$"))
    expect(page.locator("#answers")).to_be_visible()
    assert page.locator(".viewer-sheet").first.bounding_box()["width"] > 600
    assert abs(page.locator("#act").bounding_box()["y"] - before["y"]) < 1
    tools = page.locator("[role=toolbar]").bounding_box()
    page.keyboard.press("]")
    expect(page.locator(".viewer-name")).to_have_text("photo.jpg")
    assert page.locator("[role=toolbar]").bounding_box() == tools
    officer.looked.clear()
    officer.look()


def test_pages_size_and_turning_by_keyboard(person, case):
    page = opened_beside(person, case).page
    pictures = page.locator(".viewer-sheet img")
    expect(pictures).to_have_count(5)
    expect(page.locator(".viewer-pages")).to_be_focused()
    number = page.locator("[data-page-number]")
    for key, shown in (("n", "2"), ("PageDown", "3"), ("p", "2")):
        page.keyboard.press(key)
        expect(number).to_have_value(shown)
    assert page.evaluate("window.scrollY") == 0
    width = pictures.nth(1).bounding_box()["width"]
    for _ in range(3):
        page.keyboard.press("+")
    expect(page.locator("[data-zoom]")).to_have_text("200%")
    # Drawn a moment later: a larger picture may be on its way.
    page.wait_for_function(
        "width => { const now = document.querySelectorAll('.viewer-sheet img')[1].getBoundingClientRect().width;"
        " return Math.abs(now / width - 2) < 0.02; }",
        arg=width,
    )
    expect(number).to_have_value("2")
    page.keyboard.press("0")
    expect(page.locator("[data-zoom]")).to_have_text("100%")
    page.keyboard.press("r")
    box = page.locator(".viewer-page").nth(1).bounding_box()
    assert box["width"] > box["height"]
    expect(page.locator("[data-said]")).to_contain_text("90")


def test_from_paper_to_paper_by_keyboard_and_each_is_recorded_once(server, person, case):
    """A scan turned, a photograph, a table, a lost file, all the way back, and to the list."""
    officer = opened_beside(person, case)
    page = officer.page
    page.keyboard.press("r")
    page.keyboard.press("]")
    expect(page.locator(".viewer-name")).to_have_text("photo.jpg")
    loaded(page.locator(".viewer-sheet img").first)
    expect(page.locator(".viewer-pages")).to_have_attribute("data-turn", "0")
    page.keyboard.press("]")
    expect(page.locator(".viewer-note")).to_be_visible()
    expect(page.locator("[data-tool=take]")).to_be_visible()
    page.keyboard.press("]")
    expect(page.locator(".viewer-said h2")).to_be_focused()
    officer.complaints.clear()  # the browser notes the 503 of the lost file
    for name in ("list.csv", "photo.jpg", "scan.pdf"):
        page.keyboard.press("[")
        expect(page.locator(".viewer-name")).to_have_text(name)
    expect(page.locator(".viewer-pages")).to_have_attribute("data-turn", "90")
    officer.looked.clear()
    officer.look()
    page.keyboard.press("Escape")
    expect(page.locator("[data-list]")).to_be_visible()
    expect(page.locator("[data-paper-link]", has_text="scan.pdf")).to_be_focused()
    # What could not be shown is not recorded; coming back to a paper is the same opening.
    assert printed(server, RECORDED % case[0]) == [
        ["document:viewed", "scan.pdf"],
        ["document:viewed", "photo.jpg"],
        ["document:viewed", "list.csv"],
    ]


def test_keys_belong_to_what_has_the_focus(person, case):
    """What is typed into a note of the act turns no paper."""
    officer = person(width=1280)
    officer.sign_in(OFFICER, PASSWORD, then=f"/desk/{case[0]}/")
    page = officer.page
    page.locator("[data-paper-link]", has_text="scan.pdf").click()
    loaded(page.locator(".viewer-sheet img").first)
    note = page.locator("#act textarea:visible").first
    note.fill("")
    note.press_sequentially("r]+n0")
    expect(note).to_have_value("r]+n0")
    expect(page.locator(".viewer-name")).to_have_text("scan.pdf")
    expect(page.locator("[data-zoom]")).to_have_text("100%")
    expect(page.locator(".viewer-pages")).to_have_attribute("data-turn", "0")


def test_the_toolbar_is_one_stop_of_the_tab_key(person, case):
    officer = person(width=1280, language="en")
    officer.sign_in(OFFICER, PASSWORD, then=f"/files/{case[1]}/view/")
    page = officer.page
    page.get_by_role("link", name="All papers").focus()
    for name in ("Next paper", "Smaller", "Larger", "Fit the width", "Turn to the right"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("toolbar").get_by_text(name, exact=True).locator("..")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".viewer-pages")).to_have_attribute("data-turn", "90")
    page.keyboard.press("]")
    expect(page.locator("h1")).to_contain_text("photo.jpg")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/desk/.*#papers$"))


def test_on_a_phone_without_scripts_the_pages_stand_below_each_other(person, case):
    officer = person(width=390, javascript=False)
    officer.sign_in(OFFICER, PASSWORD, then=f"/desk/{case[0]}/")
    page = officer.page
    link = page.locator("[data-paper-link]", has_text="scan.pdf")
    expect(link).to_have_attribute("target", "_blank")
    officer.go(link.get_attribute("href"))
    expect(page.locator(".viewer-sheet")).to_have_count(5)
    expect(page.locator(".viewer-sheet img").first).to_be_visible()
    expect(page.locator("[data-scripted]").first).to_be_hidden()
    with page.expect_download() as taken:
        page.locator("[data-tool=take]").click()
    assert taken.value.suggested_filename == "scan.pdf"
    officer.press(page.locator("[data-tool=after]"))
    expect(page.locator("h1")).to_contain_text("photo.jpg")


def test_in_the_dark_the_paper_stays_white(person, case):
    officer = person(width=390)
    officer.page.emulate_media(color_scheme="dark")
    officer.sign_in(OFFICER, PASSWORD, then=f"/files/{case[1]}/view/")
    officer.looked.clear()
    officer.look()
    loaded(officer.page.locator(".viewer-sheet img").first)
    background = officer.page.locator(".viewer-page").first.evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert background == "rgb(255, 255, 255)"
