"""A notice of the register: asked for, written in its languages, sealed and kept like a certificate."""

import pytest

from portal.certificates import actions, notices
from portal.certificates.models import Certificate
from portal.certificates.writing import languages_of
from tests.certificates.notices.stories import STORIES, story

pytestmark = pytest.mark.django_db


def asked_for(name: str, language: str) -> Certificate:
    case, event = story(name, language)
    actions.notify(application=case, event=event)
    return Certificate.objects.get(event=event)


@pytest.mark.parametrize(("language", "languages"), [("zh-hans", ["zh-hans"]), ("en", ["zh-hans", "en"])])
def test_the_chinese_original_comes_first_and_a_translation_for_whoever_asked_in_english(language, languages):
    notice = asked_for("denied", language)
    written = notices.written(notice, notice.application.submitted_at.date(), languages_of(notice))
    assert [paper.language for paper in written.papers] == languages
    assert written.papers[0].title == "不予迁入告知书"
    assert written.texts == "JB:TH 2020-01-01"
    assert written.organ == "上海市公安局嘉定分局"
    assert list(written.organs) == languages[1:]


def test_a_certificate_is_no_notice():
    case, _event = story("granted")
    certificate = case.certificates.get(event=None)
    with pytest.raises(ValueError, match="is no notice"):
        notices.written(certificate, case.submitted_at.date(), ("zh-hans",))


@pytest.mark.slow
@pytest.mark.parametrize("name", STORIES)
def test_each_notice_is_numbered_sealed_and_kept(name):
    notice = asked_for(name, "en")
    assert actions.issue(certificate_id=notice.pk)
    notice.refresh_from_db()
    assert notice.number.startswith(STORIES[name][0])
    assert notice.title == notice.content["papers"][0]["title"]


def test_a_notice_moves_no_case():
    notice = asked_for("acceptance", "zh-hans")
    before = notice.application.version
    assert actions.issue(certificate_id=notice.pk)
    notice.application.refresh_from_db()
    assert notice.application.version == before
