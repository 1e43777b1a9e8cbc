"""Uploads and certificates on a real S3 server: links, refusals, and what happens while it is away."""

import hashlib
import io
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from portal import settings as portal_settings
from portal.applications.states import State
from portal.audit.models import Entry
from portal.catalog.papers import Paper
from portal.certificates import actions as certificates
from portal.certificates.actions.issuing import put_sealed
from portal.certificates.models import Certificate
from portal.documents import actions, storage
from portal.documents.models import Document
from portal.notifications.models import Notice
from portal.papers.drawing import draw
from tests import cases
from tests.seaweed import BUCKET, Seaweed, fetch, seaweed  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.s3, pytest.mark.django_db, pytest.mark.xdist_group("s3"), pytest.mark.slow]
NAME = "身份证 正反面.pdf"


@pytest.fixture(autouse=True)
def store(seaweed: Seaweed, settings, monkeypatch) -> Seaweed:  # noqa: F811
    """The portal's own S3 settings, as its environment gives them, against the real server."""
    for name, value in seaweed.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(portal_settings, "S3_BUCKET", BUCKET)
    settings.S3_BUCKET = BUCKET
    settings.STORAGES = {**settings.STORAGES, "documents": portal_settings.storage_of_documents()}
    return seaweed


def pdf(text: str = "示例") -> SimpleUploadedFile:
    content = draw(Paper(title=text), created=timezone.now())
    return SimpleUploadedFile(NAME, content, "application/pdf")


def objects(store: Seaweed, prefix: str) -> list[str]:
    listed = store.client().list_objects_v2(Bucket=BUCKET, Prefix=prefix)
    return [entry["Key"] for entry in listed.get("Contents", [])]


def received(by=None) -> Document:
    by = by or cases.applicant()
    return actions.receive(application=cases.draft("TH", by), material="TH01", file=pdf(), by=by)


def test_an_upload_lies_on_the_server_as_it_was_made_anew(store):
    file = pdf()
    sent = file.read()
    file.seek(0)
    owner = cases.applicant()
    document = actions.receive(application=cases.draft("TH", owner), material="TH01", file=file, by=owner)
    kept = store.client().get_object(Bucket=BUCKET, Key=document.key)["Body"].read()
    assert document.sent_sha256 == hashlib.sha256(sent).hexdigest()
    assert document.sha256 == hashlib.sha256(kept).hexdigest()
    assert document.size == len(kept)
    assert NAME not in document.key


def test_a_removed_upload_is_gone_from_the_server(store, django_capture_on_commit_callbacks):
    document = received()
    assert objects(store, document.key)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(document=document, by=document.uploaded_by)
    assert objects(store, document.key) == []


def test_a_file_is_opened_by_a_link_that_holds_for_a_minute(client, store):
    document = received()
    client.force_login(document.uploaded_by)
    answer = client.get(reverse("documents:read", args=[document.pk]))
    assert answer.status_code == 302
    assert "no-store" in answer["Cache-Control"]
    assert answer.url.startswith(f"{store.url}/{BUCKET}/{document.key}?")
    assert parse_qs(urlsplit(answer.url).query)["X-Amz-Expires"] == ["60"]
    status, body, headers = fetch(answer.url)
    assert status == 200
    assert hashlib.sha256(body).hexdigest() == document.sha256
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"].startswith("inline; filename*=utf-8''%E8%BA%AB")
    assert Entry.objects.filter(action="document:read", subject=f"document:{document.pk}").count() == 1


def test_nobody_else_gets_a_link(client, store):
    document = received()
    client.force_login(cases.applicant("somebody-else"))
    assert client.get(reverse("documents:read", args=[document.pk])).status_code == 404
    assert not Entry.objects.filter(action="document:read").exists()


def test_a_link_cannot_be_bent(store):
    document, other = received(), received(cases.applicant("somebody-else"))
    link = storage.storage().url(document.key, expire=60)
    assert fetch(link)[0] == 200
    signature = parse_qs(urlsplit(link).query)["X-Amz-Signature"][0]
    turned = signature[:-1] + ("0" if signature[-1] != "0" else "1")
    for bent in (
        link.replace(signature, turned),
        link.replace(document.key, other.key),
        link.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        link.split("?")[0],
    ):
        assert bent != link
        assert fetch(bent)[0] == 403


def test_a_link_runs_out(store):
    link = storage.storage().url(received().key, expire=1)
    assert fetch(link)[0] == 200
    time.sleep(2.1)
    assert fetch(link)[0] == 403


def test_what_lies_there_is_never_overwritten(store):
    storage.put("documents/taken", b"first")
    with pytest.raises(storage.StorageUnavailable):
        storage.put("documents/taken", b"second")
    assert storage.read("documents/taken") == b"first"
    assert objects(store, "documents/taken") == ["documents/taken"]
    storage.put("documents/large", io.BytesIO(b"7" * 9_000_000))  # in parts, as boto3 sends what is large
    assert storage.read("documents/large") == b"7" * 9_000_000


def test_what_is_missing_is_missing_and_not_unavailable():
    with pytest.raises(FileNotFoundError):
        storage.read("documents/nothing")
    storage.delete("documents/nothing")


def test_wrong_keys_are_an_outage_and_no_crash(settings, monkeypatch):
    monkeypatch.setenv("S3_SECRET_KEY", "of somebody else")
    settings.STORAGES = {**settings.STORAGES, "documents": portal_settings.storage_of_documents()}
    for deed in (
        lambda: storage.put("documents/x", b"x"),
        lambda: storage.read("ready"),
        lambda: storage.delete("ready"),
    ):
        with pytest.raises(storage.StorageUnavailable):
            deed()


def test_a_certificate_is_put_read_back_and_the_same(store, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    certificate = Certificate.objects.get(application=case, event=None)
    assert certificate.status == Certificate.Status.ISSUED, certificate.error
    kept = store.client().get_object(Bucket=BUCKET, Key=certificate.key)["Body"].read()
    assert hashlib.sha256(kept).hexdigest() == certificate.sha256
    assert len(kept) == certificate.size
    assert put_sealed(certificate) == (kept, certificate.seal)  # a second try finds its own work
    assert objects(store, f"certificates/{certificate.pk}") == [certificate.key]


@pytest.mark.slow  # it waits for ten seconds
def test_a_hung_server_is_told_within_fifteen_seconds(store):
    owner = cases.applicant()
    draft = cases.draft("TH", owner)
    store.halt()
    begun = time.monotonic()
    try:
        with translation.override("en"), pytest.raises(actions.Refused) as refusal:
            actions.receive(application=draft, material="TH01", file=pdf(), by=owner)
    finally:
        store.go_on()
    assert time.monotonic() - begun < 15
    assert isinstance(refusal.value.__cause__, storage.StorageUnavailable)
    assert "Your answers are safe" in str(refusal.value)
    assert not Document.objects.exists()
    received(owner)


def test_a_certificate_waits_for_a_server_that_is_down(store, django_capture_on_commit_callbacks):
    earlier = received()
    store.kill()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            case = cases.approved("PB")
        waiting = Certificate.objects.get(application=case, event=None)
        assert waiting.status == Certificate.Status.NUMBERED
        assert "StorageUnavailable" in waiting.error
        assert waiting.attempts == 1
        assert case.state == State.APPROVED
        assert not Notice.objects.filter(kind="certificate_issued").exists()
    finally:
        store.start()
    with (
        time_machine.travel(timezone.now() + timedelta(seconds=11)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        certificates.sweep()
    issued = Certificate.objects.get(pk=waiting.pk)
    assert issued.status == Certificate.Status.ISSUED
    assert (issued.number, issued.content) == (waiting.number, waiting.content)
    assert hashlib.sha256(storage.read(issued.key)).hexdigest() == issued.sha256
    assert Notice.objects.filter(kind="certificate_issued").count() == 1
    assert (
        hashlib.sha256(storage.read(earlier.key)).hexdigest() == earlier.sha256
    )  # nothing was lost meanwhile
