"""What a certificate says is written in its languages, frozen, and thawed as it was."""

import json
from datetime import date

import pytest

from portal.catalog.paper_texts import UnknownWord
from portal.certificates.freezing import Written, freeze, thaw, thaw_organs, written_of
from portal.certificates.models import Certificate
from portal.rulebook.models import RuleEntry
from portal.rulebook.queries import NotInForce, norms
from tests import cases

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
BOTH = ("zh-hans", "en")


@pytest.fixture
def certificate():
    """A certificate asked for, not yet numbered."""
    application = cases.submitted("TH")
    return Certificate(application=application, type="ZQ", unit=application.unit)


def written(certificate, languages=BOTH, on=DAY):
    return written_of(certificate.application, certificate, on, date(2027, 1, 3), norms(on), languages)


def test_the_original_comes_first_and_the_organ_is_named_in_each_language(certificate):
    said = written(certificate)
    assert [paper.language for paper in said.papers] == ["zh-hans", "en"]
    assert [paper.title for paper in said.papers] == ["准予迁入证明", "Move-in Permit"]
    assert said.organ.startswith("上海市公安局")
    assert list(said.organs) == ["en"] and said.organs["en"].isascii()
    assert dict(said.papers[1].fields)["Valid until"] == "3 January 2027"


def test_the_translation_changes_nothing_about_the_original(certificate):
    assert written(certificate).papers[0] == written(certificate, ("zh-hans",)).papers[0]
    assert len(written(certificate, ("zh-hans",)).papers) == 1


def test_the_texts_of_the_day_of_issue_are_used_and_named(certificate):
    assert written(certificate).texts == "ZQ 2020-01-01"
    row = RuleEntry.objects.get(list_key="household_papers", code="ZQ")
    RuleEntry.objects.create(
        list_key=row.list_key,
        code="ZQ",
        data={**row.data, "title": "准迁证"},
        effective_from=date(2027, 1, 1),
    )
    assert written(certificate).papers[0].title == "准予迁入证明"
    later = written(certificate, on=date(2027, 1, 1))
    assert (later.papers[0].title, later.texts) == ("准迁证", "ZQ 2027-01-01")


def test_without_texts_in_force_nothing_is_written(certificate):
    RuleEntry.objects.filter(list_key="household_papers", code="ZQ").update(effective_to=date(2026, 11, 23))
    with pytest.raises(NotInForce, match="household_papers ZQ on 2026-11-24"):
        written(certificate)


def test_texts_that_name_what_the_paper_has_not_stop_it(certificate):
    row = RuleEntry.objects.get(list_key="household_papers", code="ZQ")
    RuleEntry.objects.filter(pk=row.pk).update(data={**row.data, "notes_en": "{contact}"})  # past the check
    with pytest.raises(UnknownWord, match="contact"):
        written(certificate)


def test_freezing_and_thawing_gives_the_same_papers(certificate):
    said = written(certificate)
    frozen = freeze(said)
    assert json.loads(json.dumps(frozen)) == frozen == freeze(written(certificate))
    assert thaw(frozen) == said.papers
    assert thaw_organs(frozen) == said.organs


def test_what_was_frozen_as_one_paper_is_still_read(certificate):
    (paper,) = written(certificate, ("zh-hans",)).papers
    old = freeze(Written((paper,), "示范单位"))["papers"][0]
    assert "papers" not in old
    assert thaw(old) == (paper,)
    assert thaw_organs(old) == {}
