"""Time stamps: with a server configured no file is sealed without one, and one keeps a paper good for longer."""

import io
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.seals import current, trust
from portal.seals.errors import SealUnavailable
from portal.seals.judging import judge
from tests.seals.authority import authority
from tests.seals.responder import serving


def sealed(drawn: bytes) -> bytes:
    return current.signer().sign(drawn, reason="r", place="p")


def test_a_stamp_stands_in_the_file_and_is_believed(ours, drawn, settings):
    with serving(ours) as settings.TSA:
        content = sealed(drawn)
    found = judge(content)
    assert found.bottom_line and found.whole
    assert abs(found.stamped_at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("fault", ["broken", "refuses", "other digest"])
def test_a_server_that_answers_wrongly_seals_nothing(ours, drawn, settings, fault):
    with serving(ours, fault) as settings.TSA, pytest.raises(SealUnavailable):
        sealed(drawn)


def test_a_stamp_of_somebody_unknown_seals_nothing(ours, drawn, settings, tmp_path):
    stranger = authority(tmp_path / "stranger")
    with serving(stranger) as settings.TSA, pytest.raises(SealUnavailable):
        sealed(drawn)


@pytest.mark.slow  # it waits until the client gives up
@pytest.mark.parametrize("fault", ["slow", "drips"])
def test_a_slow_server_is_given_up_soon(ours, drawn, settings, fault):
    begun = time.monotonic()
    with serving(ours, fault) as settings.TSA, pytest.raises(SealUnavailable):
        sealed(drawn)
    assert time.monotonic() - begun < 8


def test_a_server_that_is_down_seals_nothing(ours, drawn, settings):
    settings.TSA = "http://127.0.0.1:9/"
    with pytest.raises(SealUnavailable):
        sealed(drawn)


def test_a_stamped_paper_stays_good_when_its_seal_has_ended(ours, drawn, settings):
    now = datetime.now(UTC)
    settings.SEAL = str(ours.seal("short", begins=now - timedelta(days=1), ends=now + timedelta(days=1)).path)
    with serving(ours) as settings.TSA:
        content = sealed(drawn)
    with time_machine.travel(now + timedelta(days=100)):
        assert judge(content).bottom_line


def test_what_a_server_stamped_stays_stamped_when_its_own_certificate_has_ended(ours, drawn, settings):
    with serving(ours) as settings.TSA:
        content = sealed(drawn)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=600)):
        found = judge(content)
    assert found.bottom_line and found.stamped_at is not None


def test_a_stamp_that_is_no_more_believed_spoils_the_signature(ours, drawn, settings, tmp_path):
    stranger = authority(tmp_path / "stranger")
    believed = ours.folder / "stranger.pem"
    believed.write_bytes((stranger.folder / "root.pem").read_bytes())
    with serving(stranger) as settings.TSA:
        content = sealed(drawn)
    assert judge(content).bottom_line
    believed.unlink()
    found = judge(content)
    assert found.intact and found.stamped_at is None and not found.bottom_line
    assert "time stamp" in found.problem


def test_the_certificate_of_a_stamp_server_is_no_seal(ours, drawn, settings):
    with serving(ours) as settings.TSA:
        content = sealed(drawn)
    signer = PdfFileReader(io.BytesIO(content)).embedded_signatures[0].signer_info
    stamp = signer["unsigned_attrs"][0]["values"][0]["content"]
    used = [one.chosen for one in stamp["certificates"] if one.chosen.extended_key_usage_value is not None]
    server = used[0].dump()
    (ours.folder / "server.pem").write_bytes(server)
    assert sha256(server).hexdigest() not in trust.seals()
    assert sha256(server).digest() in {sha256(one.dump()).digest() for one in trust.certificates()}
