"""The materials step."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.applications.models import Application
from portal.documents.models import Document
from portal.ui.addresses import in_language
from tests import standins
from tests.standins import PLAIN, PROMISED, STAGE, STATED
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


@pytest.fixture
def stood_in(page, gu):
    """A filled-in draft of a service whose papers may be fetched, stated, promised or come at a later stage."""
    with standins.declared():
        application = builders.filled(page, gu, standins.CODE)
        yield application


def see(page, application, step):
    """Open a stop in English."""
    return page.get(in_language(url(application, step), "en"))


def rows(response):
    return {item["row"].material.code: item["row"] for item in response.context["rows"]}


def test_a_paper_of_a_later_stage_is_told_calmly_at_the_end(page, stood_in):
    response = see(page, stood_in, "materials")
    assert [row.material.code for row in response.context["later"]] == [STAGE]
    assert STAGE not in codes(response)
    text = response.content.decode()
    assert "You hand this in later" in text
    assert reverse("documents:upload", args=[stood_in.pk, STAGE]) not in text
    assert f"#material-{STAGE}" not in [
        href for href, _ in page.post(url(stood_in, "materials")).context["errors"]
    ]


def test_the_statement_is_shown_and_its_box_is_never_ticked(page, stood_in):
    text = see(page, stood_in, "materials").content.decode()
    assert standins.STATEMENT in text
    box = re.search(r'<input type="checkbox" name="stated"[^>]*>', text)
    assert box and "checked" not in box.group()
    assert "I state this and answer for it" in text and "Sign the statement instead of the paper" in text
    assert text.count('name="stated"') == 1, "no other paper may be stated"


def test_a_box_left_empty_is_told_at_the_paper(page, stood_in):
    standins.send(page, stood_in, "commit", STATED)
    response = see(page, stood_in, "materials")
    assert [href for href, _ in response.context["errors"]] == [f"#material-{STATED}"]


def test_what_stands_in_counts_until_it_is_taken_back(page, stood_in):
    standins.stood_in(page, stood_in)
    response = see(page, stood_in, "materials")
    found = rows(response)
    assert not any(row.missing for row in found.values())
    text = response.content.decode()
    assert "Statement signed" in text and "within 10 working days of acceptance" in text
    assert text.count("/take-back/") == 2
    for material in (STATED, PROMISED):
        standins.send(page, stood_in, "take_back", material)
    missing = {href for href, _ in page.post(url(stood_in, "materials")).context["errors"]}
    assert missing == {f"#material-{STATED}", f"#material-{PROMISED}"}


def test_what_a_register_holds_is_not_asked_for(page, stood_in):
    standins.answered(stood_in, entry="YES")
    response = see(page, stood_in, "materials")
    assert rows(response)[STATED].fetched and not rows(response)[STATED].missing
    text = response.content.decode()
    assert "Fetched from the register of enterprises, nothing to upload." in text
    assert reverse("documents:upload", args=[stood_in.pk, STATED]) not in text
    assert 'name="stated"' not in text


def test_a_statement_is_void_when_the_register_says_no(page, stood_in):
    standins.stood_in(page, stood_in)
    standins.answered(stood_in, entry="NO")
    response = see(page, stood_in, "materials")
    row = rows(response)[STATED]
    assert row.void and row.missing and row.standin is None
    assert 'name="stated"' not in response.content.decode()
    assert page.post(url(stood_in, "materials")).status_code == 422


def test_a_statement_taken_back_at_the_last_moment_stops_the_submission(page, stood_in):
    standins.stood_in(page, stood_in)
    page.post(url(stood_in, "materials"))
    standins.send(page, stood_in, "take_back", STATED)
    assert page.post(url(stood_in, "check"))["Location"] == url(stood_in, "materials")
    assert not stood_in.submissions.exists()


def test_the_check_shows_what_stands_in(page, stood_in):
    standins.stood_in(page, stood_in)
    page.post(url(stood_in, "materials"))
    text = see(page, stood_in, "check").content.decode()
    assert standins.STATEMENT in text and "within 10 working days of acceptance" in text
    assert "You hand this in later" in text


def test_the_submission_keeps_of_each_paper_what_it_is(page, stood_in):
    standins.stood_in(page, stood_in)
    for step in ("materials", "check"):
        page.post(url(stood_in, step))
    entries = {entry["material"]: entry for entry in stood_in.submissions.get().materials}
    assert {code: entry["kind"] for code, entry in entries.items()} == {
        PLAIN: "file", STATED: "statement", PROMISED: "later",
    }  # fmt: skip
    digest = stood_in.standins.get(material=STATED).digest
    assert entries[STATED]["sha256"] == digest and "id" not in entries[STATED]


def test_the_materials_cost_the_same_with_one_stand_in_and_with_two(page, stood_in):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page.get(url(stood_in, "materials"))
        return len(queries)

    standins.send(page, stood_in, "promise", PROMISED)
    first = cost()
    standins.send(page, stood_in, "commit", STATED, stated="yes")
    assert cost() <= first


def test_a_correction_asks_for_a_paper_anew_whatever_stood_in(page, stood_in, officer):
    standins.stood_in(page, stood_in)
    for step in ("materials", "check"):
        page.post(url(stood_in, step))
    old = stood_in.standins.get(material=STATED)
    case = Application.objects.get(pk=stood_in.pk)
    case = builders.asked_to_correct(
        case, officer, {"material": STATED, "reason": "The statement is not enough."}
    )
    assert page.post(url(case, "materials")).status_code == 422
    assert standins.send(page, case, "take_back", PROMISED).status_code == 404, "not asked for"
    assert standins.send(page, case, "commit", STATED, stated="yes").status_code == 302
    assert page.post(url(case, "materials"))["Location"] == url(case, "check")
    page.post(url(case, "check"))
    old.refresh_from_db()
    assert old.taken_back_at and old.text["en"] == standins.STATEMENT, "the first submission keeps it"
    rounds = list(case.submissions.order_by("round"))
    ids = [{entry["standin"] for entry in row.materials if entry["kind"] == "statement"} for row in rounds]
    assert len(rounds) == 2 and ids[0] == {str(old.pk)} and ids[1] != ids[0]
    assert {entry["material"] for entry in rounds[1].materials} == {PLAIN, STATED, PROMISED}
