"""What an editor sees of the texts of a paper before saving them: the paper itself, with a sample's data (rulebook).

Nothing is numbered, sealed or kept. The pages are pictures: whatever was typed is drawn, never run.
"""

import base64
import io
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.catalog import registry
from portal.catalog.declaration import Certificate, Service
from portal.catalog.paper_texts import UnknownWord, printed
from portal.catalog.papers import CaseRecord, Paper
from portal.certificates.freezing import organ_of
from portal.certificates.notices import samples
from portal.certificates.notices.texts import TEXTS
from portal.papers.drawing import draw
from portal.papers.fonts import MissingGlyph
from portal.rulebook.lists import BadData, ListSpec
from portal.rulebook.queries import NotInForce, RulesOfDay, norms, unit_name
from portal.ui.forms import step_formset
from portal.wizard.forms import data_of
from portal.workdays.queries import today

LANGUAGES = ("zh-hans", "en")
WATERMARK = "样本 SAMPLE"
SCALE = 1.4  # of 72 dots per inch: about 830 pixels wide
#: The page holds pictures and nothing that runs; the admin shows it in a frame.
POLICY = {
    "default-src": [NONE],
    "img-src": ["data:"],
    "style-src": [NONCE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
}
# PDFium keeps state that threads must not share.
LOCK = threading.Lock()


class NoSample(Exception):
    """The rules of today do not take the invented applicant of a service; the message says what is wrong."""


@dataclass(frozen=True)
class Sample:
    """Papers of an invented case: the original and its translation, and in whose name, by language."""

    papers: tuple[Paper, ...]
    organs: Mapping[str, str]


@csp(POLICY)
def preview(request: HttpRequest, spec: ListSpec, code: str, data: Any) -> HttpResponse:
    """Return a page with the pictures of the paper that an entry of texts makes, or with what is wrong with it.

    data: the columns as typed, not saved; they may be anything. The caller has made sure that an editor asks.
    """
    pages: list[str] = []
    problem = ""
    try:
        spec.accept(code, data)
        pages = pictures(drawn(sample(spec, code, spec.read(data)), code))
    except (BadData, UnknownWord, NoSample) as mistake:
        problem = str(mistake)
    except NotInForce as missing_rule:
        problem = _("A rule that it needs is not in force today: %(rule)s.") % {"rule": missing_rule}
    except MissingGlyph as missing:
        named = zip(missing.characters, missing.code_points, strict=True)
        shown = ", ".join(f"{char} ({point})" if char.isprintable() else point for char, point in named)
        problem = _("These characters cannot be printed: %(characters)s.") % {"characters": shown}
    return render(request, "certificates/text_preview.html", {"pages": pages, "problem": problem})


def sample(spec: ListSpec, code: str, entry: Mapping[str, Any]) -> Sample:
    """Return the papers of an invented case with these texts, in both languages.

    Raises BadData for texts of no paper, UnknownWord.
    """
    rules = norms(today())
    if spec.key == TEXTS.key:
        return notice_of(code, rules, entry)
    for service in registry.all_services():
        for kind in (service.certificate, service.closing):
            if kind is not None and (kind.texts, kind.type) == (spec.key, code):
                return sample_of(service, kind, rules, entry)
    raise BadData(_("No paper has these texts."))


def notice_of(code: str, rules: RulesOfDay, entry: Mapping[str, Any]) -> Sample:
    """Return a notice of an invented case with these texts."""
    service = samples.service_of(code, list(rules.entries(TEXTS.key)))
    answers = sample_answers(service, rules)
    organs = organs_of(service.route(answers, rules))
    return Sample(samples.papers_of(code, entry, service, answers, rules, LANGUAGES), organs)


def organs_of(unit: str) -> dict[str, str]:
    """Return the name of the organ that signs for a unit, by language."""
    return {language: unit_name(organ_of(unit), language) for language in LANGUAGES}


def sample_of(service: Service, kind: Certificate, rules: RulesOfDay, entry: Mapping[str, Any]) -> Sample:
    """Return the papers of the first invented applicant of a service, issued on the day of the rules."""
    answers = sample_answers(service, rules)
    organs, day = organs_of(service.route(answers, rules)), rules.on
    record = CaseRecord(
        number=f"{service.code}{'0' * 6}{day:%Y%m%d}{'0' * 6}",
        answers=answers,
        unit_name="",
        submitted_at=timezone.localtime(),
        decided_on=day,
        issued_on=day,
        valid_to=kind.valid_to(answers, day, rules),
        handled_by="示例",
        extra={"register": {"household_no": "0" * 9, "registered_on": day.isoformat()}},
    )
    papers = (
        printed(kind, replace(record, language=language, unit_name=organs[language]), rules, entry)
        for language in LANGUAGES
    )
    return Sample(tuple(papers), organs)


def sample_answers(service: Service, rules: RulesOfDay) -> dict[str, Any]:
    """Return the answers of the first invented applicant, as the forms of the steps take them.

    Raises NoSample when a form does not: under the rules that come with the portal it does, but editors change them.
    """
    typed, answers = service.sample(1, rules), dict[str, Any]()
    for step in service.steps:
        if not step.when(answers):
            continue
        data, form_class, more = data_of(step, typed[step.slug]), step.form, dict[str, Any]()
        if step.repeat is not None:
            form_class = step_formset(
                step.form, step.repeat.minimum, step.repeat.maximum, row=step.repeat.row
            )
            more["prefix"] = step.slug
        form: Any = form_class(data, norms=rules, answers=answers, **more)
        if not form.is_valid():
            raise NoSample(refused(service, step.title, form))
        answers[step.slug] = form.json_values()
    return answers


def refused(service: Service, step: object, form: Any) -> str:
    """Return what today's rules do not take in a step of a sample."""
    rows = form.errors if isinstance(form.errors, list) else [form.errors]
    wrong = " ".join(str(error) for row in rows for errors in row.values() for error in errors)
    words = _("The invented applicant of “%(service)s” does not fit the rules of today (%(step)s): %(wrong)s")
    return words % {"service": service.title, "step": step, "wrong": wrong}


def drawn(made: Sample, code: str) -> bytes:
    """Return the papers of a sample as one PDF file, watermarked. Raises MissingGlyph."""
    day = today()
    return draw(
        made.papers,
        number=f"{code[:2]}{'0' * 6}{day:%Y}{'0' * 7}",
        qr_url="SAMPLE",
        code="0" * 16,
        organ=made.organs[LANGUAGES[0]],
        organs=made.organs,
        issued_on=day,
        seal=True,
        watermark=WATERMARK,
        created=timezone.now(),
    )


def pictures(pdf: bytes) -> Sequence[str]:
    """Return the pages of a PDF file of our own as PNG pictures in data addresses."""
    import pypdfium2

    found = []
    with LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for page in document:
                out = io.BytesIO()
                page.render(scale=SCALE).to_pil().save(out, "PNG")
                found.append("data:image/png;base64," + base64.b64encode(out.getvalue()).decode())
        finally:
            document.close()
    return found
