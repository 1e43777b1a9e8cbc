"""The inbox: one's own lines, newest first, and how many are unread."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.notifications import inbox
from portal.notifications.models import Memo
from portal.review import actions, upkeep
from tests.factories import UserFactory, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


def line(user, number="N1", **fields) -> Memo:
    memo = inbox.put(recipient=user, kind="case_message", subject="application:x", context={"number": number})
    Memo.objects.filter(pk=memo.pk).update(**fields)
    return memo


def test_a_line_leads_to_its_case_and_has_been_read(client):
    case, user = submitted_application(), officer("intake")
    actions.add_note(application=case, by=officer("reviewer"), text=f"@{user.email} 请看")
    client.force_login(user)
    page = client.get(desk_url("inbox", language="en")).content.decode()
    assert "memo-new" in page and case.number in page and "<span data-unread>1</span>" in page
    memo = user.memos.get()
    answer = client.get(desk_url("memo", memo.pk))
    assert (answer.status_code, answer.url) == (302, desk_url("case", case.pk))
    memo.refresh_from_db()
    assert memo.read_at
    page = client.get(desk_url("inbox", language="en")).content.decode()
    assert "memo-new" not in page and "data-unread" not in page and case.number in page


def test_each_page_of_the_desk_says_how_many_are_unread(client):
    case, user = submitted_application(), officer("intake")
    for number in range(3):
        line(user, str(number))
    client.force_login(user)
    assert "data-unread" not in client.get(desk_url("queue")).content.decode(), "it is asked for afterwards"
    for address in (desk_url("counts"), desk_url("case", case.pk), desk_url("act", case.pk, "correct")):
        assert "data-unread>3<" in client.get(address).content.decode(), address
    for number in range(100):
        line(user, str(number))
    assert "data-unread>99+<" in client.get(desk_url("counts")).content.decode()


def test_nobody_reads_or_marks_what_is_anothers(client):
    mine, other = officer("intake"), officer("intake")
    memo = line(other, "SECRET-1")
    client.force_login(mine)
    assert "SECRET-1" not in client.get(desk_url("inbox")).content.decode()
    assert client.get(desk_url("memo", memo.pk)).status_code == 404
    assert client.post(desk_url("inbox-read")).status_code == 302
    memo.refresh_from_db()
    assert memo.read_at is None
    client.force_login(UserFactory(second_factor=True))
    for address in (desk_url("inbox"), desk_url("memo", memo.pk)):
        assert client.get(address).status_code == 404
    assert client.post(desk_url("inbox-read")).status_code == 404
    client.logout()
    assert client.get(desk_url("inbox")).status_code == 302


def test_all_are_marked_as_read_at_once(client):
    user = officer("intake")
    for _ in range(3):
        line(user)
    client.force_login(user)
    assert client.get(desk_url("inbox-read")).status_code == 405
    client.post(desk_url("inbox-read"))
    assert not user.memos.filter(read_at=None).exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_with_many(client, count):
    user = officer("intake")
    for number in range(count):
        line(user, f"N{number}", by=officer("reviewer") if number < 2 else None)
    client.force_login(user)
    client.get(desk_url("inbox"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(desk_url("inbox")).status_code == 200
    assert len(captured) <= 7


def test_pages_hold_every_line_once_newest_first(client):
    user, now = officer("intake"), timezone.now()
    for number in range(60):
        line(user, f"N{number:02d}.", at=now - timedelta(minutes=number // 3))
    client.force_login(user)
    seen, cursor = [], ""
    while True:
        answer = client.get(desk_url("inbox", language="en"), {"before": cursor} if cursor else {})
        seen += [memo.pk for memo, _text in answer.context["rows"]]
        cursor = answer.context["next"]
        if not cursor:
            break
    assert seen == list(user.memos.order_by("-at", "-pk").values_list("pk", flat=True))
    for bad in ("x", "_", "2026-13-45_1", "2026-01-01_1", "2026-01-01T00:00:00Z_x", "9" * 50):
        assert client.get(desk_url("inbox"), {"before": bad}).status_code == 200


def test_a_line_of_a_room_that_is_gone_and_one_about_no_case_break_nothing(client):
    user = officer("intake")
    memo = Memo.objects.create(recipient=user, kind="gone", subject="list:units", context={})
    client.force_login(user)
    assert (
        "Something you followed has changed" in client.get(desk_url("inbox", language="en")).content.decode()
    )
    assert client.get(desk_url("memo", memo.pk)).url == desk_url("inbox")


def test_what_was_read_long_ago_is_swept():
    user, now = officer("intake"), timezone.now()
    old, fresh = line(user, read_at=now - timedelta(days=91)), line(user, read_at=now - timedelta(days=89))
    unread = line(user, at=now - timedelta(days=400))
    assert upkeep.sweep_memos() == 1
    assert set(user.memos.values_list("pk", flat=True)) == {fresh.pk, unread.pk} and old.pk
