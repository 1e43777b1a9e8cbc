"""The pages of a PDF, found within bounds, and a new PDF that holds nothing but them."""

from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from . import jpeg, pdf_streams
from .verdict import MOST_PAGES, Refusal

INHERITED = (Name.Resources, Name.MediaBox, Name.CropBox, Name.Rotate)
KEPT = (*INHERITED, Name.Contents, Name.UserUnit, Name.Group)
#: nodes of the page tree: honest ones have fewer than pages
MOST_NODES = 20_000
#: what a viewer takes for a page that does not say its size
LETTER = [0, 0, 612, 792]
#: keys of a stream that tell where it comes from, not how it looks
ORIGIN = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/OPI",
    "/Alternates",
    "/StructParent",
    "/StructParents",
)
ORIGIN += ("/AF", "/AA", "/A", "/ID", "/Measure", "/PtData")


@dataclass
class Leaf:
    """A page, and what it inherits from the nodes above."""

    page: Dictionary
    inherited: dict[str, pikepdf.Object] = field(default_factory=dict)

    def get(self, key: Name) -> pikepdf.Object | None:
        """Return the page's own value, or the inherited one."""
        own = self.page.get(key)
        return self.inherited.get(str(key)) if own is None else own


def count(pdf: pikepdf.Pdf) -> int:
    """Return how many pages the file says it has, 0 when it says nothing usable."""
    root = pdf.Root.get(Name.Pages)
    said = root.get(Name.Count) if isinstance(root, Dictionary) else 0
    return said if isinstance(said, int) and said > 0 else 0


def refuse_too_many(pages: int) -> None:
    """Raise Refusal("pages") for more than MOST_PAGES."""
    if pages > MOST_PAGES:
        raise Refusal("pages", {"pages": pages, "most": MOST_PAGES})


def leaves(pdf: pikepdf.Pdf) -> list[Leaf]:
    """Return the pages in order. Raises Refusal: "pages" for too many, "damaged" for a tree that is none."""
    root = pdf.Root.get(Name.Pages)
    if not isinstance(root, Dictionary):
        raise Refusal("damaged")
    found: list[Leaf] = []
    seen: set[tuple[int, int]] = set()
    waiting: list[Leaf] = [Leaf(root)]
    visited = 0
    while waiting:
        node = waiting.pop()
        visited += 1
        kids = node.page.get(Name.Kids)
        if kids is None:
            found.append(node)
        else:
            waiting += reversed(below(node, kids, seen))
        if visited + len(waiting) > MOST_NODES:
            refuse_too_many(MOST_NODES)
    refuse_too_many(len(found))
    if not found:
        raise Refusal("damaged")
    return found


def below(node: Leaf, kids: pikepdf.Object, seen: set[tuple[int, int]]) -> list[Leaf]:
    """Return the children of a node of the page tree. Raises Refusal("damaged") for a loop."""
    if node.page.is_indirect:
        if node.page.objgen in seen:
            raise Refusal("damaged")
        seen.add(node.page.objgen)
    if not isinstance(kids, Array) or not all(isinstance(kid, Dictionary) for kid in kids):
        raise Refusal("damaged")
    inherited = {str(key): node.get(key) for key in INHERITED if node.get(key) is not None}
    return [Leaf(kid, inherited) for kid in kids]


def bring_down(leaf: Leaf) -> None:
    """Write into a page what it inherits, so that it stands alone."""
    for key, value in leaf.inherited.items():
        if leaf.page.get(key) is None:
            leaf.page[key] = value


def only_pages(pdf: pikepdf.Pdf, found: list[Leaf]) -> pikepdf.Pdf:
    """Return a new PDF with the pages, how they look, which of their layers are shown, and nothing else."""
    made = pikepdf.new()
    for leaf in found:
        page = Dictionary(Type=Name.Page)
        for key in KEPT:
            if leaf.get(key) is not None:
                page[key] = leaf.get(key)
        if Name.MediaBox not in page:
            page.MediaBox = Array(LETTER)
        if Name.Resources not in page:
            page.Resources = Dictionary()
        made.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    keep_layers(pdf, made)
    for node in made.objects:
        if isinstance(node, Stream):
            forget_origin(node)
        elif isinstance(node, Dictionary):
            forget_metadata(node)
    return made


def keep_layers(pdf: pikepdf.Pdf, made: pikepdf.Pdf) -> None:
    """Copy which layers are shown (ISO 32000-2, 8.11.4): without that, hidden ones would appear."""
    said = pdf.Root.get(Name.OCProperties)
    if not isinstance(said, Dictionary) or not isinstance(said.get(Name.OCGs), Array):
        return
    settings = said.get(Name.D)
    shown = Dictionary()
    for key in (Name.BaseState, Name.ON, Name.OFF, Name.AS, Name.Intent):
        if isinstance(settings, Dictionary) and settings.get(key) is not None:
            shown[key] = settings.get(key)
    layers = pdf.make_indirect(Dictionary(OCGs=said.OCGs, D=shown))
    made.Root.OCProperties = made.copy_foreign(layers)


def forget_origin(stream: Stream) -> None:
    """Take from a stream what tells where it comes from: camera data and location, metadata, the editor's own data."""
    for key in ORIGIN:
        if key in stream:
            del stream[key]
    if stream.get(Name.Subtype) == Name.Image:
        bare_picture(stream)


def forget_metadata(node: Dictionary) -> None:
    """Take out metadata that hangs on a dictionary (layers and fonts of some programs)."""
    if isinstance(node.get(Name.Metadata), Stream) and node.Metadata.get(Name.Type) == Name.Metadata:
        del node.Metadata
    for key, sort in (("/PieceInfo", Dictionary), ("/StructParent", int), ("/StructParents", int)):
        if isinstance(node.get(key), sort):
            del node[key]


def bare_picture(stream: Stream) -> None:
    """Write a JPEG picture inside a PDF without its camera data; wrappings around it (Flate, ASCII) go."""
    names = pdf_streams.filters(stream)
    if not names or names[-1] not in ("/DCTDecode", "/DCT"):
        return
    raw = stream.read_raw_bytes()
    for name in names[:-1]:
        if name in pdf_streams.ASCII:
            raw = pdf_streams.from_ascii(raw, pdf_streams.ASCII[name])
        elif pdf_streams.INFLATING.get(name) == "flate":
            raw = b"".join(pdf_streams.pieces(raw))
        else:
            return
    pdf_streams.keep_pixels(*jpeg.size(raw))
    said = stream.get(Name.DecodeParms)
    if isinstance(said, Array):
        said = said[-1] if len(said) == len(names) else None
    stream.write(jpeg.bare(raw), filter=Name.DCTDecode, decode_parms=said)
