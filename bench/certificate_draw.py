"""A certificate drawn, beside ReportLab alone drawing the same lines of text in the same fonts and sizes."""

import io
import itertools
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bench.measuring import Result, compared, ratio_of, result
from portal.catalog import registry
from portal.catalog.paper_texts import printed
from portal.catalog.papers import CaseRecord, Paper
from portal.papers import fonts
from portal.papers.drawing import draw
from portal.papers.imprint import Imprint
from portal.papers.layout import layout
from portal.papers.sheet import HEIGHT, WIDTH, Text
from portal.rulebook.queries import norms
from portal.workdays.queries import today

GOAL = 1.5
SERVICE = "PB"
ORGAN = "上海市公安局浦东分局"
ZONE = ZoneInfo("Asia/Shanghai")


def certificate(day: date) -> Paper:
    """Return what the certificate of the first invented applicant says."""
    service = registry.get(SERVICE)
    rules = norms(day)
    record = CaseRecord(
        number="PB31011520260000010",
        answers=service.sample(0, rules),
        unit_name=ORGAN,
        submitted_at=datetime(day.year, day.month, day.day, 9, tzinfo=ZONE),
        decided_on=day,
        certificate_number="GB31011520260000010",
        issued_on=day,
        valid_to=day,
    )
    return printed(service.certificate, record, rules)


def ours(paper: Paper, day: date, coded: bool) -> Callable[[], bytes]:
    """Return the piece of work: a certificate with seal, tags and metadata. coded: each time with a new QR code."""
    numbers = itertools.count(1)

    def work() -> bytes:
        number = f"GB3101152026{next(numbers):07}"
        return draw(
            paper,
            number=number,
            qr_url=f"https://portal.example/verify/{number}/?code=K7WM4Q2X" if coded else "",
            code="K7WM4Q2X",
            organ=ORGAN,
            issued_on=day,
            seal=True,
            created=datetime(day.year, day.month, day.day, 9, tzinfo=ZONE),
        )

    return work


@cache
def plain_font(name: str) -> str:
    """Register a font file as ReportLab reads it; return its name there."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(f"plain {name}", str(fonts.find(name)))
    # Fonts of one name are taken for one, and ours has it already.
    font.face.name = b"Plain" + font.face.name
    registerFont(font)
    return str(font.fontName)


def imprint_of(day: date) -> Imprint:
    """Return what the platform adds to the certificate, with a QR code that is known already."""
    return Imprint("GB31011520260000010", "https://portal.example/", ORGAN, day, True, code="K7WM4Q2X")


def lines_of(papers: Sequence[Paper], imprint: Imprint) -> list[list[tuple[str, float, float, float, str]]]:
    """Return the lines of each page: font, size, x, y, text."""
    pages = layout(papers, imprint).pages
    return [
        [
            (plain_font(font), item.style.size, item.x, item.y, text)
            for item in page
            if isinstance(item, Text)
            for font, text in fonts.runs(item.text, item.style.bold)
        ]
        for page in pages
    ]


def bare(pages: list[list[tuple[str, float, float, float, str]]]) -> Callable[[], bytes]:
    """Return the piece of work: the lines at their places on as many pages, and nothing else."""
    from reportlab.pdfgen.canvas import Canvas

    def work() -> bytes:
        out = io.BytesIO()
        canvas: Any = Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1)
        for lines in pages:
            for font, size, x, y, text in lines:
                canvas.setFont(font, size)
                canvas.drawString(x, y, text)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    return work


def quiet(work: Callable[[], bytes]) -> Callable[[], None]:
    """Return the piece of work, its file thrown away."""

    def done() -> None:
        assert work().startswith(b"%PDF")

    return done


def measure() -> Result:
    """Return how long a certificate takes, with its QR code made anew each time, beside the bare lines."""
    day = today()
    paper = certificate(day)
    pages = lines_of([paper], imprint_of(day))
    reference = quiet(bare(pages))
    uncoded = compared(quiet(ours(paper, day, coded=False)), reference)
    note = (
        f"a certificate of {SERVICE} of {len(pages)} pages with {sum(map(len, pages))} lines, emblem, seal, a new QR "
        "code each time, structure tree and PDF/A metadata, against ReportLab's drawString of the same lines in fonts "
        f"read before; without the QR code {ratio_of(uncoded):.2f} times"
    )
    return result("certificate_draw", *compared(quiet(ours(paper, day, coded=True)), reference), GOAL, note)
