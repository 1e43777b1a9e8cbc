"""Collect the strings to translate, without the GNU tools: Babel for Python, Django's own reader for templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

#: A string to translate, or one and many of the same ("%(n)s day", "%(n)s days").
Words = str | tuple[str, str]
PLURALS = {"ngettext", "ngettext_lazy"}
PYTHON_WORDS = ["_", "gettext", "gettext_lazy", "gettext_noop", *PLURALS]
QUOTED = r"""(u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(?:_|gettext)\({QUOTED}\)", re.DOTALL)
COUNTED = re.compile(rf"\bngettext\({QUOTED}, {QUOTED}, *count\)", re.DOTALL)


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


def strings_in(folders: list[Path]) -> list[Words]:
    """Return every string to translate in the Python files and templates of some folders, each once, sorted.

    One that is counted somewhere stands there with its plural, and not alone beside it.
    """
    found: set[Words] = set()
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix == ".py" and "migrations" not in path.parts:
                found |= set(_in_python(path))
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                found |= set(_in_template(path.read_text(), str(path)))
    counted = {words[0] for words in found if isinstance(words, tuple)}
    return sorted(found - counted, key=lambda words: words if isinstance(words, str) else words[0])


def _in_python(path: Path) -> Iterator[Words]:
    with path.open("rb") as file:
        for _line, word, message, _comments in extract_python(file, PYTHON_WORDS, [], {}):
            parts = message if isinstance(message, tuple) else (message,)
            if word in PLURALS and parts[0] and parts[1]:
                yield parts[0], parts[1]
            elif parts[0]:
                yield parts[0]


def _in_template(text: str, origin: str) -> Iterator[Words]:
    made = templatize(text, origin=origin)
    for match in CALL.finditer(made):
        yield _unquoted(match.group(1))
    for match in COUNTED.finditer(made):
        yield _unquoted(match.group(1)), _unquoted(match.group(2))


def _unquoted(text: str) -> str:
    return str(ast.literal_eval(text)).replace("\r\n", "\n")


def read(po: Path) -> Catalog:
    """Return a catalogue; an empty one when the file does not exist yet."""
    if not po.exists():
        return Catalog(locale="zh_Hans")
    with po.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def chinese(entry: Message) -> str:
    """Return the Chinese of an entry, "" for none yet; one and many have the same."""
    said = entry.string if isinstance(entry.string, str) else next(iter(entry.string), "")
    return str(said or "")


def collect(po: Path, folders: list[Path], known: dict[str, str]) -> list[str]:
    """Write a catalogue anew with the strings of its folders; return those that still lack a translation.

    Translations are kept; `known` (string, of a plural the singular → Chinese) fills gaps; what the code no longer says
    is dropped. Chinese has one form for one and many.
    """
    old, new = read(po), Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    missing = []
    for words in strings_in(folders):
        text = words if isinstance(words, str) else words[0]
        before = old.get(words)
        said = (chinese(before) if before and not before.fuzzy else "") or known.get(text, "")
        formats = ["python-format"] if re.search(r"%\(\w+\)[sd]", text) else []
        new.add(words, said if isinstance(words, str) else (said,), flags=formats)
        if not said:
            missing.append(text)
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        write_po(file, new, width=100, no_location=True, sort_output=True, omit_header=False)
    text = re.sub(r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team).*\n', "",
                  po.read_text(), flags=re.M)  # fmt: skip
    po.write_text(re.sub(r"\A(#.*\n)+", "", text))
    return missing
