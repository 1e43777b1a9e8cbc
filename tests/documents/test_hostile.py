"""Hostile files over the real way: each is refused with its sentence, or what is kept of it does no harm."""

from pathlib import PurePath

import pytest
from django.urls import reverse
from django.utils import translation

from portal.documents import storage
from portal.documents.limits import CHUNK
from portal.documents.models import Upload
from portal.documents.sentences import SENTENCES
from portal.inspection.verdict import KINDS
from tests import cases
from tests.clamav import EICAR, Clamd, clamd  # noqa: F401 -- a fixture
from tests.documents import files
from tests.inspection import hostile_pdfs
from tests.inspection.hostile import FILES, HARMLESS, MARKS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MATERIAL = "TH02"
#: What comes to something else than in the sandbox alone: names are cleaned first, sizes are told first, and this
#: material takes OFD.
HERE = {
    "ending-with-blank": HARMLESS,
    "ending-with-dot": HARMLESS,
    "ofd-where-none-is-asked": HARMLESS,
}
#: What the applicant reads, word for word; written out once more, so that no change of it goes unseen.
READ = {
    "empty": "The file is empty. Please choose it again.",
    "too_large": "The file is {megabytes} MB. A file may have up to 10 MB. Please scan it at a lower resolution.",
    "type": "This kind of file is not taken. Please hand in a PDF, OFD, JPG, PNG or HEIC file.",
    "not_here": "This kind of file is not taken for this paper. Please look at which files it takes.",
    "mismatch": "The file is not what its name says. Please save it as PDF, JPG or PNG again and upload that file.",
    "damaged": "The file is damaged and cannot be read to its end. Please scan or save it again and upload the "
    "new file.",
    "encrypted": "The file is locked with a password. Please save it without a password and upload it again.",
    "active": "The file contains scripts or media, which are not taken. Please print it to a new PDF and upload that.",
    "attachment": "The file has other files inside. Please upload each of them by itself, and the document "
    "without them.",
    "heavy": "The file is too complex to be checked. Please print it to a new PDF and upload that.",
    "pages": "The file has {pages} pages. A file may have up to 200. Please upload only the pages asked for.",
    "pixels": "The picture is too large: {megapixels} million pixels. Up to {most} million are taken. Please take it "
    "again at a lower resolution.",
    "small": "The picture is too small to be read: {pixels} pixels on its long side, at least 1000 are needed. "
    "Please take the photo again, closer and sharp.",
    "virus": "The virus scanner found something in the file, so it was deleted. Please check your device and hand in "
    "another copy.",
}


class Door:
    """The upload of one applicant, as the browser sends it."""

    def __init__(self, client, capture) -> None:
        self.client, self.capture = client, capture
        self.case = cases.draft("TH")
        client.force_login(self.case.owner)

    def send(self, name: str, declared: str, content: bytes) -> tuple[str, Upload | None]:
        """Send a file and return what the applicant reads ("" when it was taken), and its upload."""
        with translation.override("en"), self.capture(execute=True):
            url = reverse("documents:begin", args=[self.case.pk, MATERIAL])
            answer = self.client.post(url, {"name": name, "size": len(content), "type": declared})
            if answer.status_code == 422:
                return answer.json()["error"], None
            there = answer.json()["url"]
            for offset in range(0, len(content), CHUNK):
                self.client.post(
                    there,
                    content[offset : offset + CHUNK],
                    content_type="application/octet-stream",
                    headers={"Upload-Offset": str(offset)},
                )
        with translation.override("en"):
            return self.client.get(there).json()["error"], Upload.objects.get(pk=answer.json()["id"])


@pytest.fixture
def door(client, django_capture_on_commit_callbacks) -> Door:
    return Door(client, django_capture_on_commit_callbacks)


def wrong(door: Door, name: str, declared: str, content: bytes, expected: str) -> list[str]:
    """Send a file and return what is not as expected: the sentence word for word, or a file without harm."""
    sentence, upload = door.send(name, declared, content)
    if KINDS.get(PurePath(name).suffix.lower()) == "csv":
        expected = "not_here"
    found = []
    if expected == HARMLESS:
        if (sentence, upload.state) != ("", "ready"):
            return [f"not taken: {sentence}"]
        kept = storage.read(upload.document.key)
        found += [f"still in it: {mark!r}" for mark in MARKS if mark in kept and mark != b"%PDF-"]
        found += ["its script"] if hostile_pdfs.MARKER in kept else []
    else:
        megabytes = f"{(len(content) * 10 // 1024**2 + 1) / 10:.1f}"
        words = READ[expected].format(**{"megabytes": megabytes} | (upload.data if upload else {}))
        found += [f"{sentence!r}, not {words!r}"] if sentence != words else []
        found += ["a document of it"] if door.case.documents.exists() else []
    return found + (["pieces of it"] if upload is not None and upload.chunks.exists() else [])


def test_every_reason_has_its_sentence_here():
    waiting = {"storage", "scanner", "sandbox"}
    assert set(READ) == set(SENTENCES) - waiting - {"closed", "failed"}


ONE_OF_EACH = {(file.expected, PurePath(file.name).suffix): file for file in FILES}.values()


@pytest.mark.parametrize("file", ONE_OF_EACH, ids=lambda file: file.id)
def test_a_hostile_file_of_each_kind(door, file):
    assert wrong(door, file.name, file.declared, file.content(), HERE.get(file.id, file.expected)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_each_hostile_file(door, file):
    assert wrong(door, file.name, file.declared, file.content(), HERE.get(file.id, file.expected)) == []


@pytest.mark.parametrize("key", hostile_pdfs.FILES)
def test_each_hostile_pdf(door, key):
    make, expected = hostile_pdfs.FILES[key]
    assert wrong(door, f"{key}.pdf", "application/pdf", make(), expected) == []


@pytest.mark.clamav
def test_a_virus_is_refused_and_a_scanner_that_is_away_is_waited_for(door, settings, clamd: Clamd):  # noqa: F811
    settings.CLAMAV_ADDRESS, settings.CLAMAV_MOST_AGE = clamd.address, 0
    infected = files.image("JPEG") + EICAR
    assert wrong(door, "a.jpg", "image/jpeg", infected, "virus") == []
    assert wrong(door, "b.jpg", "image/jpeg", files.image("JPEG"), HARMLESS) == []
    settings.CLAMAV_MOST_AGE = 48  # its own signatures here have no day: nothing is judged by them
    _sentence, upload = door.send("c.jpg", "image/jpeg", files.image("JPEG"))
    assert (upload.state, upload.reason) == ("checking", "scanner")
    settings.CLAMAV_MOST_AGE = 0
    clamd.kill()
    try:
        _sentence, upload = door.send("d.jpg", "image/jpeg", files.image("JPEG"))
    finally:
        clamd.start()
    assert (upload.state, upload.reason) == ("checking", "scanner")
    assert not door.case.documents.filter(name__in=["a.jpg", "c.jpg", "d.jpg"]).exists()
