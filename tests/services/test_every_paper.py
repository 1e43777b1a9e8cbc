"""What every paper of every registered service must keep, in both languages."""

import json
import re
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from portal.catalog.declaration import Certificate, Service
from portal.catalog.paper_texts import printed
from portal.catalog.papers import CaseRecord, Paper, Table
from portal.papers import drawing, fonts
from portal.rulebook.queries import RulesOfDay, norms, unit_name
from tests.services.test_every_service import SERVICES, every_applicant, every_service, filled

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
every_paper = pytest.mark.parametrize(
    ("service", "kind"),
    [
        pytest.param(service, kind, id=f"{service.code}-{kind.type}")
        for service in SERVICES
        for kind in (service.certificate, service.closing)
        if kind
    ],
)
CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@pytest.fixture(scope="module", name="rules")
def rules_of_today(django_db_setup: None, django_db_blocker: Any) -> RulesOfDay:
    """The rulebook of today; it reads each list once for the whole file."""
    rules = norms()
    with django_db_blocker.unblock():
        for service in SERVICES:
            papers_of(service, 0, rules)
    return rules


def record(
    service: Service, kind: Certificate, answers: dict[str, Any], rules: RulesOfDay, language: str = "zh-hans"
) -> CaseRecord:
    """Return what a service is told about a decided case when it writes a paper."""
    return CaseRecord(
        number=f"{service.code}31011520261123010000010",
        answers=answers,
        unit_name=unit_name(service.route(answers, rules), language),
        submitted_at=NOW - timedelta(days=3),
        decided_on=rules.on,
        issued_on=rules.on,
        valid_to=kind.valid_to(answers, rules.on, rules),
        handled_by="顾长宁",
        extra={"register": {"household_no": "310115000001", "registered_on": rules.on.isoformat()}},
        language=language,
    )


def tables(paper: Paper) -> tuple[Table, ...]:
    return (*paper.tables, *paper.reverse)


def said_by_the_house(paper: Paper) -> list[str]:
    """Return what stands on a paper without being anybody's answer: title, labels, heads of tables, notes."""
    heads = [text for table in tables(paper) for text in (table.title, *table.head) if text]
    return [paper.title, paper.subtitle, *(label for label, _value in paper.fields), *heads, *paper.notes]


def papers_of(service: Service, n: int, rules: RulesOfDay) -> list[tuple[Certificate, CaseRecord, Paper]]:
    """Return every paper of invented applicant n in both languages, with what it was made of."""
    answers = filled(service, n, rules)
    kinds = filter(None, (service.certificate, service.closing))
    cases = [
        (kind, record(service, kind, answers, rules, language))
        for kind in kinds
        for language in ("zh-hans", "en")
    ]
    return [(kind, case, printed(kind, case, rules)) for kind, case in cases]


@every_applicant
def test_each_paper_is_composed_in_both_languages_and_every_character_drawn(service, n, rules):
    for kind, case, paper in papers_of(service, n, rules):
        assert case.valid_to is None or case.valid_to >= rules.on
        assert printed(kind, case, rules) == paper
        assert paper.language == case.language
        assert paper.title.strip()
        assert paper.fields or paper.tables
        assert all(label and isinstance(label, str) for label, _value in paper.fields)
        assert all(len(row) == len(table.head) for table in tables(paper) for row in table.rows)
        assert not paper.words
        house = [paper.title, paper.subtitle, *paper.paragraphs, *paper.notes]
        assert not [text for text in house if re.search("[{}]", text)]
        assert fonts.missing_glyphs(paper.texts()) == []
        json.dumps(asdict(paper))


@every_paper
def test_what_the_house_says_on_a_paper_is_all_in_the_language_of_the_paper(service, kind, rules):
    answers = filled(service, 1, rules)
    chinese, english = (
        said_by_the_house(printed(kind, record(service, kind, answers, rules, language), rules))
        for language in ("zh-hans", "en")
    )
    assert [text for text in chinese if text and not CJK.search(text)] == []
    assert [text for text in english if CJK.search(text)] == []


@every_paper
def test_its_texts_are_in_the_rulebook_with_an_english_version(service, kind, rules):
    entry = rules.entries(kind.texts)[kind.type]
    assert entry["title"] and entry["title_en"]
    for column in ("subtitle", "opening", "notes"):
        assert bool(entry[column]) == bool(entry[f"{column}_en"]), column
        assert len(entry[column].splitlines()) == len(entry[f"{column}_en"].splitlines()), column


@every_paper
def test_its_content_is_pure_in_the_language_of_its_record(service, kind, rules):
    """Whichever language is active around it: the record says in which the paper is written."""
    case = record(service, kind, filled(service, 1, rules), rules, "en")
    papers = []
    for around in ("zh-hans", "en"):
        with translation.override(around):
            papers.append(printed(kind, case, rules))
    assert papers[0] == papers[1]


@every_service
def test_the_certificate_is_drawn_alike_each_time(service, rules):
    answers, kind = filled(service, 1, rules), service.certificate
    papers = [printed(kind, record(service, kind, answers, rules, code), rules) for code in ("zh-hans", "en")]
    pictures = [
        drawing.draw(
            papers, number="ZQ31011520260000010", organ="示范单位", issued_on=rules.on, seal=True, created=NOW
        )
        for _ in range(2)
    ]
    assert pictures[0] == pictures[1]
    assert pictures[0].startswith(b"%PDF-")
