"""Each hostile file is refused for its reason or made harmless, within five seconds and 600 MB."""

import csv
import io
import logging
import time
import zipfile
from collections.abc import Iterator

import pytest

from portal.inspection import sandbox
from portal.inspection.verdict import CODES, MOST_PIXELS
from tests.inspection import hostile_pictures
from tests.inspection.boxes import Outcome, Usage, inspected
from tests.inspection.hostile import FILES, HARMLESS, MARKS, Hostile

pytestmark = pytest.mark.slow

MOST_SECONDS, MOST_MEBIBYTES = 5, 600
#: What Pillow itself puts into each JPEG and PNG.
OWN = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
DATA = {
    "10-mb-and-1": {"megabytes": "10.1"},
    "one-pixel": {"pixels": 1, "least": 1000},
    "png-50001-square": {"megapixels": 2501, "most": 50},
    "png-just-too-many": {"megapixels": 51, "most": 50},
    "webp-16383-square": {"megapixels": 269, "most": 32},
    "ofd-201-pages": {"pages": 201, "most": 200},
    "csv-where-none-is-asked": {"kind": "csv"},
    "ofd-where-none-is-asked": {"kind": "ofd"},
}


@pytest.fixture
def usage() -> Iterator[Usage]:
    """What the children used."""
    log = logging.getLogger("portal.inspection.sandbox")
    collected, level = Usage(), log.level
    log.addHandler(collected)
    log.setLevel(logging.DEBUG)
    yield collected
    log.removeHandler(collected)
    log.setLevel(level)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_is_refused_or_harmless(file: Hostile, usage: Usage) -> None:
    content = file.content()
    begun, ours = time.monotonic(), time.process_time()
    outcome = inspected(content, file.name, file.declared, file.kinds)
    assert (outcome.code or HARMLESS) == file.expected
    # What it costs, and not what else the machine does; that it ends in any case is for the sandbox.
    assert usage.cpu[0] + time.process_time() - ours < MOST_SECONDS
    assert time.monotonic() - begun < sandbox.MOST_WAITED
    assert usage.mebibytes[0] < MOST_MEBIBYTES
    if outcome.code:
        assert tuple(outcome.data or {}) == CODES[outcome.code]
        assert outcome.data == DATA.get(file.id, outcome.data)
    else:
        assert_harmless(outcome, file.id)


def assert_harmless(outcome: Outcome, id_: str) -> None:
    """Assert that a re-made file holds no mark of the hostile ones, and opens as what it is said to be."""
    assert [mark for mark in MARKS if mark in outcome.content] == []
    if outcome.content_type.startswith("image/"):
        assert b"PK\3\4" not in outcome.content
        image = hostile_pictures.loaded(outcome.content)
        assert f"image/{image.format}".lower() == outcome.content_type
        assert set(image.info) <= OWN
        assert not image.getexif()
        assert image.width * image.height <= MOST_PIXELS
        assert outcome.content.endswith(b"\xff\xd9" if image.format == "JPEG" else b"IEND\xaeB`\x82")
    elif outcome.content_type == "application/ofd":
        assert_packed_clean(outcome.content)
    else:
        assert outcome.content_type == "text/csv"
        assert_no_formula(outcome.content, id_)


def assert_packed_clean(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert made.testzip() is None
        assert made.comment == b""
        for entry in made.infolist():
            assert (entry.comment, entry.extra, entry.date_time) == (b"", b"", (1980, 1, 1, 0, 0, 0))


def assert_no_formula(content: bytes, id_: str) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r＝" and cell not in {"", "-5"}] == []
    if id_.startswith("csv-formulas"):
        assert rows[1:] == [
            ["'=cmd|' /C calc'!A0", "'@SUM(1)"],
            ["'+1+1", "'-2+3"],
            ["'\t=1", "'＝1"],
            ["'\u200b=HYPERLINK(1)", "-5"],
        ]


def test_the_corpus_is_large_and_says_each_thing_once() -> None:
    assert len(FILES) >= 100
    assert len({file.id for file in FILES}) == len(FILES)
