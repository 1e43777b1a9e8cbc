"""Collect the strings to translate, without the GNU tools: Babel for Python, Django's own reader for templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PYTHON_WORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
CALL = re.compile(r"""\b(?:_|gettext)\((u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")\)""", re.DOTALL)


def catalogues() -> dict[Path, list[Path]]:
    """Return each catalogue (.po) with the folders whose strings it holds: the platform's, and one a service."""
    base = Path(settings.BASE_DIR)
    found = {po_of(base): [base / "portal", base / "cms", base / "templates"]}
    for service in sorted((base / "services").iterdir()):
        if (service / "service.py").exists():
            found[po_of(service)] = [service]
    return found


def po_of(folder: Path) -> Path:
    """Return where the Chinese catalogue of a folder lies."""
    return folder / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def strings_in(folders: list[Path]) -> list[str]:
    """Return every string to translate in the Python files and templates of some folders, each once, sorted."""
    found: set[str] = set()
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix == ".py" and "migrations" not in path.parts:
                found |= set(_in_python(path))
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                found |= set(_in_template(path.read_text(), str(path)))
    return sorted(found)


def _in_python(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for _line, _word, message, _comments in extract_python(file, list(PYTHON_WORDS), [], {}):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                yield text


def _in_template(text: str, origin: str) -> Iterator[str]:
    for match in CALL.finditer(templatize(text, origin=origin)):
        yield ast.literal_eval(match.group(1)).replace("\r\n", "\n")


def read(po: Path) -> Catalog:
    """Return a catalogue; an empty one when the file does not exist yet."""
    if not po.exists():
        return Catalog(locale="zh_Hans")
    with po.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def collect(po: Path, folders: list[Path], known: dict[str, str]) -> list[str]:
    """Write a catalogue anew with the strings of its folders; return those that still lack a translation.

    Translations are kept; `known` (string → Chinese) fills gaps; what the code no longer says is dropped.
    """
    old, new = read(po), Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    missing = []
    for text in strings_in(folders):
        before = old.get(text)
        said = (before.string if before and not before.fuzzy else "") or known.get(text, "")
        new.add(text, said, flags=["python-format"] if re.search(r"%\(\w+\)[sd]", text) else [])
        if not said:
            missing.append(text)
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        write_po(file, new, width=100, no_location=True, sort_output=True, omit_header=False)
    text = re.sub(r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team).*\n', "",
                  po.read_text(), flags=re.M)  # fmt: skip
    po.write_text(re.sub(r"\A(#.*\n)+", "", text))
    return missing
