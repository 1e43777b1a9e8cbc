"""Hostile PDFs are refused for the right reason, or do no harm after they were made anew."""

import io
import logging
import time

import pikepdf
import pytest

from portal.inspection import pdfs
from portal.inspection.verdict import CODES, Refusal, Wanted

from . import hostile_pdfs
from .boxes import inspected
from .hostile import HARMLESS, Hostile

pytestmark = pytest.mark.slow

WANTED = Wanted("paper.pdf", "application/pdf")


def outcome(content: bytes) -> tuple[str, bytes]:
    """Return the code of the refusal, or "harmless" and the file made anew."""
    target = io.BytesIO()
    try:
        pdfs.remake(io.BytesIO(content), target, WANTED)
    except Refusal as refusal:
        return refusal.code, b""
    return HARMLESS, target.getvalue()


def unpacked(content: bytes) -> bytes:
    """Return a PDF with every stream unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


@pytest.mark.parametrize("file", hostile_pdfs.PDFS, ids=lambda file: file.id)
def test_a_hostile_pdf_does_no_harm(file: Hostile) -> None:
    code, new = outcome(file.content())
    assert code == file.expected
    if new:
        for marker in (hostile_pdfs.MARKER, hostile_pdfs.EICAR[:28]):
            assert marker not in new
            assert marker not in unpacked(new)


@pytest.mark.slow  # the same files as above, once more through the child process
@pytest.mark.parametrize("file", hostile_pdfs.PDFS, ids=lambda file: file.id)
def test_a_hostile_pdf_costs_a_child_little(file: Hostile, caplog: pytest.LogCaptureFixture) -> None:
    content = file.content()
    caplog.set_level(logging.DEBUG, "portal.inspection.sandbox")
    began = time.monotonic()
    ended = inspected(content, file.name, file.declared, file.kinds)
    assert (ended.code or HARMLESS) == file.expected
    if ended.code:
        assert tuple(ended.data or {}) == CODES[ended.code]
    assert time.monotonic() - began < 5
    assert max(record.used["kibibytes"] for record in caplog.records) < 600 * 1024
