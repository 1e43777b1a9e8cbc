"""The settlement notice: what it says, with and without what the officer entered."""

from datetime import date

import pytest

from portal.papers import fonts
from portal.rulebook.queries import norms
from services.household import closing
from tests.services.household.test_exchange import CHILD, record
from tests.services.papers import in_chinese, in_english

pytestmark = pytest.mark.django_db


def paper(**extra):
    case = record(0, family={"rows": [CHILD]})
    return in_chinese(closing.NOTICE, type(case)(**{**vars(case), "extra": extra}), norms())


def test_it_says_where_and_since_when():
    told = dict(paper(register={"household_no": "310115000001", "registered_on": "2026-12-01"}).fields)
    assert (told["户号"], told["登记日期"]) == ("310115000001", "2026年12月1日")
    assert told["户口登记机关"].endswith("派出所")
    assert "社区公共户" in told["落户的社区公共户"]


def test_id_numbers_are_masked_everywhere():
    notice = paper()
    assert CHILD["f_id_no"] not in "".join(notice.texts())
    assert [row[3] for row in notice.tables[0].rows] == ["本人", "女"]


def test_without_what_was_entered_nothing_is_invented():
    told = dict(paper().fields)
    assert not {"户号", "登记日期", "迁移证编号"} & set(told)


def test_it_names_what_comes_next_and_the_rights():
    notes = "".join(paper().notes)
    assert all(
        word in notes for word in ("居民身份证", "社会保险", "社区公共户", "更正", "行政复议", "行政诉讼")
    )
    assert not fonts.missing_glyphs(paper().texts())


def test_it_does_not_run_out():
    assert closing.NOTICE.type == "LH"
    assert closing.NOTICE.valid_to({}, date(2026, 11, 24), norms()) is None


def test_in_english_the_station_is_named_in_english_with_its_phone():
    case = record(0, family={"rows": []})
    translated = in_english(closing.NOTICE, case, norms())
    assert translated.title == "Settlement Notice"
    assert any("please contact" in note and "(021-" in note for note in translated.notes)
    assert dict(translated.fields)["Registered by"].isascii()
