"""Time stamps: with a server configured no file is sealed without one, and one keeps a paper good for longer."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.seals import current
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
def test_a_slow_server_is_given_up_soon(ours, drawn, settings):
    begun = time.monotonic()
    with serving(ours, "slow") as settings.TSA, pytest.raises(SealUnavailable):
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
