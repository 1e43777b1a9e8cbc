"""What papers say beside the facts of a case: titles, openings and notes in two languages, as lists of the rulebook.

They change by decree, so each is an entry with versions; placeholders in curly braces stand for what a service fills
in. Placeholders are replaced, never evaluated.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog.context import Norms, Text
from portal.catalog.declaration import Certificate
from portal.catalog.papers import CaseRecord, Paper, is_english
from portal.rulebook.lists import BadData, Column, ListSpec

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
#: Drawn in one line each; the others hold a paragraph or a note a line.
SINGLE = ("title", "title_en", "subtitle", "subtitle_en")
COLUMNS = (
    Column("title", _("Title")),
    Column("title_en", _("Title in English"), required=False),
    Column("subtitle", _("Subtitle"), required=False),
    Column("subtitle_en", _("Subtitle in English"), required=False),
    Column("opening", _("Opening, a paragraph a line"), required=False),
    Column("opening_en", _("Opening in English, a paragraph a line"), required=False),
    Column("notes", _("Notes, one a line"), required=False),
    Column("notes_en", _("Notes in English, one a line"), required=False),
)
LABELS = {column.key: column.label for column in COLUMNS}
#: Characters: a title stands large at the head of a paper and, filled in, in the register.
MOST_OF_A_LINE = 60
#: Under this name the certificates' room draws what editors see of such a list (`rulebook.lists.register_preview`).
PREVIEW = "paper"
#: Texts that may name the same words, or those that each code may name.
Words = Mapping[str, tuple[str, ...]] | tuple[str, ...]


class UnknownWord(LookupError):
    """A text names a placeholder for which the paper has nothing; the message says which, for whoever mends it."""


@dataclass(frozen=True)
class TextsCheck:
    """Holds the texts of a paper to the placeholders that it fills. words: as in `texts_list`."""

    words: Words = field(hash=False)

    def __call__(self, code: str, columns: Mapping[str, Any]) -> None:
        """Raise BadData for a code that is no paper, an unknown placeholder, a single brace, a title on two lines.

        It names each column that is wrong by what editors see it called, a line each.
        """
        if isinstance(self.words, Mapping) and code not in self.words:
            papers = ", ".join(self.words)
            raise BadData(
                gettext("No paper has the code “%(code)s”; there are %(papers)s.")
                % {"code": code, "papers": papers}
            )
        known, problems = self.known(code), list[str]()
        for column, text in columns.items():
            try:
                check_text(text, known, single=column in SINGLE)
            except BadData as problem:
                problems.append(
                    gettext("“%(column)s” %(problem)s") % {"column": LABELS[column], "problem": problem}
                )
        if problems:
            raise BadData("\n".join(problems))

    def hint(self, code: str) -> str:
        """Return which placeholders an editor may use in the texts of a code."""
        words = ", ".join(f"{{{word}}}" for word in self.known(code))
        if not words:
            return gettext("These texts name nothing of the case: there are no placeholders.")
        return gettext("Placeholders, in curly braces, stand for what a case says: %(words)s.") % {
            "words": words
        }

    def known(self, code: str) -> tuple[str, ...]:
        """Return the words that the texts of a code may name; () for a code that is no paper."""
        return self.words.get(code, ()) if isinstance(self.words, Mapping) else self.words


def check_text(text: str, known: Iterable[str], *, single: bool = False) -> None:
    """Raise BadData unless every brace of a text belongs to a known placeholder. single: it must be one line."""
    if single and "{" in text:
        raise BadData(
            gettext("must have no placeholder: whoever verifies a paper reads it, and may be anybody")
        )
    if single and len(text.splitlines()) > 1:
        raise BadData(gettext("must be a single line"))
    if single and len(text) > MOST_OF_A_LINE * (1 if re.search("[\u3400-\u9fff]", text) else 2):
        raise BadData(gettext("is too long for one line; a few words are enough"))
    words = tuple(known)
    for word in PLACEHOLDER.findall(text):
        if word not in words:
            allowed = ", ".join(f"{{{name}}}" for name in words) or gettext("none")
            raise BadData(
                gettext("has the unknown placeholder {%(word)s}; known here: %(words)s")
                % {"word": word, "words": allowed}
            )
    if stray := re.search(r".{0,12}[{}].{0,12}", PLACEHOLDER.sub("", text)):
        raise BadData(
            gettext("has a curly brace that belongs to no placeholder, near “%(near)s”") % {"near": stray[0]}
        )


def texts_list(key: str, title: Text, seed: Path, words: Words) -> ListSpec:
    """Return the declaration of a list of texts of papers; hand it to `declare_list`.

    key, title, seed: of the list. words: the placeholders that the texts of each code may name, or one tuple for all
    codes, which then are not limited. An entry's code is the type of its paper (ZQ, GB, …).
    """
    check = TextsCheck(words)
    return ListSpec(key, title, COLUMNS, seed, check=check, hint=check.hint, preview=PREVIEW, prose=True)


def compose(paper: Paper, entry: Mapping[str, Any], language: str) -> Paper:
    """Return a paper with title, subtitle, opening and notes of an entry, in a language.

    entry: as `COLUMNS`; an English text that is empty falls back to the Chinese one. Its opening stands before the
    paragraphs of the paper, its notes before the paper's notes; lines that come out empty are left out.
    Raises UnknownWord when a text names what `paper.words` does not have.
    """

    def said(column: str) -> list[str]:
        text = (is_english(language) and entry.get(f"{column}_en")) or entry.get(column) or ""
        lines = (filled(line, paper.words).strip() for line in text.splitlines())
        return [line for line in lines if line]

    return replace(
        paper,
        title=" ".join(said("title")) or paper.title,
        subtitle=" ".join(said("subtitle")) or paper.subtitle,
        paragraphs=(*said("opening"), *paper.paragraphs),
        notes=(*said("notes"), *paper.notes),
        language=language,
        words={},
    )


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text with its placeholders replaced, once: what a word holds is never read as a placeholder.

    Raises UnknownWord.
    """

    def word(found: re.Match[str]) -> str:
        if found[1] not in words:
            raise UnknownWord(
                gettext("The paper has nothing for the placeholder {%(word)s}.") % {"word": found[1]}
            )
        return str(words[found[1]])

    return PLACEHOLDER.sub(word, text)


def printed(
    certificate: Certificate, record: CaseRecord, norms: Norms, entry: Mapping[str, Any] | None = None
) -> Paper:
    """Return a certificate as it is printed, in the language of the record.

    norms: of the day of issue. entry: its texts; left out, those in force that day. Raises UnknownWord, KeyError when
    the list has no texts of it.
    """
    texts = norms.entries(certificate.texts)[certificate.type] if entry is None else entry
    with translation.override(record.language):
        return compose(certificate.content(record, norms), texts, record.language)
