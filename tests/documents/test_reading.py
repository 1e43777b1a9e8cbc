"""Who opens a file and what they get: the applicant the file, an officer the viewer and a copy with a watermark."""

import io
import re
import subprocess
import sys
from datetime import timedelta

import pypdf
import pypdfium2
import pytest
import time_machine
from django.conf import settings as configured
from django.core.files.storage import FileSystemStorage
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from portal.accounts.models import Posting
from portal.applications.models import Application
from portal.audit.models import Entry
from portal.companies.models import Handler
from portal.documents import storage
from portal.documents.models import Document
from portal.documents.queries import papers_in_order
from portal.inspection import sandbox
from tests import factories
from tests.documents import scans

pytestmark = pytest.mark.django_db
CONTENT = scans.pdf(3)


class DownStorage(FileSystemStorage):
    """A store that does not answer."""

    def _open(self, name, mode="rb"):
        raise OSError("connection refused")

    exists = size = _open


def store_down():
    documents = {**configured.STORAGES["documents"], "BACKEND": f"{__name__}.DownStorage"}
    return override_settings(STORAGES={**configured.STORAGES, "documents": documents})


@pytest.fixture
def case() -> Application:
    return factories.submitted_application()


@pytest.fixture
def paper(case) -> Document:
    """A PDF of three pages of a submitted case, as it came after the submission."""
    return scans.kept(case, "TH01", "批准文件.pdf", CONTENT, pages=3)


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(case) -> Client:
    """The browser of an officer whose posting covers the case."""
    client = browser_of(factories.officer("intake", case.unit, last_name="王", first_name="静"))
    client.get("/desk/")
    return client


def address(name: str, document: Document, *more: int) -> str:
    return reverse(f"documents:{name}", args=[document.pk, *more])


def body(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def entries(document: Document) -> list[tuple[str, str, dict]]:
    """What the audit says of the openings of a file: action, actor, data without case and material."""
    rows = Entry.objects.filter(subject=f"document:{document.pk}").order_by("pk")
    common = {"application": str(document.application_id), "material": document.material, "late": True}
    assert all(common.items() <= row.data.items() for row in rows)
    return [(row.action, row.actor, {k: v for k, v in row.data.items() if k not in common}) for row in rows]


def guarded(answer) -> bool:
    """Whether an answer carries what keeps a file in the hands of its reader."""
    policy = answer["Content-Security-Policy"]
    return (
        answer["X-Content-Type-Options"] == "nosniff"
        and answer["Cross-Origin-Resource-Policy"] == "same-origin"
        and "no-store" in answer["Cache-Control"]
        and "private" in answer["Cache-Control"]
        and policy.startswith("default-src 'none'")
        and "script-src" not in policy
    )


def pictures_of(answer) -> list[str]:
    """The addresses of the pages on a page with the viewer."""
    found = re.findall(r'<img src="([^"]+)"', answer.content.decode())
    return [link.replace("&amp;", "&") for link in found]


def test_the_applicant_gets_the_file_as_it_lies_there_in_pieces(case, paper):
    answer = browser_of(case.owner).get(address("read", paper))
    assert answer.status_code == 200 and answer.streaming
    assert body(answer) == CONTENT
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E6%89%B9")
    assert guarded(answer) and "sandbox" not in answer["Content-Security-Policy"]
    assert entries(paper) == [("document:read", f"user:{case.owner.pk}", {})]


def test_an_officer_gets_a_copy_that_names_the_reader_on_every_page(case, paper, desk):
    with time_machine.travel("2026-03-02T06:05:00Z", tick=False):
        answer = desk.get(address("read", paper))
        content = body(answer)
    assert answer.status_code == 200 and content != CONTENT
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 3
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(content)).pages, 1):
        text = page.extract_text()
        assert case.number in text
        assert translation.gettext("Only for handling this matter") in text
        assert "王静 2026-03-02 14:05" in text  # in Shanghai
        with pypdfium2.PdfDocument(content) as document:
            assert f"This is page {number}" in document[number - 1].get_textpage().get_text_bounded()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert guarded(answer) and answer["Content-Security-Policy"].endswith("; sandbox")
    assert storage.read(paper.key) == CONTENT
    officer = Entry.objects.get(action="document:downloaded").actor
    assert entries(paper) == [("document:downloaded", officer, {"stamped": True})]


def test_a_picture_is_stamped_too_in_the_language_of_the_desk(case, desk):
    photo = scans.kept(case, "TH01", "a.jpg", scans.photograph(), scans.JPEG)
    with translation.override("en"):
        answer = desk.get(address("read", photo))
        content = body(answer)
    assert answer["Content-Type"] == "image/jpeg"
    before, after = Image.open(io.BytesIO(scans.photograph())), Image.open(io.BytesIO(content))
    assert before.size == after.size
    assert before.tobytes() != after.tobytes()


@pytest.mark.parametrize(("name", "kind"), [("a.ofd", "application/ofd"), ("a.csv", "text/csv")])
def test_what_has_no_pages_is_taken_away_as_it_is_and_the_audit_says_so(case, desk, name, kind):
    table = scans.kept(case, "TH01", name, "姓名,示例\n".encode(), kind, pages=0)
    shown = desk.get(address("view", table))
    assert shown.status_code == 200 and not pictures_of(shown)
    assert address("read", table) in shown.content.decode()
    answer = desk.get(address("read", table))
    assert body(answer).decode() == "姓名,示例\n"
    assert answer["Content-Disposition"].startswith("attachment") and guarded(answer)
    actions = [(action, data) for action, _actor, data in entries(table)]
    assert actions == [("document:viewed", {}), ("document:downloaded", {"stamped": False})]
    own = browser_of(case.owner).get(address("read", table))
    assert own["Content-Disposition"].startswith("attachment")
    assert own["Content-Security-Policy"].endswith("; sandbox")


def test_the_viewer_shows_every_page_and_is_recorded_once(case, paper, desk):
    answer = desk.get(address("view", paper))
    links = pictures_of(answer)
    assert answer.status_code == 200 and len(links) == 3
    assert "no-store" in answer["Cache-Control"]
    for width in (900, 1400, 2100):
        picture = desk.get(re.sub(r"w=\d+", f"w={width}", links[1]))
        assert picture.status_code == 200 and picture["Content-Type"] == "image/jpeg"
        assert guarded(picture) and "sandbox" in picture["Content-Security-Policy"]
        assert abs(Image.open(io.BytesIO(picture.content)).width - width) <= 1
    assert [action for action, _actor, _data in entries(paper)] == ["document:viewed"]


def test_the_part_for_the_page_of_a_case_is_the_same_viewer_without_the_frame(paper, desk):
    answer = desk.get(address("view", paper), {"part": "viewer"})
    text = answer.content.decode()
    assert len(pictures_of(answer)) == 3
    assert "<html" not in text and "<h1" not in text
    assert [action for action, _actor, _data in entries(paper)] == ["document:viewed"]


def test_the_viewer_leads_to_the_papers_before_and_after_in_the_order_of_the_desk(case, paper, desk):
    order = papers_in_order(case)
    assert len(order) > 2 and paper in order
    place = order.index(paper)
    text = desk.get(address("view", paper)).content.decode()
    listed = re.findall(r'data-paper-link="([^"]+)"', desk.get(f"/desk/{case.pk}/").content.decode())
    assert listed == [str(row.pk) for row in order]
    for near in (place - 1, place + 1):
        if 0 <= near < len(order):
            assert address("view", order[near]) in text


@pytest.mark.parametrize("width", ["", "899", "2400", "1400.0", "-900", "９００"])
def test_only_three_widths_are_drawn(paper, desk, width):
    link = pictures_of(desk.get(address("view", paper)))[0]
    assert desk.get(link.replace("w=1400", f"w={width}")).status_code == 404


@pytest.mark.parametrize("number", [0, 4, 70000])
def test_a_page_that_is_not_there_is_not_found(paper, desk, number):
    link = pictures_of(desk.get(address("view", paper)))[0]
    assert desk.get(link.replace("/pages/1/", f"/pages/{number}/")).status_code == 404


def test_no_page_without_an_opening(case, paper, desk):
    for ticket in ("", "x", "WyJ4Il0:1:1"):
        for browser in (desk, browser_of(case.owner)):
            answer = browser.get(address("page", paper, 1), {"w": "1400", "t": ticket})
            assert answer.status_code == 404
    assert entries(paper) == []


def test_a_ticket_is_for_one_reader_one_file_and_half_an_hour(case, paper, desk):
    link = pictures_of(desk.get(address("view", paper)))[0]
    other = scans.kept(case, "TH01", "b.pdf", CONTENT, pages=3)
    colleague = browser_of(factories.officer("reviewer", case.unit))
    assert desk.get(link).status_code == 200
    assert desk.get(link.replace(str(paper.pk), str(other.pk))).status_code == 404
    assert colleague.get(link).status_code == 404
    assert desk.get(link[:-1] + ("A" if link[-1] != "A" else "B")).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=29)):
        assert desk.get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert desk.get(link).status_code == 404


def test_a_posting_that_ends_between_opening_and_page_ends_the_reading(paper, desk):
    link = pictures_of(desk.get(address("view", paper)))[0]
    assert desk.get(link).status_code == 200
    Posting.objects.all().delete()
    for path in (link, address("view", paper), address("read", paper)):
        assert desk.get(path).status_code == 404


def test_a_foreign_officer_finds_nothing_and_the_attempt_is_recorded(case, paper):
    other = "310151000000" if case.district != "310151" else "310101000000"
    officer = factories.officer("intake", other)
    browser = browser_of(officer)
    for path in (address("read", paper), address("view", paper), address("page", paper, 1)):
        assert browser.get(path).status_code == 404
    assert entries(paper) == [("document:denied", f"user:{officer.pk}", {})] * 3


def test_a_stranger_finds_nothing_and_a_visitor_signs_in(paper):
    paths = [address("read", paper), address("view", paper), address("page", paper, 1)]
    stranger = browser_of(factories.UserFactory())
    for path in paths:
        assert stranger.get(path).status_code == 404
        answer = Client().get(path)
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    assert entries(paper) == []


def test_an_officer_who_is_the_applicant_counts_as_the_applicant():
    case = factories.submitted_application(owner=factories.officer("intake"))
    paper = scans.kept(case, "TH01", "a.pdf", CONTENT, pages=3)
    browser = browser_of(case.owner)
    assert body(browser.get(address("read", paper))) == CONTENT
    answer = browser.get(address("view", paper))
    assert answer.status_code == 302 and answer["Location"] == address("read", paper)
    assert [action for action, _actor, _data in entries(paper)] == ["document:read"]


def test_the_headers_alone_tell_no_more_and_are_recorded(case, paper, desk):
    for browser, action in ((browser_of(case.owner), "document:read"), (desk, "document:downloaded")):
        answer = browser.head(address("read", paper))
        assert answer.status_code == 200 and body(answer) == b"" and guarded(answer)
        assert entries(paper)[-1][0] == action
    for browser in (browser_of(factories.UserFactory()), Client()):
        assert browser.head(address("read", paper)).status_code in {302, 404}
    assert desk.post(address("read", paper)).status_code == 405
    assert len(entries(paper)) == 2


def test_a_foreign_page_can_neither_embed_nor_open_a_file(case, paper, desk):
    link = pictures_of(desk.get(address("view", paper)))[0]
    for browser in (browser_of(case.owner), desk, Client()):
        for path in (address("read", paper), address("view", paper), link):
            assert browser.get(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    for site in ("same-origin", "none"):
        assert desk.get(link, headers={"Sec-Fetch-Site": site}).status_code == 200
    assert len(entries(paper)) == 1


def test_a_deleted_file_says_when_and_why(case, paper, desk):
    link = pictures_of(desk.get(address("view", paper)))[0]
    Document.objects.filter(pk=paper.pk).update(erased_at="2026-03-02T06:05:00Z")
    storage.delete(paper.key)
    with translation.override("en"):
        for browser in (desk, browser_of(case.owner)):
            answer = browser.get(address("read", paper))
            text = answer.content.decode()
            assert answer.status_code == 410
            assert "was deleted on Monday 2 March" in text and "may be kept had passed" in text
            assert paper.sha256 in text
        assert desk.get(address("view", paper)).status_code == 410
        part = desk.get(address("view", paper), {"part": "viewer"})
        assert part.status_code == 410 and "<html" not in part.content.decode()
        row = desk.get(f"/en/desk/{case.pk}/").content.decode()
    assert f'data-paper-link="{paper.pk}"' not in row and paper.name in row
    assert desk.get(link).status_code == 404
    assert [action for action, _actor, _data in entries(paper)] == ["document:viewed"]


def test_a_store_that_is_down_is_said_and_nothing_is_recorded(case, paper, desk):
    link = pictures_of(desk.get(address("view", paper)))[0]
    with store_down(), translation.override("en"):
        for browser in (desk, browser_of(case.owner)):
            answer = browser.get(address("read", paper))
            assert answer.status_code == 503 and "does not answer" in answer.content.decode()
        assert desk.get(address("view", paper)).status_code == 503
        assert desk.get(link).status_code == 503
    assert [action for action, _actor, _data in entries(paper)] == ["document:viewed"]
    assert desk.get(link).status_code == 200


def test_a_missing_file_says_whom_to_tell(case, desk):
    lost = factories.paper(case, "TH01")
    with translation.override("en"):
        for browser in (desk, browser_of(case.owner)):
            answer = browser.get(address("read", lost))
            assert answer.status_code == 503
            assert "is missing from the store" in answer.content.decode()
            assert str(lost.pk) in answer.content.decode()
        part = desk.get(address("view", lost), {"part": "viewer"})
    assert part.status_code == 503 and "is missing from the store" in part.content.decode()
    assert not Entry.objects.filter(subject=f"document:{lost.pk}").exists()


@pytest.fixture
def no_sandbox(monkeypatch):
    """A machine on which the process that draws pages ends at once."""
    started = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **more: started(["/bin/false"], **more))
    sandbox._held.close()
    yield
    monkeypatch.undo()
    sandbox._held.close()


def test_without_the_sandbox_officers_are_told_and_the_applicant_reads_on(case, paper, desk, no_sandbox):
    link = pictures_of(desk.get(address("view", paper)))[0]
    with translation.override("en"):
        answer = desk.get(address("read", paper))
        assert answer.status_code == 503 and "that prepares" in answer.content.decode()
        assert body(answer).find(b"%PDF") == -1
        assert desk.get(link).status_code == 503
        assert body(browser_of(case.owner).get(address("read", paper))) == CONTENT
    actions = [action for action, _actor, _data in entries(paper)]
    assert actions == ["document:viewed", "document:read"]


def test_a_file_of_which_no_copy_can_be_made_is_not_handed_out(case, desk):
    broken = scans.kept(case, "TH01", "a.pdf", b"%PDF-1.7\nnothing more")
    with translation.override("en"):
        answer = desk.get(address("read", broken))
    assert answer.status_code == 503 and answer["Content-Type"].startswith("text/html")
    assert entries(broken) == []


def test_a_pdf_from_before_pages_were_counted_shows_its_first_and_says_so(case, desk):
    old = scans.kept(case, "TH01", "a.pdf", CONTENT, pages=0)
    with translation.override("en"):
        answer = desk.get(address("view", old))
    assert len(pictures_of(answer)) == 1 and "was not counted" in answer.content.decode()
    assert desk.get(pictures_of(answer)[0]).status_code == 200


def test_the_portal_itself_does_not_parse_files(case, paper, desk):
    """The page and the copy are drawn by another process: in this one pdfium is not even loaded."""
    program = (
        "import django, sys; django.setup(); import portal.documents.views.reading; "
        "print(sorted({'pypdfium2', 'pikepdf'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_officer_who_once_was_a_handler_of_the_company_reads_none_of_its_files():
    case = factories.submitted_application("PB")
    paper = scans.kept(case, "PB01", "a.pdf", CONTENT)
    officer = factories.officer("intake")
    assert case.company and browser_of(officer).get(address("view", paper)).status_code == 200
    row = Handler(company=case.company, user=officer, email=officer.email, role="manager", state="ENDED")
    row.ended_at, row.details = timezone.now(), {}
    row.save(force_insert=True)
    for path in (address("view", paper), address("read", paper)):
        assert browser_of(officer).get(path).status_code == 404
