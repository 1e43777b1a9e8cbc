"""A file is what its bytes are; its name only has to agree, and is made safe to show."""

import pytest
from django.utils.translation import override

from portal.documents.inspection import MOST_BYTES, Refused, clean_name, content_type
from tests.documents import files


def judge(name, content):
    return content_type(name, content[:2048], len(content))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("租房合同.pdf", files.pdf(), "application/pdf"),
        ("LEASE.PDF", files.pdf(), "application/pdf"),
        ("a.jpg", files.image("JPEG"), "image/jpeg"),
        ("a.jpeg", files.image("JPEG"), "image/jpeg"),
        ("a.PNG", files.image("PNG"), "image/png"),
    ],
)
def test_what_is_taken(name, content, kind):
    assert judge(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.pdf", files.EXE),
        ("setup.jpg", files.EXE),
        ("setup.exe", files.EXE),
        ("page.pdf", files.HTML),
        ("page.html", files.HTML),
        ("page.png", files.HTML),
        ("drawing.svg", files.SVG),
        ("drawing.png", files.SVG),
        ("archive.pdf", files.ZIP),
        ("report.docx", files.ZIP),
        ("anim.gif", files.image("GIF")),
        ("photo.jpg", files.image("PNG")),
        ("photo.png", files.image("JPEG")),
        ("photo.pdf", files.image("JPEG")),
        ("scan.tiff", files.image("TIFF")),
        ("scan.png", files.image("WEBP")),
        ("scan.jpg", files.pdf()),
        ("half.pdf", b"%PD"),
        ("late.pdf", b"\n" * 10 + files.pdf()),
        ("text.pdf", b"hello"),
        ("nothing", files.pdf()),
        ("pdf", files.pdf()),
        ("a.pdf.exe", files.pdf()),
        ("a.pdf ", b"x"),
    ],
)
def test_what_is_not_taken(name, content):
    with pytest.raises(Refused) as refusal:
        judge(name, content)
    assert str(refusal.value)


def test_sizes():
    content = files.pdf()
    assert content_type("a.pdf", content, MOST_BYTES) == "application/pdf"
    with override("en"):
        with pytest.raises(Refused, match=r"10\.0 MB"):
            content_type("a.pdf", content, MOST_BYTES + 1)
        with pytest.raises(Refused, match="empty"):
            content_type("a.pdf", b"", 0)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\lin\\lease.pdf", "lease.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\u2028b\u200b.pdf", "ab.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        (" .. ", "file"),
        ("", "file"),
        ("租房合同（2026）.pdf", "租房合同（2026）.pdf"),
    ],
)
def test_names_are_safe_to_show(name, clean):
    assert clean_name(name) == clean


def test_long_names_keep_their_ending():
    clean = clean_name("长" * 300 + ".pdf")
    assert len(clean) == 120
    assert clean.endswith(".pdf")
    assert len(clean_name("a." + "x" * 300)) <= 120
