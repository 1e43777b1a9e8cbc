from datetime import UTC, date, datetime

from portal.catalog.papers import CaseRecord
from services.filings.security import certificate
from services.filings.security.declaration import SF, SX
from tests.services.filings.security.answers import GUARD, OTHER_GUARD, USCC, branch, service
from tests.services.papers import in_chinese, in_english


def record(answers, until):
    return CaseRecord(
        number="SX310000202611240000017",
        answers=answers,
        unit_name="上海市公安局",
        submitted_at=datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
        certificate_number="BA31000020260000424",
        issued_on=date(2026, 11, 26),
        valid_to=until,
    )


def test_fields_of_a_service(norms):
    paper = in_chinese(SX.certificate, record(service(), date(2028, 1, 21)), norms)
    assert paper.title == "跨省提供保安服务备案证明（回执）"
    assert dict(paper.fields) == {
        "公司名称": "杭州示例保安服务有限公司",
        "统一社会信用代码": USCC,
        "保安服务许可证号": "浙公保服20240001号",
        "客户单位": "上海示例物流园管理有限公司",
        "服务地点": "上海市金山区示范大道8号",
        "服务项目": "门卫、安全检查",
        "起止日期": "2027年1月22日至2028年1月21日",
        "项目负责人": "陆一鸣",
        "保安员人数": "2人",
        "备案日期": "2026年11月26日",
        "备案机关": "上海市公安局",
    }


def test_fields_of_a_branch(norms):
    paper = in_chinese(SF.certificate, record(branch(), None), norms)
    assert paper.title == "保安服务公司分公司备案证明"
    assert dict(paper.fields) == {
        "总公司": "杭州示例保安服务有限公司",
        "总公司统一社会信用代码": USCC,
        "保安服务许可证号": "浙公保服20240001号",
        "分公司": "杭州示例保安服务有限公司上海金山分公司",
        "分公司统一社会信用代码": branch()["branch"]["branch_uscc"],
        "负责人": "陆一鸣",
        "地址": "上海市金山区示范路9号",
        "备案日期": "2026年11月26日",
        "备案机关": "上海市公安局",
    }


def test_the_paper_is_written_alike_each_time(norms):
    case = record(service(), date(2028, 1, 21))
    assert in_chinese(SX.certificate, case, norms) == in_chinese(SX.certificate, case, norms)
    case = record(branch(), None)
    assert in_chinese(SF.certificate, case, norms) == in_chinese(SF.certificate, case, norms)


def test_no_guard_is_named_and_no_identity_number_printed(norms):
    texts = " ".join(in_chinese(SX.certificate, record(service(), date(2028, 1, 21)), norms).texts())
    for guard in (GUARD, OTHER_GUARD):
        assert guard["g_name"] not in texts
        assert guard["g_id_no"] not in texts
    assert service()["leader"]["leader_id"] not in texts


def test_how_long_they_hold(norms):
    issued = date(2026, 11, 26)
    assert certificate.valid_to(service(), issued, norms) == date(2028, 1, 21)
    assert certificate.branch_valid_to(branch(), issued, norms) is None


def test_services_and_period_in_english(norms):
    fields = dict(in_english(SX.certificate, record(service(), date(2028, 1, 21)), norms).fields)
    assert fields["Services provided"] == "Gate duty, Security check"
    assert fields["Number of guards"] == "2"
    assert fields["Period of service"] == "22 January 2027 to 21 January 2028"
    assert (
        dict(in_english(SF.certificate, record(branch(), None), norms).fields)["Filed on"]
        == "26 November 2026"
    )
