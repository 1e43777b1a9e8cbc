"""Honest files of each kind, small, made once."""

import io
import zipfile
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

pillow_heif.register_heif_opener()

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
OFD: dict[str, str | bytes] = {
    "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    "Doc_0/Document.xml": f'<ofd:Document {SPACE}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    "</ofd:Pages></ofd:Document>",
    "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {SPACE}><ofd:Content/></ofd:Page>",
}


def picture(width: int = 1200, height: int = 90, mode: str = "RGB") -> Image.Image:
    """Return a picture that is red at its left, top, and blue at its right, with noise between."""
    made = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    made.paste("red", (0, 0, width // 4, height // 2))
    made.paste("blue", (3 * width // 4, 0, width, height))
    return made.convert(mode)


def encoded(image: Image.Image, form: str, **how: Any) -> bytes:
    """Return a picture as a file of a format of Pillow."""
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


@cache
def jpeg(**how: Any) -> bytes:
    return encoded(picture(), "JPEG", **how)


@cache
def png() -> bytes:
    return encoded(picture(), "PNG")


@cache
def webp() -> bytes:
    return encoded(picture(), "WEBP")


@cache
def heic() -> bytes:
    return encoded(picture(), "HEIF")


@cache
def pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "Specimen")
    canvas.save()
    return out.getvalue()


def packed(entries: dict[str, str | bytes]) -> bytes:
    """Return a zip of the entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def ofd(**changed: str | bytes) -> bytes:
    """Return an OFD of one page. changed: entries besides, or in place of its own (names with "/": as a dict)."""
    return packed({**OFD, **changed})


def table() -> bytes:
    return "姓名,金额\r\n王芳,-5\r\n".encode()


#: name of the file → its bytes
HONEST = {
    "scan.jpg": jpeg,
    "scan.jpeg": jpeg,
    "screen.png": png,
    "photo.webp": webp,
    "photo.heic": heic,
    "paper.pdf": pdf,
    "invoice.ofd": ofd,
    "list.csv": table,
}
