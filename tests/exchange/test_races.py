"""Two tickers at one inbox, and a hand and a packet at one moment: real connections to PostgreSQL."""

import threading

import pytest
from django.db import connection, connections

from portal.applications.models import Application
from portal.applications.policies import Conflict
from portal.applications.states import State
from portal.certificates.actions import issue
from portal.exchange import actions
from portal.exchange.models import Packet
from portal.exchange.receiving import poll
from portal.review.actions import record_release
from portal.workdays.queries import today
from tests import cases

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


def together(*functions):
    """Run functions at the same moment, each on a connection of its own; return what each gave or raised."""
    gate, outcomes = threading.Barrier(len(functions)), [None] * len(functions)

    def run(place, function):
        gate.wait()
        try:
            outcomes[place] = function()
        except Conflict as problem:
            outcomes[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def sent(n=1):
    case = cases.approved("TH", n)
    issue(certificate_id=case.certificates.get(event=None).pk)  # the commit sends the packet
    return Application.objects.get(pk=case.pk)


@pytest.mark.parametrize("round_", range(3))
def test_two_tickers_at_one_inbox_make_one_move(round_, origin):
    case = sent()
    origin.release(case)
    assert sorted(together(poll, poll, poll, poll)) == [0, 0, 0, 1]
    assert case.events.filter(after=State.ORIGIN_RELEASED).count() == 1
    assert Packet.objects.filter(direction="in").count() == 1
    assert (origin.names("inbox"), origin.names("done")) == ([], ["answer.json"])


@pytest.mark.parametrize("round_", range(3))
def test_a_hand_and_a_packet_at_one_moment(round_, origin):
    case, intake = sent(), cases.officer("intake")
    origin.release(case)

    def by_hand():
        return record_release(
            application=case,
            by=intake,
            version=case.version,
            number="苏00000001",
            issued_by="平江派出所",
            issued_on=today(),
        )

    polled, released = together(poll, by_hand)
    assert case.events.filter(after=State.ORIGIN_RELEASED).count() == 1
    packet = Packet.objects.get(direction="in")
    if polled == 1:
        assert isinstance(released, Conflict)
        assert (packet.error, case.outside.get().content["number"]) == ("", "苏00000009")
    else:
        assert released.state == State.ORIGIN_RELEASED
        assert (packet.error, case.outside.get().content["number"]) == ("not_waiting", "苏00000001")


def test_a_packet_is_sent_once_by_several_workers(origin):
    case = cases.approved("TH", 1)
    issue(certificate_id=case.certificates.get(event=None).pk)
    pk = case.packets.get().pk
    Packet.objects.update(exchange_status=0, sent_at=None, payload_sealed=b"")  # as before the task began
    assert sorted(together(*[lambda: actions.send(packet_id=pk)] * 4)) == [False, False, False, True]


def test_two_tickers_warn_once():
    from portal.certificates.upkeep import warn_of_ends
    from portal.notifications.models import Notice

    case = cases.approved("TH", 3)
    issue(certificate_id=case.certificates.get(event=None).pk)
    case.certificates.filter(event=None).update(valid_to=today())
    assert sorted(together(*[warn_of_ends] * 4)) == [0, 0, 0, 1]
    assert Notice.objects.filter(kind="permit_ending").count() == 1
