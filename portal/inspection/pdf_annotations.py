"""Make what a person added to a PDF part of its pages: answers in form fields, stamps, drawn signatures, notes.

What has a picture of its own (an appearance stream) is taken as it is. What has none is drawn by each viewer in its
own way; it is drawn here first, so that nothing a person wrote is lost.
"""

import io
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from . import annotation_drawing
from .verdict import Refusal

MOST_ANNOTATIONS = 5_000
HIDDEN = 1 | 2 | 32  # invisible, hidden, not to be viewed (ISO 32000-2, 12.5.3)
MOST_PARENTS = 50


def settle(pdf: pikepdf.Pdf, pages: list[Dictionary]) -> None:
    """Turn form fields and annotations into content of the pages, as a viewer shows them on the screen.

    pages: all pages of the PDF. Links and empty fields leave nothing. Raises Refusal("heavy") for more than
    MOST_ANNOTATIONS.
    """
    form = pdf.Root.get(Name.AcroForm)
    stale = isinstance(form, Dictionary) and form.get(Name.NeedAppearances) is True
    size = 0
    for page in pages:
        notes = page.get(Name.Annots)
        if notes is None:
            continue
        kept = [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, Array) else []
        size += len(kept)
        if size > MOST_ANNOTATIONS:
            raise Refusal("heavy")
        for note in kept:
            complete(pdf, note, stale)
    if isinstance(form, Dictionary) and Name.NeedAppearances in form:
        del form.NeedAppearances
    if size:
        pdf.flatten_annotations("screen")


def complete(pdf: pikepdf.Pdf, note: Dictionary, stale: bool) -> None:
    """Draw an annotation that has no picture, or whose picture the form declares to be out of date."""
    if int(note.get(Name.F, 0)) & HIDDEN or rectangle(note) is None:
        return
    if note.get(Name.Subtype) != Name.Widget:
        if not has_picture(note):
            attach(pdf, note, annotation_drawing.mark(note, *sides(note)))
        return
    sort = above(note, Name.FT)
    if sort == Name.Btn:
        choose_state(note)
    elif sort in (Name.Tx, Name.Ch) and (stale or not has_picture(note)):
        answer = text_of(above(note, Name.V))
        if answer or stale:
            attach(pdf, note, annotation_drawing.answer(answer, style(pdf, note), *sides(note)))


def choose_state(note: Dictionary) -> None:
    """Say which picture of a tick box or radio button is shown, when only its value says so."""
    pictures = normal(note)
    if not isinstance(pictures, Dictionary) or isinstance(note.get(Name.AS), Name):
        return
    value = above(note, Name.V)
    note.AS = value if isinstance(value, Name) and str(value) in pictures else Name.Off


def normal(note: Dictionary) -> pikepdf.Object | None:
    """Return the picture of an annotation, or its pictures by state."""
    pictures = note.get(Name.AP)
    return pictures.get(Name.N) if isinstance(pictures, Dictionary) else None


def has_picture(note: Dictionary) -> bool:
    """Answer whether an annotation says how it looks."""
    return isinstance(normal(note), Stream | Dictionary)


def attach(pdf: pikepdf.Pdf, note: Dictionary, drawn: bytes) -> None:
    """Give an annotation its picture. drawn: a PDF of one page of the annotation's size, empty for nothing."""
    if not drawn:
        return
    with pikepdf.open(io.BytesIO(drawn)) as drawing:
        picture = pdf.copy_foreign(drawing.pages[0].as_form_xobject())
    note.AP = Dictionary(N=picture)


def above(note: Dictionary, key: Name) -> pikepdf.Object | None:
    """Return the value of a field, which the fields above it may hold (ISO 32000-2, 12.7.4.1)."""
    node: pikepdf.Object | None = note
    for _ in range(MOST_PARENTS):
        if not isinstance(node, Dictionary):
            return None
        if node.get(key) is not None:
            return node.get(key)
        node = node.get(Name.Parent)
    return None


def text_of(value: object) -> str:
    """Return the text of a field's value: written, chosen, or several chosen."""
    if isinstance(value, Array):
        return "\n".join(text_of(one) for one in value)
    return str(value) if isinstance(value, pikepdf.String | str) else ""


def style(pdf: pikepdf.Pdf, note: Dictionary) -> annotation_drawing.Style:
    """Return how the answer in a field is to be written."""
    form = pdf.Root.get(Name.AcroForm)
    said = above(note, Name.DA) or (form.get(Name.DA) if isinstance(form, Dictionary) else None)
    flags, place = above(note, Name.Ff), above(note, Name.Q)
    return annotation_drawing.Style.read(
        str(said) if said is not None else "",
        flags if isinstance(flags, int) else 0,
        place if isinstance(place, int) else 0,
    )


def rectangle(note: Dictionary) -> list[float] | None:
    """Return left, bottom, right, top of an annotation in points; None for one without a size."""
    said = note.get(Name.Rect)
    if not isinstance(said, Array) or len(said) != 4:
        return None
    if not all(isinstance(side, int | float | Decimal) for side in said):
        return None
    left, bottom, right, top = (float(side) for side in said)
    left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    return [left, bottom, right, top] if right - left >= 1 and top - bottom >= 1 else None


def sides(note: Dictionary) -> tuple[float, float, float, float]:
    """Return left, bottom, width and height of an annotation in points."""
    left, bottom, right, top = rectangle(note) or [0, 0, 1, 1]
    return left, bottom, right - left, top - bottom
