"""The structure tree of a file, so that screen readers know titles, tables, lists and pictures (ISO 32000-1 §14.7)."""

from collections import defaultdict
from typing import Any

from .elements import Element
from .objects import add, number, text_string


def add_structure(doc: Any, root: Element) -> None:
    """Add the tree to a ReportLab document and mark the file as tagged. Its pages must be drawn already."""
    elements = list(root.walk())
    first = doc.objectcounter + 1
    numbers = {id(element): first + at for at, element in enumerate(elements)}
    tree = first + len(elements)
    parents = {id(kid): numbers[id(element)] for element in elements for kid in element.kids}
    pages = [number(doc, f"Page{page}") for page in range(1, doc.pageCounter)]
    for element in elements:
        parent = parents.get(id(element), tree)
        kids = [numbers[id(kid)] for kid in element.kids]
        add(doc, f"Element{numbers[id(element)]}", written(element, parent, kids, pages))
    entries = (
        f"<< /Type /StructTreeRoot /K {numbers[id(root)]} 0 R /ParentTree {parent_tree(elements, numbers)} >>"
    )
    add(doc, "StructTreeRoot", entries.encode("ascii"))
    doc.Catalog.StructTreeRoot = f"{tree} 0 R"
    doc.Catalog.MarkInfo = "<< /Marked true >>"


def written(element: Element, parent: int, kids: list[int], pages: list[int]) -> bytes:
    """Return an element as an object of the file. parent, kids, pages: numbers of their objects."""
    entries = [f"<< /Type /StructElem /S /{element.kind} /P {parent} 0 R"]
    first = element.marks[0][0] if element.marks else None
    if first is not None:
        entries.append(f"/Pg {pages[first]} 0 R")
    inside = [f"{kid} 0 R" for kid in kids] + [
        str(mark) if page == first else f"<< /Type /MCR /Pg {pages[page]} 0 R /MCID {mark} >>"
        for page, mark in element.marks
    ]
    if inside:
        entries.append(f"/K {inside[0]}" if len(inside) == 1 else f"/K [{' '.join(inside)}]")
    entries.append(attributes(element))
    data = " ".join(entries).encode("ascii")
    if element.language:
        data += b" /Lang " + text_string(element.language)
    if element.alt:
        data += b" /Alt " + text_string(element.alt)
    return data + b" >>"


def attributes(element: Element) -> str:
    """Return the attributes that kinds of elements have (ISO 32000-1 §14.8.5)."""
    if element.scope:
        return f"/A << /O /Table /Scope /{element.scope} >>"
    if element.kind == "L":
        return "/A << /O /List /ListNumbering /Decimal >>"
    if element.box:
        sides = " ".join(f"{side:.2f}" for side in element.box)
        return f"/A << /O /Layout /Placement /Block /BBox [{sides}] >>"
    return ""


def parent_tree(elements: list[Element], numbers: dict[int, int]) -> str:
    """Return, page by page, to which element each marked part of the page belongs."""
    owners: dict[int, dict[int, int]] = defaultdict(dict)
    for element in elements:
        for page, mark in element.marks:
            owners[page][mark] = numbers[id(element)]
    lists = [
        f"{page} [{' '.join(f'{marks[mark]} 0 R' for mark in range(len(marks)))}]"
        for page, marks in sorted(owners.items())
    ]
    return f"<< /Nums [{' '.join(lists)}] >>"
