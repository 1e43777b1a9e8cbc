"""What in a PDF runs, plays, or carries another file. Every object of the file is looked at, reachable or not."""

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from .verdict import Refusal

MOST_OBJECTS = 200_000
MOST_DEPTH = 100
MOST_SUSPECTS = 20_000
#: kinds of action that run something (ISO 32000-2, 12.6.4)
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/GoTo3DView",
    "/RichMediaExecute",
}
#: kinds of annotation that play something (ISO 32000-2, 12.5.6)
MEDIA = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
#: qpdf writes names in one form, so that /J#61vaScript is found as well
SUSPECT = re.compile(
    rb"/(?:JavaScript|JS|Launch|Rendition|Movie|Sound|GoTo3DView|RichMedia\w*|Screen|3D|XFA|PS|Ref|EF"
    rb"|EmbeddedFile|FileAttachment|Collection)(?![A-Za-z0-9_])"
)


def judge(pdf: pikepdf.Pdf) -> None:
    """Refuse a PDF in which any object runs, plays or carries something.

    Raises Refusal: "active", "attachment" (only when nothing is active), "heavy" for too many suspicious objects.
    """
    carrying = False
    suspects = 0
    for node in (*pdf.objects, pdf.trailer):
        if not suspicious(node):
            continue
        suspects += 1
        if suspects > MOST_SUSPECTS:
            raise Refusal("heavy")
        codes = accusations(node)
        if "active" in codes:
            raise Refusal("active")
        carrying = carrying or bool(codes)
    if carrying:
        raise Refusal("attachment")


def suspicious(node: object) -> bool:
    """Answer whether an object names anything suspicious.

    Most do not: that is seen from their text, twenty times faster than by going through.
    """
    if isinstance(node, Stream):
        node = node.stream_dict
    return isinstance(node, pikepdf.Object) and bool(SUSPECT.search(node.unparse(resolved=True)))


def accusations(node: pikepdf.Object) -> set[str]:
    """Return the codes of refusal that an object gives reason for, with all that is written inside of it."""
    if isinstance(node, Name):  # an action whose kind is written elsewhere
        return {"active"} if str(node) in ACTIONS | MEDIA else set()
    return set(inside(node, 0)) if isinstance(node, Array | Dictionary | Stream) else set()


def inside(node: pikepdf.Object, depth: int) -> list[str]:
    """Return the codes for a dictionary, stream or array and those written inside of it, not those it refers to."""
    if depth > MOST_DEPTH:
        raise Refusal("damaged")
    found: list[str] = []
    if isinstance(node, Array):
        children = list(node)
    else:
        found += runs(node) + carries(node)
        children = [value for _, value in node.items()]
    for child in children:
        if isinstance(child, Dictionary | Array) and not child.is_indirect:
            found += inside(child, depth + 1)
    return found


def runs(node: Dictionary | Stream) -> list[str]:
    """Return ["active"] for what runs or plays."""
    script = node.get(Name.JS)
    signs = (
        kind(node, Name.S) in ACTIONS,
        kind(node, Name.Subtype) in MEDIA,
        isinstance(script, pikepdf.String | str),
        isinstance(node, Dictionary) and Name.JavaScript in node,
        isinstance(node.get(Name.XFA), Stream | Array),
        isinstance(node, Stream) and runs_in_drawing(node),
    )
    return ["active"] if any(signs) else []


def runs_in_drawing(stream: Stream) -> bool:
    """Answer whether a stream is a PostScript program or draws a page of another file."""
    postscript = "/PS" in (kind(stream, Name.Subtype), kind(stream, Name.Subtype2))
    return (
        postscript or isinstance(stream.get(Name.PS), Stream) or isinstance(stream.get(Name.Ref), Dictionary)
    )


def carries(node: Dictionary | Stream) -> list[str]:
    """Return ["attachment"] for what carries another file. An empty list of files, as some programs leave, is none."""
    files = node.get(Name.EF)
    signs = (
        kind(node, Name.Type) == "/EmbeddedFile",
        kind(node, Name.Subtype) == "/FileAttachment",
        kind(node, Name.Type) == "/Catalog" and isinstance(node.get(Name.Collection), Dictionary),
        isinstance(files, Dictionary) and any(isinstance(value, Stream) for _, value in files.items()),
    )
    return ["attachment"] if any(signs) else []


def kind(node: Dictionary | Stream, key: Name) -> str:
    """Return the name that stands under a key, "" when there is none."""
    value = node.get(key)
    return str(value) if isinstance(value, Name) else ""
