"""Files on their way in a real browser: the network goes, the tab is closed, the phone helps, keys are enough."""

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.journeys.person import AXE, Person
from tests.journeys.sending import HELD, MB, gate, line, photo, sends, taken

pytestmark = pytest.mark.browser
PAPER, OTHER = "#material-TH01", "#material-TH02"
#: Drafts with all answers and no file, the first with an upload in every state; and who may open them.
DRAFTS = """
import json
import uuid
from django.test import Client
from django.utils import timezone
from portal.accounts.models import User
from portal.applications import actions
from portal.catalog import registry
from portal.documents.models import Upload
from portal.management.demo_cases import ask_registers
from portal.rulebook.queries import norms
from portal.wizard.journey import MATERIALS, open_journey
talent, service = User.objects.create_user(f"{uuid.uuid4().hex}@people.test", "Right-Password-1"), registry.get("TH")
made = []
for n in range(60, 70):
    raw = service.sample(n, norms())
    draft = actions.start(by=talent, service="TH", language="zh-hans")
    draft = actions.save_draft(application=draft, by=talent, change=lambda document: document.update(raw=raw))
    made.append(ask_registers(open_journey(draft, talent), talent))
for state, received, reason in (
    ("arriving", 40, ""), ("checking", 100, ""), ("checking", 100, "scanner"), ("refused", 100, "mismatch")
):
    Upload.objects.create(
        application=made[0].application, material="TH01", name=f"{state}-{reason}.jpg", size=100, received=received,
        state=state, reason=reason, uploaded_by=talent, next_at=timezone.now() + timezone.timedelta(days=1),
    )
client = Client()
client.force_login(talent)
cookie = next(iter(client.cookies.values()))
print("DRAFTS" + json.dumps([[cookie.key, cookie.value], [one.url(MATERIALS) for one in made]]))
"""
Owner = Callable[..., Person]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a small photo, one of about 9 MB, and what is none."""
    place = tmp_path_factory.mktemp("photos")
    made = {"small": photo(), "other": photo(0.3), "large": photo(9), "false": b"MZ" + b"\0" * 2000}
    for name, content in made.items():
        (place / f"{name}.jpg").write_bytes(content)
    assert 8 * MB < len(made["large"]) < 10 * MB
    return {name: place / f"{name}.jpg" for name in made}


@pytest.fixture(scope="module")
def drafts(server: Any) -> tuple[dict[str, str], list[str]]:
    """Return the cookie of who may open the drafts, and their pages of materials."""
    said = server.manage("shell", "-v0", "-c", DRAFTS).split("DRAFTS", 1)[1]
    (name, value), addresses = json.loads(said)
    return {"name": name, "value": value, "url": server.url}, addresses


@pytest.fixture
def owner(chromium: Any, server: Any, drafts: Any) -> Iterator[Owner]:
    """Return a function that opens the materials of draft n, signed in: owner(1, width=390, language="en")."""
    contexts: list[BrowserContext] = []

    def open_page(n: int, width: int = 1280, language: str = "zh-hans", **options: Any) -> Person:
        size = {"width": width, "height": 850}
        context = chromium.new_context(base_url=server.url, viewport=size, **options)
        context.set_default_timeout(15_000)
        context.add_cookies([drafts[0]])
        contexts.append(context)
        person = Person(context.new_page(), server, language, options.get("java_script_enabled", True))
        person.go(drafts[1][n])
        return person

    yield open_page
    while HELD:
        with suppress(Error):  # the page may have given it up itself
            HELD.pop().abort()
    for context in contexts:
        context.close()


def choose(page: Page, paper: str, *chosen: Path) -> None:
    """Choose files as the dialog of the browser does."""
    form = page.locator(f"{paper} form.upload:not(:has([name=replaces]))")
    form.locator("input[type=file]").set_input_files([str(file) for file in chosen])


def row(page: Page, paper: str = PAPER) -> Any:
    """Return the row of a file that this page sends."""
    return page.locator(f"{paper} [data-sending] li")


def words(page: Page, paper: str = PAPER) -> Any:
    """Return what the row says about the way of its file."""
    return row(page, paper).locator("[data-words]")


def is_listed(page: Page, paper: str, name: str, seconds: float = 20) -> None:
    """Wait until the file stands in the list as the server draws it, and its own row is gone."""
    expect(page.locator(f"{paper} [data-file]", has_text=name)).to_be_visible(timeout=1000 * seconds)
    expect(row(page, paper).filter(has_text=name)).to_have_count(0)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def axe(page: Page, what: str) -> None:
    """Hold the page as it is now to axe, and to no sideways scrolling."""
    found = AXE.run(page).response["violations"]
    assert not found, f"{what}: {[(v['id'], [node['target'] for node in v['nodes']][:3]) for v in found]}"
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 1, f"{what} scrolls sideways"


def test_the_network_goes_in_the_middle_and_comes_back(owner: Owner, files: dict[str, Path]) -> None:
    page = owner(1, width=390, language="en").page
    sent = taken(page)
    cut = line(page)
    choose(page, PAPER, files["large"])
    expect(words(page)).to_have_text(re.compile(r"^[2-7]\d% sent$"))
    cut(True)
    expect(words(page)).to_contain_text("It goes on by itself when the connection is back")
    expect(page.locator("[data-upload-news]")).to_contain_text("large.jpg: No connection")
    assert 2 <= len(sent) <= 8
    cut(False)
    is_listed(page, PAPER, "large.jpg")
    assert [offset for offset, _length in sent] == sorted({offset for offset, _length in sent}), (
        "none doubled"
    )
    assert sum(length for _offset, length in sent) == files["large"].stat().st_size


def test_after_a_closed_tab_the_same_file_goes_on_where_it_stopped(
    owner: Owner, files: dict[str, Path]
) -> None:
    page = owner(2, language="en").page
    line(page)
    choose(page, PAPER, files["large"])
    expect(words(page)).to_have_text(re.compile(r"^[4-7]\d% sent$"))
    page.close(run_before_unload=False)
    page = owner(2, language="en").page
    expect(page.locator(f"{PAPER} [data-files]")).to_contain_text(re.compile(r"[4-9]\d% has arrived"))
    sent = taken(page)
    choose(page, PAPER, files["large"])
    is_listed(page, PAPER, "large.jpg")
    assert sent[0][0] >= 4 * MB
    assert sum(length for _offset, length in sent) == files["large"].stat().st_size - sent[0][0]


def test_leaving_asks_while_something_is_sent(owner: Owner, files: dict[str, Path]) -> None:
    page = owner(3).page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    gate(page, 0)
    choose(page, PAPER, files["small"])
    expect(row(page)).to_have_attribute("data-is", "sending")
    page.locator("main").click(position={"x": 5, "y": 5})
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"] and not page.is_closed()


def test_a_photo_from_the_phone_appears_on_the_computer(
    owner: Owner, chromium: Any, server: Any, files: dict[str, Path]
) -> None:
    import zxingcpp

    person = owner(4, language="en")
    page = person.page
    page.locator(f"{PAPER} a[data-phone]").click()
    panel = page.locator("[data-phone-panel]")
    expect(panel).to_be_focused()
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(panel.locator("img").screenshot())))
    assert code.text == panel.locator("[data-copy]").get_attribute("data-copy")
    axe(page, "the panel")
    size = {"width": 390, "height": 800}
    context = chromium.new_context(viewport=size, is_mobile=True, has_touch=True)
    phone = context.new_page()
    assert phone.goto(code.text).status == 200
    axe(phone, "the phone's page")
    assert "people.test" not in phone.content() and "Applicant" not in phone.locator("main").inner_text()
    phone.locator("#camera").set_input_files(str(files["small"]))
    is_listed(page, PAPER, "small.jpg", seconds=5)
    expect(phone.locator("[data-done]")).to_contain_text("You can go back to your computer")
    expect(page.locator("[data-upload-news]")).to_contain_text("small.jpg has been checked")
    assert not {cookie["name"] for cookie in context.cookies()} & {"session", "sessionid", "__Host-session"}
    phone.locator("#file").set_input_files(str(files["false"]))
    expect(phone.locator("li.upload-row[data-is=refused]")).to_contain_text("not what its name says")
    axe(phone, "the phone's page at its end")
    assert phone.goto(code.text[:-3] + "abc").status == 404
    context.close()


def test_the_keyboard_is_enough(owner: Owner, files: dict[str, Path]) -> None:
    page = owner(5, language="en").page
    tab_to(page, f"{PAPER} input[type=file]")
    choose(page, PAPER, files["small"])
    is_listed(page, PAPER, "small.jpg")
    assert page.evaluate("document.activeElement !== document.body")
    tab_to(page, f"{PAPER} .button-remove")
    page.keyboard.press("Enter")
    expect(page.locator(f"{PAPER} [data-file]")).to_have_count(0)
    expect(page.locator("[data-upload-news]")).to_contain_text("Removed")
    assert page.evaluate(f"document.activeElement.closest('{PAPER}') !== null")
    gate(page, 0)
    choose(page, PAPER, files["other"])
    expect(row(page)).to_have_attribute("data-is", "sending")
    tab_to(page, f"{PAPER} [data-cancel]")
    page.keyboard.press("Enter")
    expect(row(page)).to_have_count(0)
    expect(page.locator(f"{PAPER} input[type=file]")).to_be_focused()
    tab_to(page, f"{PAPER} a[data-phone]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-phone-panel]")).to_be_focused()
    tab_to(page, "[data-phone-close]")
    page.keyboard.press("Enter")
    expect(page.locator(f"{PAPER} a[data-phone]")).to_be_focused()


def test_files_are_dropped_and_pasted(owner: Owner, files: dict[str, Path]) -> None:
    page = owner(6, language="en").page
    small, other = files["small"].read_bytes(), files["other"].read_bytes()
    sends(page, "h1", "paste", small, "image.png")
    expect(page.locator("[data-upload-tip]")).to_contain_text("Click on the one that this file is for")
    sends(page, f"{PAPER} h2", "dragover", small, "dropped.jpg")
    expect(page.locator(PAPER)).to_have_class(re.compile("drop-here"))
    sends(page, f"{PAPER} h2", "drop", small, "dropped.jpg")
    is_listed(page, PAPER, "dropped.jpg")
    expect(page.locator(".drop-here")).to_have_count(0)
    page.locator(f"{OTHER} h2").click()
    out = io.BytesIO()
    Image.open(io.BytesIO(other)).resize((1000, 600)).save(out, "PNG")
    sends(page, "body", "paste", out.getvalue(), "image.png", "image/png")
    is_listed(page, OTHER, "Pasted picture")
    sends(page, "h1", "drop", small, "lost.jpg")
    expect(page.locator("[data-upload-tip]")).to_contain_text("Please drop the file on the paper")
    expect(page.locator("[data-file]")).to_have_count(2)


def test_a_refused_file_says_why_and_the_others_go_on(owner: Owner, files: dict[str, Path]) -> None:
    page = owner(7, width=390, language="en").page
    text = files["small"].with_name("notes.txt")
    text.write_text("a text")
    choose(page, PAPER, files["false"], text, files["small"])
    is_listed(page, PAPER, "small.jpg")
    expect(row(page).filter(has_text="notes.txt")).to_contain_text("This kind of file is not taken")
    refused = page.locator(f"{PAPER} [data-refused]")
    expect(refused).to_contain_text("The file is not what its name says")
    expect(row(page)).to_have_count(1)
    refused.locator("button").click()
    expect(refused).to_have_count(0)
    expect(row(page)).to_have_count(1)
    row(page).locator("[data-cancel]").click()
    expect(row(page)).to_have_count(0)


def test_files_that_are_judged_at_the_same_time_all_keep_a_row(owner: Owner, files: dict[str, Path]) -> None:
    page = owner(8).page
    false = files["false"].read_bytes()
    sent = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": false} for n in range(5)]
    form = page.locator(f"{OTHER} form.upload:not(:has([name=replaces]))")
    form.locator("input[type=file]").set_input_files(sent)
    expect(page.locator(f"{OTHER} [data-files] .upload-row")).to_have_count(5, timeout=30_000)
    expect(row(page, OTHER)).to_have_count(0)


def test_a_refusal_is_announced(owner: Owner, files: dict[str, Path]) -> None:
    page = owner(8).page
    choose(page, PAPER, files["false"])
    expect(page.locator("[data-upload-news]")).to_contain_text("false.jpg: 文件内容与扩展名不符")


def test_who_is_signed_out_signs_in_and_goes_on(owner: Owner, files: dict[str, Path], drafts: Any) -> None:
    page = owner(9, language="en").page
    page.context.clear_cookies(name=drafts[0]["name"])
    choose(page, PAPER, files["small"])
    expect(row(page)).to_have_attribute("data-is", "signed_out")
    expect(row(page).get_by_role("link", name="Sign in")).to_be_visible()
    axe(page, "signed out")
    page.context.add_cookies([drafts[0]])
    row(page).get_by_role("button", name="Go on").click()
    is_listed(page, PAPER, "small.jpg")


@pytest.mark.parametrize(("width", "language"), [(390, "zh-hans"), (1280, "en")])
def test_every_kind_of_row_is_clean(owner: Owner, files: dict[str, Path], width: int, language: str) -> None:
    page = owner(0, width=width, language=language).page
    expect(page.locator(f"{PAPER} [data-files] li")).to_have_count(4)
    gate(page, 0)
    choose(page, OTHER, files["small"], files["other"], files["large"])
    states = [one.get_attribute("data-is") for one in row(page, OTHER).all()]
    assert states == ["sending", "sending", "queued"]
    axe(page, "rows")
    page.unroute("**/files/**")
    page.route("**/files/**", lambda route: route.abort())
    row(page, OTHER).first.locator("[data-cancel]").click()
    expect(row(page, OTHER).last).to_have_attribute("data-is", "waiting")
    axe(page, "waiting")


def test_the_code_has_a_page_without_javascript(owner: Owner, chromium: Any, files: dict[str, Path]) -> None:
    person = owner(8, width=390, java_script_enabled=False)
    person.page.locator(f"{PAPER} a[data-phone]").click()
    person.look()
    address = person.page.locator(".sign-link span").inner_text().strip()
    context = chromium.new_context(java_script_enabled=False)
    phone = context.new_page()
    phone.goto(address)
    phone.locator("#file").set_input_files(str(files["small"]))
    phone.locator("main button.button").click()
    expect(phone.locator("[data-done]")).to_be_visible()
    context.close()
    person.page.locator("main a.button").click()
    expect(person.page.locator(f"{PAPER} [data-file]")).to_have_count(1)
