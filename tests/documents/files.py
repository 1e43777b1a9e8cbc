"""Small real files, and others that only pretend."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from reportlab.pdfgen.canvas import Canvas


def pdf() -> bytes:
    """Return a PDF of one page."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(100, 700, "lease")
    canvas.save()
    return out.getvalue()


def image(kind: str, long_side: int = 1000) -> bytes:
    """Return a picture; kind: JPEG, PNG, GIF, BMP, TIFF, WEBP; long_side in pixels."""
    out = io.BytesIO()
    Image.new("RGB", (long_side, long_side * 3 // 4), (200, 30, 30)).save(out, kind)
    return out.getvalue()


def upload(name: str, content: bytes, declared: str = "") -> SimpleUploadedFile:
    """Return an upload as the browser sends it; `declared`: the type it gives."""
    return SimpleUploadedFile(name, content, declared)


EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 100
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP = b"PK\x03\x04" + b"\x00" * 60
