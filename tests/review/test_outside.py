"""What offices outside did, in words."""

from portal.review import outside
from portal.review.models import Outside

CONTENT = {
    "number": "苏00000001",
    "issued_by": "苏州市公安局",
    "issued_on": "2026-11-02",
    "valid_to": "2026-12-02",
}


def test_two_sentences_are_joined_as_the_language_joins_them(monkeypatch):
    joined = {"%(first)s %(second)s": "%(first)s%(second)s"}
    monkeypatch.setattr(outside, "_", lambda text: joined.get(text, text))
    assert ".Valid until" in outside.said(Outside.Act.RELEASE, CONTENT)
    joined.clear()
    assert ". Valid until" in outside.said(Outside.Act.RELEASE, CONTENT)


def test_a_certificate_without_an_end_says_nothing_of_one():
    assert "Valid until" not in outside.said(Outside.Act.RELEASE, CONTENT | {"valid_to": ""})
