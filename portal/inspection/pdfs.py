"""Make a PDF anew from its pages alone, or say why it is not taken.

Refused is what can harm whoever opens it, or what the pages do not show: scripts, programs to launch, forms that run
(XFA), media, PostScript, files inside, files outside, encryption, bombs, damage. Not refused, but gone after the file
was made anew: links to web pages and other files (a contract from a word processor holds some), buttons that send a
form, actions that only turn pages, bookmarks, titles and authors, tags for screen readers, the seal of an electronic
signature (its picture stays). What a person wrote, filled in, stamped or drew onto a page becomes part of the page.
"""

import os
from typing import BinaryIO

import pikepdf
from pikepdf import Stream

from . import pdf_active, pdf_annotations, pdf_pages, pdf_streams
from .verdict import Refusal, Remade, Wanted

#: qpdf unpacks by itself only the streams that hold objects; honest ones have a few hundred objects each
LIMITS = {
    "doc_max_warnings": 1_000,
    "parser_max_nesting": 100,
    "parser_max_container_size": 500_000,
    "flate_max_memory": 32 * pdf_streams.MEGABYTE,
    "run_length_max_memory": 32 * pdf_streams.MEGABYTE,
    "png_max_memory": 32 * pdf_streams.MEGABYTE,
    "tiff_max_memory": 32 * pdf_streams.MEGABYTE,
    "max_stream_filters": 3,
}
#: warnings at which nothing is lost: a wrong number that invoice programs write, a page shown twice, an empty page
HARMLESS_WARNINGS = (
    "reported number of objects",
    "appears more than once in the pages tree",
    "Resources is missing or invalid; repairing",
)
#: what qpdf and reading it raise at a file that is not what it says
BROKEN = (
    pikepdf.PikepdfError,
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
)


def remake(source: BinaryIO, target: BinaryIO, wanted: Wanted) -> Remade:
    """Write the pages of a PDF to a new one that shows the same and holds nothing else.

    source: the file as it came, at most MOST_BYTES. target: an empty file to write to. wanted: what it has to be
    (its type was compared before). Raises Refusal: "mismatch", "encrypted", "damaged", "pages", "active",
    "attachment", "heavy", "pixels"; RuntimeError when the new file is not as it should be, which is our fault.
    """
    pikepdf.settings.set_qpdf_limits(**LIMITS)
    source.seek(0)
    data = source.read()
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        raise Refusal("mismatch")
    meter = pdf_streams.measure(data)
    errors = pikepdf.settings.qpdf_limit_errors()
    try:
        pages = write(source, target, len(data), meter)
    except MemoryError as error:
        raise Refusal("heavy") from error
    except BROKEN as error:
        if b"/Encrypt" in data:  # it names a way to encrypt that is not known here
            raise Refusal("encrypted") from error
        past_limit = pikepdf.settings.qpdf_limit_errors() > errors
        raise Refusal("heavy" if past_limit else "damaged") from error
    confirm(target, pages)
    return Remade("application/pdf", pages)


def write(source: BinaryIO, target: BinaryIO, size: int, meter: pdf_streams.Meter) -> int:
    """Judge and write; return the number of pages.

    size: of the source in bytes. Raises Refusal, or what qpdf raises for a broken file.
    """
    with opened(source) as pdf:
        pdf_pages.refuse_too_many(pdf_pages.count(pdf))
        judge(pdf, size, meter)
        found = pdf_pages.leaves(pdf)
        for leaf in found:
            pdf_pages.bring_down(leaf)
        pdf_annotations.settle(pdf, [leaf.page for leaf in found])
        with pdf_pages.only_pages(pdf, found) as made:
            made.save(
                target,
                min_version=pdf.pdf_version,
                deterministic_id=True,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                fix_metadata_version=False,
            )
    return len(found)


def opened(source: BinaryIO) -> pikepdf.Pdf:
    """Open a PDF. Raises Refusal("encrypted"), also when it needs no password to be read."""
    source.seek(0)
    try:
        pdf = pikepdf.open(source, inherit_page_attributes=False)
    except pikepdf.PasswordError as error:
        raise Refusal("encrypted") from error
    if pdf.is_encrypted:
        pdf.close()
        raise Refusal("encrypted")
    return pdf


def judge(pdf: pikepdf.Pdf, size: int, meter: pdf_streams.Meter) -> None:
    """Go through every object of a PDF. size: of the file in bytes. Raises Refusal."""
    objects = pdf.objects
    if len(objects) > pdf_active.MOST_OBJECTS:
        raise Refusal("heavy")
    for warning in pdf.get_warnings():
        if not any(harmless in warning for harmless in HARMLESS_WARNINGS):
            raise Refusal("damaged")
    pdf_active.judge(pdf)
    packed = 0
    for node in objects:
        if isinstance(node, Stream):
            packed += max(0, int(node.get("/Length", 0)))
            if packed > size:  # streams that lie over one another
                raise Refusal("heavy")
            pdf_streams.judge(node, meter)


def confirm(target: BinaryIO, pages: int) -> None:
    """Read the new file once more. Raises RuntimeError when anything in it is not as it should be."""
    target.flush()
    with opened(target) as pdf:
        found = len(pdf.pages)
        unclean = pdf.get_warnings()
        try:
            pdf_active.judge(pdf)
        except Refusal as refusal:
            raise RuntimeError(f"The new file is still {refusal.code}.") from refusal
    if found != pages or unclean:
        raise RuntimeError(f"The new file has {found} of {pages} pages, warnings: {len(unclean)}.")
    target.seek(0, os.SEEK_END)
