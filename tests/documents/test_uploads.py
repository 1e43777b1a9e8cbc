"""Receiving, replacing, removing and opening files, through the pages."""

import hashlib

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import FileSystemStorage
from django.test import override_settings
from django.urls import reverse

from portal.applications import actions as applications
from portal.applications.policies import NotAllowed
from portal.audit.models import Entry
from portal.documents import actions, limits, queries, storage
from portal.documents.models import Document
from portal.documents.policies import can_read, check_can_change
from portal.inspection.verdict import MOST_BYTES
from tests import cases
from tests.documents import files

pytestmark = pytest.mark.django_db


class DownStorage(FileSystemStorage):
    """A store that does not answer."""

    def _open(self, name, mode="rb"):
        raise OSError("connection refused")

    _save = delete = size = _open


def store_down():
    from django.conf import settings

    documents = {**settings.STORAGES["documents"], "BACKEND": f"{__name__}.DownStorage"}
    return override_settings(STORAGES={**settings.STORAGES, "documents": documents})


@pytest.fixture
def case(client):
    case = cases.draft("TH")
    client.force_login(case.owner)
    return case


@pytest.fixture
def material(case):
    return case.declaration.materials[0].code


def send(client, case, material, *uploads, **data):
    url = reverse("documents:upload", args=[case.pk, material])
    return client.post(url, {"file": list(uploads), **data})


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def objects(root):
    """Return the objects of documents; what lies in quarantine goes when the transaction is kept."""
    return [path for path in (root / "documents").rglob("*") if path.is_file()]


def test_a_file_is_kept_with_its_digests(client, case, material, own_objects):
    content = files.pdf()
    answer = send(client, case, material, files.upload("../租房合同.pdf", content), next="/my/")
    assert answer.status_code == 302 and answer["Location"] == "/my/"
    document = case.documents.get()
    assert (document.name, document.content_type, document.sent_size) == (
        "租房合同.pdf",
        "application/pdf",
        len(content),
    )
    assert document.sent_sha256 == hashlib.sha256(content).hexdigest()
    assert len(document.sm3) == len(document.sent_sm3) == 64
    kept = storage.read(document.key)
    assert (document.sha256, document.size) == (hashlib.sha256(kept).hexdigest(), len(kept))
    assert len(objects(own_objects)) == 1
    assert "租房" not in document.key
    entry = Entry.objects.get(action="document:received")
    assert entry.data == {"application": str(case.pk), "material": material}


def test_several_at_once_the_good_ones_are_kept(client, case, material):
    uploads = [
        files.upload("a.pdf", files.pdf()),
        files.upload("b.pdf", files.EXE),
        files.upload("c.png", files.image("PNG")),
    ]
    answer = send(client, case, material, *uploads)
    assert sorted(document.name for document in queries.current(case)) == ["a.pdf", "c.png"]
    assert len(told(answer)) == 3


def test_nothing_chosen_is_said(client, case, material):
    assert len(told(send(client, case, material))) == 1
    assert not case.documents.exists()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_stays_on_the_portal(client, case, material, target):
    assert send(client, case, material, next=target)["Location"] == "/my/"


def test_a_file_over_ten_megabytes_is_refused(client, case, material, own_objects):
    content = files.pdf() + b"\0" * (MOST_BYTES - len(files.pdf()) + 1)
    assert "10" in told(send(client, case, material, files.upload("big.pdf", content)))[0]
    assert not case.documents.exists() and not objects(own_objects)


def test_a_case_holds_sixty_megabytes(
    client, case, material, own_objects, django_capture_on_commit_callbacks
):
    send(client, case, material, files.upload("a.pdf", files.pdf()))
    first = case.documents.get()
    size = len(files.pdf())
    Document.objects.update(size=limits.MOST_BYTES_CASE - size)
    send(client, case, material, files.upload("fits.pdf", files.pdf()))
    assert case.documents.count() == 2
    assert "60" in told(send(client, case, material, files.upload("more.pdf", files.pdf())))[-1]
    assert case.documents.count() == 2
    assert len(objects(own_objects)) == 2  # what did not fit is not left in the store
    with django_capture_on_commit_callbacks(execute=True):  # but it may take the place of another
        send(client, case, material, files.upload("new.pdf", files.pdf()), replaces=str(first.pk))
    assert {document.name for document in case.documents.all()} == {"fits.pdf", "new.pdf"}
    assert len(objects(own_objects)) == 2


def test_a_replacement_that_is_refused_leaves_the_old_file(client, case, material, own_objects):
    send(client, case, material, files.upload("a.pdf", files.pdf()))
    old = case.documents.get()
    send(client, case, material, files.upload("b.pdf", files.EXE), replaces=str(old.pk))
    assert case.documents.get() == old
    assert storage.read(old.key)


@pytest.mark.parametrize("replaces", ["x", "1ab8a42a-68f8-4956-812d-b5aed6a5356e", "'--"])
def test_a_replacement_of_nothing_is_not_found(client, case, material, replaces):
    assert (
        send(client, case, material, files.upload("a.pdf", files.pdf()), replaces=replaces).status_code == 404
    )


def test_a_file_of_another_case_cannot_be_replaced(client, case, material):
    other = cases.draft("TH", cases.applicant("other"))
    theirs = actions.receive(
        application=other, material=material, file=files.upload("a.pdf", files.pdf()), by=other.owner
    )
    answer = send(client, case, material, files.upload("a.pdf", files.pdf()), replaces=str(theirs.pk))
    assert answer.status_code == 404
    assert Document.objects.get() == theirs


def test_a_removed_file_is_gone_from_the_store_after_the_commit(
    client, case, material, own_objects, django_capture_on_commit_callbacks
):
    send(client, case, material, files.upload("a.pdf", files.pdf()))
    url = reverse("documents:remove", args=[case.documents.get().pk])
    assert client.get(url).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
        assert len(objects(own_objects)) == 1
    assert not objects(own_objects) and not case.documents.exists()
    assert Entry.objects.filter(action="document:removed").count() == 1
    assert client.post(url).status_code == 404


def test_a_discarded_draft_takes_its_files_with_it(
    case, material, own_objects, client, django_capture_on_commit_callbacks
):
    send(client, case, material, files.upload("a.pdf", files.pdf()), files.upload("b.pdf", files.pdf()))
    assert len(objects(own_objects)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        applications.discard(application=case, by=case.owner)
    assert not objects(own_objects)


def handed_in_with_file(case, material):
    document = actions.receive(
        application=case, material=material, file=files.upload("a.pdf", files.pdf()), by=case.owner
    )
    handed_in = cases.handed_in("TH") | {"materials": queries.snapshot(case)}
    applications.submit(application=case, by=case.owner, **handed_in)
    case.refresh_from_db()
    return document


def test_after_submission_nothing_can_be_added_or_removed(client, case, material):
    document = handed_in_with_file(case, material)
    assert send(client, case, material, files.upload("b.pdf", files.pdf())).status_code == 404
    assert client.post(reverse("documents:remove", args=[document.pk])).status_code == 404
    assert case.documents.get() == document


def test_in_a_correction_only_what_was_asked_for_can_change(
    client, case, material, own_objects, django_capture_on_commit_callbacks
):
    document = handed_in_with_file(case, material)
    other = case.declaration.materials[1].code
    case = cases.correction(case, material=material)
    assert send(client, case, other, files.upload("b.pdf", files.pdf())).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        send(client, case, material, files.upload("new.pdf", files.pdf()), replaces=str(document.pk))
    assert [row.name for row in queries.current(case)] == ["new.pdf"]
    # the first submission keeps what was handed in with it
    assert queries.for_submission(case.submissions.get(round=1)) == [document]
    assert storage.read(document.key)
    document.refresh_from_db()
    assert document.removed_at
    assert client.post(reverse("documents:remove", args=[document.pk])).status_code == 404
    assert send(client, case, material, replaces=str(document.pk)).status_code == 404


def test_in_a_correction_of_an_answer_no_file_can_change(case, material):
    handed_in_with_file(case, material)
    case = cases.correction(case, step="applicant", field="name")
    with pytest.raises(NotAllowed):
        check_can_change(case, material, case.owner)


@pytest.mark.parametrize("unknown", ["zz", "state"])
def test_a_material_that_the_service_does_not_have(client, case, unknown):
    assert send(client, case, unknown, files.upload("a.pdf", files.pdf())).status_code == 404
    assert not Document.objects.exists()


def test_a_store_that_is_down_is_said_and_nothing_is_half_kept(client, case, material, own_objects):
    with store_down():
        answer = send(client, case, material, files.upload("a.pdf", files.pdf()))
    assert answer.status_code == 302 and len(told(answer)) == 1
    assert not Document.objects.exists() and not objects(own_objects)
    send(client, case, material, files.upload("a.pdf", files.pdf()))
    assert case.documents.exists()


def test_a_store_that_fails_while_deleting_does_not_hide_why(case, material):
    case_full = limits.MOST_BYTES_CASE
    actions.receive(
        application=case, material=material, file=files.upload("a.pdf", files.pdf()), by=case.owner
    )
    Document.objects.update(size=case_full)

    class PutOnly(DownStorage):
        _save = FileSystemStorage._save

    globals()["PutOnly"] = PutOnly
    from django.conf import settings

    documents = {**settings.STORAGES["documents"], "BACKEND": f"{__name__}.PutOnly"}
    with (
        override_settings(STORAGES={**settings.STORAGES, "documents": documents}),
        pytest.raises(actions.Refused),
    ):
        actions.receive(
            application=case, material=material, file=files.upload("b.pdf", files.pdf()), by=case.owner
        )


@pytest.mark.parametrize("name", ["upload", "remove", "read"])
def test_a_strangers_file_does_not_exist(client, case, material, name):
    document = handed_in_with_file(case, material)
    args = [case.pk, material] if name == "upload" else [document.pk]
    url = reverse(f"documents:{name}", args=args)
    client.force_login(cases.applicant("other"))
    assert (client.get(url) if name == "read" else client.post(url)).status_code == 404
    client.logout()
    answer = client.get(url) if name == "read" else client.post(url)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    assert case.documents.get() == document


def test_officers_do_not_read_the_files_of_drafts(case, material):
    document = actions.receive(
        application=case, material=material, file=files.upload("a.pdf", files.pdf()), by=case.owner
    )
    assert not can_read(document, cases.officer("intake"))
    assert can_read(document, case.owner)


@pytest.mark.parametrize(
    ("name", "content"), [('合同"; x=1.pdf', files.pdf()), ("a.png", files.image("PNG"))]
)
def test_a_file_is_opened_harmlessly(client, case, material, name, content):
    upload = files.upload(name, content)
    document = actions.receive(application=case, material=material, file=upload, by=case.owner)
    answer = client.get(reverse("documents:read", args=[document.pk]))
    assert answer["Content-Type"] == document.content_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
    assert ("sandbox" in policy) is (document.content_type != "application/pdf")
    assert answer["Content-Disposition"].startswith("inline; filename")
    assert "\n" not in answer["Content-Disposition"] and '"; x=1' not in answer[
        "Content-Disposition"
    ].replace('\\"', "")


def test_a_missing_or_unreachable_object_is_said(client, case, material):
    send(client, case, material, files.upload("a.pdf", files.pdf()))
    document = case.documents.get()
    url = reverse("documents:read", args=[document.pk])
    with store_down():
        assert client.get(url).status_code == 503
    storage.delete(document.key)
    assert client.get(url).status_code == 503


def test_a_key_in_use_is_never_written_over():
    storage.put("documents/x", b"one")
    with pytest.raises(storage.StorageUnavailable):
        storage.put("documents/x", b"two")
    assert storage.read("documents/x") == b"one"


def test_what_is_sent_beside_the_file_changes_nothing(client, case, material):
    other = cases.applicant("other")
    send(
        client,
        case,
        material,
        files.upload("a.pdf", files.pdf()),
        owner=other.pk,
        state="APPROVED",
        key="x",
        name="y",
    )
    case.refresh_from_db()
    assert (case.owner, case.state) == (case.owner, "DRAFT")
    assert case.documents.get().name == "a.pdf"
