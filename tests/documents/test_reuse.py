"""Papers that serve again: whose, how old they may be, and that each draft has bytes of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.applications.models import Application
from portal.audit.queries import for_subject
from portal.catalog.declaration import Material
from portal.companies.models import Company, Handler
from portal.documents import actions, storage
from portal.documents.actions import reusing
from portal.documents.models import Document
from portal.rulebook.queries import norms
from portal.standards.digests import sha256
from portal.workdays.queries import today
from tests.wizard import builders, guards
from tests.wizard.builders import url
from tests.wizard.conftest import gu, page  # noqa: F401 -- the applicant and the browser

PAPER = Material("GD01", "执照", reuse="PB.multi_months")  # a number in force; here it counts days


@pytest.fixture
def company(gu):  # noqa: F811
    with guards.offered():
        yield guards.company_of(gu)


@pytest.fixture
def case(page, gu, company):  # noqa: F811
    return guards.filed(page, gu, company)


def reuse(draft, material=PAPER):
    return actions.reuse(application=draft, materials=[material], norms=norms(today()), by=draft.owner)


def aged(days):
    Document.objects.update(created_at=timezone.now() - timedelta(days=days))


def test_a_file_serves_again_with_bytes_of_its_own_and_its_origin_is_known(case, company):
    (original,) = case.documents.all()
    draft = guards.begun(case.owner, company)
    (copy,) = reuse(draft)
    assert copy.key != original.key and storage.read(copy.key) == storage.read(original.key)
    assert (copy.sha256, copy.sm3, copy.name) == (original.sha256, original.sm3, original.name)
    assert (copy.taken_from, copy.first_at) == (original, original.created_at)
    (entry,) = for_subject(f"document:{copy.pk}")
    assert entry.action == "document:reused" and entry.data["case"] == str(case.pk)


def test_the_materials_page_says_where_it_comes_from_and_nothing_is_missing(page, case):  # noqa: F811
    made = page.post(f"/apply/GD/again/{case.pk}/")["Location"].split("/")[-3]
    draft = Application.objects.get(pk=made)
    builders.post(page, draft, "tour", {"tour": "一号线", "tour_no": "T-2"})
    builders.post(page, draft, "oath", {"oath": "on"})
    shown = page.get(url(draft, "materials")).content.decode()
    assert case.number in shown
    assert page.post(url(draft, "materials"))["Location"] == url(draft, "check")


def test_it_can_be_removed_and_replaced_and_the_original_stays(case, company):
    draft = guards.begun(case.owner, company)
    (copy,) = reuse(draft)
    actions.remove(document=copy, by=case.owner)
    (original,) = case.documents.all()
    assert sha256(storage.read(original.key)) == original.sha256
    assert draft.documents.count() == 0


def test_the_copy_stays_when_the_original_goes(case, company):
    draft = guards.begun(case.owner, company)
    (copy,) = reuse(draft)
    case.documents.all().delete()
    copy.refresh_from_db()
    assert copy.taken_from is None and sha256(storage.read(copy.key)) == copy.sha256


def test_too_old_a_file_does_not_serve_again_however_often_it_was_taken_over(case, company):
    days = int(norms(today()).value("PB.multi_months"))
    aged(days - 1)
    first = guards.begun(case.owner, company)
    assert len(reuse(first)) == 1
    Application.objects.filter(pk=first.pk).update(state="RECEIVED", number="X1", submitted_at=timezone.now())
    Document.objects.update(first_at=timezone.now() - timedelta(days=days + 1))
    Document.objects.filter(application=case).update(created_at=timezone.now() - timedelta(days=days + 1))
    assert reuse(guards.begun(case.owner, company)) == []


def test_only_materials_that_declare_it_and_have_no_file_yet_take_one_over(case, company):
    draft = guards.begun(case.owner, company)
    assert reuse(draft, Material("GD01", "执照")) == []
    assert reuse(draft, Material("GD02", "照片", reuse=PAPER.reuse)) == []
    builders.upload(case.owner, draft, "GD01", "new.pdf")
    assert reuse(draft) == []


def test_papers_of_another_company_or_of_a_draft_are_never_taken(case, company):
    other = Company.objects.create(uscc="91310101MA00000002", name="另一家示例公司")
    Handler.objects.create(company=other, user=case.owner)
    assert reuse(guards.begun(case.owner, other)) == []
    assert reuse(guards.begun(case.owner, None)) == []
    case.documents.all().delete()
    builders.upload(case.owner, guards.begun(case.owner, company), "GD01")
    assert reuse(guards.begun(case.owner, company)) == []


def test_somebody_elses_draft_takes_nothing_over(case, company):
    draft = guards.begun(case.owner, company)
    stranger = builders.person("other@example.test")
    assert actions.reuse(application=draft, materials=[PAPER], norms=norms(today()), by=stranger) == []
    assert draft.documents.count() == 0


def test_a_colleague_takes_over_papers_of_the_company_but_none_about_a_person(case, company):
    colleague = builders.person("colleague@example.test")
    Handler.objects.create(company=company, user=colleague)
    draft = guards.begun(colleague, company)
    personal = Material("GD01", "身份证", reuse=PAPER.reuse, personal=True)
    assert reuse(draft, personal) == []
    assert len(reuse(draft)) == 1
    assert len(reuse(guards.begun(case.owner, company), personal)) == 1


def test_removed_files_do_not_serve_again(case, company):
    case.documents.update(removed_at=timezone.now())
    assert reuse(guards.begun(case.owner, company)) == []


def test_when_the_case_is_full_or_the_bytes_are_gone_the_paper_is_simply_asked_for(
    case, company, monkeypatch
):
    draft = guards.begun(case.owner, company)
    monkeypatch.setattr(reusing, "MOST_BYTES_CASE", 1)
    assert reuse(draft) == []
    monkeypatch.undo()
    storage.delete(case.documents.get().key)
    assert reuse(draft) == []
    assert draft.documents.count() == 0


def test_a_second_round_takes_nothing_twice(case, company):
    draft = guards.begun(case.owner, company)
    assert len(reuse(draft)) == 1
    assert reuse(draft) == []
    assert draft.documents.count() == 1
