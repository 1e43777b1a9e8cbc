"""The packets of the place of origin: every field of the data set, its length, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from portal.catalog.papers import CaseRecord
from portal.rulebook.queries import norms
from services.household import exchange
from tests import cases

pytestmark = pytest.mark.django_db
#: The 准迁证 data set of domain A9, name by name.
FIELDS = {
    *("ywlsh", "zqzbh", "sqr_gmsfhm", "sqr_xm", "sqr_zz_ssxqdm", "sqr_zz_qhnxxdz", "sqr_hkdjjg_gajgjgdm"),
    *("sqr_hkdjjg_gajgmc", "qcd_ssxqdm", "qcd_qhnxxdz", "qcd_hkdjjg_gajgjgdm", "qcd_hkdjjg_gajgmc"),
    *(
        "qrd_ssxqdm",
        "qrd_qhnxxdz",
        "qrd_hkdjjg_gajgjgdm",
        "qrd_hkdjjg_gajgmc",
        "qfjg_gajgjgdm",
        "qfjg_gajgmc",
    ),
    *("cbr_xm", "qfrq", "yxqjzrq", "qyldyydm", "qyldyymc_nb", "qyfwdm", "sldw_gajgjgdm", "sldw_gajgmc"),
    *("slr_xm", "slsj", "sqr_lxdh", "sldw_lxdh", "isstatus", "sfbj", "qyr"),
}
CHILD = {
    "f_name": "林小满",
    "f_id_no": "320508201501010028",
    "f_sex": "2",
    "f_birth": "2015-01-01",
    "relation": "30",
}


def record(n=0, **answers):
    given = {**cases.answers_of("TH", n), **answers}
    return CaseRecord(
        number="TH310115202611230000013",
        answers=given,
        unit_name="上海市公安局浦东分局",
        submitted_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        issued_on=date(2026, 11, 24),
        valid_to=date(2027, 1, 3),
        handled_by="陈静",
        extra={
            "serial": "TH310115202611230000013-1",
            "accepted_by": "李明",
            "accepted_at": datetime(2026, 11, 21, 8),
        },
    )


def request(case):
    return exchange.request(case, "沪00000001", norms())


def test_the_packet_has_every_field_and_no_other():
    packet = request(record())
    assert set(packet) == FIELDS
    assert (packet["zqzbh"], packet["ywlsh"]) == ("沪00000001", "TH310115202611230000013-1")
    assert (packet["qfrq"], packet["yxqjzrq"], packet["slsj"]) == (
        "20261124000000",
        "20270103",
        "20261121080000",
    )
    assert (packet["qcd_ssxqdm"], packet["qcd_qhnxxdz"]) == ("320508", "平江示范路18号")
    assert (packet["isstatus"], packet["sfbj"]) == (0, 0)
    assert packet["qfjg_gajgjgdm"].endswith("000000") and packet["qfjg_gajgmc"].endswith("分局")
    assert packet["qrd_hkdjjg_gajgjgdm"] == packet["sldw_gajgjgdm"]
    assert packet["slr_xm"], packet["cbr_xm"] == ("李明", "陈静")


def test_everybody_who_moves_is_in_it():
    case = record(family={"rows": [CHILD]})
    rows = request(case)["qyr"]
    assert [set(row) for row in rows] == [{"ysqrgx_jtgxdm", "gmsfhm", "xm", "xbdm", "csrq"}] * 2
    assert rows[1] == {
        "ysqrgx_jtgxdm": "30", "gmsfhm": CHILD["f_id_no"], "xm": "林小满", "xbdm": "2", "csrq": "20150101",
    }  # fmt: skip
    assert exchange.persons(case.answers) == {rows[0]["gmsfhm"], CHILD["f_id_no"]}


def test_texts_are_cut_to_the_length_of_the_table():
    case = record()
    case.answers["origin"]["origin_address"] = "路" * 300
    case.answers["origin"]["origin_station_name"] = "所" * 90
    case.answers["applicant"]["name"] = "名" * 80
    packet = request(case)
    lengths = {
        name: len(packet[name]) for name in ("qcd_qhnxxdz", "qcd_hkdjjg_gajgmc", "sqr_xm", "sldw_lxdh")
    }
    assert lengths == {"qcd_qhnxxdz": 200, "qcd_hkdjjg_gajgmc": 50, "sqr_xm": 50, "sldw_lxdh": 11}
    assert len(packet["qyr"][0]["xm"]) == 50


@pytest.mark.parametrize(
    ("rows", "named"), [([CHILD] * 10, "qyr"), ([{**CHILD, "f_id_no": ""}], "gmsfhm"), ([{}], "xm")]
)
def test_an_incomplete_packet_is_not_sent(rows, named):
    with pytest.raises(exchange.Incomplete, match=named):
        request(record(family={"rows": rows}))


def test_a_required_field_that_is_empty_is_named():
    case = record()
    case.answers["applicant"]["name"] = ""
    with pytest.raises(exchange.Incomplete, match="sqr_xm"):
        request(case)


@pytest.mark.parametrize(
    ("n", "lane"), [(0, "DELTA"), (1, "DELTA"), (2, "DELTA"), (3, "NATIONAL"), (4, "NATIONAL")]
)
def test_the_lane_follows_the_province(n, lane):
    assert exchange.lane(cases.answers_of("TH", n)) == lane


def test_the_place_of_origin_is_named_with_its_county():
    assert exchange.origin(cases.answers_of("TH", 0)) == "姑苏区 平江派出所"


HEAD = {"sjblx": "010124", "zqzbh": "沪00000001", "code": "00"}
BODY = {
    "qyzbh": "苏00000009", "czr_gmsfhm": "32050819850101000x", "qfjg_gajgmc": "姑苏分局", "qfrq": "20261124103000",
    "yxqjzrq": "20261224", "qyr": [{"gmsfhm": "320508201501010028"}],
}  # fmt: skip


def test_a_release_is_read():
    release = exchange.read({"head": HEAD, "body": BODY})
    assert (release.number, release.organ, release.refused) == ("苏00000009", "姑苏分局", "")
    assert (release.issued_on, release.valid_to) == (date(2026, 11, 24), date(2026, 12, 24))
    assert release.persons == {"32050819850101000X", "320508201501010028"}


def test_the_number_may_stand_in_the_head_and_the_last_day_be_missing():
    body = {**BODY, "qyzbh": "", "yxqjzrq": ""}
    release = exchange.read({"head": {**HEAD, "qyzbh": "苏00000010"}, "body": body})
    assert (release.number, release.valid_to) == ("苏00000010", None)


def test_a_refusal_gives_its_reason_without_signs_that_do_harm():
    release = exchange.read({"head": {**HEAD, "code": "17", "msg": " 不予\u202e迁出\n "}, "body": {}})
    assert release.refused == "不予迁出"
    assert "17" in exchange.read({"head": {**HEAD, "code": "17"}, "body": {}}).refused


@pytest.mark.parametrize(
    "changes",
    [
        {"qyzbh": "x"},
        {"qyzbh": 7},
        {"qfrq": "2026"},
        {"qfrq": None},
        {"qfjg_gajgmc": ""},
        {"qyr": {}, "czr_gmsfhm": ""},
    ],
)
def test_what_is_no_release_is_refused(changes):
    with pytest.raises((ValueError, TypeError)):
        exchange.read({"head": HEAD, "body": {**BODY, **changes}})
