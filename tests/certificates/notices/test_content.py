"""What each notice says, in both languages, and what none of them ever says."""

import io

import pytest
import time_machine
from django.utils import translation
from pypdf import PdfReader

from portal.applications.models import Application
from portal.applications.outcomes import INTAKE_GROUNDS
from portal.applications.states import State
from portal.certificates import notices
from portal.papers.drawing import draw
from portal.papers.fonts import MissingGlyph
from portal.review import actions as review
from tests import factories
from tests.certificates.notices import stories
from tests.certificates.notices.stories import INTERNAL, LEGAL, NAME, REASON, STORIES, WHERE, story

pytestmark = pytest.mark.django_db
REMEDIES = {"zh-hans": ("60日", "6个月"), "en": ("60 days", "6 months")}
#: What each story has to say besides the case, in Chinese and in English.
KEY: dict[str, tuple[tuple[str, str], ...]] = {
    "receipt": (
        ("收件凭证", "Receipt"),
        ("2026年11月2日 10:00", "2 November 2026 10:00"),
        ("TH01.pdf", "TH01.pdf"),
    ),
    "receipt of a filing": (
        ("收件凭证", "Receipt"),
        ("EN01.pdf", "EN01.pdf"),
        ("以受理通知书载明的为准", "Those of the notice of acceptance count"),
    ),
    "receipt of a correction": (("第二次.pdf", "第二次.pdf"),),
    "acceptance": (
        ("受理通知书", "Notice of acceptance"),
        ("居民身份证", "Resident identity card"),
        ("2026年11月16日", "16 November 2026"),
        ("2026年11月30日", "30 November 2026"),
        ("021-55500315", "021-55500315"),
    ),
    "acceptance of a filing": (("2026年11月2日", "2 November 2026"),),
    "correction": (
        ("补正告知书", "Correction notice"),
        (factories.REASON, factories.REASON),
        ("2026年12月2日", "2 December 2026"),
        ("参照《中华人民共和国行政许可法》第三十二条", "By analogy"),
        ("第三十二条", "art. 32"),
        ("逾期没有提交的，本件终止办理", "the case is closed"),
    ),
    "refused at intake": (
        ("不予受理决定书", "Decision not to accept the case"),
        ("不属于本机关职权范围", "not within the powers of this office"),
        (REASON, REASON),
        (WHERE, WHERE),
        *zip(*REMEDIES.values(), strict=True),
    ),
    "no filing": (
        ("备案不予受理告知书", "Notice that the filing is not taken up"),
        ("经核对属于“不属于本机关职权范围”", "on this ground: The matter is not within the powers"),
        ("本次不予受理仅因上列情形", "no other ground"),
        ("不属于本机关职权范围", "not within the powers of this office"),
        (WHERE, WHERE),
        *zip(*REMEDIES.values(), strict=True),
    ),
    "referred": (("不予受理告知书", "Notice that another office or way is right"), (WHERE, WHERE)),
    "granted": (
        ("准予行政许可决定书", "Decision to grant a licence"),
        (REASON, REASON),
        ("2027年2月2日", "2 February 2027"),
        ("三氯甲烷", "Trichloromethane"),
        ("150 千克", "150 kg"),
        ("决定理由", "Reasons for the decision"),
    ),
    "denied": (
        ("不予迁入告知书", "Decision not to permit the move"),
        (REASON, REASON),
        ("居民身份证", "Resident identity card"),
        *zip(*REMEDIES.values(), strict=True),
    ),
    "licence denied": (
        ("不予行政许可决定书", "Decision to refuse a licence"),
        (REASON, REASON),
        (LEGAL, LEGAL),
        *zip(*REMEDIES.values(), strict=True),
    ),
    "not filed": (
        ("不予备案告知书", "Notice that no filing is made"),
        ("经核对属于“法律禁止”，不予备案", "on this ground: Forbidden by law"),
        ("本次不予备案仅因上列情形", "no other ground"),
        ("第十六条", "article 16"),
        *zip(*REMEDIES.values(), strict=True),
    ),
    "withdrawn": (
        ("终止办理告知书", "Notice that the case is closed"),
        ("您已经撤回“引进人才落户社区公共户”申请", "You withdrew"),
        ("计划有变。", "计划有变。"),
        ("2026年11月2日", "2 November 2026"),
    ),
    "unanswered": (
        ("终止办理告知书", "Notice that the case is closed"),
        ("2026年12月2日", "due by 2 December 2026"),
        ("2026年12月12日", "12 December 2026"),
    ),
    "promised paper never came": (
        ("居民身份证", "Resident identity card"),
        ("2027年1月1日", "1 January 2027"),
    ),
    "stopped": (
        ("办理期限中止告知书", "Notice of suspension of the time limit"),
        ("专家评审", "Expert appraisal"),
        ("参照《中华人民共和国行政许可法》第四十五条", "By analogy"),
        ("第四十五条", "art. 45"),
        (REASON, REASON),
        ("2026年11月12日", "12 November 2026"),
        ("顺延", "move by the working days"),
    ),
    "stopped for a promised paper": (
        ("居民身份证", "Resident identity card"),
        ("2026年11月30日", "30 November 2026"),
        ("承诺补交的材料未到", "A promised paper has not arrived"),
    ),
    "extended": (
        ("延长办理期限告知书", "Notice of extension"),
        ("参照《中华人民共和国行政许可法》第四十二条", "By analogy with art. 42"),
        ("10个工作日", "10 working days"),
        ("2026年11月30日", "30 November 2026"),
        (REASON, REASON),
    ),
    "revoked": (
        ("撤销行政许可决定书", "Decision to revoke a licence"),
        (REASON, REASON),
        (LEGAL, LEGAL),
        ("YX31011620260001230", "YX31011620260001230"),
        *zip(*REMEDIES.values(), strict=True),
    ),
}


def said(paper) -> str:
    return "\n".join(paper.texts())


def drawn(paper) -> list[str]:
    """Return the text of each page of the drawing."""
    pdf = draw(paper, number="SL31011520260000010", organ="上海市公安局", created=stories.NOW, seal=True)
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def rows_of(paper) -> list[tuple[str, ...]]:
    return [row for table in paper.tables for row in table.rows]


def test_there_is_a_story_and_a_key_for_every_notice():
    assert {kind for kind, _tell, _service in STORIES.values()} == set(notices.NOTICES)
    assert KEY.keys() == STORIES.keys()


@pytest.mark.parametrize("name", STORIES)
def test_a_notice_says_what_the_law_asks_and_nothing_internal(name):
    case, event = story(name, "en")
    for place, language in enumerate(("zh-hans", "en")):
        paper = notices.content(STORIES[name][0], case, event, language)
        text = said(paper)
        assert [words[place] for words in KEY[name] if words[place] not in text] == []
        assert case.number in text and str(paper.language) == language
        assert INTERNAL not in text and NAME not in text
        assert "{" not in text and "None" not in text
        assert paper.title and drawn(paper)


@pytest.mark.parametrize("name", ["acceptance", "denied", "revoked", "stopped for a promised paper"])
def test_it_says_the_same_when_it_is_made_later(name):
    kind = STORIES[name][0]
    case, event = story(name)
    before = notices.content(kind, case, event, "zh-hans")
    with time_machine.travel("2027-03-01T10:00+08:00", tick=False):
        assert notices.content(kind, Application.objects.get(pk=case.pk), event, "zh-hans") == before


def test_the_days_promised_stay_those_of_the_acceptance_when_the_limit_is_extended():
    case, _event = story("extended")
    accepted = case.events.get(after=State.ACCEPTED)
    paper = notices.content("SL", case, accepted, "zh-hans")
    assert str(case.promised_on) == "2026-11-30"
    assert dict(paper.fields)["承诺办结日期"] == "2026年11月16日"


def test_whoever_is_asked_is_a_unit_with_its_phone():
    case, event = story("acceptance")
    for language in ("zh-hans", "en"):
        fields = notices.content("SL", case, event, language).fields
        assert fields[-1][1].startswith(("嘉定分局", "Anting Police Station")) and "021-" in fields[-1][1]


def test_the_receipt_masks_the_name_and_the_decision_does_not():
    case, event = story("denied")
    received = case.events.get(after=State.RECEIVED)
    name = case.declaration.subject(case.submissions.get().content["answers"])
    assert name in said(notices.content("JB", case, event, "zh-hans"))
    receipt = said(notices.content("HZ", case, received, "zh-hans"))
    assert name not in receipt and case.subject in receipt


def test_each_round_of_submission_has_a_receipt_of_its_own():
    case, second = story("receipt of a correction")
    first = case.events.filter(after=State.RECEIVED).order_by("version")[0]
    one, two = (said(notices.content("HZ", case, event, "en")) for event in (first, second))
    assert "第二次.pdf" not in one and "第二次.pdf" in two
    assert one.count(".pdf") == two.count(".pdf") == 5
    assert "Round of submission" in two and "Round of submission" not in one


def test_the_notice_of_the_first_round_lists_what_was_asked_for_then():
    case, _event = story("receipt of a correction")
    with time_machine.travel(stories.NOW.replace(day=3), tick=False):
        code = case.corrections.get().items.get().material
        again = [stories.Item(material=code, reason="又一处不清楚，请重新提交这一份材料。")]
        by = stories.officers()["intake"]
        review.ask_correction(application=case, by=by, version=case.version, items=again)
    one, two = case.events.filter(after=State.CORRECTION).order_by("version")
    assert factories.REASON in said(notices.content("BZ", case, one, "zh-hans"))
    second = said(notices.content("BZ", case, two, "zh-hans"))
    assert "又一处不清楚" in second and factories.REASON not in second


def test_forty_items_break_over_pages_with_the_head_on_each():
    case, event = story("correction", count=40)
    paper = notices.content("BZ", case, event, "zh-hans")
    assert len(rows_of(paper)) == 40
    pages = drawn(paper)
    assert len(pages) > 1
    assert all("序号" in page for page in pages if factories.REASON[:6] in page)


@pytest.mark.slow
def test_reasons_of_3500_characters_are_set_in_full():
    reason = "".join(f"第{n:04}点，材料之间不一致，无法证明。" for n in range(175))[:3500]
    case, event = story("denied", reason=reason)
    pages = drawn(notices.content("JB", case, event, "zh-hans"))
    text = "".join("".join(page.split()) for page in pages)
    assert len(pages) > 1 and all(f"{n:04}" in text for n in range(175))
    assert "60日" in text


def test_paragraphs_that_were_typed_stay_paragraphs():
    case, event = story(
        "denied", reason="第一，材料不一致，无法证明。\r\n\r\n\t第二，\u200b经两次联系仍不能说明。"
    )
    paragraphs = notices.content("JB", case, event, "zh-hans").paragraphs
    assert "事实和理由：第一，材料不一致，无法证明。" in paragraphs
    assert "第二，经两次联系仍不能说明。" in paragraphs


def test_what_an_officer_wrote_stops_the_paper_when_no_font_has_it():
    case, event = story("denied", reason="材料不一致，无法证明所申报的事实\ue000。")
    with pytest.raises(MissingGlyph):
        drawn(notices.content("JB", case, event, "zh-hans"))


@pytest.mark.parametrize("name", ["合同😀.pdf", "\u0f40\u0f0b.pdf", "a\u202egpj.exe"])
def test_no_name_of_a_file_stops_receipt_or_acceptance(name):
    with time_machine.travel(stories.NOW, tick=False):
        draft = factories.draft("TH")
        draft.documents.update(name=name)
        case = factories.actions.submit(application=draft, **factories.handed_in(draft))
        case = Application.objects.get(pk=case.pk)
        review.accept(application=case, by=stories.officers()["intake"], version=case.version)
    for kind, state in (("HZ", State.RECEIVED), ("SL", State.ACCEPTED)):
        assert drawn(notices.content(kind, case, case.events.get(after=state), "en"))


def test_words_of_the_applicant_stop_nothing():
    case, event = story("withdrawn", reason="计划有变\ue000")
    assert any("计划有变□" in page for page in drawn(notices.content("ZZ", case, event, "zh-hans")))


def test_nothing_is_filled_into_what_people_typed():
    case, event = story("denied", reason="表格中的{number}和{contact}没有填写，无法核对。")
    assert "表格中的{number}和{contact}没有填写" in said(notices.content("JB", case, event, "zh-hans"))


def test_the_ground_of_a_refusal_is_said_in_the_language_of_the_paper():
    for language in ("zh-hans", "en"):
        case, event = story("refused at intake", language, ground="not_required", where_to_go="")
        for paper in ("zh-hans", "en"):
            with translation.override(paper):
                ground = str(INTAKE_GROUNDS["not_required"])
            fields = [text for _label, text in notices.content("BS", case, event, paper).fields]
            assert ground in fields


@pytest.mark.parametrize("name", ["denied", "licence denied"])
def test_a_denial_says_what_the_applicant_stated_or_that_nothing_was(name):
    case, event = story(name, statement="正在办理变更登记，请求延后。")
    fields = dict(notices.content("JB", case, event, "zh-hans").fields)
    assert fields["申请人的陈述"] == "正在办理变更登记，请求延后。"
    event.grounds.pop("statement")
    assert dict(notices.content("JB", case, event, "zh-hans").fields)["申请人的陈述"] == "未提出。"


def test_a_refusal_at_intake_says_its_ground_and_where_to_go_apart():
    case, event = story("refused at intake")
    paper = notices.content("BS", case, event, "zh-hans")
    assert dict(paper.fields)["应到哪里办理"] == stories.WHERE
    assert all(stories.WHERE not in paragraph for paragraph in paper.paragraphs)


def test_an_internal_note_of_a_decision_is_not_told():
    case, event = story("denied")
    event.public, event.note = False, INTERNAL
    assert INTERNAL not in said(notices.content("JB", case, event, "zh-hans"))


def test_penalties_that_the_officer_has_seen_stay_internal():
    case, event = story("acceptance of a filing")
    event.grounds = {"penalties_seen": 3, "where": "机密地点"}
    assert "机密地点" not in said(notices.content("SL", case, event, "zh-hans"))


def test_a_filing_is_never_called_a_permission_or_a_refusal():
    for name in ("no filing", "not filed", "acceptance of a filing", "receipt of a filing"):
        kind = STORIES[name][0]
        case, event = story(name)
        paper = notices.content(kind, case, event, "zh-hans")
        assert "许可" not in paper.title + "".join(paper.paragraphs + paper.notes)


def test_a_promised_paper_stands_on_the_acceptance_with_its_day_and_counts_for_nothing():
    case, _event = story("stopped for a promised paper")
    paper = notices.content("SL", case, case.events.get(after=State.ACCEPTED), "zh-hans")
    row = next(row for row in rows_of(paper) if row[1] == "居民身份证")
    assert "2026年11月9日" in row[2] and row[3] == "0"


def test_only_certificates_that_end_with_this_decision_are_named():
    case, event = story("revoked")
    assert [row[1] for row in rows_of(notices.content("CX", case, event, "en"))] == ["YX31011620260001230"]
    event.at = event.at.replace(year=2030)
    assert rows_of(notices.content("CX", case, event, "en")) == []


@pytest.mark.parametrize("name", STORIES)
def test_a_notice_asks_few_questions(name, django_assert_max_num_queries):
    kind = STORIES[name][0]
    case, event = story(name)
    case, event = Application.objects.get(pk=case.pk), case.events.get(pk=event.pk)
    with django_assert_max_num_queries(9):
        notices.content(kind, case, event, "zh-hans")
