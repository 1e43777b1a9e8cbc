"""How much a PDF unpacks to, found out in small pieces that are thrown away, before anything is kept in memory."""

import base64
import re
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Name

from . import jpeg
from .verdict import Refusal

MEGABYTE = 1024 * 1024
MOST_OF_ONE = 128 * MEGABYTE
MOST_OF_ALL = 1024 * MEGABYTE
#: a scanned page of text in full colour is packed to a sixtieth; a bomb to a thousandth
MOST_TIMES, ALWAYS = 200, 256 * MEGABYTE
#: pictures inside a PDF: an A0 drawing scanned at 200 dpi has 62 million pixels
MOST_PIXELS = 100_000_000
#: LZW has no decoder in the standard library, so its codes are counted one by one
MOST_LZW = 4 * MEGABYTE
PIECE = 64 * 1024

INFLATING = {"/FlateDecode": "flate", "/Fl": "flate", "/LZWDecode": "lzw", "/LZW": "lzw"}
RUN_LENGTH = {"/RunLengthDecode", "/RL"}
ASCII = {"/ASCIIHexDecode": "hex", "/AHx": "hex", "/ASCII85Decode": "85", "/A85": "85"}
START = re.compile(rb"stream\r?\n")
INLINE = re.compile(rb"\bBI\b(.{1,400}?)\bID\b", re.DOTALL)
SIDES = (re.compile(rb"/(?:W|Width)\s+(\d{1,10})\b"), re.compile(rb"/(?:H|Height)\s+(\d{1,10})\b"))


class Meter:
    """Counts what the streams of one file unpack to. size: of the file in bytes."""

    def __init__(self, size: int) -> None:
        self.total = 0
        self.most = min(MOST_OF_ALL, max(ALWAYS, MOST_TIMES * size))

    def add(self, size: int) -> None:
        """Count bytes of one stream that has already been measured alone. Raises Refusal("heavy")."""
        self.total += size
        if self.total > self.most:
            raise Refusal("heavy")

    def inflate(self, data: bytes | memoryview) -> None:
        """Count what a zlib stream unpacks to, whatever follows it; what is no zlib stream counts nothing.

        A stream that unpacks to another zlib stream is followed one step: nothing honest is packed twice.
        """
        size, tail, inner = 0, b"", None
        for piece in pieces(data):
            size += len(piece)
            self.add(len(piece))
            if size > MOST_OF_ONE:
                raise Refusal("heavy")
            if inner is None:
                inner = Inner() if is_zlib(piece) else False
            if inner:
                self.add(inner.feed(piece))
            if b"BI" in piece or b"BI" in tail:
                look_for_inline_pictures(tail + piece)
            tail = piece[-400:]


class Inner:
    """What comes out of a stream, unpacked once more."""

    def __init__(self) -> None:
        self.inflater = zlib.decompressobj()
        self.size = 0

    def feed(self, piece: bytes) -> int:
        """Return what the piece unpacks to, in bytes. Raises Refusal("heavy")."""
        before = self.size
        try:
            while piece and self.size <= MOST_OF_ONE:
                self.size += len(self.inflater.decompress(piece, PIECE))
                piece = self.inflater.unconsumed_tail
        except zlib.error:
            return self.size - before
        if self.size > MOST_OF_ONE:
            raise Refusal("heavy")
        return self.size - before


def measure(data: bytes) -> Meter:
    """Measure every packed stream of a whole file from its raw bytes, before a parser unpacks any of it.

    A parser has to unpack the streams that hold its objects, so their size must be known before. Every place after
    the word `stream` is tried, wherever it stands: it costs nothing where there is no zlib header. Raises
    Refusal("heavy").
    """
    meter = Meter(len(data))
    view = memoryview(data)
    for found in START.finditer(data):
        if is_zlib(data[found.end() : found.end() + 2]):
            meter.inflate(view[found.end() :])
    return meter


def is_zlib(head: bytes) -> bool:
    """Answer whether bytes begin like a zlib stream."""
    return (
        len(head) >= 2
        and head[0] & 15 == 8
        and head[0] >> 4 <= 7
        and int.from_bytes(head[:2], "big") % 31 == 0
    )


def pieces(data: bytes | memoryview) -> Iterator[bytes]:
    """Inflate in pieces of 64 KB; end where the data is no longer a zlib stream."""
    inflater = zlib.decompressobj()
    view = memoryview(data)
    for start in range(0, len(view), PIECE):
        part: bytes | memoryview = view[start : start + PIECE]
        while len(part):
            try:
                piece = inflater.decompress(part, PIECE)
            except zlib.error:
                return
            if piece:
                yield piece
            if inflater.eof:
                return
            part = inflater.unconsumed_tail


def judge(stream: pikepdf.Stream, meter: Meter) -> None:
    """Refuse a stream that unpacks to too much, a picture of too many pixels, or a file outside of the PDF.

    What begins with Flate was measured from the raw bytes. Raises Refusal with "heavy", "pixels", "active" or
    "damaged".
    """
    if Name.F in stream:
        raise Refusal("active")
    names = filters(stream)
    unpacking = [name for name in names if name in INFLATING or name in RUN_LENGTH]
    if len(unpacking) > 1:
        raise Refusal("heavy")
    if names and names[0] not in ("/FlateDecode", "/Fl") and unpacking:
        measure_others(stream.read_raw_bytes(), names, meter)
    if stream.get(Name.Subtype) == Name.Image:
        judge_picture(stream, names)
    elif not names:
        look_for_inline_pictures(stream.read_raw_bytes())


def measure_others(data: bytes, names: list[str], meter: Meter) -> None:
    """Measure a stream that is wrapped in ASCII, or packed with LZW or run lengths."""
    for name in names:
        if name in ASCII:
            data = from_ascii(data, ASCII[name])
        elif name in RUN_LENGTH:
            return keep_below(run_length_size(data), meter)
        elif INFLATING.get(name) == "lzw":
            if len(data) > MOST_LZW:
                raise Refusal("heavy")
            return keep_below(lzw_size(data), meter)
        else:
            return meter.inflate(data) if name in INFLATING else None
    return None


def keep_below(size: int, meter: Meter) -> None:
    """Count a measured stream. Raises Refusal("heavy")."""
    if size > MOST_OF_ONE:
        raise Refusal("heavy")
    meter.add(size)


def from_ascii(data: bytes, way: str) -> bytes:
    """Take the ASCII wrapping off. Raises Refusal("damaged")."""
    try:
        if way == "hex":
            digits = b"".join(data.split(b">")[0].split())
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        return base64.a85decode(b"".join(data.split()).removeprefix(b"<~").split(b"~>")[0])
    except ValueError as error:
        raise Refusal("damaged") from error


def run_length_size(data: bytes) -> int:
    """Return what run lengths unpack to, in bytes (ISO 32000-1, 7.4.5)."""
    size, at = 0, 0
    while at < len(data) and data[at] != 128:
        run = data[at]
        size += run + 1 if run < 128 else 257 - run
        at += run + 2 if run < 128 else 2
    return size


def lzw_size(data: bytes) -> int:
    """Return what LZW codes unpack to, in bytes, without unpacking (ISO 32000-1, 7.4.4, early change)."""
    lengths = [1] * 256 + [0, 0]
    size, width, bits, have, last = 0, 9, 0, 0, 0
    for byte in data:
        bits, have = (bits << 8 | byte) & 0xFFFFFF, have + 8
        if have < width:
            continue
        have -= width
        code = bits >> have & (1 << width) - 1
        if code == 256:
            del lengths[258:]
            width, last = 9, 0
            continue
        if code == 257 or code > len(lengths):
            break
        length = lengths[code] if code < len(lengths) else last + 1
        size += length
        if last and len(lengths) < 4096:
            lengths.append(last + 1)
            width = 9 + (len(lengths) >= 511) + (len(lengths) >= 1023) + (len(lengths) >= 2047)
        last = length
    return size


def judge_picture(stream: pikepdf.Stream, names: list[str]) -> None:
    """Refuse a picture of more than MOST_PIXELS, by what the PDF says and by what the JPEG inside says."""
    sides = [stream.get(key) for key in (Name.Width, Name.Height)]
    if not all(isinstance(side, int) for side in sides):
        if names and names[-1] == "/JPXDecode":  # there the picture alone may say it
            return
        raise Refusal("damaged")
    keep_pixels(sides[0], sides[1])
    if names in (["/DCTDecode"], ["/DCT"]):
        keep_pixels(*jpeg.size(stream.read_raw_bytes()))


def keep_pixels(width: int, height: int) -> None:
    """Raise Refusal("pixels") for more than MOST_PIXELS."""
    if width < 0 or height < 0:
        raise Refusal("damaged")
    if width * height > MOST_PIXELS:
        raise Refusal(
            "pixels", {"megapixels": round(width * height / 1_000_000), "most": MOST_PIXELS // 1_000_000}
        )


def look_for_inline_pictures(content: bytes) -> None:
    """Refuse drawing instructions that hold a picture of too many pixels."""
    if b"BI" not in content or b"/W" not in content:
        return
    for found in INLINE.finditer(content):
        sides = [side.search(found[1]) for side in SIDES]
        if sides[0] and sides[1]:
            keep_pixels(int(sides[0][1]), int(sides[1][1]))


def filters(stream: pikepdf.Stream) -> list[str]:
    """Return the names of the filters of a stream, the outermost first. Raises Refusal("damaged")."""
    found = stream.get(Name.Filter)
    if found is None:
        return []
    names = list(found) if isinstance(found, pikepdf.Array) else [found]
    if not all(isinstance(name, Name) for name in names):
        raise Refusal("damaged")
    return [str(name) for name in names]
