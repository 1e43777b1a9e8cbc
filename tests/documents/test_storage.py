"""The object storage on disk and on a real S3 server: one behaviour, whole objects, nothing overwritten."""

import io
import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from portal import settings as portal_settings
from portal.documents import storage
from portal.documents.storage.disk import UNFINISHED, DiskObjects
from tests.seaweed import BUCKET, Seaweed, seaweed  # noqa: F401 -- a fixture

ON_S3 = [pytest.mark.s3, pytest.mark.xdist_group("s3")]


def on_server(server: Seaweed, settings, monkeypatch) -> None:
    """Use the portal's own S3 settings, as its environment gives them, against the real server."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(portal_settings, "S3_BUCKET", BUCKET)
    settings.S3_BUCKET = BUCKET
    settings.STORAGES = {**settings.STORAGES, "documents": portal_settings.storage_of_documents()}


@pytest.fixture(params=["disk", pytest.param("s3", marks=ON_S3)])
def kind(request, settings, monkeypatch) -> str:
    if request.param == "s3":
        on_server(request.getfixturevalue("seaweed"), settings, monkeypatch)
    return request.param


@pytest.fixture
def server(seaweed: Seaweed, settings, monkeypatch) -> Seaweed:  # noqa: F811
    on_server(seaweed, settings, monkeypatch)
    return seaweed


def alarms(caplog) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.name == "portal.documents.storage" and record.levelname == "ERROR"
    ]


def test_what_was_put_is_read_back(kind):
    storage.put("quarantine/one", b"bytes")
    storage.put("quarantine/two", io.BytesIO(b"a file"))
    storage.put("quarantine/empty", b"")
    assert storage.read("quarantine/one") == b"bytes"
    assert storage.read("quarantine/two") == b"a file"
    assert storage.read("quarantine/empty") == b""
    assert storage.size("quarantine/two") == 6


def test_a_large_object_is_streamed_into_a_file(kind):
    content = os.urandom(3 * storage.PIECE + 17)
    storage.put("documents/streamed", io.BytesIO(content))
    target = io.BytesIO()
    assert storage.read_into("documents/streamed", target) == len(content)
    assert target.getvalue() == content


def test_a_key_in_use_is_refused_and_keeps_what_it_has(kind, caplog):
    storage.put("documents/used", b"first")
    with pytest.raises(storage.StorageUnavailable):
        storage.put("documents/used", b"second")
    assert storage.read("documents/used") == b"first"
    assert [found.key for found in storage.keys("documents/") if "used" in found.key] == ["documents/used"]
    assert len(alarms(caplog)) == 1 and "documents/used" in alarms(caplog)[0]


def test_of_many_at_once_one_gets_the_key(kind):
    def put(n: int) -> bool:
        try:
            storage.put("documents/race", bytes([n]) * 50_000)
        except storage.StorageUnavailable:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(put, range(8)))
    assert won.count(True) == 1
    assert storage.read("documents/race") == bytes([won.index(True)]) * 50_000


def test_what_is_missing_is_missing_and_no_alarm(kind, caplog):
    for deed in (storage.read, storage.size, lambda key: storage.read_into(key, io.BytesIO())):
        with pytest.raises(FileNotFoundError):
            deed("documents/nothing")
    storage.delete("documents/nothing")
    storage.delete_many(["documents/nothing"])
    storage.delete_many([])
    assert alarms(caplog) == []


def test_keys_are_listed_in_order_with_size_and_time(kind):
    names = [
        "quarantine/b",
        "quarantine/0f/deep",
        "quarantine/0e/y.pdf",
        "quarantine/0e/x.pdf",
        "quarantine/0a",
    ]
    for length, name in enumerate(names, start=1):
        storage.put(f"{name}", b"x" * length)
    storage.put("certificates/other", b"")
    now = timezone.now()
    found = [entry for entry in storage.keys("quarantine/") if entry.key in names]
    assert [(entry.key, entry.size) for entry in found] == sorted(
        (name, length) for length, name in enumerate(names, start=1)
    )
    assert all(now - timedelta(minutes=1) < entry.modified < now + timedelta(minutes=1) for entry in found)
    assert list(storage.keys("nowhere/")) == []


def test_many_are_deleted_at_once_and_no_others(kind):
    keys = [f"quarantine/many-{n:02}" for n in range(12)]
    for key in keys:
        storage.put(key, b"x")
    storage.delete_many(keys[:10])
    assert [
        entry.key for entry in storage.keys("quarantine/many-" if kind == "s3" else "quarantine/")
    ] == keys[10:]


def test_a_file_on_disk_is_the_portals_own(own_objects):
    storage.put("documents/secret", b"x")
    assert stat.S_IMODE((own_objects / "documents" / "secret").stat().st_mode) == 0o600


def test_a_process_killed_while_it_writes_leaves_nothing_under_the_key(own_objects):
    program = (
        "import os, sys, time\n"
        "from django.conf import settings\n"
        "settings.configure()\n"
        "from django.core.files import File\n"
        "from portal.documents.storage.disk import DiskObjects\n"
        "class Endless(File):\n"
        "    def chunks(self, chunk_size=None):\n"
        "        yield b'half'\n"
        "        print('writing', flush=True)\n"
        "        time.sleep(60)\n"
        "DiskObjects(location=sys.argv[1]).save('documents/half', Endless(None, 'half'))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program, str(own_objects)], stdout=subprocess.PIPE)
    try:
        assert child.stdout and child.stdout.readline() == b"writing\n"
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    with pytest.raises(FileNotFoundError):
        storage.read("documents/half")
    left = [entry.key for entry in storage.keys("documents/")]
    assert len(left) == 1 and left[0].startswith(
        f"documents/{UNFINISHED}"
    )  # the audit of the storage finds it
    storage.put("documents/half", b"whole")
    assert storage.read("documents/half") == b"whole"


def test_a_disk_that_refuses_is_an_outage(own_objects, caplog):
    own_objects.write_text("a file stands where the folder should be")
    with pytest.raises(storage.StorageUnavailable):
        storage.put("documents/x", b"x")
    with pytest.raises(storage.StorageUnavailable):
        storage.check()
    assert len(alarms(caplog)) == 2


def test_without_a_bucket_objects_lie_on_disk(monkeypatch):
    monkeypatch.setattr(portal_settings, "S3_BUCKET", "")
    assert portal_settings.storage_of_documents()["BACKEND"] == f"{DiskObjects.__module__}.DiskObjects"


class TestServer:
    pytestmark = ON_S3

    def test_each_deed_is_one_request(self, server):
        made: list[str] = []
        client = storages["documents"].client
        client.meta.events.register("before-send.s3", lambda request, **_: made.append(request.method))
        storage.put("documents/counted", io.BytesIO(b"x" * 2_000_000))
        storage.read("documents/counted")
        storage.read_into("documents/counted", io.BytesIO())
        storage.delete("documents/counted")
        storage.delete_many([f"documents/counted-{n}" for n in range(900)])
        assert made == ["PUT", "GET", "GET", "DELETE", "POST"]

    def test_threads_share_the_connections(self, server):
        store = storages["documents"]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: storage.put(f"documents/shared-{n}", b"x"), range(16)))
            clients = set(pool.map(lambda n: id(store.client), range(8)))
        assert clients == {id(store.client)}
        assert store.client.meta.config.max_pool_connections >= 16

    def test_objects_are_encrypted_on_the_servers_disk(self, server):
        marker = os.urandom(2000).hex().encode()[:3000]  # too random to be made smaller
        storage.put("documents/sealed", marker)
        server.client().put_object(Bucket=BUCKET, Key="documents/open", Body=marker[::-1])
        head = server.client().head_object(Bucket=BUCKET, Key="documents/sealed")
        assert head["ServerSideEncryption"] == "AES256"
        assert storage.read("documents/sealed") == marker
        volumes = b"".join(path.read_bytes() for path in (server.folder / "data").rglob("*.dat"))
        assert marker[:200] not in volumes
        assert marker[::-1][:200] in volumes  # so it would have been found

    @pytest.mark.parametrize(("wanted", "sent"), [(None, "AES256"), ("", None), ("aws:kms", "aws:kms")])
    def test_encryption_is_asked_for_unless_it_is_turned_off(
        self, server, settings, monkeypatch, wanted, sent
    ):
        if wanted is None:
            monkeypatch.delenv("S3_ENCRYPTION")
        else:
            monkeypatch.setenv("S3_ENCRYPTION", wanted)
        settings.STORAGES = {**settings.STORAGES, "documents": portal_settings.storage_of_documents()}
        asked = []

        def before(request, **_):
            asked.append(request.headers.get("x-amz-server-side-encryption"))
            if sent == "aws:kms":  # the server of the tests has no such keys
                raise OSError("not sent")

        storages["documents"].client.meta.events.register("before-send.s3", before)
        if sent == "aws:kms":
            with pytest.raises(storage.StorageUnavailable):
                storage.put("documents/asked", b"x")
        else:
            storage.put(f"documents/asked-{sent}", b"x")
        assert [text.decode() if isinstance(text, bytes) else text for text in asked] == [sent]

    def test_an_answer_that_was_lost_is_no_refusal(self, server):
        """The first try is kept, its answer never arrives; the second is refused by the server and is right."""
        from botocore.exceptions import ReadTimeoutError

        tries = []

        def lose(request, **_):
            tries.append(request)
            if len(tries) == 1:
                server.client().put_object(Bucket=BUCKET, Key="documents/lost-answer", Body=b"mine")
                raise ReadTimeoutError(endpoint_url=request.url)

        storages["documents"].client.meta.events.register("before-send.s3", lose)
        storage.put("documents/lost-answer", b"mine")
        assert len(tries) == 3  # put, put again, and a look at what lies there
        assert storage.read("documents/lost-answer") == b"mine"

    def test_a_bucket_that_is_not_there_is_an_outage(self, server, settings, monkeypatch, caplog):
        monkeypatch.setattr(portal_settings, "S3_BUCKET", "no-such-bucket")
        settings.STORAGES = {**settings.STORAGES, "documents": portal_settings.storage_of_documents()}
        for deed in (
            lambda: storage.read("documents/x"),
            lambda: storage.delete_many(["documents/x"]),
            lambda: list(storage.keys("documents/")),
            storage.check,
        ):
            with pytest.raises(storage.StorageUnavailable):
                deed()
        assert len(alarms(caplog)) == 4

    @pytest.mark.slow  # it waits for the server eight times
    def test_a_server_that_is_away_is_an_outage_for_every_deed(self, server, caplog):
        storage.put("documents/kept", b"kept")
        server.kill()
        try:
            begun = time.monotonic()
            for deed in (
                lambda: storage.put("documents/new", b"x"),
                lambda: storage.read("documents/kept"),
                lambda: storage.read_into("documents/kept", io.BytesIO()),
                lambda: storage.size("documents/kept"),
                lambda: storage.delete("documents/kept"),
                lambda: storage.delete_many(["documents/kept"]),
                lambda: list(storage.keys("documents/")),
                storage.check,
            ):
                with pytest.raises(storage.StorageUnavailable):
                    deed()
            assert time.monotonic() - begun < 30
            assert len(alarms(caplog)) == 8
        finally:
            server.start()
        assert storage.read("documents/kept") == b"kept"
