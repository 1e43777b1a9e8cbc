"""Pictures that are more, or less, than pictures."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

from tests.clamav import EICAR
from tests.inspection import samples

SCRIPT = b"<script>alert('hostile')</script>"
PHP = b"<?php system($_GET['c']); ?>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
EXE = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + b"\0" * 200 + b"This program cannot be run in DOS mode"
PLACE = b"HOSTILE-PLACE"


def zipped() -> bytes:
    return samples.packed({"hostile.sh": b"#!/bin/sh\n"})


def told() -> Image.Exif:
    """Return EXIF with a place, a script and an orientation."""
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()  # description
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)
    exif.get_ifd(0x8825)[29] = PLACE.decode()
    return exif


def with_text() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SCRIPT.decode())
    text.add_itxt("XML:com.adobe.xmp", PLACE.decode(), zip=True)
    return samples.encoded(
        samples.picture(), "PNG", pnginfo=text, exif=told().tobytes(), icc_profile=PLACE * 9
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of(width: int, height: int, *chunks: bytes, data: bytes = zlib.compress(b"\0" * 100)) -> bytes:
    """Return a PNG whose header says a size, whatever its data holds."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def inflating(size: int) -> bytes:
    """Return what unpacks to so many zeros."""
    squeezer = zlib.compressobj(9)
    return b"".join(squeezer.compress(b"\0" * 1_000_000) for _ in range(size // 1_000_000)) + squeezer.flush()


def bomb_beside(kind: bytes) -> bytes:
    """Return a PNG with a text or a colour profile that unpacks to 200 MB."""
    return png_of(1200, 2, chunk(kind, b"a\0\0" + inflating(200_000_000)))


def unknown_chunk() -> bytes:
    return png_of(1200, 2, chunk(b"hoSt", PHP), data=zlib.compress(bytes(2 * 3601)))


def jpeg_of(width: int, height: int) -> bytes:
    """Return a JPEG whose frame header says another size than its data has."""
    content = samples.jpeg()
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def jpeg_again_and_again() -> bytes:
    """Return a JPEG in steps whose last step comes 2,000 times."""
    content = samples.jpeg(progressive=True)
    at = content.rindex(b"\xff\xda")
    return content[:at] + content[at:-2] * 2000 + b"\xff\xd9"


def jpeg_with_broken_tables() -> bytes:
    content = samples.jpeg()
    at = content.index(b"\xff\xc4") + 5
    return content[:at] + b"\xff" * 16 + content[at + 16 :]


def segment(marker: int, content: bytes) -> bytes:
    """Return the honest JPEG with one more segment."""
    plain = samples.jpeg()
    return plain[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + plain[2:]


def webp_of(width: int, height: int) -> bytes:
    """Return a WebP whose canvas is said to be so large."""
    body = b"WEBP" + b"VP8X" + struct.pack("<II", 10, 0)
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + samples.webp()[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def moving(form: str) -> bytes:
    frames = [samples.picture().rotate(step) for step in range(0, 60, 3)]
    return samples.encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=10)


def other(form: str) -> bytes:
    return samples.encoded(Image.new("RGB", (1200, 10)), form)


def brand(name: bytes) -> bytes:
    return samples.heic().replace(b"ftypheic", b"ftyp" + name, 1)


def corrupted_sum() -> bytes:
    content = bytearray(samples.png())
    content[content.rindex(b"IEND") - 6] ^= 0xFF
    return bytes(content)


def middle_lost(content: bytes) -> bytes:
    return content[: len(content) // 2] + content[len(content) // 2 + 64 :]


def heic_told() -> bytes:
    return samples.encoded(samples.picture(), "HEIF", exif=told().tobytes())


def webp_told() -> bytes:
    return samples.encoded(
        samples.picture(), "WEBP", exif=told().tobytes(), xmp=SCRIPT, icc_profile=PLACE * 9
    )


def jpeg_told() -> bytes:
    return samples.encoded(
        samples.picture(), "JPEG", exif=told(), comment=SCRIPT, icc_profile=PLACE * 9, xmp=SCRIPT
    )


def cut(content: bytes, part: float) -> bytes:
    return content[: int(len(content) * part)]


#: (id, name, bytes, what has to become of it)
PICTURES = [
    ("jpeg-then-zip", "a.jpg", lambda: samples.jpeg() + zipped(), "harmless"),
    ("jpeg-then-html", "a.jpg", lambda: samples.jpeg() + HTML, "harmless"),
    ("jpeg-then-php", "a.jpg", lambda: samples.jpeg() + PHP, "harmless"),
    ("jpeg-then-pdf", "a.jpg", lambda: samples.jpeg() + samples.pdf(), "harmless"),
    ("jpeg-then-exe", "a.jpg", lambda: samples.jpeg() + EXE, "harmless"),
    ("jpeg-then-eicar", "a.jpg", lambda: samples.jpeg() + EICAR, "harmless"),
    ("jpeg-comment-script", "a.jpg", lambda: segment(0xFE, SCRIPT), "harmless"),
    ("jpeg-comment-eicar", "a.jpg", lambda: segment(0xFE, EICAR), "harmless"),
    ("jpeg-app13-php", "a.jpg", lambda: segment(0xED, b"Photoshop 3.0\0" + PHP), "harmless"),
    (
        "jpeg-app1-broken-exif",
        "a.jpg",
        lambda: segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f" + SCRIPT),
        "harmless",
    ),
    ("jpeg-exif-gps-icc-xmp", "a.jpg", jpeg_told, "harmless"),
    ("jpeg-65500-square", "a.jpg", lambda: jpeg_of(65500, 65500), "pixels"),
    ("jpeg-says-more-than-it-has", "a.jpg", lambda: jpeg_of(6000, 6000), "harmless"),
    ("jpeg-again-and-again", "a.jpg", jpeg_again_and_again, "heavy"),
    ("jpeg-broken-tables", "a.jpg", jpeg_with_broken_tables, "damaged"),
    ("jpeg-head-only", "a.jpg", lambda: samples.jpeg()[:20], "damaged"),
    ("jpeg-cut-in-tables", "a.jpg", lambda: samples.jpeg()[:300], "damaged"),
    ("jpeg-cut-at-half", "a.jpg", lambda: cut(samples.jpeg(), 0.6), "damaged"),
    ("jpeg-cut-at-the-end", "a.jpg", lambda: samples.jpeg()[:-40], "damaged"),
    ("html-then-jpeg", "a.jpg", lambda: HTML + samples.jpeg(), "mismatch"),
    ("gif-as-jpeg", "a.jpg", lambda: other("GIF"), "mismatch"),
    ("gif-zip-as-png", "a.png", lambda: other("GIF") + zipped(), "mismatch"),
    ("png-as-jpeg", "a.jpg", samples.png, "mismatch"),
    ("jpeg-as-png", "a.png", samples.jpeg, "mismatch"),
    ("tiff-as-jpeg", "a.jpg", lambda: other("TIFF"), "mismatch"),
    ("bmp-as-png", "a.png", lambda: other("BMP"), "mismatch"),
    ("ico-as-png", "a.png", lambda: samples.encoded(Image.new("RGB", (64, 64)), "ICO"), "mismatch"),
    ("png-then-html", "a.png", lambda: samples.png() + HTML, "harmless"),
    ("png-text-xmp-exif-icc", "a.png", with_text, "harmless"),
    (
        "png-unknown-chunk",
        "a.png",
        unknown_chunk,
        "harmless",
    ),
    ("png-50001-square", "a.png", lambda: png_of(50001, 50001), "pixels"),
    ("png-just-too-many", "a.png", lambda: png_of(10000, 5001), "pixels"),
    (
        "png-text-bomb",
        "a.png",
        lambda: bomb_beside(b"zTXt"),
        "damaged",
    ),
    (
        "png-profile-bomb",
        "a.png",
        lambda: bomb_beside(b"iCCP"),
        "damaged",
    ),
    ("png-data-bomb", "a.png", lambda: png_of(1200, 2, data=inflating(300_000_000)), "harmless"),
    ("png-data-missing", "a.png", lambda: png_of(1200, 1200), "damaged"),
    ("png-wrong-sum", "a.png", corrupted_sum, "damaged"),
    ("png-cut-in-head", "a.png", lambda: samples.png()[:30], "damaged"),
    ("png-cut-at-half", "a.png", lambda: cut(samples.png(), 0.5), "damaged"),
    ("png-without-end", "a.png", lambda: samples.png()[:-12], "damaged"),
    ("png-moving", "a.png", lambda: moving("PNG"), "harmless"),
    ("webp-moving", "a.webp", lambda: moving("WEBP"), "harmless"),
    ("webp-exif-xmp", "a.webp", webp_told, "harmless"),
    ("webp-16383-square", "a.webp", lambda: webp_of(16383, 16383), "pixels"),
    ("webp-says-another-size", "a.webp", lambda: webp_of(1300, 90), "damaged"),
    ("webp-cut", "a.webp", lambda: cut(samples.webp(), 0.5), "damaged"),
    ("wav-as-webp", "a.webp", lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "mismatch"),
    ("heic-exif-gps", "a.heic", heic_told, "harmless"),
    ("heic-cut-in-boxes", "a.heic", lambda: samples.heic()[:200], "damaged"),
    ("heic-cut-at-half", "a.heic", lambda: cut(samples.heic(), 0.7), "damaged"),
    ("heic-middle-lost", "a.heic", lambda: middle_lost(samples.heic()), "damaged"),
    ("mp4-as-heic", "a.heic", lambda: brand(b"mp42"), "mismatch"),
    ("avif-as-heic", "a.heic", lambda: brand(b"avif"), "mismatch"),
    ("heic-as-jpeg", "a.jpg", samples.heic, "mismatch"),
    ("svg-as-jpeg", "a.jpg", lambda: SVG, "mismatch"),
    ("svg-as-png", "a.png", lambda: SVG, "mismatch"),
    ("html-as-png", "a.png", lambda: HTML, "mismatch"),
    ("php-as-jpeg", "a.jpg", lambda: PHP, "mismatch"),
    ("exe-as-png", "a.png", lambda: EXE, "mismatch"),
    ("eicar-as-jpeg", "a.jpg", lambda: EICAR, "mismatch"),
    ("random-as-heic", "a.heic", lambda: b"\0\0\0\x18ftypheic" + bytes(range(256)) * 20, "damaged"),
    ("one-pixel", "a.png", lambda: samples.encoded(Image.new("RGB", (1, 1)), "PNG"), "small"),
    (
        "grey-sixteen-bits",
        "a.png",
        lambda: samples.encoded(Image.new("I;16", (1200, 9), 40000), "PNG"),
        "harmless",
    ),
]


def loaded(content: bytes) -> Image.Image:
    """Return a picture parsed whole."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
