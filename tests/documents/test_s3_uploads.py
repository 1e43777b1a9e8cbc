"""Uploads on a real S3 server: in pieces, through real web processes that die, while the storage comes and goes."""

import hashlib
import io
import json
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.documents import actions, auditing, storage
from portal.documents.limits import CHUNK
from portal.documents.models import Document, Upload
from tests import cases
from tests.documents import files
from tests.documents.test_storage import on_server
from tests.processes import Installation, Visitor, ask
from tests.seaweed import Seaweed, fetch, seaweed  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.s3, pytest.mark.django_db, pytest.mark.xdist_group("s3"), pytest.mark.slow]

#: Repairs as if every object were older than an hour.
AN_HOUR_LATER = """
import datetime, django
django.setup()
from portal.documents import auditing
auditing.FRESH = datetime.timedelta(0)
assert auditing.audit(repair=True).agrees
"""


def photo(seed: int, width: int = 1000) -> bytes:
    """Return a JPEG of noise, half a megabyte at a width of 1000, another for each seed."""
    noise = random.Random(seed).randbytes(width * (width * 3 // 4) * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (width, width * 3 // 4), noise).save(out, "JPEG", quality=80)
    return out.getvalue()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class TestThroughThePages:
    """Django's test client; the portal's own S3 settings against the real server."""

    @pytest.fixture(autouse=True)
    def server(self, seaweed: Seaweed, settings, monkeypatch) -> Seaweed:  # noqa: F811
        on_server(seaweed, settings, monkeypatch)
        return seaweed

    @pytest.fixture
    def case(self, client):
        case = cases.draft("TH")
        client.force_login(case.owner)
        return case

    def begin(self, client, case, content):
        form = {"name": "photo.jpg", "size": len(content), "modified": "1", "type": "image/jpeg"}
        return client.post(reverse("documents:begin", args=[case.pk, "TH02"]), form).json()

    def send(self, client, told, content, offset):
        return client.post(
            told["url"],
            content[offset : offset + CHUNK],
            content_type="application/octet-stream",
            headers={"Upload-Offset": str(offset)},
        )

    def test_a_file_in_pieces_becomes_a_document(
        self, client, case, server, django_capture_on_commit_callbacks
    ):
        content = photo(1, 2600)
        told = self.begin(client, case, content)
        offsets = list(range(0, len(content), CHUNK))
        assert len(offsets) >= 3
        with django_capture_on_commit_callbacks(execute=True):
            for offset in offsets:
                answer = self.send(client, told, content, offset)
                assert answer.status_code == 200, answer.content
        document = Document.objects.get(application=case)
        assert document.sent_sha256 == digest(content)
        assert digest(storage.read(document.key)) == document.sha256
        assert client.get(told["url"]).json()["state"] == "ready"
        ours = [found.key for found in storage.keys("quarantine/") if found.key in self.pieces]
        assert ours == []

    @pytest.fixture(autouse=True)
    def pieces(self):
        """Note the keys of the pieces, for the bucket is shared by the tests."""
        from django.db.models.signals import post_save

        from portal.documents.models import Chunk

        self.pieces: list[str] = []

        def note(sender, instance, **_):
            self.pieces.append(instance.key)

        post_save.connect(note, sender=Chunk, weak=False, dispatch_uid="tests")
        yield
        post_save.disconnect(sender=Chunk, dispatch_uid="tests")

    @pytest.mark.slow  # it waits for ten seconds
    def test_a_server_that_hangs_is_told_in_time_and_the_piece_is_sent_again(
        self, client, case, server, monkeypatch, django_capture_on_commit_callbacks
    ):
        content = photo(2)
        told = self.begin(client, case, content)
        server.halt()
        begun = time.monotonic()
        try:
            answer = self.send(client, told, content, 0)
        finally:
            server.go_on()
        assert time.monotonic() - begun < 15
        assert answer.status_code == 503
        assert answer.json()["retry"] is True and answer.json()["error"]
        assert client.get(told["url"]).json()["offset"] == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert self.send(client, told, content, 0).status_code == 200
        assert Document.objects.get(application=case).sent_sha256 == digest(content)
        # What the server did with the piece it never answered for lies there without a row: the audit clears it away.
        monkeypatch.setattr(auditing, "FRESH", timedelta(0))  # as an hour later
        assert auditing.audit(repair=True).agrees
        report = auditing.audit(deep=True)
        assert report.findings == [] and report.fresh == 0

    def test_a_storage_that_dies_in_the_middle_of_an_inspection(
        self, client, case, server, django_capture_on_commit_callbacks
    ):
        """It dies when the re-made file is put: the upload waits, says for what, and is taken up by itself."""
        content = photo(3, 2600)
        told = self.begin(client, case, content)

        def die(request, **_):
            if "/documents/" in request.url and request.method == "PUT":
                server.kill()

        events = storages["documents"].client.meta.events
        events.register("before-send.s3", die)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                for offset in range(0, len(content), CHUNK):
                    assert self.send(client, told, content, offset).status_code == 200
            waiting = client.get(told["url"]).json()
            assert (waiting["state"], waiting["error"]) == ("checking", "")
            assert waiting["waiting"]
            assert Upload.objects.get().reason == "storage"
            assert not Document.objects.exists()
            with time_machine.travel(timezone.now() + timedelta(minutes=1)):
                with django_capture_on_commit_callbacks(execute=True):
                    assert actions.sweep() == 1  # still away: it waits on, longer
                assert client.get(told["url"]).json()["state"] == "checking"
        finally:
            events.unregister("before-send.s3", die)
            if server.process is None:
                server.start()
        with (
            time_machine.travel(timezone.now() + timedelta(minutes=10)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            assert actions.sweep() == 1
        document = Document.objects.get(application=case)
        assert document.sent_sha256 == digest(content)
        assert digest(storage.read(document.key)) == document.sha256
        assert client.get(told["url"]).json() | {"size": 0, "id": ""} == {
            "id": "", "size": 0, "offset": len(content), "state": "ready", "error": "", "waiting": "",
        }  # fmt: skip

    def test_links_run_out_and_cannot_be_bent_or_made_by_others(self, client, case, server):
        document = actions.receive(
            application=case, material="TH02", file=files.upload("a.jpg", photo(4)), by=case.owner
        )
        link = storage.storage().url(document.key, expire=2)
        assert parse_qs(urlsplit(link).query)["X-Amz-Expires"] == ["2"]
        status, body, _ = fetch(link)
        assert (status, digest(body)) == (200, document.sha256)
        foreign = server.client()
        foreign._request_signer._credentials.secret_key = "of somebody else"
        forged = foreign.generate_presigned_url(
            "get_object", Params={"Bucket": storages["documents"].bucket_name, "Key": document.key}
        )
        assert fetch(forged)[0] == 403
        assert fetch(link.replace(document.key, "quarantine/0"))[0] == 403
        assert fetch(link.split("?")[0])[0] == 403
        time.sleep(3.1)
        assert fetch(link)[0] == 403

    def test_the_link_of_the_page_is_for_who_may_read_it(self, client, case, server):
        document = actions.receive(
            application=case, material="TH02", file=files.upload("a.jpg", photo(5)), by=case.owner
        )
        page = reverse("documents:read", args=[document.pk])
        answer = client.get(page)
        assert answer.status_code == 302
        assert digest(fetch(answer.url)[1]) == document.sha256
        client.force_login(cases.applicant("somebody-else"))
        assert client.get(page).status_code == 404


@pytest.mark.sqlite  # its processes share a database file of their own
@pytest.mark.slow  # real web processes, which take their time to start
class TestWebProcesses:
    """Two web processes of their own, one database, one bucket."""

    @pytest.fixture
    def place(self, seaweed: Seaweed, tmp_path) -> Iterator[Installation]:  # noqa: F811
        bucket = (
            f"portal-{secrets.token_hex(6)}"  # a bucket each: what one left behind is no finding of another
        )
        seaweed.client().create_bucket(Bucket=bucket)
        place = Installation(tmp_path, seaweed.environment | {"S3_BUCKET": bucket})
        try:
            yield place
        finally:
            place.stop()

    def agrees(self, place: Installation) -> dict:
        """Return what the audit of the storage says, with every object read."""
        return json.loads(place.run("manage.py", "storage_audit", "--deep", "--json", check=False))

    def test_another_web_process_goes_on_where_a_killed_one_stopped(self, place):
        first, second = place.web(), place.web()
        [visitor] = place.people(1)
        content = photo(6, 2600)
        told = visitor.begin(first, "photo.jpg", content)
        assert told["chunk"] == CHUNK and len(content) > 2 * CHUNK
        assert visitor.send(first, told["url"], 0, content[:CHUNK])[0] == 200
        first.kill()
        again = visitor.begin(second, "photo.jpg", content)  # the same file chosen again, in another tab
        assert (again["id"], again["offset"]) == (told["id"], CHUNK)
        assert visitor.send(second, told["url"], 0, content[:CHUNK]) == (409, {"offset": CHUNK})
        ended = visitor.upload([second], "photo.jpg", content, CHUNK, seconds=60)
        assert ended["state"] == "ready"
        outcome = place.outcome()
        assert [(name, sent) for name, sent, *_ in outcome["documents"]] == [("photo.jpg", digest(content))]
        assert (outcome["states"], outcome["chunks"]) == (["ready"], 0)
        report = self.agrees(place)
        assert (report["agrees"], report["findings"], report["rows"]) == (True, [], 1)

    def test_a_web_process_killed_in_the_middle_of_a_piece_loses_that_piece_only(self, place):
        first, second = place.web(), place.web()
        [visitor] = place.people(1)
        content = photo(7, 2600)
        told = visitor.begin(first, "photo.jpg", content)
        assert visitor.send(first, told["url"], 0, content[:CHUNK])[0] == 200
        half_sent = threading.Thread(target=self.send_half, args=(visitor, first, told["url"], content))
        half_sent.start()
        time.sleep(0.5)
        first.kill()
        half_sent.join(timeout=30)
        assert not half_sent.is_alive()
        assert visitor.ask(second, "GET", told["url"])[1]["offset"] == CHUNK
        assert visitor.upload([first, second], "photo.jpg", content, CHUNK, seconds=60)["state"] == "ready"
        assert [sent for _name, sent, *_ in place.outcome()["documents"]] == [digest(content)]

    def send_half(self, visitor: Visitor, web, url: str, content: bytes) -> None:
        """Announce a whole piece, send half of it and wait."""
        import http.client

        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=20)
        try:
            connection.putrequest("POST", url)
            for name, text in {
                "Cookie": f"session={visitor.session}; csrf={visitor.token}",
                "X-CSRFToken": visitor.token,
                "Content-Type": "application/octet-stream",
                "Content-Length": str(CHUNK),
                "Upload-Offset": str(CHUNK),
            }.items():
                connection.putheader(name, text)
            connection.endheaders(content[CHUNK : CHUNK + CHUNK // 2])
            with pytest.raises((OSError, http.client.HTTPException)):
                connection.getresponse()
        finally:
            connection.close()

    @pytest.mark.slow  # the storage is away for twenty seconds
    def test_fifty_uploads_while_the_storage_is_away_for_twenty_seconds(self, place, seaweed):  # noqa: F811
        webs = [place.web(), place.web()]
        place.ticker()
        visitors = place.people(5)
        contents = {f"photo-{n:02}.jpg": photo(100 + n) for n in range(50)}
        done, back = [], threading.Event()

        def bring(job: tuple[int, str]) -> str:
            n, name = job
            if n >= 12:  # these begin while it is away or come back after; the first ones are under way
                time.sleep((n - 12) * 0.3)
            content = contents[name]
            state = visitors[n % 5].upload(webs[n % 2 :] + webs[: n % 2], name, content, 200_000, seconds=240)
            done.append((name, back.is_set()))
            return state["state"]

        with ThreadPoolExecutor(25) as pool:
            running = [pool.submit(bring, job) for job in enumerate(contents)]
            until = time.monotonic() + 120
            while len(done) < 3 and time.monotonic() < until:
                time.sleep(0.1)
            assert len(done) >= 3, place.log
            seaweed.kill()
            away = time.monotonic()
            refused = ask(webs[0], "GET", "/readyz")
            time.sleep(max(0.0, 20 - (time.monotonic() - away)))
            seaweed.start()
            back.set()
            states = [job.result(timeout=300) for job in running]
        assert refused[0] == 503 and json.loads(refused[1])["storage"] is False
        assert states == ["ready"] * 50
        assert sum(after for _name, after in done) >= 20  # the outage was in the middle of it
        outcome = place.outcome()
        names = Counter(name for name, *_ in outcome["documents"])
        assert names == Counter(dict.fromkeys(contents, 1))
        assert {name: sent for name, sent, *_ in outcome["documents"]} == {
            name: digest(content) for name, content in contents.items()
        }
        assert outcome["chunks"] == 0 and set(outcome["states"]) == {"ready"}
        report = self.agrees(place)
        assert (report["agrees"], report["findings"], report["rows"]) == (True, [], 50)
        # Pieces that were put while their answer was lost are without a row: an hour later they are cleared away.
        place.run("-c", AN_HOUR_LATER)
        report = self.agrees(place)
        assert (report["objects"], report["rows"], report["fresh"]) == (50, 50, 0)
        assert "ERROR portal.documents.storage object storage:" in (place.folder / "log").read_text()
