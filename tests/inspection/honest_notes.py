"""What people add to a PDF: answers, stamps, drawn and electronic signatures."""

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .pdf_making import appearance, edited, honest, note


@honest
def stamped() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(
            pdf, b"1 0 0 RG 4 w 5 5 110 50 re S BT /Helv 20 Tf 15 22 Td (SEALED) Tj ET", 120, 60
        )
        note(pdf, Subtype=Name.Stamp, Rect=Array([300, 300, 420, 360]), AP=Dictionary(N=look))

    return edited(change)


@honest
def stamped_on_a_rotated_page() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"0 0 1 RG 4 w 5 5 110 50 re S", 120, 60)
        pdf.pages[0].obj.Rotate = 90
        note(pdf, Subtype=Name.Stamp, Rect=Array([300, 300, 420, 360]), AP=Dictionary(N=look))

    return edited(change)


@honest
def signature_drawn_by_hand() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"0 0 0.6 RG 2 w 5 5 m 30 50 60 0 90 40 c S", 100, 50)
        stroke = Array([Array([305, 305, 340, 350, 390, 340])])
        rect = Array([300, 300, 400, 350])
        note(pdf, Subtype=Name.Ink, InkList=stroke, Rect=rect, AP=Dictionary(N=look))

    return edited(change)


@honest
def hidden_annotation_stays_hidden() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"0 0 0 rg 0 0 100 50 re f", 100, 50)
        note(pdf, Subtype=Name.Stamp, F=2, Rect=Array([300, 300, 400, 350]), AP=Dictionary(N=look))

    return edited(change)


@honest
def form_filled_in_a_reader() -> bytes:
    """Text, a tick and a choice, each with its picture, as a reader leaves them."""

    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"/Tx BMC BT /Helv 12 Tf 2 6 Td (Li Ming) Tj ET EMC", 150, 20)
        on, off = appearance(pdf, b"2 w 2 2 m 14 14 l 2 14 m 14 2 l S", 16, 16), appearance(pdf, b"", 16, 16)
        field = {"Subtype": Name.Widget, "DA": String("/Helv 12 Tf 0 g")}
        note(pdf, **field, FT=Name.Tx, T=String("name"), V=String("Li Ming"), Rect=Array([100, 500, 250, 520]),
             AP=Dictionary(N=look))  # fmt: skip
        note(pdf, **field, FT=Name.Btn, T=String("yes"), V=Name.Yes, AS=Name.Yes, Rect=Array([100, 450, 116, 466]),
             AP=Dictionary(N=Dictionary(Yes=on, Off=off)))  # fmt: skip
        pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots, NeedAppearances=False)

    return edited(change)


@honest
def electronically_signed() -> bytes:
    """The seal ends with the file made anew; its picture stays."""

    def change(pdf: pikepdf.Pdf) -> None:
        look = appearance(pdf, b"BT /Helv 10 Tf 5 20 Td (Signed by Li Ming) Tj ET", 120, 50)
        value = pdf.make_indirect(
            Dictionary(
                Type=Name.Sig,
                Filter=Name("/Adobe.PPKLite"),
                SubFilter=Name("/adbe.pkcs7.detached"),
                ByteRange=Array([0, 10, 20, 10]),
                Contents=String(b"\x30\x00"),
            )
        )
        note(pdf, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), V=value, Rect=Array([300, 100, 420, 150]),
             AP=Dictionary(N=look), F=132)  # fmt: skip
        pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots, SigFlags=3)

    return edited(change)
