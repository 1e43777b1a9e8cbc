"""Files that somebody lays into the inbox to stop it, to write elsewhere, or to write into the log."""

import json
import os

import pytest

from portal.exchange import receiving
from portal.exchange.models import Packet
from portal.exchange.transports import FileTransport

pytestmark = pytest.mark.django_db
RELEASE = {"head": {"sjblx": "010124", "ywlsh": "x", "zqzbh": "unknown", "code": "00"}, "body": {}}


@pytest.fixture
def folder(settings, tmp_path):
    settings.EXCHANGE = f"portal.exchange.transports.FileTransport|{tmp_path}"
    FileTransport(str(tmp_path)).place("inbox")
    return tmp_path


def lying(folder, where):
    place = folder / where
    return sorted(os.fsencode(path.name) for path in place.iterdir()) if place.exists() else []


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.json", b"a\nERROR root all is lost.json", b"a\x1b[2J.json", "‮a.json".encode()]
)
def test_a_name_that_no_machine_gives_is_put_aside_and_not_logged_as_it_is(folder, name, caplog):
    (folder / "inbox" / os.fsdecode(name)).write_bytes(json.dumps(RELEASE).encode())
    assert receiving.poll() == 0
    assert lying(folder, "inbox") == []
    assert lying(folder, "failed") == [name]
    assert not Packet.objects.exists()
    assert "\nERROR root" not in caplog.text and "\x1b" not in caplog.text


def test_links_are_not_followed_and_not_moved(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.json"
    secret.write_text(json.dumps(RELEASE))
    (folder / "inbox" / "link.json").symlink_to(secret)
    os.mkfifo(folder / "inbox" / "pipe.json")
    assert receiving.poll() == 0
    assert not Packet.objects.exists() and secret.exists()


def test_a_link_put_in_place_of_a_file_at_the_last_moment_is_not_read(folder, tmp_path_factory, monkeypatch):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.json"
    secret.write_text(json.dumps(RELEASE))
    (folder / "inbox" / "a.json").symlink_to(secret)
    monkeypatch.setattr("pathlib.Path.is_symlink", lambda path: False)
    assert list(FileTransport(str(folder)).waiting()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe{}", b"{" + b" " * 3_000_000, b"NaN", b"9" * 10_000],
)
def test_no_content_stops_the_files_behind_it(folder, content):
    (folder / "inbox" / "a.json").write_bytes(content)
    (folder / "inbox" / "b.json").write_bytes(json.dumps(RELEASE).encode())
    receiving.poll()
    assert lying(folder, "inbox") == []
    assert lying(folder, "failed") == [b"a.json"] and lying(folder, "done") == [b"b.json"]


def test_no_value_in_a_release_is_an_error_of_ours(folder):
    for place, value in enumerate([None, [], {}, 1, "x" * 100_000, "\u202e", "\ud83d", "a\u0000b"]):
        for key in ("zqzbh", "ywlsh", "code"):
            packet = {**RELEASE, "head": {**RELEASE["head"], key: value}}
            (folder / "inbox" / f"{place}{key}.json").write_text(json.dumps(packet))
    receiving.poll()
    assert lying(folder, "inbox") == []
