"""What comes in: each answer moves its case once, and whatever does not fit is kept and moves nothing."""

import json
from datetime import timedelta

import pytest
import time_machine

from portal.applications import actions as applications
from portal.applications.policies import Conflict, NotAllowed
from portal.applications.states import State
from portal.certificates.upkeep import expire_permits
from portal.exchange import receiving
from portal.exchange.models import Packet
from portal.exchange.receiving import poll
from portal.exchange.transports import FileTransport, transport
from portal.notifications.models import Notice
from portal.review.actions.outside import record_release
from portal.work.sweeping import sweep_all
from portal.workdays.queries import today
from tests import cases
from tests.cases import fresh
from tests.exchange.origin import answer_to

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Fault = Packet.Fault


def kept(**condition):
    return Packet.objects.get(direction="in", **condition)


def moves_to(case, state):
    return case.events.filter(after=state).count()


def by_hand(case, **changes):
    values = {"number": "苏00000001", "issued_by": "平江派出所", "issued_on": today(), **changes}
    return record_release(application=case, by=cases.officer("intake"), version=case.version, **values)


def test_a_release_moves_its_case(origin, waiting):
    case = waiting(1)
    origin.release(case)
    assert sweep_all()["answers of the exchange"] == 1
    assert fresh(case).state == State.ORIGIN_RELEASED
    event = case.events.get(after=State.ORIGIN_RELEASED)
    assert (event.actor, event.role) == (None, "system")
    release = case.outside.get()
    assert (release.by, release.content["number"], release.content["issued_by"]) == (
        None, "苏00000009", "苏州市公安局姑苏分局",
    )  # fmt: skip
    packet = kept()
    assert (packet.exchange_status, packet.error, packet.application_id) == (2, "", case.pk)
    assert case.packets.get(direction="out").exchange_status == 2
    assert (origin.names("inbox"), origin.names("done")) == ([], ["answer.json"])
    assert poll() == 0
    assert Notice.objects.filter(kind="origin_released").count() == 1


def test_a_refusal_moves_its_case_and_gives_the_reason(origin, waiting):
    case = waiting(1)
    origin.release(
        case, head={"code": "17", "msg": "当事人涉案，依法不予迁出。"}, body={"qyzbh": "", "qyr": []}
    )
    assert poll() == 1
    assert fresh(case).state == State.ORIGIN_REFUSED
    assert case.events.get(after=State.ORIGIN_REFUSED).note == "当事人涉案，依法不予迁出。"
    out = case.packets.get(direction="out")
    assert (out.exchange_status, out.superseded_at is not None) == (4, True)


OTHERS = [{"gmsfhm": "110101199003070097", "xm": "别人"}]


@pytest.mark.parametrize(
    ("head", "body", "fault"),
    [
        ({"zqzbh": "沪99999999"}, {}, Fault.UNKNOWN),
        ({}, {"czr_gmsfhm": OTHERS[0]["gmsfhm"], "qyr": OTHERS}, Fault.OTHER_PERSON),
        ({}, {"czr_gmsfhm": OTHERS[0]["gmsfhm"]}, Fault.OTHER_PERSON),
        (
            {"code": "17", "msg": "不予迁出"},
            {"czr_gmsfhm": OTHERS[0]["gmsfhm"], "qyr": OTHERS},
            Fault.OTHER_PERSON,
        ),
        ({}, {"qyzbh": "苏1"}, Fault.UNREADABLE),
        ({}, {"qfrq": "20261332"}, Fault.UNREADABLE),
        ({}, {"qfrq": ""}, Fault.UNREADABLE),
        ({}, {"qyr": "all of them"}, Fault.UNREADABLE),
        ({}, {"qyr": ["x"]}, Fault.UNREADABLE),
        ({}, {"qfjg_gajgmc": {"a": 1}}, Fault.UNREADABLE),
        ({"code": None}, {}, Fault.UNREADABLE),
        ({}, {"qfrq": "20990101"}, Fault.RELEASE_EXPIRED),
        ({}, {"qfrq": "20200101", "yxqjzrq": "20200131"}, Fault.RELEASE_EXPIRED),
    ],
)
def test_what_does_not_fit_is_kept_and_moves_nothing(head, body, fault, origin, waiting):
    case = waiting(1)
    origin.release(case, head=head, body=body)
    assert poll() == 0
    assert fresh(case).state == State.ORIGIN_PENDING
    assert (kept().exchange_status, kept().error) == (5, fault)
    assert origin.names("done") == ["answer.json"]
    assert not case.outside.exists()
    origin.release(case, "second.json")  # the right one still comes through
    assert poll() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"head": {}}', b'{"head": [], "body": {}}', b"[" * 100_000,
        b'{"head": {"sjblx": "010122", "zqzbh": "x"}, "body": {}}',
        b'{"head": {"sjblx": "010124", "zqzbh": 7}, "body": {}}',
        b'{"head": {"sjblx": "010124", "zqzbh": ""}, "body": {}}',
        b'{"head": {"sjblx": "010124", "zqzbh": "x", "ywlsh": "' + b"y" * 51 + b'"}, "body": {}}',
        b'{"head": {"sjblx": "010124", "zqzbh": "a\\u0000b"}, "body": {}}',
        b'{"head": {"sjblx": "010124", "zqzbh": "x"}, "body": {"a": "\\ud800"}}',
        b'{"head": {"sjblx": "010124", "zqzbh": "x"}, "body": {"a": NaN}}',
        b'{"head": {"sjblx": "010124", "zqzbh": "x"}, "body": {"a": "' + b"z" * (2 * 1024 * 1024) + b'"}}',
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_packet_is_put_aside_with_the_reason_logged(content, origin, waiting, caplog):
    case = waiting(1)
    origin.lay("bad.json", content)
    origin.release(case, "good.json")
    assert poll() == 1
    assert (origin.names("failed"), origin.names("done")) == (["bad.json"], ["good.json"])
    assert "bad.json is no packet" in caplog.text
    assert Packet.objects.filter(direction="in").count() == 1


def test_half_written_files_links_and_other_names_are_left_alone(origin, waiting, tmp_path):
    waiting(1)
    origin.lay(".hidden.json", b"x")
    origin.lay("letter.txt", b"x")
    secret = tmp_path / "secret"
    secret.write_text("{}")
    (origin.folder / "inbox" / "link.json").symlink_to(secret)
    assert poll() == 0
    assert origin.names("inbox") == [".hidden.json", "letter.txt", "link.json"]


def test_an_answer_that_comes_twice_moves_once(origin, waiting):
    case = waiting(1)
    origin.release(case)
    assert poll() == 1
    origin.release(case)  # the same file again
    origin.release(case, "again.json")
    assert poll() == 0
    assert moves_to(case, State.ORIGIN_RELEASED) == 1
    assert kept(source="again.json").error == Fault.NOT_WAITING
    assert Packet.objects.filter(direction="in").count() == 2
    assert origin.names("done") == ["again.json", "answer.2.json", "answer.json"]


def test_a_ticker_killed_before_it_puts_the_file_aside_does_not_count_it_twice(origin, waiting, monkeypatch):
    case = waiting(1)
    origin.release(case)

    class Killed(BaseException):
        pass

    def die(self, name):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(FileTransport, "taken", die)
        with pytest.raises(Killed):
            poll()
    assert fresh(case).state == State.ORIGIN_RELEASED
    assert poll() == 0
    assert (origin.names("inbox"), Packet.objects.filter(direction="in").count()) == ([], 1)


def test_two_tickers_that_read_the_same_inbox_move_once(origin, waiting):
    case = waiting(1)
    origin.release(case)
    files = transport()
    read = list(files.waiting())
    assert [receiving.take(files, *one) for one in (*read, *read)] == [True, False]
    assert moves_to(case, State.ORIGIN_RELEASED) == 1


@pytest.mark.parametrize("ticked", [False, True])
def test_an_answer_after_the_permit_ran_out_moves_nothing(ticked, origin, waiting):
    case = waiting(1)
    last = case.certificates.get(event=None).valid_to
    with time_machine.travel(f"{last + timedelta(days=1)}T09:00:00+08:00"):
        if ticked:
            assert expire_permits() == 1
        origin.release(case)
        assert poll() == 0
        expire_permits()
    assert fresh(case).state == State.CERT_EXPIRED
    assert kept().error == (Fault.NOT_WAITING if ticked else Fault.PERMIT_EXPIRED)


def test_a_case_of_the_delta_cannot_be_withdrawn_any_more_and_a_reopened_one_takes_no_old_answer(
    origin, waiting
):
    case = waiting(1)
    with pytest.raises(NotAllowed):
        applications.withdraw(application=case, by=case.owner)
    case = applications.move(case, State.ORIGIN_REFUSED, by=cases.officer("intake"))
    case = applications.move(case, State.IN_REVIEW, by=cases.officer("reviewer"))
    applications.withdraw(application=case, by=case.owner)
    origin.release(case)
    assert poll() == 0
    assert fresh(case).state == State.WITHDRAWN
    assert kept().error == Fault.NOT_WAITING


def test_an_old_answer_does_not_move_the_case_that_got_a_new_permit(
    origin, waiting, django_capture_on_commit_callbacks
):
    case = waiting(1)
    old = origin.asked(case)
    case = approved_again(case, django_capture_on_commit_callbacks)
    assert case.state == State.ORIGIN_PENDING
    assert [row.register for row in case.certificates.filter(event=None).order_by("created_at")] == [
        "replaced",
        "active",
    ]
    origin.lay("old.json", answer_to(old, {}, {}))
    assert poll() == 0
    assert kept().error == Fault.SUPERSEDED
    assert origin.asked(case)["head"]["zqzbh"] != old["head"]["zqzbh"]
    origin.release(case, "new.json")
    assert poll() == 1


def approved_again(case, commits):
    """Let the permit of a case run out, and let it be reviewed and approved anew."""
    last = case.certificates.get(event=None).valid_to
    reviewer = cases.officer("reviewer")
    with time_machine.travel(f"{last + timedelta(days=1)}T09:00:00+08:00"):
        assert expire_permits() == 1
    case = fresh(case)
    case = applications.move(case, State.IN_REVIEW, by=reviewer)
    case = cases.propose(case, reviewer)
    with commits(execute=True):
        cases.approve(case)
    return fresh(case)


def test_released_by_hand_first_the_answer_is_kept(origin, waiting):
    case = waiting(1)
    by_hand(case)
    origin.release(case)
    assert poll() == 0
    assert kept().error == Fault.NOT_WAITING
    assert case.outside.get().content["number"] == "苏00000001"


def test_released_by_packet_first_the_officer_is_told(origin, waiting, client, settings):
    settings.DEMO = True
    case = waiting(1)
    origin.release(case)
    assert poll() == 1
    with pytest.raises(Conflict):
        by_hand(case)
    client.force_login(cases.officer("intake"))
    values = {
        "version": case.version,
        "number": "苏00000001",
        "issued_by": "平江派出所",
        "issued_on": today(),
    }
    answer = client.post(f"/en/desk/{case.pk}/release/", values)
    assert answer.status_code == 409
    assert "The portal recorded the release" in answer.content.decode()
    assert "苏00000009" in answer.content.decode()  # on the timeline
    assert case.outside.get().content["number"] == "苏00000009"


def test_a_packet_that_meets_a_release_by_hand_at_the_same_moment_is_kept(origin, waiting, monkeypatch):
    case = waiting(1)
    origin.release(case)

    def after_the_officer(**values):
        by_hand(fresh(case))
        return record_release(**values)

    monkeypatch.setattr(receiving.review, "record_release", after_the_officer)
    assert poll() == 0
    assert kept().error == Fault.NOT_WAITING
    assert moves_to(case, State.ORIGIN_RELEASED) == 1
    assert case.outside.get().content["number"] == "苏00000001"


def test_contents_are_sealed(origin, waiting):
    case = waiting(1)
    origin.release(case)
    poll()
    person = origin.asked(case)["body"]["sqr_gmsfhm"]
    assert person in json.dumps(kept().payload)
    assert person.encode() not in bytes(kept().payload_sealed)
