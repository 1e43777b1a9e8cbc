"""The content a new site begins with, read from `cms/data/`: both languages side by side, no text in code."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Entry:
    """One page of the starting content.

    kind: home, services, guide, news or article. texts: `texts[language]` holds the page's fields
    (title, summary, lead, body as StreamField data). fields: what is the same in every language.
    """

    slug: str
    kind: str
    texts: dict[str, dict[str, Any]]
    menu: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    children: tuple["Entry", ...] = ()


def read_json(name: str) -> Any:
    """Return a data file of this folder."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def read_tree() -> Entry:
    """Return the home page with everything below it."""
    return read_entry(read_json("tree.json"))


def read_entry(node: dict[str, Any]) -> Entry:
    """Return one node of the tree with its texts, and the nodes below it."""
    fixed = {name: node[name] for name in ("date", "version") if name in node}
    return Entry(
        slug=node["slug"],
        kind=node["kind"],
        texts=read_json(f"pages/{node['slug']}.json"),
        menu=node.get("menu", False),
        fields=fixed,
        children=tuple(read_entry(child) for child in node.get("children", [])),
    )
