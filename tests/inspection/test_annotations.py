"""What a person filled in, drew or wrote stays on the page, also when the file does not say how it looks."""

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from . import pdf_making
from .test_honest_pdfs import pictures, remade

pytestmark = pytest.mark.slow

QUADS = Array([310, 350, 490, 350, 310, 310, 490, 310])
PLACE = (300, 300, 500, 360)


def inked(content: bytes, place: tuple[int, int, int, int] = PLACE) -> int:
    """Return how many pixels within a place of the first page are not white. place: left, bottom, right, top."""
    left, bottom, right, top = place
    page = pictures(content)[0]
    part = page.crop((left, page.height - top, right, page.height - bottom))
    return sum(count for count, colour in part.getcolors(1 << 24) if min(colour) < 200)


def noted(**keys: object) -> bytes:
    """Return a PDF with one annotation that has no picture."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf_making.note(pdf, Rect=Array(PLACE), **keys)

    return pdf_making.edited(change)


def form(stale: bool = True, picture: bytes | None = None, **keys: object) -> bytes:
    """Return a form with one text field. stale: the form says that its pictures are out of date."""

    def change(pdf: pikepdf.Pdf) -> None:
        keys.setdefault("FT", Name.Tx)
        if picture is not None:
            keys["AP"] = Dictionary(N=pdf_making.appearance(pdf, picture, 200, 60))
        pdf_making.note(pdf, Subtype=Name.Widget, T=String("a"), Rect=Array(PLACE), **keys)
        pdf.Root.AcroForm = Dictionary(
            Fields=pdf.pages[0].obj.Annots, NeedAppearances=stale, DA=String("/Helv 14 Tf 0 0 1 rg")
        )

    return pdf_making.edited(change)


def words(content: bytes) -> str:
    """Return the text of the first page."""
    with pypdfium2.PdfDocument(content) as document:
        return document[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    "keys",
    [
        {"Subtype": Name.Ink, "InkList": Array([Array([310, 310, 400, 350, 490, 310])])},
        {"Subtype": Name.Square, "C": Array([1, 0, 0])},
        {"Subtype": Name.Circle, "C": Array([1, 0, 0]), "IC": Array([0, 1, 0])},
        {"Subtype": Name.Line, "L": Array([310, 310, 490, 350]), "BS": Dictionary(W=3)},
        {"Subtype": Name.Polygon, "Vertices": Array([310, 310, 490, 350, 310, 350])},
        {"Subtype": Name.Highlight, "C": Array([1, 1, 0]), "QuadPoints": QUADS},
        {"Subtype": Name.StrikeOut, "QuadPoints": QUADS},
        {"Subtype": Name.FreeText, "Contents": String("我同意"), "DA": String("/Helv 16 Tf 1 0 0 rg")},
    ],
    ids=lambda keys: str(keys["Subtype"])[1:],
)  # fmt: skip
def test_an_annotation_without_a_picture_is_drawn(keys: dict[str, object]) -> None:
    before = noted(**keys | {"F": 2})  # hidden
    assert inked(remade(before)) == 0
    assert inked(remade(noted(**keys))) > 100


def test_a_note_without_marks_leaves_nothing() -> None:
    assert inked(remade(noted(Subtype=Name.Link))) == 0
    assert inked(remade(noted(Subtype=Name.Popup))) == 0


def test_chinese_answers_stay_when_the_form_says_its_pictures_are_stale() -> None:
    content = remade(form(V=String("北京市海淀区"), picture=b""))
    assert "北京市海淀区" in words(content)
    assert inked(content) > 100


def test_an_answer_without_a_picture_stays() -> None:
    assert "Li Ming" in words(remade(form(stale=False, V=String("Li Ming"))))


def test_an_answer_with_a_picture_keeps_it() -> None:
    content = remade(form(stale=False, V=String("Li"), picture=b"BT /Helv 12 Tf 2 6 Td (Wang) Tj ET"))
    assert "Wang" in words(content)
    assert "Li" not in words(content)


def test_a_long_answer_runs_over_several_lines() -> None:
    text = "甲乙丙丁" * 12
    content = remade(form(V=String(text), Ff=1 << 12))
    assert words(content).replace("\r\n", "").count("甲乙丙丁") == 12


def test_a_password_is_not_written_out() -> None:
    content = remade(form(V=String("geheim"), Ff=1 << 13))
    assert "geheim" not in words(content)
    assert "******" in words(content)


def test_an_inherited_answer_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("a"), V=String("Inherited")))
        pdf_making.note(pdf, Subtype=Name.Widget, Parent=parent, Rect=Array(PLACE))
        parent.Kids = Array(list(pdf.pages[0].obj.Annots))
        pdf.Root.AcroForm = Dictionary(Fields=Array([parent]), NeedAppearances=True)

    assert "Inherited" in words(remade(pdf_making.edited(change)))


@pytest.mark.parametrize(("value", "shown"), [(Name.Yes, True), (Name.Off, False)])
def test_a_tick_without_a_state_follows_its_value(value: Name, shown: bool) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pictures = Dictionary(Yes=pdf_making.appearance(pdf, b"0 0 200 60 re f", 200, 60))
        pdf_making.note(pdf, Subtype=Name.Widget, FT=Name.Btn, T=String("a"), V=value, Rect=Array(PLACE),
                         AP=Dictionary(N=pictures))  # fmt: skip
        pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)

    assert (inked(remade(pdf_making.edited(change))) > 100) is shown


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_keeps_its_marks_in_place(turn: int) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf_making.note(pdf, Subtype=Name.Square, C=Array([1, 0, 0]), Rect=Array(PLACE), BS=Dictionary(W=6))
        pdf.pages[0].obj.Rotate = turn

    content = remade(pdf_making.edited(change))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.pages[0].obj["/Rotate"]
        out = io.BytesIO()
        pdf.save(out)
    assert inked(out.getvalue()) > 1000


BROKEN: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "annotation-is-a-number": lambda pdf: pdf.pages[0].obj.__setattr__("Annots", Array([7])),
    "form-is-a-number": lambda pdf: pdf.Root.__setattr__("AcroForm", 7),
    "no-place": lambda pdf: pdf_making.note(pdf, Subtype=Name.Ink, InkList=7),
    "parents-in-a-circle": lambda pdf: circle(pdf),
    "colours-of-two": lambda pdf: pdf_making.note(
        pdf, Subtype=Name.Square, Rect=Array(PLACE), C=Array([1, 2])
    ),
}


def circle(pdf: pikepdf.Pdf) -> None:
    """A field that is its own parent."""
    pdf_making.note(pdf, Subtype=Name.Widget, Rect=Array(PLACE))
    pdf.pages[0].obj.Annots[0].Parent = pdf.pages[0].obj.Annots[0]


@pytest.mark.parametrize("name", BROKEN)
def test_broken_annotations_do_not_stop_a_page(name: str) -> None:
    content = remade(pdf_making.edited(BROKEN[name]))
    assert "Lease contract" in words(content)
