"""Names of files are made safe to show, and tell what a file claims to be."""

import pytest

from portal.documents.naming import accept_of, clean_name, kind_of


def test_what_a_name_claims():
    names = ["a.PDF", "b.jpeg", "c.heic", "d.ofd", "e.csv", "f.exe", "g", ".pdf", "h.pdf.exe"]
    assert [kind_of(name) for name in names] == ["pdf", "image", "image", "ofd", "csv", "", "", "", ""]


def test_a_file_picker_offers_what_the_material_takes():
    assert accept_of(("pdf",)) == ".pdf"
    assert accept_of(("pdf", "csv")) == ".pdf,.csv"
    assert {".heic", ".png"} <= set(accept_of(("image",)).split(","))


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
