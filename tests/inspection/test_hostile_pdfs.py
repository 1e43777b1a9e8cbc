"""Hostile PDFs are refused for the right reason, or do no harm after they were made anew."""

import io
import logging
import tempfile
import time

import pikepdf
import pytest

from portal.inspection import pdfs, sandbox
from portal.inspection.verdict import Refusal, Wanted

from . import hostile_pdfs

WANTED = Wanted("paper.pdf", "application/pdf")


def outcome(content: bytes) -> tuple[str, bytes]:
    """Return the code of the refusal, or "harmless" and the file made anew."""
    target = io.BytesIO()
    try:
        pdfs.remake(io.BytesIO(content), target, WANTED)
    except Refusal as refusal:
        return refusal.code, b""
    return "harmless", target.getvalue()


def unpacked(content: bytes) -> bytes:
    """Return a PDF with every stream unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


@pytest.mark.parametrize("key", hostile_pdfs.FILES)
def test_a_hostile_pdf_does_no_harm(key: str) -> None:
    make, expected = hostile_pdfs.FILES[key]
    content = make()
    began = time.monotonic()
    code, new = outcome(content)
    taken = time.monotonic() - began
    assert code == expected
    assert taken < 5
    if new:
        for marker in (hostile_pdfs.MARKER, hostile_pdfs.EICAR[:28]):
            assert marker not in new
            assert marker not in unpacked(new)


@pytest.mark.parametrize("key", hostile_pdfs.FILES)
def test_a_hostile_pdf_costs_a_child_little(key: str, caplog: pytest.LogCaptureFixture) -> None:
    make, expected = hostile_pdfs.FILES[key]
    caplog.set_level(logging.DEBUG, "portal.inspection.sandbox")
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(make())
        began = time.monotonic()
        try:
            sandbox.remake(source, target, WANTED)
            code = "harmless"
        except Refusal as refusal:
            code = refusal.code
        taken = time.monotonic() - began
    assert code == expected
    assert taken < 5
    assert max(record.used["kibibytes"] for record in caplog.records) < 600 * 1024
