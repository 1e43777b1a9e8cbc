"""Forgeries through the page for files: the original is valid, nothing else ever is (SECURITY, goal 11)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from portal.certificates.models import Certificate
from portal.certificates.queries import Answer, answer_of
from portal.certificates.verification import apart, files, wording
from portal.certificates.verification.views import InMemory
from portal.seals import demo
from tests.certificates.verification import forging

pytestmark = pytest.mark.django_db


def send(client, content: bytes, name: str = "x.pdf", **options):
    """Send a file as the form does."""
    return client.post("/verify/file/", {"file": SimpleUploadedFile(name, content)}, **options)


def told(answer) -> tuple[str, str]:
    """Return verdict and reason of a page."""
    found = answer.context["answer"]
    return found.verdict, found.reason


def test_the_original_is_valid(client, certificate, content):
    answer = send(client, content)
    assert (answer.status_code, told(answer)) == (200, ("VALID", ""))
    assert answer.context["answer"] == answer_of(certificate)
    text = answer.content.decode()
    assert certificate.number in text and certificate.sha256 in text
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        pytest.param(forging.flipped(0.1), "changed", id="a flipped byte near the beginning"),
        pytest.param(forging.flipped(0.5), "changed", id="a flipped byte in the middle"),
        pytest.param(forging.updated, "added", id="an incremental update"),
        pytest.param(forging.appended, "added", id="bytes after the end"),
        pytest.param(forging.look_alike, "foreign", id="an authority of the same name"),
        pytest.param(forging.resaved, "rewritten", id="saved by another program"),
        pytest.param(forging.renamed, "foreign", id="drawn with another name"),
        pytest.param(forging.with_another_code("HTTP://X/V/1"), "foreign", id="another QR code"),
        pytest.param(forging.stripped, "unsealed", id="without its seal"),
    ],
)
def test_a_forgery_is_altered(client, certificate, content, forge, reason):
    answer = send(client, forge(certificate, content))
    assert told(answer) == ("ALTERED", reason)
    assert certificate.organ not in answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("tenth", range(10))
def test_no_place_of_a_file_can_be_changed(client, certificate, content, tenth):
    forged = forging.flipped(tenth / 10 + 0.03)(certificate, content)
    assert told(send(client, forged))[0] == "ALTERED"


@pytest.mark.parametrize(
    ("state", "verdict"), [("revoked", "REVOKED"), ("replaced", "REPLACED"), ("cancelled", "CANCELLED")]
)
def test_the_register_speaks_of_the_original(client, certificate, content, state, verdict):
    Certificate.objects.filter(pk=certificate.pk).update(register=state)
    assert told(send(client, content)) == (verdict, "")


def test_a_file_under_our_seal_that_the_register_does_not_know_is_not_valid(client, certificate, content):
    Certificate.objects.filter(pk=certificate.pk).update(status="numbered")
    answer = send(client, content)
    assert told(answer) == ("ALTERED", "unregistered")
    assert certificate.organ not in answer.content.decode()


@pytest.mark.parametrize("change", ["padding", "letters"])
def test_the_place_of_the_signature_itself_cannot_be_changed_either(client, certificate, content, change):
    begin = content.rindex(b"/Contents <") + len(b"/Contents <")
    end = content.index(b">", begin)
    written = content[begin:end]
    other = written[:-1] + b"1" if change == "padding" else written.lower()
    assert other != written
    answer = send(client, content[:begin] + other + content[end:])
    assert told(answer)[0] == "ALTERED", told(answer)
    assert certificate.organ not in answer.content.decode()


def test_the_original_under_a_seal_that_does_not_hold_is_not_valid(
    client, certificate, content, settings, tmp_path
):
    settings.SEAL_ROOTS = str(demo.ensure(tmp_path / "other") / "roots")
    assert told(send(client, content)) == ("ALTERED", "seal")


def test_a_pdf_signed_by_another_that_names_none_of_our_numbers_is_not_found(client, certificate):
    answer = send(client, forging.sealed_by_another(forging.plain()))
    assert (answer.status_code, told(answer)) == (404, ("NOT_FOUND", "foreign"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n", "no_pdf"),
        (b"GB31011620260001230", "no_pdf"),
        (b"%PDF-1.7 GB31011620260001230", "unreadable"),
        (forging.plain(), "other"),
        (b"%PDF-1.7\n" + b"/ByteRange [0 5 9 99999999]" * 50, "unreadable"),
    ],
)
def test_what_is_no_paper_is_not_found(client, certificate, content, reason):
    answer = send(client, content)
    assert (answer.status_code, told(answer)) == (404, ("NOT_FOUND", reason))


@pytest.mark.parametrize("reason", ["unsealed", "foreign"])
def test_an_unknown_number_in_a_file_gets_the_same_answer_as_a_known_one(client, certificate, reason):
    forge = {"unsealed": forging.stripped, "foreign": forging.look_alike}[reason]
    known = forge(certificate, b"")
    Certificate.objects.filter(pk=certificate.pk).update(number="GB31011620269999995")
    assert told(send(client, known)) == ("ALTERED", reason)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_answer_to_a_file_has_words_of_its_own(language):
    with override(language):
        words = {str(wording.said(Answer(*found)).sentence) for found in wording.FILES}
    assert len(words) == len(wording.FILES)


def test_nothing_of_the_file_is_kept_or_logged(
    client, certificate, content, caplog, own_objects, tmp_path, settings
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    caplog.set_level(0)
    before = sorted(own_objects.rglob("*"))
    send(client, content + b" " * 3_000_000 + b"MARKER", "MARKER-OF-A-NAME.pdf")
    assert sorted(own_objects.rglob("*")) == before
    assert list((tmp_path / "uploads").iterdir()) == []
    assert "MARKER" not in caplog.text


def test_a_file_is_never_written_to_disk_on_its_way(rf, certificate, content):
    request = rf.post("/verify/file/", {"file": SimpleUploadedFile("x.pdf", content + b" " * 3_000_000)})
    request.upload_handlers = [InMemory(request)]
    kept = request.FILES["file"]
    assert not hasattr(kept, "temporary_file_path")
    assert kept.size == len(content) + 3_000_000


@pytest.mark.parametrize(("what", "status"), [("large", 422), ("larger", 413), ("empty", 422), ("none", 422)])
def test_what_cannot_be_looked_at_is_said_in_the_form(client, what, status):
    sizes = {"large": 10 * 1024 * 1024 + 1, "larger": 11 * 1024 * 1024, "empty": 0}
    answer = send(client, b"x" * sizes[what]) if what in sizes else client.post("/verify/file/", {})
    assert answer.status_code == status
    assert answer.context.get("refused") or answer.context["form"].errors["file"]


def test_a_request_without_the_token_is_refused(certificate, content):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, content).status_code == 403
    strict.get("/verify/file/")
    token = strict.cookies["csrf"].value
    sent = {"file": SimpleUploadedFile("x.pdf", content), "csrfmiddlewaretoken": token}
    assert strict.post("/verify/file/", sent).context["answer"].verdict == "VALID"


def test_the_sixth_file_within_a_minute_is_refused(client, certificate):
    statuses = [send(client, b"none of ours").status_code for _ in range(6)]
    assert statuses == [404] * 5 + [429]
    late = send(client, b"none of ours")
    assert late["Retry-After"] == "60"
    assert send(client, b"none of ours", REMOTE_ADDR="192.0.2.9").status_code == 404
    assert client.get("/verify/", {"number": "x"}).status_code == 422


def test_when_too_many_files_are_read_it_says_when_to_come_again(client, certificate, content, settings):
    held = [apart._places.acquire(blocking=False) for _ in range(apart.AT_A_TIME)]
    try:
        assert all(held)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(apart, "MOST_WAITED", 0.01)
            answer = send(client, forging.resaved(certificate, content))
            assert (answer.status_code, answer["Retry-After"]) == (503, "60")
            assert told(send(client, content)) == ("VALID", "")
    finally:
        for _ in held:
            apart._places.release()


def test_the_parts_that_were_sealed_are_found_without_reading_the_file(certificate, content):
    assert list(files.sealed_parts(content)) == []
    assert list(files.sealed_parts(content + b"x")) == [content]


def test_no_process_is_started_for_a_file_without_a_seal(client, certificate, monkeypatch):
    monkeypatch.setattr(files, "judge_apart", None)
    assert told(send(client, forging.plain())) == ("NOT_FOUND", "other")
    assert told(send(client, forging.stripped(certificate, b""))) == ("ALTERED", "unsealed")
    assert told(send(client, b"%PDF-1.7\n" + b"GB31011620260001230 " * 1000)) == ("NOT_FOUND", "unreadable")


def test_a_place_is_taken_before_a_strange_file_is_searched(client, certificate, monkeypatch):
    free = []
    monkeypatch.setattr(files, "names_one_of_ours", lambda _content: free.append(apart._places._value))
    assert told(send(client, forging.plain())) == ("NOT_FOUND", "other")
    assert (free, apart._places._value) == ([apart.AT_A_TIME - 1], apart.AT_A_TIME)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(
    "sent_by",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}],
)
def test_a_page_of_another_site_cannot_have_visitors_send_files(client, content, accept, sent_by):
    for _ in range(6):  # none of them counts against the visitor
        answer = send(client, content, headers={"accept": accept, **sent_by})
        assert answer.status_code == 403
    assert (
        send(client, content, headers={"sec-fetch-site": "same-origin"}).context["answer"].verdict == "VALID"
    )


def test_a_browser_that_names_the_origin_only_is_refused_too(client, content):
    def status(origin):
        return send(client, content, headers={"accept": "application/json", "origin": origin}).status_code

    assert [status(origin) for origin in ("https://evil.example", "null", "http://testserver")] == [
        403,
        403,
        200,
    ]


@pytest.mark.parametrize(("what", "title"), [("plain", "Not ours"), ("text", "Not a PDF file")])
def test_a_file_that_is_no_paper_is_not_called_not_found(client, what, title):
    content = forging.plain() if what == "plain" else b"hello"
    sent = {"file": SimpleUploadedFile("x.pdf", content)}
    text = client.post("/en/verify/file/", sent).content.decode()
    assert f"<h1>{title}</h1>" in text
    assert ("Please do not rely on it." in text) is (what == "plain")


def test_of_the_original_it_says_first_that_it_is_the_original(client, certificate, content):
    text = client.post("/en/verify/file/", {"file": SimpleUploadedFile("x.pdf", content)}).content.decode()
    assert "</h1><p>The file you uploaded is byte for byte the one we issued.</p>" in text
    assert "the paper before you" not in text and "The holder is not shown" not in text
