"""Files on their way in a real browser: the network goes, the tab is closed, the phone helps, the keyboard is enough."""

import io
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.browser
MB = 1024 * 1024
PAPER, OTHER = "#material-TH01", "#material-TH02"
#: Makes a File from base64 and sends it to an element as a drop or a paste does.
SEND = """
([selector, kind, name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const to = document.querySelector(selector);
  const options = { bubbles: true, cancelable: true };
  if (kind === "paste") to.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: data }));
  else for (const one of ["dragover", "drop"]) to.dispatchEvent(new DragEvent(one, { ...options, dataTransfer: data }));
}
"""


def photo(megabytes: float = 0.0) -> bytes:
    """Return a JPEG of at least 1000 pixels; of noise, so that it has about so many megabytes."""
    if not megabytes:
        out = io.BytesIO()
        Image.linear_gradient("L").resize((1200, 900)).save(out, "JPEG")
        return out.getvalue()
    side = int((megabytes * MB / 0.94) ** 0.5)
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).save(out, "JPEG", quality=94)
    return out.getvalue()


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "small.jpg"
    path.write_bytes(photo())
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "large.jpg"
    path.write_bytes(photo(9))
    assert 8 * MB < path.stat().st_size < 10 * MB
    return path


@pytest.fixture(scope="module")
def place(chromium, server, sample) -> tuple[str, dict]:
    """The address of a draft's page of materials, and the cookies of who may open it."""
    from tests.journeys.person import Person

    context = chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 850})
    talent = Person(context.new_page(), server, "zh-hans", True)
    talent.sign_in("talent@demo.test", PASSWORD)
    talent.start("TH")
    talent.steps(sample("TH", 9))
    found = talent.page.url.split("?")[0].removeprefix(server.url), context.storage_state()
    context.close()
    return found


@pytest.fixture
def owner(chromium, server, place):
    """Return a function that opens the page of materials in a profile of its own, signed in; it starts empty."""
    contexts = []

    def open_page(width: int = 1280, language: str = "zh-hans", **options):
        from tests.journeys.person import Person

        context = chromium.new_context(
            base_url=server.url, storage_state=place[1], viewport={"width": width, "height": 850}, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        person = Person(context.new_page(), server, language, options.get("java_script_enabled", True))
        person.go(place[0])
        return person

    yield open_page
    if contexts:
        empty(contexts[0], server.url + place[0])
    for context in contexts:
        context.close()


def empty(context: BrowserContext, address: str) -> None:
    """Take away every file and upload of the draft, as its buttons do."""
    context.set_offline(False)
    text = context.request.get(address).text()
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrf")
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    for action in re.findall(r'action="([^"]+/(?:remove|cancel)/)"', text):
        answer = context.request.post(urljoin(address, action), headers=headers, max_redirects=0)
        assert answer.status in {204, 302}, f"{action}: {answer.status}"


def choose(page: Page, paper: str, *files: Path) -> None:
    page.locator(f"{paper} form.upload:not(:has([name=replaces])) input[type=file]").set_input_files(
        [str(file) for file in files]
    )


def listed(page: Page, paper: str, name: str, seconds: float = 20) -> None:
    """Wait until the file stands in the list as the server draws it, and no row is left of its way there."""
    expect(page.locator(f"{paper} [data-file]", has_text=name)).to_be_visible(timeout=1000 * seconds)
    expect(page.locator(f"{paper} [data-sending] li", has_text=name)).to_have_count(0)


def pieces(page: Page) -> list[tuple[int, int]]:
    """Return a list that fills with offset and length of each piece that the server has taken."""
    seen: list[tuple[int, int]] = []

    def note(request) -> None:
        offset = request.headers.get("upload-offset")
        answer = request.response() if offset else None
        if answer and answer.status == 200:
            seen.append((int(offset), len(request.post_data_buffer or b"")))

    page.on("requestfinished", note)
    return seen


def slowly(page: Page, after: int) -> dict[str, int]:
    """Let so many pieces through, then none."""
    passed = {"pieces": 0}

    def gate(route: Route) -> None:
        if "upload-offset" not in route.request.headers:
            route.continue_()
        elif passed["pieces"] < after:
            passed["pieces"] += 1
            route.continue_()
        # else it hangs, as on a dead line

    page.route("**/files/**", gate)
    return passed


def test_the_network_goes_in_the_middle_and_comes_back(owner, large):
    person = owner(width=390, language="en")
    page, sent = person.page, pieces(person.page)
    heard = page.locator("[data-upload-news]")
    page.route("**/files/uploads/*/", lambda route: (page.wait_for_timeout(60), route.continue_()))
    choose(page, PAPER, large)
    row = page.locator(f"{PAPER} [data-sending] li")
    expect(row.locator("[data-words]")).to_have_text(re.compile(r"[2-6]\d% sent"))
    person.look()
    page.context.set_offline(True)
    expect(row.locator("[data-words]")).to_contain_text("It goes on by itself")
    expect(heard).to_contain_text("large.jpg")
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    listed(page, PAPER, "large.jpg")
    offsets = [offset for offset, _length in sent]
    assert sorted(set(offsets)) == sorted(offsets), "no piece was taken twice"
    assert sum(length for _offset, length in sent) == large.stat().st_size
    person.complaints.clear()  # the browser's own words about the network
    person.look()
