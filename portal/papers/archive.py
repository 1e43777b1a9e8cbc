"""What PDF/A-2b asks of a file beside its drawing: metadata in XML and a meaning of its colours (ISO 19005-2)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from struct import pack
from xml.sax.saxutils import escape

# IEC 61966-2-1, adapted to the white point D50 of profiles (ICC.1:2001-04), as fixed-point numbers of 1/65536.
WHITE = (63190, 65536, 54061)
PRIMARIES = {"r": (28578, 14581, 912), "g": (25241, 46981, 6362), "b": (9376, 3974, 46797)}
STEPS = 256
PROFILE_NAME = "sRGB IEC61966-2.1"


@dataclass(frozen=True)
class About:
    """What a file says of itself. created: with time zone, UTC where it has none. language: BCP 47."""

    title: str
    subject: str
    author: str
    producer: str
    language: str
    created: datetime


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


def xmp(about: About) -> bytes:
    """Return the metadata packet, with the same words and moments as the file's information dictionary."""
    moment = f"{about.created:%Y-%m-%dT%H:%M:%S}{zone(about.created)}"
    words = {
        name: escape(getattr(about, name)) for name in ("title", "subject", "author", "producer", "language")
    }
    return XMP.format(moment=moment, **words).encode()


def zone(moment: datetime) -> str:
    """Return the time zone of a moment as +08:00."""
    offset = moment.strftime("%z") or "+0000"
    return f"{offset[:3]}:{offset[3:5]}"


def pdf_date(moment: datetime) -> str:
    """Return a moment as PDF files write it: D:20260312093000+08'00'. Naive moments are taken as UTC."""
    hours, minutes = zone(moment).split(":")
    return f"D:{moment:%Y%m%d%H%M%S}{hours}'{minutes}'"


@cache
def srgb_profile() -> bytes:
    """Return an ICC profile of sRGB, version 2.1: the same bytes always.

    Pillow's own bears the moment at which it was made.
    """
    name = PROFILE_NAME.encode("ascii")
    described = pack(">4sLL", b"desc", 0, len(name) + 1) + name + bytes(1 + 4 + 4 + 2 + 1 + 67)
    curve = pack(f">4sLL{STEPS}H", b"curv", 0, STEPS, *(linear(step / (STEPS - 1)) for step in range(STEPS)))
    tables = {
        b"desc": described,
        b"cprt": pack(">4sL", b"text", 0) + b"No copyright, use freely\0",
        b"wtpt": pack(">4sL3L", b"XYZ ", 0, *WHITE),
        **{f"{colour}XYZ".encode(): pack(">4sL3L", b"XYZ ", 0, *at) for colour, at in PRIMARIES.items()},
        **{f"{colour}TRC".encode(): curve for colour in PRIMARIES},
    }
    return profile(tables)


def linear(level: float) -> int:
    """Return the light of a level of sRGB, both from 0 to 1, as a number up to 65535."""
    light = level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
    return round(light * 65535)


def profile(tables: dict[bytes, bytes]) -> bytes:
    """Return a display profile of tables; equal ones are written once."""
    offset, places, bodies = 128 + 4 + 12 * len(tables), {}, []
    directory = [pack(">L", len(tables))]
    for tag, data in tables.items():
        if data not in places:
            places[data] = offset
            bodies.append(data + bytes(-len(data) % 4))
            offset += len(bodies[-1])
        directory.append(pack(">4sLL", tag, places[data], len(data)))
    head = pack(
        ">L4sL4s4s4s6H4s",
        offset,
        bytes(4),
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2026, 1, 1, 0, 0, 0),
        b"acsp",
    )
    head = head.ljust(68, b"\0") + pack(">3L", *WHITE)
    return head.ljust(128, b"\0") + b"".join([*directory, *bodies])
