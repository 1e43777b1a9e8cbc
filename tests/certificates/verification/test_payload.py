"""The QR code: short enough to be read from a bad print, right only as it was signed, and a way to the answer."""

import io
import re
import shutil
import subprocess
from datetime import date, timedelta

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.certificates.models import Certificate
from portal.certificates.verification import payload
from portal.papers import qr
from portal.seals import demo

NUMBER, CODE = "GB31011620260001230", "K7WM4Q2XK7WM4Q2X"
ISSUED, ENDS = date(2026, 11, 24), date(2027, 2, 23)
#: ISO/IEC 18004, table 5: what the alphanumeric mode knows. A path takes no blank, $, %, * or +.
SAFE = re.compile(r"[0-9A-Z:/.-]+")
#: A host of 30 characters.
SITE = "https://zwfw.gongan.shanghai.gov.cn.x"


@pytest.fixture
def text() -> str:
    return payload.qr_text(NUMBER, CODE, ISSUED, ENDS)


def test_what_is_written_is_read(text):
    found = payload.read(text)
    assert (found.number, found.code, found.issued_on, found.valid_to) == (NUMBER, CODE, ISSUED, ENDS)
    assert payload.is_right(found)


def test_a_paper_without_a_last_day(text):
    found = payload.read(payload.qr_text(NUMBER, CODE, ISSUED, None))
    assert found.valid_to is None
    assert payload.is_right(found)


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2000, 1, 1), date(4800, 1, 1)), st.none() | st.dates(date(2000, 1, 1), date(4800, 1, 1)))
def test_any_days(issued_on, valid_to):
    found = payload.read(payload.qr_text(NUMBER, CODE, issued_on, valid_to))
    assert (found.issued_on, found.valid_to) == (issued_on, valid_to)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(4871, 1, 1)])
def test_days_that_cannot_be_written_are_refused(day):
    with pytest.raises(ValueError, match="cannot be written"):
        payload.qr_text(NUMBER, CODE, day, None)


def test_no_character_can_be_changed(text):
    """Each place of what follows /V/ is replaced by the next character: none is right any more."""
    packed = text.rpartition("/V/")[2]
    passed = []
    for at, char in enumerate(packed):
        other = payload.ALPHABET[(payload.ALPHABET.find(char) + 1) % 32]
        try:
            found = payload.read(packed[:at] + other + packed[at + 1 :])
        except ValueError:
            continue
        if payload.is_right(found):
            passed.append(at)
    assert len(packed) == payload.SIGNED + payload.SIGNATURE
    assert passed == []


def test_parts_of_two_codes_do_not_fit_together(text):
    other = payload.qr_text("GB31011620260001249", CODE, ISSUED, ENDS)
    mixed = other[: -payload.SIGNATURE] + text[-payload.SIGNATURE :]
    assert not payload.is_right(payload.read(mixed))


def test_a_code_of_a_former_key_stays_right(settings, tmp_path):
    folder = demo.ensure(tmp_path / "seals")
    settings.CODE_KEYS = [str(path) for path in demo.code_keys(folder)]
    former = payload.read(payload.qr_text(NUMBER, CODE, ISSUED, ENDS))
    demo.roll(folder)
    settings.CODE_KEYS = [str(path) for path in demo.code_keys(folder)]
    assert payload.is_right(former)
    assert payload.read(payload.qr_text(NUMBER, CODE, ISSUED, ENDS)).kid != former.kid
    settings.CODE_KEYS = settings.CODE_KEYS[:1]
    assert not payload.is_right(former)


@pytest.mark.parametrize(
    "garbage",
    ["", "1", "HTTPS://X/V/", "https://example.org", "1" * 155, "é" * 155, "1GB" + "9" * 152, "\0" * 155],
)
def test_garbage_is_refused(garbage):
    with pytest.raises(ValueError, match=r"."):
        payload.read(garbage)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet=payload.ALPHABET + "OILU", min_size=155, max_size=155))
def test_any_text_is_read_or_refused(text):
    try:
        found = payload.read(text)
    except ValueError:
        return
    assert not payload.is_right(found)


def test_it_keeps_to_the_alphanumeric_mode_and_version_8(settings):
    settings.SITE_URL = SITE
    text = payload.qr_text(NUMBER, CODE, ISSUED, ENDS)
    assert text.startswith(f"{SITE.upper()}/V/1{NUMBER}{CODE}")
    assert SAFE.fullmatch(text)
    made = qr.code(text)
    assert (made.mode, made.version, made.error) == ("alphanumeric", 8, "M")


def test_a_path_of_the_portal_keeps_its_letters(settings):
    settings.SITE_URL = "https://portal.example/Zwfw"
    assert payload.qr_text(NUMBER, CODE, ISSUED, None).startswith("HTTPS://PORTAL.EXAMPLE/Zwfw/V/1GB")


def at_80_dpi(text: str) -> Image.Image:
    """Return a code as a bad scanner sees it: 80 dpi at the size on paper, grey, from JPEG."""
    made = qr.qr_matrix(text)
    side = round(len(made) * qr.MODULE / 72 * 80)
    fine = Image.open(io.BytesIO(qr.qr_png(text, scale=12))).convert("L")
    out = io.BytesIO()
    fine.resize((side, side), Image.Resampling.BOX).save(out, "JPEG", quality=60)
    return Image.open(out)


def test_it_is_read_at_80_dpi(settings):
    settings.SITE_URL = SITE
    text = payload.qr_text(NUMBER, CODE, ISSUED, ENDS)
    assert [found.text for found in zxingcpp.read_barcodes(at_80_dpi(text))] == [text]


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="zbarimg is not installed")
def test_zbar_reads_it_at_80_dpi(settings, tmp_path):
    settings.SITE_URL = SITE
    text = payload.qr_text(NUMBER, CODE, ISSUED, ENDS)
    at_80_dpi(text).save(tmp_path / "code.png")
    command = [shutil.which("zbarimg"), "-q", "--raw", str(tmp_path / "code.png")]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() == text


@pytest.mark.django_db
@pytest.mark.parametrize(("accepts", "prefix"), [("zh-CN,zh", ""), ("en-GB,en;q=0.9", "/en"), ("fr", "")])
def test_a_phone_is_led_to_the_answer(client, certificate, settings, accepts, prefix):
    path = certificate.qr.removeprefix(settings.SITE_URL.upper())
    answer = client.get(path, headers={"accept-language": accepts})
    assert answer.status_code == 302
    assert answer["Location"] == f"{prefix}/verify/{certificate.number}/?code={certificate.code}"
    assert "no-store" in answer["Cache-Control"]
    assert client.get(answer["Location"]).context["answer"].verdict == "VALID"


@pytest.mark.django_db
def test_a_code_moved_to_another_paper_tells_of_the_paper_it_was_made_for(
    client, certificate, notice, settings
):
    answer = client.get(notice.qr.removeprefix(settings.SITE_URL.upper()), follow=True)
    found = answer.context["answer"]
    assert (found.number, found.title) == (notice.number, notice.title)
    assert certificate.number not in answer.content.decode()


@pytest.mark.django_db
def test_the_code_of_a_paper_holds_what_the_register_holds(certificate):
    found = payload.read(certificate.qr)
    row = Certificate.objects.get(number=found.number)
    assert (found.code, found.issued_on, found.valid_to) == (row.code, row.issued_on, row.valid_to)
    assert payload.is_right(found)
    assert found.valid_to is None or found.valid_to - found.issued_on >= timedelta(0)


@pytest.mark.django_db
@pytest.mark.parametrize("packed", ["x", "1GB", "%00", "%F0%9F%92%A9" * 20, "1" * 155, "..%2F..", "1" * 5000])
def test_garbage_behind_v_is_no_page(client, packed):
    page = client.get(f"/V/{packed}", headers={"accept-language": "en"})
    assert page.status_code == 404
    if "%2F" not in packed:  # which is another address
        assert "This QR code is none of ours" in page.content.decode()


@pytest.mark.django_db
def test_scanning_asks_the_register_nothing(client, certificate, settings, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(certificate.qr.removeprefix(settings.SITE_URL.upper()))
