from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.catalog.papers import CaseRecord
from portal.rulebook.models import RuleEntry
from portal.rulebook.queries import norms as norms_on
from services.filings.chemicals import printing
from services.filings.chemicals.printing import in_words
from services.filings.purchase import certificate
from services.filings.purchase.declaration import PB
from tests.services.filings.answers import ACETONE, PERSON, filing
from tests.services.papers import in_chinese, in_english


def record(answers, until=date(2026, 12, 24)):
    return CaseRecord(
        number="PB310116202611240000017",
        answers=answers,
        unit_name="上海市公安局金山分局",
        submitted_at=datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
        certificate_number="GB31011620260000010",
        issued_on=date(2026, 11, 24),
        valid_to=until,
    )


def test_fields(norms):
    fields = dict(in_chinese(PB.certificate, record(filing()), norms).fields)
    assert fields == {
        "购买单位": "苏州示例精细化工有限公司",
        "统一社会信用代码": "91320500MA1WTEKT9C",
        "法定代表人": "王小明",
        "地址": "江苏省苏州市姑苏区示范路1号",
        "使用地": "上海市金山区化工路8号",
        "经办人": "李静",
        "经办人证件号码": "310***********2028",
        "销售单位": "浙江示例化学品销售有限公司",
        "数量合计": "308.2 千克（叁佰零捌点贰千克）",
        "使用方式": "一次使用",
        "有效期": "2026年11月24日至2026年12月24日",
        "备案机关": "上海市公安局金山分局",
    }


def test_substances_in_figures_and_capitals(norms):
    paper = in_chinese(PB.certificate, record(filing()), norms)
    assert paper.title == "第二类、第三类易制毒化学品购买备案证明"
    assert paper.tables[0].rows == (
        ("丙酮（第三类）", "液体，分析纯", "200", "贰佰千克", "溶剂：用作合成车间洗涤溶剂"),
        ("醋酸酐（第二类）", "液体，分析纯", "108.2", "壹佰零捌点贰千克", "溶剂：用作合成车间洗涤溶剂"),
    )


def test_full_id_number_stands_nowhere(norms):
    texts = in_chinese(PB.certificate, record(filing()), norms).texts()
    assert not any("310104200011092028" in text for text in texts)


def test_solution_shows_its_concentration(norms):
    row = ACETONE | {"form": "SOLUTION", "concentration": "37.50", "grade": None}
    assert printing.specification(row) == "溶液，37.5%"


def test_tables_are_rectangular(norms):
    for use_type in ("ONCE", "MULTI"):
        for table in in_chinese(PB.certificate, record(filing(seller={"use_type": use_type})), norms).tables:
            assert {len(row) for row in table.rows} == {len(table.head)} == {len(table.widths)}


def test_individual_has_no_credit_code(norms):
    paper = in_chinese(PB.certificate, record(filing([ACETONE], company=PERSON)), norms)
    labels = [label for label, _value in paper.fields]
    assert labels[0] == "购买人"
    assert "统一社会信用代码" not in labels
    assert "法定代表人" not in labels


@pytest.mark.parametrize(
    ("kg", "words"),
    [("0.5", "零点伍千克"), ("0.000001", "零点零零壹克"), ("1234.5", "壹仟贰佰叁拾肆点伍千克")],
)
def test_amounts_in_words(kg, words):
    assert in_words(Decimal(kg)) == words


def test_row_without_amount_is_never_printed(norms):
    with pytest.raises(ValueError, match="3-02"):
        in_chinese(PB.certificate, record(filing([ACETONE | {"quantity": None}])), norms)


@pytest.mark.parametrize(("use_type", "last"), [("ONCE", date(2026, 12, 24)), ("MULTI", date(2027, 5, 24))])
def test_valid_to_follows_the_rulebook(norms, use_type, last):
    answers = filing(seller={"use_type": use_type})
    assert certificate.valid_to(answers, date(2026, 11, 24), norms) == last


def test_salts_are_printed(norms):
    row = ACETONE | {"chem": "2-01", "as_salt": True}
    assert printing.substance(row, norms)[0] == "苯乙酸及其盐类（第二类）"
    assert printing.substance(row | {"as_salt": False}, norms)[0] == "苯乙酸（第二类）"


def test_an_entry_that_ended_after_the_submission_keeps_its_name(norms):
    entry = RuleEntry.objects.get(list_key="chemicals", code="3-02")
    entry.effective_to = date(2026, 11, 24)
    entry.save()
    later = norms_on(date(2026, 11, 25))
    assert "3-02" not in later.entries("chemicals")
    assert in_chinese(PB.certificate, record(filing()), later).tables[0].rows[0][0] == "丙酮（第三类）"


def test_in_english_amounts_stand_in_figures_only(norms):
    paper = in_english(PB.certificate, record(filing()), norms)
    fields = dict(paper.fields)
    assert fields["Total quantity"] == "308.2 kg"
    assert fields["Validity period"] == "24 November 2026 to 24 December 2026"
    assert fields["Filing authority"] == "Jinshan Sub-bureau"
    assert paper.tables[0].head == (
        "Substance (category)",
        "Form and concentration",
        "Quantity (kg)",
        "What it is used for",
    )
    assert paper.tables[0].rows[0] == (
        "Acetone (category 3)",
        "Liquid, 分析纯",
        "200",
        "Solvent: 用作合成车间洗涤溶剂",
    )
    assert {len(row) for row in paper.tables[0].rows} == {len(paper.tables[0].widths)} == {4}


def test_uses_are_recorded_on_the_original_only(norms):
    assert in_chinese(PB.certificate, record(filing()), norms).reverse[0].title == "使用记录"
    assert in_english(PB.certificate, record(filing()), norms).reverse == ()
