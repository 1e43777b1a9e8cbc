"""A QR code is checked in the browser without a network, a file is dropped on the page, and every page is looked at."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NUMBER, CODE = "GB31011620260001230", "K7WM4Q2XK7WM4Q2X"
WRITE = f"""
import json
from datetime import date
from portal.certificates.verification.payload import qr_text
days = None, date(2099, 2, 28), date(2026, 11, 25)
codes = [qr_text("{NUMBER}", "{CODE}", date(2026, 11, 24), day) for day in days]
print("MADE" + json.dumps(codes))
"""
#: A browser that reads codes, where there is none: what it finds in a picture is its size.
DETECTOR = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(picture) { return picture.width > 1 ? [{ rawValue: window.shown }] : []; }
};
"""


@pytest.fixture(scope="module")
def codes(server) -> list[str]:
    """The text of the codes of a paper: without a last day, with one far off, and with one that has passed."""
    return json.loads(server.manage("shell", "-v0", "-c", WRITE).split("MADE", 1)[1])


@pytest.fixture
def reader(person):
    """Somebody with the page of the keys open, whose network is then cut."""

    def opened(language: str = "zh-hans", width: int = 390):
        visitor = person(width=width, language=language)
        visitor.go("/verify/keys/")
        visitor.page.context.set_offline(True)
        return visitor

    return opened


def check(visitor, text: str) -> str:
    """Paste a text, press the button, and return which answer is shown."""
    result = visitor.page.locator("#code-result")
    result.evaluate("place => { delete place.dataset.shown; place.replaceChildren(); }")
    visitor.page.locator("#code-text").fill(text)
    visitor.page.locator("#code-form button.button").first.click()
    expect(result).to_have_attribute("data-shown", re.compile("."))
    return result.get_attribute("data-shown")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_right_code_is_accepted_without_a_network(reader, codes, language):
    visitor = reader(language)
    assert check(visitor, codes[1]) == "right"
    shown = visitor.page.locator("#code-result").inner_text()
    assert NUMBER in shown
    assert ("2099年2月28日" if language == "zh-hans" else "28 February 2099") in shown
    assert ("2026年11月24日" if language == "zh-hans" else "24 November 2026") in shown
    link = visitor.page.locator("#code-result [data-online]")
    assert link.get_attribute("href") == f"{visitor.prefix}/verify/{NUMBER}/?code={CODE}"
    visitor.looked = set()
    visitor.look()


def test_what_is_shown_of_each_answer(reader, codes):
    visitor = reader()
    assert check(visitor, codes[0]) == "right"
    assert visitor.page.locator("#code-result [data-part=ends]").count() == 0
    assert check(visitor, codes[2]) == "over"
    assert check(visitor, f"  {codes[1][:90]}\n{codes[1][90:]} ") == "right"
    packed = codes[1].rpartition("/V/")[2]
    assert check(visitor, packed) == "right"
    assert check(visitor, "https://portal.example/") == "foreign"
    assert check(visitor, "") == "foreign"


def test_one_changed_character_is_refused(reader, codes):
    """In the number, the verification code, the day of issue, the last day and the signature; and another key."""
    visitor = reader()
    text = codes[1]
    begin = text.index("/V/") + 3
    found = {}
    for name, at in {
        "number": 15,
        "code": 22,
        "issued": 39,
        "ends": 43,
        "key": 45,
        "signature": 60,
        "end": 150,
    }.items():
        place = begin + at
        other = "1" if text[place] == "0" else "0"
        found[name] = check(visitor, text[:place] + other + text[place + 1 :])
    assert found.pop("key") == "unknown"
    assert set(found.values()) == {"wrong"}


def test_a_code_with_the_signature_of_another_is_refused(reader, codes):
    visitor = reader()
    assert check(visitor, codes[0][:-103] + codes[1][-103:]) == "wrong"


def test_a_photo_is_read_where_the_browser_reads_codes(person, codes):
    visitor = person(width=390)
    visitor.page.add_init_script(DETECTOR)
    visitor.go("/verify/keys/")
    visitor.page.context.set_offline(True)
    visitor.page.evaluate("text => { window.shown = text; }", codes[1])
    photo = visitor.page.locator("[data-photo] input")
    photo.set_input_files({"name": "x.svg", "mimeType": "image/png", "buffer": picture(1)})
    result = visitor.page.locator("#code-result")
    expect(result).to_have_attribute("data-shown", "unread")
    photo.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": picture(40)})
    expect(result).to_have_attribute("data-shown", "right")
    visitor.page.locator("[data-camera]").click()
    expect(result).to_have_attribute("data-shown", "closed")


def picture(side: int) -> bytes:
    """Return a picture of that many pixels a side."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (side, side), 255).save(out, "PNG")
    return out.getvalue()


def test_without_javascript_the_keys_are_there_and_what_to_do(person):
    visitor = person(javascript=False)
    visitor.go("/verify/keys/")
    assert visitor.page.locator("noscript .notice").count() == 1
    assert not visitor.page.locator("#code-form").is_visible()
    assert visitor.page.locator("#keys dl.facts").count() >= 1


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("en", 1280)])
def test_a_file_is_sent_and_dropped(person, scan, language, width):
    visitor = person(width=width, language=language)
    visitor.go("/verify/file/")
    visitor.page.locator("[name=file]").set_input_files(str(scan))
    with visitor.page.expect_response("**/verify/file/") as answered:
        visitor.page.locator("main form button.button").click()
    assert answered.value.status == 404
    expect(visitor.page.locator(".result-bad h1")).to_be_visible()
    visitor.complaints.clear()  # the browser notes the status itself
    visitor.look()
    visitor.go("/verify/file/")
    dropped = visitor.page.evaluate_handle(
        "() => { const held = new DataTransfer(); held.items.add(new File(['none'], 'x.pdf')); return held; }"
    )
    with visitor.page.expect_response("**/verify/file/") as answered:
        visitor.page.locator("form[data-drop]").dispatch_event("drop", {"dataTransfer": dropped})
    assert answered.value.status == 404
    expect(visitor.page.locator(".result-bad h1")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_the_pages_of_the_verification_are_sound(person, language, width):
    visitor = person(width=width, language=language)
    for path in ("/verify/", "/verify/file/", "/verify/keys/", "/verify/digests/"):
        visitor.go(path)  # looks at it: axe, width, complaints of the browser
        assert visitor.page.url.endswith(f"{visitor.prefix}{path}")
        expect(visitor.page.locator("main h1")).to_be_visible()
