"""A TrueType font cut down to the characters of one drawing (OpenType 1.9; ISO 32000-1 §9.9)."""

from collections.abc import Callable
from struct import pack, pack_into, unpack, unpack_from
from typing import Any

from . import fonts

# What a PDF reader needs; hinting programs are optional.
COPIED = ("cvt ", "fpgm", "prep")
WORDS_ARE_ARGUMENTS, ONE_SCALE, MORE_PARTS, TWO_SCALES, MATRIX = 0x01, 0x08, 0x20, 0x40, 0x80
MAGIC = 0xB1B0AFBA


def subset(face: Any, points: list[int]) -> bytes:
    """Return a font file in which code n draws the character points[n]; 0 stands for none.

    face: a font file parsed by ReportLab.
    """
    glyphs, places = [0], {0: 0}

    def place(glyph: int) -> int:
        if glyph not in places:
            places[glyph] = len(glyphs)
            glyphs.append(glyph)
        return places[glyph]

    codes = [place(face.charToGlyph[point]) if point else 0 for point in points]
    # Parts of composed glyphs join the list while it is read.
    outlines = [outline(face, glyph, place) for glyph in glyphs]
    ends = [0]
    for drawn in outlines:
        ends.append(ends[-1] + len(drawn))
    metrics = [value for glyph in glyphs for value in metric(face, glyph)]
    tables = {tag: face.get_table(tag) for tag in COPIED if tag in face.table}
    tables |= {
        "cmap": cmap(codes),
        "glyf": b"".join(outlines),
        "head": patched(face.get_table("head"), {8: pack(">L", 0), 50: pack(">H", 1)}),
        "hhea": patched(face.get_table("hhea"), {34: pack(">H", len(glyphs))}),
        "hmtx": pack(f">{len(metrics)}H", *metrics),
        "loca": pack(f">{len(ends)}L", *ends),
        "maxp": patched(face.get_table("maxp"), {4: pack(">H", len(glyphs))}),
    }
    return font_file(tables)


def metric(face: Any, glyph: int) -> tuple[int, int]:
    """Return advance width and left bearing of a glyph.

    ReportLab 5.1 scales the width of those at the end of the table, that share the last one.
    """
    count = unpack_from(">H", face._ttf_data, face.get_table_pos("hhea")[0] + 34)[0]
    at = face.get_table_pos("hmtx")[0] + 4 * min(glyph, count - 1)
    wide: int = unpack_from(">H", face._ttf_data, at)[0]
    return wide, int(face.hmetrics[glyph][1])


def outline(face: Any, glyph: int, place: Callable[[int], int]) -> bytes:
    """Return the outline of a glyph, padded to four bytes, its parts renumbered. place: gives their new numbers."""
    drawn = fonts.outline(face, glyph)
    if len(drawn) > 2 and unpack_from(">h", drawn)[0] < 0:
        drawn = renumbered(drawn, place)
    return drawn + bytes(-len(drawn) % 4)


def renumbered(drawn: bytes, place: Callable[[int], int]) -> bytes:
    """Return the outline of a composed glyph with new numbers of its parts."""
    data, at, flags = bytearray(drawn), 10, MORE_PARTS
    while flags & MORE_PARTS:
        flags, part = unpack_from(">HH", data, at)
        pack_into(">H", data, at + 2, place(part))
        at += 8 if flags & WORDS_ARE_ARGUMENTS else 6
        at += 2 * bool(flags & ONE_SCALE) + 4 * bool(flags & TWO_SCALES) + 8 * bool(flags & MATRIX)
    return bytes(data)


def cmap(codes: list[int]) -> bytes:
    """Return the table from codes to glyphs, as symbolic fonts have it: Macintosh, Roman, format 6."""
    head = (0, 1, 1, 0, 0, 12, 6, 10 + 2 * len(codes), 0, 0, len(codes))
    return pack(f">{len(head) + len(codes)}H", *head, *codes)


def patched(table: bytes, changes: dict[int, bytes]) -> bytes:
    """Return a table with other bytes at some places."""
    data = bytearray(table)
    for at, value in changes.items():
        data[at : at + len(value)] = value
    return bytes(data)


def font_file(tables: dict[str, bytes]) -> bytes:
    """Return a font file of tables, with its checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = [pack(">LHHHH", 0x10000, count, power * 16, power.bit_length() - 1, (count - power) * 16)]
    offset, bodies = 12 + 16 * count, []
    for tag in sorted(tables):
        data = tables[tag]
        directory.append(pack(">4sLLL", tag.encode("ascii"), checksum(data), offset, len(data)))
        bodies.append(data + bytes(-len(data) % 4))
        if tag == "head":
            adjustment = offset + 8
        offset += len(bodies[-1])
    made = bytearray(b"".join([*directory, *bodies]))
    pack_into(">L", made, adjustment, (MAGIC - checksum(bytes(made))) & 0xFFFFFFFF)
    return bytes(made)


def checksum(data: bytes) -> int:
    """Return the sum of a table's 32-bit words."""
    data += bytes(-len(data) % 4)
    return sum(unpack(f">{len(data) // 4}L", data)) & 0xFFFFFFFF
