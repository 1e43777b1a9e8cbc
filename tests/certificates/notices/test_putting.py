"""How notices put it: to whom they speak, on what law they rest, before whom they can be contested."""

import pytest

from portal.applications.states import State
from portal.certificates import notices
from tests.certificates.notices import stories
from tests.certificates.notices.stories import STORIES, story

pytestmark = pytest.mark.django_db


def said(paper) -> str:
    return "\n".join(paper.texts())


@pytest.mark.parametrize("name", ["refused at intake", "no filing", "denied"])
def test_a_refusal_says_on_which_day_it_was_decided(name):
    case, event = story(name)
    fields = dict(notices.content(STORIES[name][0], case, event, "en").fields)
    assert fields["Decided on"] == "2 November 2026"


@pytest.mark.parametrize("name", ["refused at intake", "denied", "licence denied", "not filed", "revoked"])
def test_remedies_say_before_whom(name):
    case, event = story(name)
    told = said(notices.content(STORIES[name][0], case, event, "zh-hans"))
    assert "60日内向有复议权的机关申请行政复议" in told
    assert "6个月内向有管辖权的人民法院提起行政诉讼" in told


def test_a_licence_rests_on_the_law_and_anything_else_on_its_analogy():
    case, event = story("correction")
    licence, asked = stories.corrected("TP")
    for one, move, words in ((case, event, "参照《"), (licence, asked, "《")):
        ground = dict(notices.content("BZ", one, move, "zh-hans").fields)["法律依据"]
        assert ground.startswith(f"{words}中华人民共和国行政许可法》第三十二条")


def test_a_receipt_calls_its_days_expected_and_the_acceptance_names_those_that_count():
    case, event = story("acceptance")
    received = case.events.get(after=State.RECEIVED)
    labels = dict(notices.content("HZ", case, received, "zh-hans").fields)
    assert labels["预计最迟办结日期"] == "2026年11月17日" and "承诺办结日期" not in labels
    assert dict(notices.content("SL", case, event, "zh-hans").fields)["承诺办结日期"] == "2026年11月16日"


def test_no_notice_names_a_limit_that_it_does_not_tell():
    case, event = story("acceptance of a filing")
    paper = notices.content("SL", case, event, "zh-hans")
    assert "按工作日计算" in "".join(paper.notes) and "法定期限" not in "".join(paper.notes)


def test_an_extension_names_both_promised_days():
    case, event = story("extended")
    fields = dict(notices.content("YC", case, event, "zh-hans").fields)
    assert (fields["原承诺办结日期"], fields["延长后的承诺办结日期"]) == ("2026年11月16日", "2026年11月30日")
    del event.grounds["promised_before"]
    assert "原承诺办结日期" not in dict(notices.content("YC", case, event, "zh-hans").fields)


def test_a_paper_speaks_to_a_company_as_one():
    case, event = story("acceptance of a filing")
    assert notices.content("SL", case, event, "zh-hans").paragraphs[1].startswith("贵单位提交的")
    case, event = story("acceptance")
    assert notices.content("SL", case, event, "zh-hans").paragraphs[1].startswith("您提交的")


def test_the_papers_examined_are_parted_by_a_mark_that_no_title_has():
    case, event = story("licence denied")
    parts = dict(notices.content("JB", case, event, "zh-hans").fields)["审查的材料"].split("；")
    assert "承运人道路运输经营许可证、车辆道路运输证" in parts
