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
MOST_DRAWN = 2_000
HIDDEN = 1 | 2 | 32  # invisible, hidden, not to be viewed (ISO 32000-2, 12.5.3)
MOST_PARENTS = 50


def settle(pdf: pikepdf.Pdf, pages: list[Dictionary]) -> None:
    """Turn form fields and annotations into content of the pages, as a viewer shows them on the screen.

    pages: all pages of the PDF. Links leave nothing. Raises Refusal("heavy") for too many.
    """
    form = pdf.Root.get(Name.AcroForm)
    stale = isinstance(form, Dictionary) and form.get(Name.NeedAppearances) is True
    notes: list[Dictionary] = []
    for page in pages:
        if Name.Annots in page:
            kept = seen(page.Annots)
            page.Annots = Array(kept)
            notes += kept
    if len(notes) > MOST_ANNOTATIONS:
        raise Refusal("heavy")
    complete(pdf, notes, stale)
    if isinstance(form, Dictionary) and Name.NeedAppearances in form:
        del form.NeedAppearances
    if notes:
        pdf.flatten_annotations("screen")


def seen(notes: pikepdf.Object) -> list[Dictionary]:
    """Return the annotations that may leave something on a page. Links do not: a table of contents has thousands."""
    if not isinstance(notes, Array):
        return []
    return [note for note in notes if isinstance(note, Dictionary) and note.get(Name.Subtype) != Name.Link]


def complete(pdf: pikepdf.Pdf, notes: list[Dictionary], stale: bool) -> None:
    """Draw the annotations that have no picture. stale: form fields have pictures that are out of date."""
    wanting = [note for note in notes if wants_picture(note, stale)]
    if len(wanting) > MOST_DRAWN:
        raise Refusal("heavy")
    if not wanting:
        return
    sheet = annotation_drawing.Sheet()
    drawn = [(note, draw(pdf, sheet, note)) for note in wanting]
    if not sheet.pages:
        return
    drawings = pikepdf.open(io.BytesIO(sheet.content()))
    for note, number in drawn:
        if number is not None:
            note.AP = Dictionary(N=pdf.copy_foreign(drawings.pages[number].as_form_xobject()))


def wants_picture(note: Dictionary, stale: bool) -> bool:
    """Answer whether a visible annotation has to be drawn; of buttons, choose the picture they have."""
    if int(note.get(Name.F, 0)) & HIDDEN or box(note) is None:
        return False
    if note.get(Name.Subtype) != Name.Widget:
        return not has_picture(note)
    sort = above(note, Name.FT)
    if sort == Name.Btn:
        choose_state(note)
    return sort in (Name.Tx, Name.Ch) and (stale or not has_picture(note))


def draw(pdf: pikepdf.Pdf, sheet: annotation_drawing.Sheet, note: Dictionary) -> int | None:
    """Draw an annotation on a page of the sheet; return the number of the page, None when there is nothing to see."""
    place = box(note)
    if place is None:
        return None
    if note.get(Name.Subtype) != Name.Widget:
        return sheet.mark(note, place)
    return sheet.answer(text_of(above(note, Name.V)), style(pdf, note), place)


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


def box(note: Dictionary) -> annotation_drawing.Box | None:
    """Return left, bottom, width and height of an annotation in points; None for one without a size."""
    said = note.get(Name.Rect)
    if not isinstance(said, Array) or len(said) != 4:
        return None
    if not all(isinstance(side, int | float | Decimal) for side in said):
        return None
    sides = [float(side) for side in said]
    left, bottom = min(sides[0], sides[2]), min(sides[1], sides[3])
    width, height = abs(sides[2] - sides[0]), abs(sides[3] - sides[1])
    return (left, bottom, width, height) if width >= 1 and height >= 1 else None
