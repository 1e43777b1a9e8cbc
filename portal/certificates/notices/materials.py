"""The lists of papers that notices carry: as they came on the receipt, counted by paper elsewhere."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.applications.models import Submission
from portal.catalog.papers import Table, is_english
from portal.certificates.notices.wording import plain, spelled
from portal.documents.models import Standin
from portal.documents.queries import kind_of, standins_of
from portal.papers.fonts import printable


def titled(submission: Submission) -> dict[str, str]:
    """Return what the papers of a submission are called in the active language, by material code.

    A paper that the service does not know any more is called as it was when it came.
    """
    known = {item.code: str(item.title) for item in submission.application.declaration.materials}
    return {
        entry["material"]: entry.get("title", entry["material"]) for entry in submission.materials
    } | known


def sources_of(submission: Submission) -> dict[str, str]:
    """Return what the registers of the service are called in the active language, by key."""
    return {source.key: str(source.title) for source in submission.application.declaration.sources}


def held_texts(submission: Submission) -> list[tuple[str, str]]:
    """Return (title, what was handed in) of each paper, in the active language: a file's name, or in words.

    Of a promised paper what was promised stands here, not its day: the receipt of a submission stays the same.
    At most one query.
    """
    standins, sources, titles = standins_of(submission), sources_of(submission), titled(submission)
    found = []
    for entry in submission.materials:
        standin = standins.get(entry.get("standin", ""))
        text = standin.shown_text if standin else _held(entry, sources)
        found.append((titles[entry["material"]], text))
    return found


def _held(entry: Mapping[str, Any], sources: Mapping[str, str]) -> str:
    if kind_of(dict(entry)) == "shared":
        return _("Fetched from %(source)s") % {"source": sources.get(entry["source"], entry["source"])}
    return str(entry.get("name", ""))


def received(submission: Submission) -> tuple[Table, ...]:
    """Return the list of the receipt, a line for each file or statement; () when nothing was handed in."""
    held = enumerate(held_texts(submission), 1)
    rows = tuple((str(index), printable(title), printable(plain(text))) for index, (title, text) in held)
    head = (_("No."), _("Material"), _("File or statement"))
    return (Table(head, rows, _("Materials received"), (1, 5, 6)),) if rows else ()


def examined(submission: Submission, until: datetime, language: str) -> str:
    """Return the titles of the papers that lay before whoever decided, in the order of the service; "" for none.

    until: when it was decided; what came late but before that counts. Each title stands once. One query.
    """
    titles = titled(submission)
    codes = {entry["material"] for entry in submission.materials if kind_of(entry) != "later"}
    late = submission.application.documents.filter(late=True, created_at__lte=until, material__in=titles)
    codes |= set(late.values_list("material", flat=True))
    joined = "; ".join if is_english(language) else "；".join  # the titles themselves have commas
    return joined(printable(titles[code]) for code in sorted(codes, key=order_in(submission)))


def order_in(submission: Submission) -> Callable[[str], tuple[int, str]]:
    """Return the key that sorts material codes as the service lists them, unknown ones last."""
    places = {item.code: place for place, item in enumerate(submission.application.declaration.materials)}
    return lambda code: (places.get(code, len(places)), code)


def counted(submission: Submission, language: str) -> tuple[Table, ...]:
    """Return the list of papers with how many pieces there are of each; () when nothing was handed in.

    language: of the paper. A promised paper stands with the day by which it is due. At most one query.
    """
    standins, sources, titles = standins_of(submission), sources_of(submission), titled(submission)
    texts: dict[str, list[str]] = {}
    pieces: dict[str, int] = {}
    for entry in submission.materials:
        code, standin = entry["material"], standins.get(entry.get("standin", ""))
        text = _instead(standin, language) if standin else _held(entry, sources)
        texts.setdefault(code, []).append(printable(plain(text)))
        pieces[code] = pieces.get(code, 0) + (kind_of(entry) != "later")
    rows = tuple(
        (str(index), printable(titles[code]), "\n".join(texts[code]), str(pieces[code]))
        for index, code in enumerate(sorted(texts, key=order_in(submission)), 1)
    )
    total = {"papers": len(rows), "pieces": sum(pieces.values())}
    title = _("Materials (papers: %(papers)s, pieces: %(pieces)s)") % total
    head = (_("No."), _("Material"), _("File or statement"), _("Pieces"))
    return (Table(head, rows, title, (1.1, 5, 5, 1.4)),) if rows else ()


def _instead(standin: Standin, language: str) -> str:
    if not standin.is_promise:
        return _("A signed statement stands in its place")
    if standin.due_on is None:
        return _("Promised for later")
    return _("To be handed in by %(day)s") % {"day": spelled(standin.due_on, language)}
