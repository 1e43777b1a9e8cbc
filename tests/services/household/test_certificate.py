"""The move-in permit."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.catalog.papers import CaseRecord
from services.household.service import SERVICE
from tests.services.papers import in_chinese, in_english

from .cast import answers


@pytest.fixture
def case():
    """A decided case of the invented applicant."""
    return CaseRecord(
        number="TH310115202611230000013",
        answers=answers(),
        unit_name="浦东分局花木派出所",
        submitted_at=datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")),
        decided_on=date(2026, 12, 1),
        certificate_number="沪00000001",
        issued_on=date(2026, 12, 1),
        valid_to=date(2027, 1, 10),
        handled_by="周审核",
    )


def test_it_holds_forty_days(norms):
    assert SERVICE.certificate.valid_to(answers(), date(2026, 12, 1), norms) == date(2027, 1, 10)


def test_it_says_who_moves_from_where_to_where(case, norms):
    paper = in_chinese(SERVICE.certificate, case, norms)
    assert paper.title == "准予迁入证明"
    assert dict(paper.fields) == {
        "申请人姓名": "顾长宁",
        "公民身份号码": "320102198802290011",
        "现户口所在地": "江苏省南京市玄武区梅园新村街道示范路8号2幢301室",
        "拟迁入地址": "浦东分局花木派出所花木社区公共户（上海市浦东新区花木示范路114弄1号）",
        "迁移原因": "工作调动/引进人才",
        "签发机关": "上海市公安局浦东分局",
        "承办人": "周审核",
        "签发日期": "2026年12月1日",
        "有效期至": "2027年1月10日",
    }
    (table,) = paper.tables
    assert table.rows == (("顾长宁", "男", "1988年2月29日", "320102198802290011", "本人"),)
    assert len(table.widths) == len(table.head)


def test_those_who_come_along_stand_below_the_applicant(case, norms):
    child = {
        "f_name": "顾小满",
        "f_sex": "2",
        "f_birth": "2017-05-21",
        "f_id_no": "320102201705210023",
        "relation": "30",
    }
    case.answers["family"] = {"rows": [child]}
    (table,) = in_chinese(SERVICE.certificate, case, norms).tables
    assert [row[0] for row in table.rows] == ["顾长宁", "顾小满"]
    assert table.rows[1][4] == "女"


def test_an_address_typed_with_its_province_is_not_doubled(case, norms):
    case.answers["origin"]["origin_address"] = "江苏省南京市玄武区梅园新村街道示范路8号"
    fields = dict(in_chinese(SERVICE.certificate, case, norms).fields)
    assert fields["现户口所在地"] == "江苏省南京市玄武区梅园新村街道示范路8号"


@pytest.mark.parametrize(
    ("origin", "words"), [("320102", "您无需前往"), ("510104", "请在有效期内持本证明到现户口所在地派出所")]
)
def test_it_says_how_the_persons_are_released_from_where_they_are(case, norms, origin, words):
    case.answers["origin"]["origin_code"] = origin
    assert words in in_chinese(SERVICE.certificate, case, norms).notes[0]


def test_drawing_it_again_gives_the_same(case, norms):
    assert in_chinese(SERVICE.certificate, case, norms) == in_chinese(SERVICE.certificate, case, norms)


def test_in_english_names_and_addresses_stay_as_typed(case, norms):
    paper = in_english(SERVICE.certificate, case, norms)
    assert (paper.title, paper.language) == ("Move-in Permit", "en")
    fields = dict(paper.fields)
    assert fields["Full name of the applicant"] == "顾长宁"
    assert fields["Reason for moving"] == "Change of workplace / incoming talent"
    assert (fields["Issued on"], fields["Valid until"]) == ("1 December 2026", "10 January 2027")
    assert fields["To be registered at"].endswith("花木社区公共户 (上海市浦东新区花木示范路114弄1号)")
    assert paper.tables[0].rows[0][1:3] == ("Male", "29 February 1988")
    assert "1 in all" in paper.paragraphs[1]
