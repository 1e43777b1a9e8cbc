"""Papers as PDF files: what can be read in them, and that nothing overlaps."""

import io
import itertools
from dataclasses import replace
from datetime import date
from math import hypot

import pytest
from pypdf import PdfReader

from portal.catalog.papers import Paper, Table
from portal.papers import fonts
from portal.papers.drawing import draw
from portal.papers.imprint import Imprint
from portal.papers.layout import layout
from portal.papers.sheet import LEFT, RIGHT, TOP, Item, Mark, Text
from tests.pace import spent

from .samples import CREATED, ENGLISH, IMPRINT, LONG_NAME, PERMIT, filing, rows

LONGEST = replace(
    PERMIT,
    title="关于准予" + LONG_NAME + "等人员迁入的证明",
    fields=((LONG_NAME, LONG_NAME * 3), ("Very" * 60, "x" * 900)),
    tables=(Table(("一" * 40, "二", "three" * 20), ((LONG_NAME, "x" * 300, "短"),) * 25),),
    notes=(LONG_NAME * 2,) * 12,
)


def reader(data: bytes) -> PdfReader:
    """Open a PDF file."""
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    """Return all text of a PDF file without white space."""
    return "".join("".join(page.extract_text() for page in reader(data).pages).split())


def imprint(**changes) -> Imprint:
    """Return the usual imprint, changed."""
    values = {key: value for key, value in IMPRINT.items() if key != "created"}
    return Imprint(**(values | changes))


def pages_of(*papers: Paper, imprint: Imprint | None = None) -> list[list[Item]]:
    """Return what stands on each page."""
    return layout(papers, imprint or Imprint()).pages


def test_the_text_of_the_file_is_the_text_of_the_paper():
    text = text_of(draw(PERMIT, **IMPRINT))
    for wanted in [
        *PERMIT.texts(),
        IMPRINT["number"],
        IMPRINT["organ"],
        "2026年3月12日",
        "扫码核验",
        "第1页共1页",
    ]:
        assert "".join(wanted.split()) in text


def test_an_english_paper_has_english_words():
    paper = Paper(title="Notice of Receipt", language="en", fields=(("Applicant", "Ouyang Nana"),))
    data = draw(paper, **IMPRINT | {"organ": "Pudong Branch"})
    text = text_of(data)
    for wanted in ("NoticeofReceipt", "OuyangNana", "12March2026", "Page1of1", "Officialelectronicdocument"):
        assert wanted in text
    assert reader(data).trailer["/Root"]["/Lang"] == "en"


def test_every_font_is_an_embedded_subset():
    found = {
        font["/BaseFont"]: font["/FontDescriptor"]
        for page in reader(draw(PERMIT, **IMPRINT)).pages
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())
    }
    assert {name.split("+")[1] for name in found} == {"NotoSerifSC-Regular", "NotoSerifSC-Bold"}
    assert all("+" in name and "/FontFile2" in descriptor for name, descriptor in found.items())


def test_metadata_name_title_number_language_and_date():
    pdf = reader(draw(PERMIT, **IMPRINT))
    assert pdf.metadata.title == "准予迁入证明"
    assert pdf.metadata.subject == "ZQ31011520260000010"
    assert pdf.metadata.author == "上海市公安局浦东分局"
    assert pdf.metadata.creation_date == CREATED
    assert "ReportLab" not in pdf.metadata.producer + pdf.metadata.creator
    assert pdf.trailer["/Root"]["/Lang"] == "zh-CN"
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]


def test_the_same_input_gives_the_same_bytes():
    first = draw(PERMIT, **IMPRINT)
    assert draw(rows(3), **IMPRINT) != first
    assert draw(PERMIT, **IMPRINT) == first
    assert draw(PERMIT, **IMPRINT | {"number": "ZQ31011520260000028"}) != first


def test_the_head_of_a_table_is_repeated_on_each_page():
    pages = [page.extract_text() for page in reader(draw(rows(60), **IMPRINT)).pages]
    holding = [page for page in pages if "R0" in page]
    assert len(holding) >= 3
    assert all(page.count("品种名称") == 1 for page in holding)
    joined = "".join(pages)
    assert [joined.count(f"R{row:03}") for row in range(60)] == [1] * 60
    assert all(
        f"第{number}页共{len(pages)}页" in "".join(page.split()) for number, page in enumerate(pages, 1)
    )


@pytest.mark.parametrize(
    "papers",
    [
        [PERMIT],
        [rows(0)],
        [rows(1)],
        [rows(25)],
        [rows(60)],
        [LONGEST],
        [filing(25)],
        [PERMIT, ENGLISH],
        [LONGEST, replace(LONGEST, language="en")],
    ],
    ids=lambda papers: " ".join(paper.title[:8] for paper in papers),
)
@pytest.mark.parametrize("organ", ["上海市公安局浦东分局", LONG_NAME, ""], ids=len)
def test_no_line_overlaps_another_or_leaves_the_page(papers, organ):
    added = imprint(
        organ=organ, footer=LONG_NAME if organ else "", code="K7WM4Q2X", organs={"en": "Bureau " * 20}
    )
    for page in pages_of(*papers, imprint=added):
        boxes = [item.box for item in page if isinstance(item, Text) and item.text]
        assert all(box[0] >= LEFT - 0.1 and box[2] <= RIGHT + 0.1 for box in boxes)
        assert all(box[1] >= 20 and box[3] <= TOP for box in boxes)
        assert [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)] == []
        codes = [item for item in page if isinstance(item, Mark) and item.kind == "qr"]
        squares = [(code.x, code.y, code.x + code.size, code.y + code.size) for code in codes]
        assert [pair for pair in itertools.product(squares, boxes) if overlap(*pair)] == []


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Answer whether two boxes share more than a hair."""
    slack = 0.05
    across = min(one[2], other[2]) - max(one[0], other[0]) > slack
    return across and min(one[3], other[3]) - max(one[1], other[1]) > slack


def test_a_cell_taller_than_a_page_is_cut_and_lost_nothing():
    words = "".join(f"条{number}，" for number in range(2000))
    table = Table(("名称", "内容"), (("甲", words), ("乙", "完")))
    data = draw(Paper(title="清单", tables=(table,)), created=CREATED)
    cells = [
        item.text
        for page in pages_of(Paper(title="清单", tables=(table,)))
        for item in page
        if isinstance(item, Text) and item.style.size == 9.5
    ]
    joined = "".join(cell for cell in cells if cell not in ("名称", "内容", "甲", "乙", "完"))
    assert joined == words
    assert len(reader(data).pages) > 2


def test_white_space_shrinks_where_that_saves_a_page():
    counts = [len(pages_of(rows(number), imprint=imprint())) for number in range(14, 30)]
    assert counts == sorted(counts)
    bodies = [
        [item for item in pages_of(rows(number), imprint=imprint())[-1] if isinstance(item, Text)]
        for number in range(14, 30)
    ]
    assert all(len(body) > 3 for body in bodies)


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="argument"):
        draw(Paper(title="表", tables=(Table(("一", "二"), (("只有一个",),)),)), created=CREATED)
    with pytest.raises(ValueError, match="1 widths for 2 columns"):
        draw(Paper(title="表", tables=(Table(("一", "二"), (), widths=(1,)),)), created=CREATED)


def test_a_translation_follows_on_a_page_of_its_own():
    data = draw([PERMIT, ENGLISH], **IMPRINT | {"code": "K7WM4Q2X", "organs": {"en": "Pudong Branch"}})
    first, second = (page.extract_text() for page in reader(data).pages)
    for wanted in ("准予迁入证明", "上海市公安局浦东分局", "第 1 页　共 2 页", "K7WM 4Q2X"):
        assert "".join(wanted.split()) in "".join(first.split())
        assert "".join(wanted.split()) not in "".join(second.split())
    warning = "Translation for information only. The Chinese text prevails."
    for wanted in ("Permit to Move In", warning, "Pudong Branch", "12 March 2026", "Page 2 of 2"):
        assert wanted in second
        assert wanted not in first
    assert second.index("Permit to Move In") < second.index(warning) < second.index("Ouyang Nana")


def test_seal_and_code_are_on_the_original_only():
    pages = pages_of(rows(25), replace(rows(25), language="en"), imprint=imprint())
    marks = [[item.kind for item in page if isinstance(item, Mark)] for page in pages]
    assert marks == [["emblem"], ["qr", "seal"], ["emblem"], []]


def test_the_pages_of_a_file_are_numbered_through():
    pdf = reader(draw([rows(25), filing(25)], **IMPRINT))
    total = len(pdf.pages)
    said = ["".join(page.extract_text().split()) for page in pdf.pages]
    assert total >= 4
    assert all(f"第{number}页共{total}页" in text for number, text in enumerate(said[:2], 1))
    assert all(f"Page{number}of{total}" in text for number, text in enumerate(said[2:], 3))


def test_a_paper_alone_is_drawn_as_a_list_of_one():
    assert draw([PERMIT], **IMPRINT) == draw(PERMIT, **IMPRINT)
    with pytest.raises(ValueError, match="no paper"):
        draw([], created=CREATED)


def test_an_english_table_cuts_no_word():
    table = filing(25).tables[0]
    words = {word for row in (table.head, *table.rows) for cell in row for word in cell.split()}
    drawn = [
        item.text
        for page in pages_of(filing(25))
        for item in page
        if isinstance(item, Text) and item.style.size == 9.5
    ]
    assert {word for line in drawn for word in line.split()} == words


def test_a_column_gives_what_it_does_not_need_to_one_whose_lines_are_broken():
    narrow = Table(("A", "B"), (("1", "word " * 12),), widths=(3, 1))
    lines = [
        item.text
        for page in pages_of(Paper(title="T", tables=(narrow,)))
        for item in page
        if isinstance(item, Text)
    ]
    assert ("word " * 12).strip() in lines
    even = Table(("A", "B"), (("1", "2"),))
    places = [
        item.x
        for item in pages_of(Paper(title="T", tables=(even,)))[0]
        if isinstance(item, Text) and item.text in "12"
    ]
    assert places[1] - places[0] == pytest.approx((RIGHT - LEFT) / 2)


@pytest.mark.parametrize("place", ["title", "number", "organ", "footer", "watermark"])
def test_a_missing_glyph_is_named_and_nothing_is_drawn(place):
    bad = "甲\ue123乙"
    paper = replace(PERMIT, title=bad) if place == "title" else PERMIT
    with pytest.raises(fonts.MissingGlyph, match=r"U\+E123"):
        draw(paper, **IMPRINT | ({} if place == "title" else {place: bad}))


def test_a_missing_glyph_in_a_translation_or_its_organ_is_named():
    with pytest.raises(fonts.MissingGlyph, match=r"U\+E123"):
        draw([PERMIT, replace(ENGLISH, title="\ue123")], **IMPRINT)
    with pytest.raises(fonts.MissingGlyph, match=r"U\+E124"):
        draw([PERMIT, ENGLISH], **IMPRINT | {"organs": {"en": "\ue124"}})


def test_characters_above_the_basic_plane_can_be_copied():
    # Mahjong tile and old italic letter are in DejaVu Sans, which every desktop has.
    text = "\U0001f030\U00010300"
    if fonts.missing_glyphs([text]):
        pytest.skip("no installed font draws characters above the basic plane")
    assert f"甲{text}乙" in text_of(draw(Paper(title="名", fields=(("名", f"甲{text}乙"),)), created=CREATED))


def test_more_than_a_font_subset_of_characters_can_be_copied():
    text = "".join(chr(0x4E00 + step * 7) for step in range(900))
    assert text in text_of(draw(Paper(title="字", fields=(("字", text),)), created=CREATED))


def test_three_and_a_half_thousand_characters_are_drawn_within_a_second():
    paper = Paper(title="通知", paragraphs=("根据有关规定，经审核，同意下列人员迁入。" * 35,) * 5)
    assert sum(map(len, paper.texts())) >= 3_500
    with spent() as took:
        draw(paper, **IMPRINT)
    assert took.seconds < 1


@pytest.mark.parametrize(
    "organ",
    [
        "上海市公安局浦东分局",
        "上海市公安局中国铁路分局",
        "上海市公安局国际旅游度假区分局",
        "上海市浦东新区公安分局国际旅游度假区",
    ],
)
def test_organ_and_date_stand_inside_the_ring_of_the_seal(organ):
    (page,) = pages_of(PERMIT, imprint=imprint(organ=organ, issued_on=date(2026, 12, 28)))
    (seal,) = (item for item in page if isinstance(item, Mark) and item.kind == "seal")
    inside = [item for item in page if isinstance(item, Text) and item.x > seal.x - seal.size / 2]
    signed = [item for item in inside if item.y > seal.y - seal.size / 2 and item.y < seal.y]
    assert "".join(item.text for item in signed) == organ + "2026年12月28日"
    ring = seal.size / 2 - 4.6
    for item in signed:
        left, bottom, right, _top = item.box
        assert all(hypot(x - seal.x, bottom - seal.y) <= ring for x in (left, right)), item.text


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("HTTPS://PORTAL.EXAMPLE/V/1ZQ", "打开 portal.example/verify 输入"),
        ("http://127.0.0.1:8000/verify/ZQ/?code=K", "打开 127.0.0.1:8000/verify 输入"),
        ("https://city.example/portal/v/1ZQ", "打开 city.example/portal/verify 输入"),
        ("SAMPLE", "在核验页面输入"),
    ],
)
def test_it_says_on_which_page_a_paper_is_verified_without_a_camera(url, where):
    lines = [
        item.text
        for page in pages_of(PERMIT, imprint=imprint(qr_url=url))
        for item in page
        if isinstance(item, Text)
    ]
    first = next(at for at, line in enumerate(lines) if line.startswith("扫描二维码"))
    last = next(at for at, line in enumerate(lines) if line.endswith("真伪。"))
    assert where in "".join(lines[first : last + 1])
    assert last - first < 2 and len(lines[last]) > 5


@pytest.mark.parametrize(
    "made",
    [
        rows,
        lambda count: Paper(title="表", fields=tuple((f"第{row}项", f"正文{row}") for row in range(count))),
        lambda count: Paper(title="文", paragraphs=("正文的一行文字。" * 6 * count,)),
        lambda count: Paper(title="文", paragraphs=("正文的一段。",) * count),
    ],
    ids=["table", "fields", "paragraph", "paragraphs"],
)
def test_the_seal_never_stands_on_a_page_without_a_word_of_what_it_seals(made):
    turned = 0
    for count in (*range(1, 14, 3), *range(14, 28), *range(28, 60, 4)):
        pages = pages_of(made(count), imprint=imprint())
        (sealed,) = (
            page for page in pages if any(isinstance(item, Mark) and item.kind == "seal" for item in page)
        )
        said = [item.text for item in sealed if isinstance(item, Text)]
        assert any(word in line for line in said for word in ("正文", "高锰酸钾")), count
        turned += len(pages) > 1
    assert turned > 3
