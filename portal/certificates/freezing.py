"""The content of a certificate, written in its languages, frozen with its number and thawed to be drawn."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.queries import latest_submission
from portal.catalog.declaration import Answers
from portal.catalog.paper_texts import printed
from portal.catalog.papers import CaseRecord, Paper, Table
from portal.certificates.kinds import kinds_of
from portal.certificates.models import Certificate
from portal.review.outside import outside_of
from portal.rulebook.lists import declared_lists
from portal.rulebook.queries import NotInForce, RulesOfDay, unit_name
from portal.rulebook.reading import Version, versions


@dataclass(frozen=True)
class Written:
    """What a certificate or notice says, before number and seal.

    papers: one a language, the original first. organ: in whose name, in Chinese; organs: the same by language of each
    translation. texts: which texts of the rulebook were used, as "ZQ 2020-01-01": code and first day of the version.
    """

    papers: tuple[Paper, ...]
    organ: str
    texts: str = ""
    organs: Mapping[str, str] = field(default_factory=dict, hash=False)


def written_of(
    application: Application,
    certificate: Certificate,
    issued_on: date,
    valid_to: date | None,
    norms: RulesOfDay,
    languages: Sequence[str],
) -> Written:
    """Return what a certificate says, in its languages. Writes nothing; the same for the same case and day.

    issued_on, valid_to: first and last day (None: no end). norms: of the day of issue. languages: the original first.
    Raises NotInForce without texts on that day, UnknownWord when they name what the paper does not have.
    """
    kind, _leads_to = kinds_of(application)[certificate.type]
    version = texts_in_force(kind.texts, kind.type, norms.on)
    original = replace(case_record(application, certificate), issued_on=issued_on, valid_to=valid_to)
    organs = {language: unit_name(organ_of(certificate.unit), language) for language in languages}
    papers = []
    for language in languages:
        record = replace(original, language=language, unit_name=organs[language])
        papers.append(printed(kind, record, norms, version.entry))
    translated = {language: organs[language] for language in languages[1:]}
    return Written(tuple(papers), original.unit_name, f"{kind.type} {version.since}", translated)


def texts_in_force(list_key: str, code: str, on: date) -> Version:
    """Return the version of the texts of a paper that holds on a day. One query. Raises NotInForce."""
    version = versions(declared_lists()[list_key], on).get(code)
    if version is None or not version.holds(on):
        raise NotInForce(f"{list_key} {code} on {on}")
    return version


def freeze(written: Written) -> dict[str, Any]:
    """Return what a certificate says as JSON carries it. The same writing gives the same JSON."""
    papers = [asdict(paper) for paper in written.papers]
    for paper in papers:
        del paper["words"]  # a composed paper has none
    content = {
        "papers": papers,
        "organ": written.organ,
        "organs": dict(written.organs),
        "texts": written.texts,
    }
    frozen: dict[str, Any] = json.loads(json.dumps(content))
    return frozen


def thaw(content: Mapping[str, Any]) -> tuple[Paper, ...]:
    """Return the papers that were frozen, the original first. What was frozen before papers had translations is one."""
    return tuple(thaw_paper(paper) for paper in content.get("papers", [content]))


def thaw_organs(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the organ's name by language of each translation, for `papers.drawing.draw`."""
    return dict(content.get("organs", {}))


def thaw_paper(content: Mapping[str, Any]) -> Paper:
    """Return one paper that was frozen as a dict."""
    return Paper(
        title=content["title"],
        language=content["language"],
        subtitle=content["subtitle"],
        paragraphs=tuple(content["paragraphs"]),
        fields=tuple((label, value) for label, value in content["fields"]),
        tables=tuple(thaw_table(table) for table in content["tables"]),
        reverse=tuple(thaw_table(table) for table in content["reverse"]),
        notes=tuple(content["notes"]),
    )


def thaw_table(table: Mapping[str, Any]) -> Table:
    """Return a table that was frozen as a dict."""
    rows = tuple(tuple(row) for row in table["rows"])
    return Table(tuple(table["head"]), rows, table["title"], tuple(table["widths"]))


def case_record(application: Application, certificate: Certificate) -> CaseRecord:
    """Return what the service is told about a case when it writes the certificate, in Chinese.

    One query for the answers, one for what offices outside did, one for the organ.
    """
    return CaseRecord(
        number=application.number or "",
        answers=answers_of(application),
        unit_name=unit_name(organ_of(certificate.unit)),
        submitted_at=timezone.localtime(application.submitted_at),
        decided_on=timezone.localdate(application.decided_at) if application.decided_at else None,
        handled_by=application.reviewer.get_full_name() if application.reviewer else "",
        extra=outside_of(application),
    )


def answers_of(application: Application) -> Answers:
    """Return the answers as accepted at the last submission. One query. Raises NotAllowed for a draft."""
    submission = latest_submission(application)
    if submission is None:
        raise NotAllowed("a draft has no certificate")
    answers: Answers = submission.content["answers"]
    return answers


def organ_of(unit: str) -> str:
    """Return the code of the organ in whose name a unit's papers are issued: a station's district bureau (A8)."""
    return f"{unit[:6]}000000"
