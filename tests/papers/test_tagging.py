"""Papers for those who hear them: the structure tree, the reading order, the languages, what pictures show."""

import os
import shutil
import subprocess
from dataclasses import replace

import pytest

from portal.catalog.papers import Paper, Table
from portal.papers.drawing import draw

from .reading import File, Node
from .samples import CREATED, ENGLISH, IMPRINT, PERMIT, URL, filing, rows


def tree(*papers: Paper, **changes) -> Node:
    """Return the structure tree of the papers' file."""
    return File(draw(papers, **IMPRINT | changes)).tree


def texts(nodes: list[Node]) -> list[str]:
    """Return what the elements say."""
    return [node.text for node in nodes]


def test_a_paper_is_read_in_order():
    document = tree(PERMIT, code="K7WM4Q2X")
    assert document.kind == "Document"
    assert [(kid.kind, kid.alt or kid.text) for kid in document.kids] == [
        ("Figure", "徽标"),
        ("P", "上海市公安局浦东分局"),
        ("P", "政务服务电子文书"),
        ("H1", "准予迁入证明"),
        ("P", "（电子户口准迁证）"),
        ("P", "编号 ZQ31011520260000010"),
        ("P", PERMIT.paragraphs[0]),
        ("P", PERMIT.paragraphs[1]),
        ("Table", ""),
        ("Table", ""),
        ("Figure", f"核验二维码，内容为 {URL}"),
        ("P", "扫码核验"),
        ("P", "扫描二维码，或打开 portal.example/verify 输入编号和核验码，核对真伪。"),
        ("P", "核验码 K7WM 4Q2X"),
        ("P", "上海市公安局浦东分局"),
        ("P", "2026年3月12日"),
        ("Figure", "上海市公安局浦东分局印章"),
        ("H2", "说明"),
        ("L", ""),
    ]


def test_fields_are_rows_with_a_heading():
    fields = tree(PERMIT).all("Table")[0]
    assert [(kid.kind, kid.scope) for row in fields.all("TR") for kid in row.kids] == [
        ("TH", "Row"),
        ("TD", ""),
    ] * len(PERMIT.fields)
    assert [tuple(texts(row.kids)) for row in fields.kids] == list(PERMIT.fields)


@pytest.mark.parametrize("paper", [rows(60), filing(25)], ids=["Chinese", "English"])
def test_a_table_over_pages_is_one_table_with_one_head(paper):
    data = draw(paper, **IMPRINT)
    drawn = paper.tables[0]
    (table,) = [found for found in File(data).tree.all("Table") if found.all("Caption")]
    caption, head, *body = table.kids
    assert caption.text == drawn.title
    assert [(kid.kind, kid.scope, kid.text) for kid in head.kids] == [
        ("TH", "Column", word) for word in drawn.head
    ]
    assert [tuple(texts(row.kids)) for row in body] == list(drawn.rows)
    assert {kid.kind for row in body for kid in row.kids} == {"TD"}
    assert len(File(data).pdf.pages) > 2, "the table goes over pages"


def test_a_cell_cut_by_the_end_of_a_page_is_read_whole():
    words = "".join(f"条{number}，" for number in range(2000))
    table = Table(("名称", "内容"), (("甲", words), ("乙", "完")))
    found = tree(Paper(title="清单", tables=(table,)))
    assert texts(found.all("TD")) == ["甲", words, "乙", "完"]


def test_notes_are_a_numbered_list():
    (listed,) = tree(PERMIT).all("L")
    assert [[kid.kind for kid in item.kids] for item in listed.kids] == [["Lbl", "LBody"]] * 2
    assert texts(listed.all("Lbl")) == ["1.", "2."]
    assert texts(listed.all("LBody")) == list(PERMIT.notes)


def test_a_single_note_has_no_number():
    found = tree(replace(PERMIT, notes=("自签发之日起四十日内有效。",)))
    assert not found.all("L") and "自签发之日起四十日内有效。" in texts(found.all("P"))


def test_words_parted_by_the_end_of_a_line_stay_apart():
    found = tree(ENGLISH)
    assert ENGLISH.paragraphs[1] in texts(found.all("P"))
    assert ENGLISH.fields[1][1] in texts(found.all("TD"))


def test_each_part_of_a_file_has_its_language():
    document = tree(PERMIT, ENGLISH, organs={"en": "Pudong Branch"})
    assert [(kid.kind, kid.language) for kid in document.kids] == [("Part", "zh-CN"), ("Part", "en")]
    original, translation = document.kids
    assert texts(original.all("H1")) + texts(translation.all("H1")) == ["准予迁入证明", "Permit to Move In"]
    assert [figure.alt for figure in translation.all("Figure")] == ["Emblem"]
    assert len(original.all("Figure")) == 3
    places = [
        texts(translation.kids).index(words)
        for words in (
            "Permit to Move In",
            "Translation for information only. The Chinese text prevails.",
            "No. ZQ31011520260000010",
            "12 March 2026",
        )
    ]
    assert places == sorted(places)


def test_all_that_is_painted_is_marked_and_decoration_is_not_read():
    file = File(draw([rows(60), filing(25)], **IMPRINT | {"watermark": "样本", "footer": "页脚"}))
    assert file.loose == []
    said = "".join(node.text for node in walk(file.tree))
    assert "样本" not in said and "页脚" not in said and "第 1 页" not in said
    assert "".join(char for char, _, _ in file.drawn).count("页脚") == len(file.pdf.pages)


def walk(node: Node) -> list[Node]:
    """Return an element and all in it."""
    return [node, *(found for kid in node.kids for found in walk(kid))]


def test_the_file_says_that_it_is_tagged_and_how_it_is_gone_through():
    file = File(draw(replace(PERMIT, title="一\n二"), **IMPRINT))
    root = file.pdf.Root
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert root.Lang == "zh-CN"
    assert [(page.Tabs, page.StructParents) for page in root.Pages.Kids] == [("/S", 0)]


def test_a_second_reader_finds_the_same_tree(tmp_path):
    if not shutil.which("pdfinfo"):
        reason = "pdfinfo (poppler-utils) is missing"
        pytest.fail(reason) if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip(reason)
    (tmp_path / "paper.pdf").write_bytes(draw([PERMIT, ENGLISH], created=CREATED))
    done = subprocess.run(
        ["pdfinfo", "-struct-text", tmp_path / "paper.pdf"], capture_output=True, text=True, check=True
    )
    kinds = [line.split('"')[0].split("(")[0].strip() for line in done.stdout.splitlines()]
    assert [kinds.count(kind) for kind in ("Part", "H1", "Table", "TR")] == [2, 2, 4, 12]
    assert '"Permit to Move In"' in done.stdout and done.stderr == ""
