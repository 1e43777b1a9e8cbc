"""Papers as they lie in the store: a PDF of several pages with text or scans in it, and a photograph."""

import hashlib
import io
import uuid

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portal.applications.models import Application
from portal.documents import storage
from portal.documents.models import Document

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def photograph(width: int = 1600, height: int = 1200, text: str = "A SCAN") -> bytes:
    """Return a JPEG with lines of text, as a photographed paper has."""
    picture = Image.new("RGB", (width, height), (250, 248, 240))
    pen = ImageDraw.Draw(picture)
    for line in range(height // 40):
        pen.text((width // 12, 20 + 40 * line), f"{text} {line}  " * 6, fill=(40, 40, 60), font_size=26)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def pdf(pages: int = 2, scanned: bool = False) -> bytes:
    """Return a PDF; scanned: each page is a picture of 200 dots to the inch."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for number in range(1, pages + 1):
        if scanned:
            picture = ImageReader(io.BytesIO(photograph(1654, 2339, f"Page {number}")))
            canvas.drawImage(picture, 0, 0, 595, 842)
        else:
            canvas.drawString(100, 700, f"This is page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def kept(
    case: Application, material: str, name: str, content: bytes, content_type: str = PDF, pages: int = 1
) -> Document:
    """Return the row of a file of a case whose bytes lie in the store."""
    key = f"documents/{uuid.uuid4().hex}"
    storage.put(key, content)
    return Document.objects.create(
        application=case,
        material=material,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        sm3="0" * 64,
        key=key,
        pages=pages,
        late=True,
        uploaded_by=case.owner,
    )
