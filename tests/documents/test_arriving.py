"""A file arrives in pieces, in any order of troubles, and is whole and one in the end."""

import base64
import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from portal.applications import actions as applications
from portal.applications.policies import NotAllowed
from portal.audit.models import Entry
from portal.documents import actions, limits, queries, storage
from portal.documents.models import Chunk, Document, Upload
from tests import cases
from tests.documents import files
from tests.documents.test_uploads import store_down

pytestmark = pytest.mark.django_db
MATERIAL = "TH02"
PIECE = 400


@pytest.fixture
def case(client):
    case = cases.draft("TH")
    client.force_login(case.owner)
    return case


@pytest.fixture
def content():
    return files.pdf()


def announce(client, case, content, material=MATERIAL, name="lease.pdf", **more):
    data = {"name": name, "size": len(content), "modified": "1700000000000", "type": "application/pdf"} | more
    return client.post(reverse("documents:begin", args=[case.pk, material]), data)


def send(client, url, offset, piece, digest=None):
    digest = hashlib.sha256(piece).digest() if digest is None else digest
    return client.post(
        url,
        piece,
        content_type="application/octet-stream",
        headers={
            "Upload-Offset": str(offset),
            "Content-Digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
        },
    )


def send_all(client, case, content, piece=PIECE):
    url = announce(client, case, content).json()["url"]
    for offset in range(0, len(content), piece):
        answer = send(client, url, offset, content[offset : offset + piece])
        assert answer.status_code == 200, answer.content
    return Upload.objects.get(pk=answer.wsgi_request.resolver_match.kwargs["upload"]), answer.json()


def test_pieces_become_one_document(client, case, content, django_capture_on_commit_callbacks, own_objects):
    with django_capture_on_commit_callbacks(execute=True):
        upload, last = send_all(client, case, content)
        assert last == {"offset": len(content), "state": "checking"}
        assert Chunk.objects.count() == -(-len(content) // PIECE)
        assert not Document.objects.exists()  # nobody sees what has not been looked at
    document = case.documents.get()
    upload.refresh_from_db()
    assert (upload.state, upload.document) == ("ready", document)
    assert document.sent_sha256 == hashlib.sha256(content).hexdigest()
    assert document.sha256 == hashlib.sha256(storage.read(document.key)).hexdigest()
    assert (document.pages, document.content_type, document.sent_size) == (1, "application/pdf", len(content))
    assert not Chunk.objects.exists()
    assert [path for path in (own_objects / "quarantine").rglob("*") if path.is_file()] == []


def test_the_same_file_goes_on_where_it_stopped(client, case, content):
    first = announce(client, case, content).json()
    send(client, first["url"], 0, content[:PIECE])
    again = announce(client, case, content).json()
    assert (again["id"], again["offset"]) == (first["id"], PIECE)
    assert announce(client, case, content, modified="1").json()["id"] != first["id"]
    assert announce(client, case, content, name="other.pdf").json()["id"] != first["id"]


def test_a_piece_sent_twice_counts_once_and_tells_where_to_go_on(client, case, content):
    url = announce(client, case, content).json()["url"]
    assert send(client, url, 0, content[:PIECE]).json()["offset"] == PIECE
    answer = send(client, url, 0, content[:PIECE])
    assert (answer.status_code, answer.json()["offset"]) == (409, PIECE)
    assert send(client, url, PIECE * 2, b"x").status_code == 409
    assert Chunk.objects.count() == 1
    assert client.get(url).json()["offset"] == PIECE


@pytest.mark.parametrize("broken", ["digest", "empty", "longer than announced", "larger than a piece"])
def test_a_broken_piece_is_not_kept(client, case, content, broken):
    url = announce(client, case, content).json()["url"]
    piece = {
        "digest": content[:PIECE],
        "empty": b"",
        "longer than announced": content + b"x",
        "larger than a piece": b"x" * (limits.CHUNK + 1),
    }[broken]
    answer = send(client, url, 0, piece, digest=b"\0" * 32 if broken == "digest" else None)
    assert (answer.status_code, answer.json()["offset"]) == (409, 0)
    assert not Chunk.objects.exists()


@pytest.mark.parametrize("offset", ["", "-1", "x", "1" * 13])
def test_an_offset_that_is_none_is_not_found(client, case, content, offset):
    url = announce(client, case, content).json()["url"]
    answer = client.post(url, b"x", "application/octet-stream", headers={"Upload-Offset": offset})
    assert answer.status_code == 404
    assert not Chunk.objects.exists()


def test_a_store_that_is_down_asks_for_the_piece_again(client, case, content, own_objects):
    url = announce(client, case, content).json()["url"]
    with store_down():
        answer = send(client, url, 0, content[:PIECE])
    assert answer.status_code == 503 and answer.json()["retry"] and answer["Retry-After"]
    assert client.get(url).json()["offset"] == 0
    assert send(client, url, 0, content[:PIECE]).status_code == 200


def test_a_store_that_is_down_when_the_file_is_checked_loses_nothing(
    client, case, content, django_capture_on_commit_callbacks
):
    upload, _last = send_all(client, case, content)
    with store_down():
        assert not actions.inspect(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.reason, upload.waits) == ("checking", "storage", 1)
    told = client.get(reverse("documents:piece", args=[upload.pk])).json()
    assert told["waiting"] and not told["error"]
    assert actions.sweep() == 0  # not at once again
    with (
        time_machine.travel(timezone.now() + timedelta(seconds=5)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert actions.sweep() == 1
    assert case.documents.count() == 1


def test_a_worker_that_died_is_replaced_and_one_that_came_back_writes_nothing(
    client, case, content, monkeypatch
):
    upload, _last = send_all(client, case, content)
    from portal.documents.actions import inspecting

    slow = inspecting._claimed(upload.pk)
    assert inspecting._claimed(upload.pk) is None
    assert not actions.inspect(upload_id=upload.pk)
    with time_machine.travel(timezone.now() + inspecting.LEASE + timedelta(seconds=1)):
        assert actions.inspect(upload_id=upload.pk)
    with pytest.raises(inspecting.Superseded):
        inspecting._end(slow, Upload.State.REFUSED, reason="failed")
    assert case.documents.count() == 1
    upload.refresh_from_db()
    assert upload.state == "ready"


def test_a_file_at_which_workers_die_is_given_up(client, case, content):
    upload, _last = send_all(client, case, content)
    from portal.documents.actions import inspecting

    for hour in range(inspecting.MOST_DEATHS):
        with time_machine.travel(timezone.now() + timedelta(hours=hour)):
            assert inspecting._claimed(upload.pk)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert not actions.inspect(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.reason) == ("refused", "failed")


def test_a_refused_file_says_why_and_its_bytes_are_gone(
    client, case, django_capture_on_commit_callbacks, own_objects
):
    with django_capture_on_commit_callbacks(execute=True):
        url = announce(client, case, files.EXE).json()["url"]
        send(client, url, 0, files.EXE)
    told = client.get(url).json()
    assert told["state"] == "refused"
    with translation.override("en"):
        assert "not what its name says" in Upload.objects.get().sentence
    assert not case.documents.exists()
    assert [path for path in own_objects.rglob("*") if path.is_file()] == []
    assert Entry.objects.get(action="upload:refused").data["reason"] == "mismatch"


@pytest.mark.parametrize(
    ("name", "size", "part"),
    [
        ("a.exe", 10, "kind of file"),
        ("a.csv", 10, "this paper"),
        ("a.pdf", 0, "empty"),
        ("a.pdf", 10 * 1024 * 1024 + 1, "10.1 MB"),
    ],
)
def test_what_cannot_be_taken_is_said_before_a_byte_is_sent(client, case, name, size, part):
    url = reverse("documents:begin", args=[case.pk, MATERIAL])
    with translation.override("en"):
        answer = client.post("/en" + url.removeprefix("/en"), {"name": name, "size": size})
    assert answer.status_code == 422 and part in answer.json()["error"]
    assert not Upload.objects.exists()


def test_room_is_counted_before_it_is_filled(client, case, monkeypatch):
    ten = 10 * 1024 * 1024
    url = reverse("documents:begin", args=[case.pk, MATERIAL])
    answers = [client.post(url, {"name": f"{n}.pdf", "size": ten}).status_code for n in range(7)]
    assert answers == [200] * 6 + [422]
    Upload.objects.all().delete()
    answers = [client.post(url, {"name": f"{n}.pdf", "size": 10}).status_code for n in range(21)]
    assert answers == [200] * 20 + [422]


def test_cancelled_is_gone(client, case, content, own_objects, django_capture_on_commit_callbacks):
    there = announce(client, case, content).json()
    send(client, there["url"], 0, content[:PIECE])
    url = reverse("documents:cancel", args=[there["id"]])
    assert client.get(url).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, headers={"Accept": "application/json"}).status_code == 204
    assert not Upload.objects.exists()
    assert [path for path in own_objects.rglob("*") if path.is_file()] == []
    assert send(client, there["url"], PIECE, content[PIECE:]).status_code == 404
    assert client.post(url).status_code == 404


def test_a_stranger_reaches_nothing(client, case, content):
    there = announce(client, case, content).json()
    addresses = [
        there["url"],
        reverse("documents:cancel", args=[there["id"]]),
        reverse("documents:begin", args=[case.pk, MATERIAL]),
        reverse("documents:state", args=[case.pk]),
    ]
    client.force_login(cases.applicant("other"))
    assert [client.post(url, {"size": 1, "name": "a.pdf"}).status_code for url in addresses[:3]] == [404] * 3
    assert [client.get(url).status_code for url in (addresses[0], addresses[3])] == [404] * 2
    client.logout()
    assert [client.post(url).status_code for url in (addresses[0], addresses[2])] == [401] * 2
    assert client.get(addresses[3]).status_code == 401
    assert Upload.objects.get().received == 0
    with pytest.raises(NotAllowed):
        actions.append(upload=Upload.objects.get(), offset=0, content=b"x", by=cases.applicant("other"))


def test_a_file_that_was_checked_too_late_is_no_part_of_the_case(client, case, content):
    upload, _last = send_all(client, case, content)
    handed_in = cases.handed_in("TH") | {"materials": queries.snapshot(case)}
    applications.submit(application=case, by=case.owner, **handed_in)
    assert not actions.inspect(upload_id=upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.reason) == ("refused", "closed")
    assert not case.documents.exists()


def test_the_state_changes_with_each_file(client, case, content):
    url = reverse("documents:state", args=[case.pk])
    seen = [client.get(url).json()]
    upload, _last = send_all(client, case, content)
    seen.append(client.get(url).json())
    actions.inspect(upload_id=upload.pk)
    seen.append(client.get(url).json())
    actions.remove(document=case.documents.get(), by=case.owner)
    seen.append(client.get(url).json())
    assert [one["busy"] for one in seen] == [False, True, False, False]
    assert seen[0]["version"] == seen[3]["version"]
    assert len({one["version"] for one in seen}) == 3
    announce(client, case, content)
    assert client.get(url).json()["busy"]
    with time_machine.travel(timezone.now() + limits.STALLED + timedelta(seconds=1)):
        assert not client.get(url).json()["busy"]  # given up: nothing waits for it


def test_a_replacement_takes_the_place_when_it_has_passed(client, case, content):
    old = actions.receive(
        application=case, material=MATERIAL, file=files.upload("a.pdf", content), by=case.owner
    )
    there = announce(client, case, content, replaces=str(old.pk)).json()
    assert case.documents.get() == old
    send(client, there["url"], 0, content)
    assert actions.inspect(upload_id=there["id"])
    assert case.documents.get() != old
