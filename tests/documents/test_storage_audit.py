"""The audit of the storage: every kind of disagreement is found, and mended where that is right."""

import io
import json
import os
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.audit.models import Entry
from portal.certificates.models import Certificate
from portal.documents import actions, auditing, claims, storage
from portal.documents.models import Chunk, Document, Upload
from portal.documents.storage.disk import UNFINISHED
from tests import cases
from tests.documents import files

pytestmark = pytest.mark.django_db
HALF = 400


def run(*options: str) -> tuple[int, dict]:
    out = io.StringIO()
    try:
        call_command("storage_audit", *options, "--json", stdout=out)
    except SystemExit as end:
        return int(end.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def found(report: dict) -> list[tuple[str, str, bool]]:
    return [(finding["kind"], finding["key"], finding["repaired"]) for finding in report["findings"]]


@pytest.fixture
def document(django_capture_on_commit_callbacks) -> Document:
    owner = cases.applicant()
    case = cases.draft("TH", owner)
    with django_capture_on_commit_callbacks(execute=True):
        return actions.receive(
            application=case, material="TH02", file=files.upload("lease.pdf", files.pdf()), by=owner
        )


@pytest.fixture
def certificate(django_capture_on_commit_callbacks) -> Certificate:
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    return Certificate.objects.get(application=case, event=None)


@pytest.fixture
def upload() -> Upload:
    """An upload of which three pieces lie in storage."""
    owner, content = cases.applicant("arriving"), files.pdf()
    upload = actions.begin(
        application=cases.draft("TH", owner), material="TH02", name="lease.pdf", size=len(content), by=owner
    )
    for offset in (0, HALF, 2 * HALF):
        upload = actions.append(
            upload=upload, offset=offset, content=content[offset : offset + HALF], by=owner
        )
    return upload


def old(own_objects) -> None:
    """Let everything in storage be two hours old."""
    for path in own_objects.rglob("*"):
        if path.is_file():
            hours = (timezone.now() - timedelta(hours=2)).timestamp()
            os.utime(path, (hours, hours))


def test_all_prefixes_are_looked_at_and_agree(document, certificate, upload):
    prefixes = [claim.prefix for claim in claims.registered()]
    assert prefixes == ["certificates/", "documents/", "exports/", "quarantine/"]
    code, report = run("--deep")
    assert code == 0
    assert report == {"objects": 5, "rows": 5, "fresh": 0, "findings": [], "agrees": True}


def test_an_object_without_a_row_is_left_alone_while_it_is_young(document, own_objects):
    storage.put("documents/0stray", b"x")
    assert run("--repair") == (
        0,
        {"objects": 2, "rows": 1, "fresh": 1, "findings": [], "agrees": True},
    )
    assert storage.read("documents/0stray") == b"x"


@pytest.mark.parametrize("prefix", ["documents/", "quarantine/", "certificates/0/"])
def test_an_old_object_without_a_row_is_told_and_deleted_by_repair(document, own_objects, prefix):
    strays = [f"{prefix}0stray", f"{prefix}zstray"]
    for key in strays:
        storage.put(key, b"x")
    old(own_objects)
    code, report = run()
    assert (code, found(report)) == (1, [("orphan", key, False) for key in strays])
    assert storage.read(strays[0]) == b"x"
    code, report = run("--repair")
    assert (code, found(report)) == (0, [("orphan", key, True) for key in strays])
    assert run()[1]["findings"] == []
    assert storage.read(document.key)


def test_what_a_killed_process_left_unfinished_is_cleared_away(own_objects):
    left = own_objects / "documents" / f"{UNFINISHED}0123"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    old(own_objects)
    code, _report = run("--repair")
    assert code == 0 and not left.exists()


def test_a_document_whose_object_is_gone_is_lost_and_stays_lost(document):
    storage.delete(document.key)
    assert found(run()[1]) == [("lost", document.key, False)]
    code, report = run("--repair")
    assert (code, found(report)) == (1, [("lost", document.key, False)])
    assert report["findings"][0]["what"] == f"document {document.pk}"
    assert Document.objects.filter(pk=document.pk).exists()


def test_a_certificate_whose_object_is_gone_is_lost(certificate):
    storage.delete(certificate.key)
    code, report = run("--repair")
    assert (code, found(report)) == (1, [("lost", certificate.key, False)])
    assert report["findings"][0]["what"] == f"certificate {certificate.number}"


def test_an_erased_document_is_not_missed(document):
    storage.delete(document.key)
    Document.objects.filter(pk=document.pk).update(erased_at=timezone.now())
    assert run()[0] == 0


def test_another_size_and_other_bytes_are_told(document, certificate, own_objects):
    (own_objects / document.key).write_bytes(b"short")
    path = own_objects / certificate.key
    changed = bytearray(path.read_bytes())
    changed[100] ^= 1
    path.write_bytes(changed)
    assert found(run()[1]) == [("size", document.key, False)]
    code, report = run("--deep", "--repair")
    assert code == 1
    assert found(report) == [("digest", certificate.key, False), ("size", document.key, False)]


@pytest.mark.parametrize("harm", ["gone", "short", "changed"])
def test_a_harmed_piece_is_sent_again(upload, own_objects, harm, django_capture_on_commit_callbacks):
    middle = upload.chunks.get(offset=HALF)
    path = own_objects / middle.key
    if harm == "gone":
        path.unlink()
    elif harm == "short":
        path.write_bytes(b"short")
    else:
        path.write_bytes(b"?" * HALF)
    kind = {"gone": "lost", "short": "size", "changed": "digest"}[harm]
    assert found(run("--deep")[1]) == [(kind, middle.key, False)]
    with django_capture_on_commit_callbacks(execute=True):
        code, report = run("--repair", "--deep")
    assert (code, found(report)) == (0, [(kind, middle.key, True)])
    upload.refresh_from_db()
    assert (upload.state, upload.received) == (Upload.State.ARRIVING, HALF)
    assert [chunk.offset for chunk in upload.chunks.all()] == [0]
    assert run("--deep")[0] == 0
    content = files.pdf()
    with django_capture_on_commit_callbacks(execute=True):
        whole = actions.append(
            upload=upload, offset=HALF, content=content[HALF:], by=upload.uploaded_by
        )  # the browser goes on, and the file is whole
    whole.refresh_from_db()
    assert whole.state == Upload.State.READY
    assert Entry.objects.get(action="upload:set_back").data["offset"] == HALF


def test_an_upload_that_is_being_checked_goes_back_and_its_inspector_loses_it(upload):
    content = files.pdf()
    upload = actions.append(
        upload=upload, offset=3 * HALF, content=content[3 * HALF :], by=upload.uploaded_by, later=True
    )
    assert upload.state == Upload.State.CHECKING
    lost = upload.chunks.get(offset=2 * HALF)
    storage.delete(lost.key)
    assert actions.inspect(upload_id=upload.pk) is False  # waits, as for a storage that is away
    assert run("--repair")[0] == 0
    upload.refresh_from_db()
    assert (upload.state, upload.received, upload.reason) == (Upload.State.ARRIVING, 2 * HALF, "")
    assert (upload.waits, upload.attempts, upload.claim, upload.next_at) == (0, 0, None, None)


def test_a_row_written_or_deleted_while_the_audit_runs_is_no_finding(document, own_objects):
    """The rows were read before one came and another went: the audit looks once more before it says anything."""
    storage.put("documents/late", b"x")
    old(own_objects)
    gone = claims.Claim("documents/gone", 1, "", "document deleted meanwhile")
    read = [*claims.documents(), gone]
    Document.objects.filter(pk=document.pk).update(key="documents/late", size=1)
    stale = claims.Claims("documents/", lambda key: claims.documents(key) if key else iter(read))
    report = auditing.Report()
    findings = list(auditing._found(stale, report, False, lambda prefix, seen: None))
    assert findings == []
    assert (report.objects, report.rows) == (2, 2)


def test_a_server_that_lists_in_another_order_is_no_trouble(document, upload, monkeypatch, own_objects):
    old(own_objects)
    listed = storage.keys
    monkeypatch.setattr(storage, "keys", lambda prefix: iter(sorted(listed(prefix), reverse=True)))
    code, report = run("--deep")
    assert (code, report["findings"]) == (0, [])


def test_it_says_so_in_words(document, own_objects, capsys):
    storage.put("documents/0stray", b"x")
    old(own_objects)
    storage.delete(document.key)
    with pytest.raises(SystemExit):
        call_command("storage_audit")
    said = capsys.readouterr().out
    assert "object without a row" in said and "documents/0stray" in said
    assert f"LOST: a row without its object  {document.key}  document {document.pk}" in said
    assert "2 findings, 2 of them still to be seen to." in said
    storage.put(document.key, b"%" * document.size)
    call_command("storage_audit", "--repair")
    assert "(repaired)" in capsys.readouterr().out
    call_command("storage_audit")
    assert "Database and storage agree." in capsys.readouterr().out


def test_it_tells_how_far_it_is(document, monkeypatch, capsys):
    monkeypatch.setattr("portal.documents.management.commands.storage_audit.PROGRESS_EVERY", 1)
    call_command("storage_audit")
    assert "documents/ 1 keys compared" in capsys.readouterr().err


def test_a_storage_that_is_away_is_no_verdict(own_objects):
    own_objects.mkdir(exist_ok=True)
    (own_objects / "documents").write_text("a file stands where the folder should be")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("storage_audit")


def test_the_audit_reads_in_streams(document, certificate, upload, monkeypatch):
    """Never a whole side in memory: the walk asks for the next key only when it needs it."""
    asked = []

    def rows(key=""):
        for n in range(100):
            asked.append(n)
            yield claims.Claim(f"documents/{n:03}", 1, "", "")

    walk = auditing._paired(rows(), iter([storage.Stored("documents/000", 1, timezone.now())]))
    next(walk)
    assert asked == [0]
    assert len(list(walk)) == 99


def test_an_hour_is_judged_by_the_clock_of_the_moment(document, own_objects):
    storage.put("documents/0stray", b"x")
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert found(run()[1]) == [("orphan", "documents/0stray", False)]


def test_leftover_pieces_of_a_finished_upload_are_dropped(upload):
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.REFUSED)
    first = upload.chunks.first()
    storage.delete(first.key)
    assert run("--repair")[0] == 0
    assert not Chunk.objects.exists()
    upload.refresh_from_db()
    assert upload.state == Upload.State.REFUSED
