"""The materials step."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.documents.models import Document
from tests.wizard import builders
from tests.wizard.builders import document, post, raw, upload, url


def send(client, application, material, name="id.pdf", content=builders.PDF, **more):
    file = SimpleUploadedFile(name, content, "application/pdf")
    here = f"{url(application, 'materials')}#material-{material}"
    address = reverse("documents:upload", args=[application.pk, material])
    return client.post(address, {"file": file, "next": here, **more}, follow=True)


def codes(response):
    return [item["row"].material.code for item in response.context["rows"]]


def test_only_the_materials_that_the_answers_call_for_are_listed(page, gu):
    application = builders.filled(page, gu)
    assert "TH05" not in codes(page.get(url(application, "materials")))
    settlement = raw("TH")["settlement"] | {"unit_collective": "YES_UNABLE"}
    assert post(page, application, "settlement", settlement).status_code == 302
    assert "TH05" in codes(page.get(url(application, "materials")))


def test_going_on_is_refused_while_a_required_paper_is_missing(page, gu):
    application = builders.filled(page, gu)
    response = page.post(url(application, "materials"))
    assert response.status_code == 422
    assert "#material-TH01" in [href for href, _text in response.context["errors"]]
    assert "#material-TH17" not in [href for href, _text in response.context["errors"]], "an optional one"
    assert "materials" not in document(application)["complete"]


def test_an_upload_comes_back_to_its_material(page, gu):
    application = builders.filled(page, gu)
    response = send(page, application, "TH01")
    text = response.content.decode()
    assert text.count("id.pdf") >= 2, "the file, and the word that it arrived"
    assert response.context["errors"] == []
    assert reverse("documents:read", args=[Document.objects.get().pk]) in text


def test_a_refused_upload_is_told_at_its_material_and_in_the_summary(page, gu):
    application = builders.filled(page, gu)
    response = send(page, application, "TH02", "evil.pdf", b"MZ not a pdf")
    ((href, sentence),) = response.context["errors"]
    assert href == "#material-TH02"
    assert response.content.decode().count(sentence) == 2
    assert not Document.objects.exists()


def test_a_file_is_replaced_and_removed(page, gu):
    application = builders.filled(page, gu)
    old = upload(gu, application, "TH01", "old.pdf")
    send(page, application, "TH01", "new.pdf", replaces=old.pk)
    new = Document.objects.get()
    assert new.name == "new.pdf"
    here = f"{url(application, 'materials')}#material-TH01"
    response = page.post(reverse("documents:remove", args=[new.pk]), {"next": here})
    assert response["Location"] == here
    assert not Document.objects.exists()


def test_the_page_offers_remove_and_replace_for_each_file(page, gu):
    application = builders.filled(page, gu)
    kept = upload(gu, application, "TH01")
    text = page.get(url(application, "materials")).content.decode()
    assert reverse("documents:remove", args=[kept.pk]) in text
    assert f'name="replaces" value="{kept.pk}"' in text


def test_back_and_leave_need_no_papers(page, gu):
    application = builders.filled(page, gu)
    assert page.post(url(application, "materials"), {"go-back": "1"})["Location"] == url(
        application, "delivery"
    )
    assert page.post(url(application, "materials"), {"save-and-leave": "1"})["Location"] == reverse("my:home")


def test_files_are_there_after_signing_in_again_and_are_submitted(page, gu):
    application = builders.ready(page, gu)
    page.logout()
    page.force_login(gu)
    page.post(url(application, "check"))
    (submission,) = application.submissions.all()
    assert {entry["material"] for entry in submission.materials} == {"TH01", "TH02", "TH03", "TH04", "TH06"}


def test_a_paper_removed_later_stops_the_submission(page, gu):
    application = builders.ready(page, gu)
    Document.objects.filter(material="TH01").first().delete()
    response = page.post(url(application, "check"))
    assert response["Location"] == url(application, "materials")
    application.refresh_from_db()
    assert application.state == "DRAFT"
    assert "#material-TH01" in [href for href, _ in page.get(url(application, "materials")).context["errors"]]


def test_a_paper_that_a_changed_answer_calls_for_stops_the_submission(page, gu):
    application = builders.ready(page, gu)
    settlement = raw("TH")["settlement"] | {"unit_collective": "YES_UNABLE"}
    post(page, application, "settlement", settlement)
    assert page.get(url(application, "check"))["Location"] == url(application, "materials")
