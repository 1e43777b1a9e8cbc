"""What goes out: written with the move, sent once, again when it failed, and not at all without an exchange."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.applications import actions as applications
from portal.applications.models import Application, Counter
from portal.applications.states import State
from portal.audit.models import Entry
from portal.exchange import actions
from portal.exchange.handing import hand_over
from portal.exchange.models import Packet
from portal.exchange.transports import FileTransport, TransportDown
from portal.work.sweeping import sweep_all
from tests import cases

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Exchanged = Packet.Exchanged


class Killed(BaseException):
    """Stands for the end of the process."""


class DownTransport(FileTransport):
    """A front machine that does not answer."""

    def send(self, name, content):
        raise TransportDown("connection refused")


def later(seconds):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds))


def test_a_case_of_the_delta_is_asked_for_by_packet(origin, waiting):
    case = waiting(1)
    packet = case.packets.get()
    assert (packet.direction, packet.type, packet.zqzbh) == ("out", "010122", "沪00000001")
    assert (packet.exchange_status, packet.ywlsh) == (Exchanged.FRONT, f"{case.number}-1")
    assert packet.sent_at
    sent = origin.asked(case)
    assert set(sent["head"]) == {"sjblx", "ywlsh", "zqzbh", "qyzbh", "license", "code", "msg"}
    assert (sent["head"]["sjblx"], sent["head"]["code"], len(sent["head"]["license"])) == ("010122", "00", 32)
    assert sent["body"]["zqzbh"] == sent["head"]["zqzbh"] == packet.zqzbh
    assert sent == packet.payload
    assert sent["body"]["sqr_xm"].encode() not in bytes(packet.payload_sealed)
    assert [path.stat().st_mode & 0o777 for path in (origin.folder / "outbox").iterdir()] == [0o600]
    assert Entry.objects.filter(action="exchange:sent").count() == 1
    assert [waiting(0).packets.get().zqzbh, waiting(2).packets.get().zqzbh] == ["沪00000002", "沪00000003"]


def test_another_place_is_not_reached_and_draws_no_number(origin, waiting):
    case = waiting(3)
    assert case.state == State.ORIGIN_PENDING
    assert not Packet.objects.exists()
    assert not Counter.objects.filter(scope__startswith="exchange").exists()
    assert origin.names("outbox") == []


def test_without_an_exchange_the_packet_waits_and_is_sent_when_there_is_one(waiting, settings, tmp_path):
    case = waiting(1)
    for _ in range(3):
        with later(600):
            sweep_all()
    packet = case.packets.get()
    assert (packet.exchange_status, packet.attempts, packet.sent_at) == (Exchanged.RECEIVED, 0, None)
    settings.EXCHANGE = f"portal.exchange.transports.FileTransport|{tmp_path / 'x'}"
    assert sweep_all()["packets to the exchange"] == 0  # the task may be on its way
    with later(11):
        assert sweep_all()["packets to the exchange"] == 1
    assert case.packets.get().exchange_status == Exchanged.FRONT


@pytest.mark.parametrize("step", ["before the contents", "before the put", "after the put"])
def test_killed_at_any_step_the_same_packet_goes_out(step, origin, monkeypatch):
    case = cases.approved("TH", 1)
    from portal.certificates.actions import issue

    issue(certificate_id=case.certificates.get(event=None).pk)
    packet = case.packets.get()
    send = FileTransport.send

    def dying(self, name, content):
        if step == "after the put":
            send(self, name, content)
        raise Killed

    with monkeypatch.context() as patch:
        if step == "before the contents":
            patch.setattr(actions, "freeze", lambda **_: dying(None, "", b""))
        else:
            patch.setattr(FileTransport, "send", dying)
        with pytest.raises(Killed):
            actions.send(packet_id=packet.pk)
    before = case.packets.get()
    assert before.exchange_status == Exchanged.RECEIVED
    assert actions.send(packet_id=packet.pk) is True
    assert actions.send(packet_id=packet.pk) is False
    assert len(origin.names("outbox")) == 1
    assert origin.asked(case) == case.packets.get().payload
    if step != "before the contents":
        assert before.payload == case.packets.get().payload  # license and all


def test_an_outage_is_waited_for_ten_times_and_an_officer_tries_again(
    origin, waiting, settings, client, django_capture_on_commit_callbacks
):
    works = settings.EXCHANGE
    settings.EXCHANGE = works.replace("portal.exchange.transports.FileTransport", f"{__name__}.DownTransport")
    settings.DEMO = True
    case = waiting(1)
    assert case.packets.get().attempts == 1
    for attempt in range(2, 11):
        actions.send(packet_id=case.packets.get().pk)
        assert case.packets.get().attempts == attempt
    packet = case.packets.get()
    assert (packet.exchange_status, packet.error) == (Exchanged.FAILED, "connection refused")
    assert case.state == State.ORIGIN_PENDING
    settings.EXCHANGE = works
    with later(86400):
        assert sweep_all()["packets to the exchange"] == 0
    url = reverse("exchange:retry", args=[packet.pk])
    for stranger in (case.owner, cases.applicant("other"), cases.officer("intake", "310151000000")):
        client.force_login(stranger)
        assert client.post(url).status_code == 404
    client.force_login(cases.officer("intake"))
    page = client.get(f"/en/desk/{case.pk}/").content.decode()
    assert "could not be asked" in page and url in page.replace("/en/", "/")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url).status_code == 302
    assert case.packets.get().exchange_status == Exchanged.FRONT
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)  # nothing to try again
    assert Entry.objects.filter(action="exchange:retry").count() == 1


def test_contents_that_cannot_be_written_stop_the_packet_not_the_permit(origin, waiting, monkeypatch):
    def broken(*_):
        raise KeyError("qrd")

    from portal.catalog import registry

    monkeypatch.setattr(type(registry.get("TH").exchange), "__getattribute__", exchange_with(request=broken))
    case = waiting(1)
    packet = case.packets.get()
    assert case.state == State.ORIGIN_PENDING
    assert (packet.exchange_status, packet.attempts, packet.error) == (
        Exchanged.RECEIVED,
        1,
        "KeyError: 'qrd'",
    )


def exchange_with(**changes):
    """Return how an exchange is read whose functions are others."""
    return lambda self, name: changes[name] if name in changes else object.__getattribute__(self, name)


def test_what_was_released_by_hand_before_it_went_out_is_not_sent(waiting, settings, tmp_path):
    case = waiting(1)
    case = applications.move(case, State.ORIGIN_RELEASED, by=cases.officer("intake"))
    assert case.packets.get().superseded_at
    settings.EXCHANGE = f"portal.exchange.transports.FileTransport|{tmp_path / 'x'}"
    with later(600):
        assert sweep_all()["packets to the exchange"] == 0
    assert not (tmp_path / "x" / "outbox").exists()


def test_a_new_permit_supersedes_the_packet_of_the_old(origin, waiting):
    case = waiting(1)
    second = hand_over(application=case)
    first = case.packets.exclude(pk=second.pk).get()
    assert first.superseded_at and not second.superseded_at
    assert (second.ywlsh, second.zqzbh) == (f"{case.number}-2", "沪00000002")


def test_the_database_keeps_numbers_and_the_waiting_packet_once(origin, waiting):
    case, other = waiting(1), waiting(2)
    packet, second = case.packets.get(), other.packets.get()
    for values in (
        {"ywlsh": packet.ywlsh},
        {"zqzbh": packet.zqzbh},
        {"application": case},
        {"application": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Packet.objects.filter(pk=second.pk).update(**values)


def test_a_name_that_is_no_serial_writes_no_file(tmp_path):
    for name in ("../x", "a/b", "", "x" * 51, "a.b"):
        with pytest.raises(ValueError, match="serial"):
            FileTransport(str(tmp_path)).send(name, b"{}")
    assert not list(tmp_path.rglob("*.json"))


def test_a_folder_that_cannot_be_written_is_an_outage(tmp_path):
    (tmp_path / "file").write_text("x")
    blocked = FileTransport(str(tmp_path / "file"))
    with pytest.raises(TransportDown):
        blocked.send("TH1-1", b"{}")
    with pytest.raises(TransportDown):
        list(blocked.waiting())


def test_the_demo_plays_the_place_of_origin(origin, waiting, settings):
    from django.core.management import CommandError, call_command

    case, refused = waiting(1), None
    with pytest.raises(CommandError):
        call_command("exchange_demo")
    settings.DEMO = True
    call_command("exchange_demo")
    call_command("exchange_demo")
    assert len(origin.names("inbox")) == 1
    assert sweep_all()["answers of the exchange"] == 1
    assert Application.objects.get(pk=case.pk).state == State.ORIGIN_RELEASED
    refused = waiting(2)
    call_command("exchange_demo", refuse="当事人尚有未了结的案件")
    assert sweep_all()["answers of the exchange"] == 1
    assert Application.objects.get(pk=refused.pk).state == State.ORIGIN_REFUSED
    assert json.loads((origin.folder / "done" / f"{case.number}-1.json").read_bytes())["head"]["code"] == "00"
