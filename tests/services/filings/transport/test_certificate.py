from datetime import UTC, date, datetime

import pytest

from portal.catalog import registry
from portal.catalog.papers import CaseRecord
from portal.rulebook.models import RuleEntry
from tests.services.filings.transport.answers import ACETONE, ANHYDRIDE, VEHICLE, transport
from tests.services.papers import in_chinese, in_english


def paper(service, answers, norms, write=in_chinese):
    certificate = registry.get(service).certificate
    issued = date(2026, 11, 24)
    record = CaseRecord(
        number="TB310116202611240000017",
        answers=answers,
        unit_name="上海市公安局金山分局",
        submitted_at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC),  # already the 24th in Shanghai
        issued_on=issued,
        valid_to=certificate.valid_to(answers, issued, norms),
    )
    return write(certificate, record, norms)


def test_a_filing_prints_what_the_law_lists(norms):
    written = paper("TB", transport(), norms)
    assert written.title == "第三类易制毒化学品运输备案证明"
    assert dict(written.fields) == {
        "货主": "苏州示例精细化工有限公司",
        "统一社会信用代码": "91320500MA1WTEKT9C",
        "收货人": "苏州样例新材料有限公司",
        "运出地": "上海市金山区化工路8号",
        "运入地": "江苏省苏州市姑苏区示范路1号",
        "承运人": "上海示例危化品运输有限公司",
        "运输方式": "公路运输",
        "车辆号牌": "沪A12345",
        "数量合计": "200 千克（贰佰千克）",
        "使用次数": "三个月内多次使用",
        "有效期": "2026年11月24日至2027年2月24日",
        "运出地备案机关": "上海市公安局金山分局",
    }
    assert written.tables[0].rows == (("丙酮（第三类）", "液体，分析纯", "200", "贰佰千克"),)
    assert len(written.tables) == 1
    assert "自启运起全程携带" in written.notes[0]


def test_a_licence_for_twelve_months(norms):
    rows = [ANHYDRIDE, {**ANHYDRIDE, "chem": "2-01", "as_salt": True, "unit": "kg", "density": None}]
    written = paper("TP", transport(substances=rows, trips={"validity_requested": "M12"}), norms)
    fields = dict(written.fields)
    assert written.title == "第二类易制毒化学品运输许可证"
    assert fields["使用次数"] == "十二个月内多次使用"
    assert fields["有效期"] == "2026年11月24日至2027年11月24日"
    assert fields["运出地许可机关"] == "上海市公安局金山分局"
    assert [row[0] for row in written.tables[0].rows] == ["醋酸酐（第二类）", "苯乙酸及其盐类（第二类）"]


def test_many_vehicles_stand_in_a_table(norms):
    rows = [VEHICLE | {"plate": f"沪A1234{n}", "trailer_plate": "沪B1234挂" if n else None} for n in range(5)]
    written = paper("TB", transport(vehicles=rows), norms)
    assert dict(written.fields)["车辆号牌"] == "共5辆，见车辆表"
    assert written.tables[1].rows[:2] == (("1", "沪A12340", "无"), ("2", "沪A12341", "沪B1234挂"))


def test_a_train_has_no_plates(norms):
    written = paper("TB", transport(carrier={"mode": "RAIL"}, vehicles=[], drivers=[], escorts=[]), norms)
    assert "车辆号牌" not in dict(written.fields)
    assert dict(written.fields)["运输方式"] == "铁路运输"


def test_names_of_drivers_and_escorts_stand_nowhere(norms):
    texts = paper("TB", transport(), norms).texts()
    assert not [text for text in texts if "周六" in text or "吴七" in text or "310104198001010009" in text]


@pytest.mark.parametrize("service", ["TB", "TP"])
def test_an_entry_that_ended_after_the_submission_keeps_its_name(norms, service):
    row = ACETONE if service == "TB" else ANHYDRIDE
    entry = RuleEntry.objects.get(list_key="chemicals", code=row["chem"])
    entry.effective_to = date(2026, 11, 24)
    entry.save()
    later = norms.at(date(2026, 11, 25))
    assert row["chem"] not in later.entries("chemicals")
    assert (
        paper(service, transport(substances=[row]), later).tables[0].rows[0][0].startswith(("丙酮", "醋酸酐"))
    )


def test_in_english_kind_and_organ_follow_the_service(norms):
    filing, licence = (
        dict(paper(code, transport(substances=[row]), norms, in_english).fields)
        for code, row in (("TB", ACETONE), ("TP", ANHYDRIDE))
    )
    assert filing["Number of uses"] == "Several times within three months"
    assert licence["Number of uses"] == "Several times within three months"
    assert filing["Way of transport"] == "Transport by road"
    assert "Filing authority at the place of dispatch" in filing
    assert "Licensing authority at the place of dispatch" in licence
