"""A case as the desk reads it: answers as submitted, what changed, what may be asked for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.text import Truncator

from portal.applications.models import Application, Submission
from portal.catalog.declaration import Answers, Service
from portal.catalog.sources import ACCOUNT
from portal.documents.queries import kind_of
from portal.rulebook.queries import RulesOfDay, norms
from portal.standards import names
from portal.workdays.queries import today

EMPTY = (None, "", [], ())
#: So many rows of a step stand on the page; the rest is folded.
ROWS_SHOWN = 20
#: From so many rows on each is one line that opens: fifty substances of ten answers are read at a glance.
ROWS_IN_LINES = 4
#: Such a line has so many answers, each of so many characters.
LINE_ANSWERS, LINE_TEXT = 6, 30
YES_NO = (True, False, "yes", "no")
#: What is masked in part: numbers, grouped or with capital letters. A date in English words is not one.
NUMBER = re.compile("[0-9A-Z ]+")


@dataclass(frozen=True)
class Answer:
    """One answer as shown.

    key: `step.field`. hidden: masked until asked for. before: the text of the last round, if it differed.
    source: title of the register that filled it in. account: the account of the company did.
    typed: a register was asked for it, but the applicant typed.
    blank: left out, now as before. yes_no: yes or no, which says nothing without its label.
    """

    key: str
    label: str
    text: str
    sensitive: bool = False
    hidden: bool = False
    changed: bool = False
    before: str = ""
    source: str = ""
    account: bool = False
    typed: bool = False
    blank: bool = False
    yes_no: bool = False


@dataclass(frozen=True)
class Section:
    """One step as shown: its rows of answers (one row unless repeated), and how many rows were taken out.

    folded: mostly statements that were ticked, which nobody needs to read again. row: what one row is called.
    """

    slug: str
    title: str
    rows: list[list[Answer]]
    removed: int = 0
    folded: bool = False
    row: str = ""

    @property
    def parts(self) -> list[tuple[list[Answer], list[str], str, bool]]:
        """The rows, each as the answers that say something, the labels of what was left out, the row in a line,
        and whether it differs from the last round.
        """
        return [
            (
                [answer for answer in row if not answer.blank],
                [answer.label for answer in row if answer.blank],
                in_a_line(row),
                any(answer.changed for answer in row),
            )
            for row in self.rows
        ]

    @property
    def in_lines(self) -> bool:
        """Whether each row is one line that opens."""
        return len(self.rows) >= ROWS_IN_LINES

    @property
    def shown(self) -> int:
        """How many rows stand open at most."""
        return ROWS_SHOWN

    @property
    def rest(self) -> int:
        """How many rows are folded away."""
        return max(0, len(self.rows) - ROWS_SHOWN)

    @property
    def rest_changed(self) -> bool:
        """Whether a row differs that stands in the folded rest."""
        return any(answer.changed for row in self.rows[ROWS_SHOWN:] for answer in row)

    @property
    def covered(self) -> bool:
        """Whether several answers are masked, so that one press for all of them saves many."""
        return len({answer.key for row in self.rows for answer in row if answer.hidden}) > 1

    @property
    def changed(self) -> bool:
        """Whether anything differs from the last round."""
        return bool(self.removed) or any(answer.changed for row in self.rows for answer in row)


def in_a_line(row: list[Answer]) -> str:
    """Return what tells a row from the others: its first answers, none that is masked and none in its full length."""
    told = [answer.text for answer in row if not (answer.blank or answer.sensitive or answer.yes_no)]
    return " · ".join(Truncator(text).chars(LINE_TEXT) for text in told[:LINE_ANSWERS])


@dataclass
class CaseFile:
    """The last two rounds of a case. previous: None in the first round."""

    application: Application
    latest: Submission
    previous: Submission | None = None
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.answers = self.latest.content["answers"]

    @property
    def service(self) -> Service:
        """The service applied for."""
        return self.application.declaration

    @cached_property
    def norms(self) -> RulesOfDay:
        """The rules of today, read once for all that the page shows."""
        return norms(today())


def case_file(application: Application) -> CaseFile:
    """Return what was submitted last and before. One query. Raises IndexError for a draft."""
    rounds = list(application.submissions.order_by("-round")[:2])
    return CaseFile(application, rounds[0], rounds[1] if len(rounds) > 1 else None)


def sections_of(file: CaseFile, language: str, unmasked: frozenset[str] = frozenset()) -> list[Section]:
    """Return the answers by step as they were shown to the applicant, in that language if it was kept.

    unmasked: keys (`step.field`) of sensitive answers that are shown in clear. With a second round, each
    answer that differs carries the earlier text.
    """
    before = {section["slug"]: section["rows"] for section in shown(file.previous, language)}
    return [
        _section(section, before.get(section["slug"]), file, unmasked)
        for section in shown(file.latest, language)
    ]


def shown(submission: Submission | None, language: str) -> list[dict[str, Any]]:
    """Return the sections of a submission in a language, or in the one it was kept in."""
    if submission is None:
        return []
    kept = submission.content["shown"]
    return list(kept.get(language) or next(iter(kept.values()), []))


def _section(
    section: dict[str, Any], before: list[Any] | None, file: CaseFile, unmasked: frozenset[str]
) -> Section:
    slug = section["slug"]
    old_rows = [{item["name"]: item["text"] for item in row} for row in before or []]
    values = rows_in(file.answers.get(slug, {}))
    titles = {source.key: str(source.title) for source in file.service.sources}
    rows = []
    for place, row in enumerate(section["rows"]):
        old = _at(old_rows, place) if file.previous else None
        answers = [_answer(slug, item, _at(values, place), old, unmasked) for item in row]
        rows.append([_with_origin(answer, item, titles) for answer, item in zip(answers, row, strict=True)])
    given = [value for row in values for value in row.values()]
    folded = 2 * sum(value is True for value in given) > len(given)
    repeat = next((step.repeat for step in file.service.steps if step.slug == slug), None)
    called = str(repeat.row) if repeat else ""
    return Section(slug, section["title"], rows, max(0, len(old_rows) - len(rows)), folded, called)


def _at(rows: Sequence[Mapping[str, Any]], place: int) -> Mapping[str, Any]:
    return rows[place] if place < len(rows) else {}


def rows_in(answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the rows of a repeated step, or the one row that any other step is."""
    return list(answers["rows"]) if "rows" in answers else [answers]


def _answer(
    slug: str,
    item: dict[str, Any],
    values: Mapping[str, Any],
    old: Mapping[str, str] | None,
    unmasked: frozenset[str],
) -> Answer:
    key, text = f"{slug}.{item['name']}", item["text"]
    sensitive = bool(item["sensitive"]) and values.get(item["name"], text) not in EMPTY
    hidden = sensitive and key not in unmasked
    cover: Callable[[str], str] = masked if hidden else str
    before = (old or {}).get(item["name"], "")
    changed = old is not None and text != before
    return Answer(
        key=key,
        label=item["label"],
        text=cover(text),
        sensitive=sensitive,
        hidden=hidden,
        changed=changed,
        before=cover(before) if changed and before else "",
        blank=not changed and values.get(item["name"], text) in EMPTY,
        yes_no=values.get(item["name"]) in YES_NO,
    )


def _with_origin(answer: Answer, item: Mapping[str, Any], titles: Mapping[str, str]) -> Answer:
    """Return an answer with where it comes from, as kept at submission; older submissions keep nothing of it."""
    if item.get("source") == ACCOUNT:
        return replace(answer, account=True)
    if key := item.get("source"):
        return replace(answer, source=titles.get(key, key))
    return replace(answer, typed=bool(item.get("typed")))


def masked(text: str) -> str:
    """Return a sensitive text for eyes that need not know it: names and numbers in part, the rest not."""
    if names.matches(text):
        return names.mask(text)
    if len(text) > 7 and NUMBER.fullmatch(text):
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    return "*" * 6


def sensitive_keys(file: CaseFile) -> set[str]:
    """Return the keys of all sensitive answers of the case."""
    sections = [section for kept in file.latest.content["shown"].values() for section in kept]
    return {
        f"{section['slug']}.{item['name']}"
        for section in sections
        for row in section["rows"]
        for item in row
        if item["sensitive"]
    }


def correctable(file: CaseFile, language: str) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """Return what corrections may be asked of this case: (step, field) -> label, and material -> title.

    A whole step has an empty field. Only steps and fields that were submitted and materials that the answers
    call for are in it; nothing else may ever be asked (issue 6: from the published list).
    """
    steps = {step.slug for step in file.service.steps}
    fields: dict[tuple[str, str], str] = {}
    for section in shown(file.latest, language):
        if section["slug"] in steps:
            fields[section["slug"], ""] = section["title"]
            fields |= {
                (section["slug"], item["name"]): item["label"] for row in section["rows"] for item in row
            }
    materials = {
        item.code: str(item.title)
        for item in file.service.materials_for(file.answers)
        if not item.later  # its time has not come
    }
    return fields, materials


def changed_since_last(file: CaseFile) -> tuple[set[tuple[str, str]], set[str]]:
    """Return the (step, field) pairs and the materials that differ from the last round.

    A step as a whole has an empty field. Nothing differs in the first round.
    """
    if file.previous is None:
        return set(), set()
    old: Answers = file.previous.content["answers"]
    fields: set[tuple[str, str]] = set()
    for step in file.answers.keys() | old.keys():
        names_changed = _changed_fields(old.get(step, {}), file.answers.get(step, {}))
        fields |= {(step, name) for name in names_changed} | ({(step, "")} if names_changed else set())
    called_for = {item.code for item in file.service.materials_for(file.answers)}
    called_before = {item.code for item in file.service.materials_for(old)}
    before, now = _digests(file.previous), _digests(file.latest)
    differing = {code for code in before.keys() | now.keys() if before.get(code) != now.get(code)}
    return fields, differing | (called_for - called_before)


def _changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    rows, old_rows = rows_in(new), rows_in(old)
    fields = {name for row in [*rows, *old_rows] for name in row} - {"rows"}
    return {name for name in fields if [row.get(name) for row in rows] != [row.get(name) for row in old_rows]}


def _digests(submission: Submission) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in submission.materials:
        found.setdefault(entry["material"], set()).add(f"{kind_of(entry)}:{entry.get('sha256', '')}")
    return found
