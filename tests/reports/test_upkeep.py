"""What time does: certificates expire, and each due is announced once and chased once."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.audit.models import Entry
from portal.notifications.actions import compose
from portal.notifications.models import Notice
from portal.reports import queries, upkeep
from portal.reports.models import Ledger, Reminder
from portal.reports.page import context_of
from portal.work.sweeping import sweep_all
from tests.reports.holders import arrival, report, trip, use
from tests.reports.test_reporting import fresh, left


def on(day: date):
    return time_machine.travel(f"{day} 12:00+08:00", tick=False)


def told(kind):
    return Notice.objects.filter(kind=kind).count()


def test_an_unused_certificate_expires_and_says_so(once):
    with on(once.valid_to):
        assert upkeep.expire() == 0
        assert left(once) is not None
    with on(once.valid_to + timedelta(days=1)):
        assert left(once) is None  # before anything has noted it
        assert upkeep.expire() == 1
        assert upkeep.expire() == 0
        assert fresh(once).state == "EXPIRED"
    assert '"unused":true' in Entry.objects.get(action="ledger:expired").data_json.replace(" ", "")


@pytest.mark.parametrize(("kg", "said"), [("", "Expired unused"), ("20", "Expired")])
def test_the_page_tells_whether_an_expired_certificate_was_used(client, once, kg, said):
    if kg:
        report(once, "use", use(kg))
    client.force_login(once.application.owner)
    with on(once.valid_to + timedelta(days=1)):
        client.force_login(once.application.owner)
        answer = client.get(f"/en/my/{once.application_id}/reports/")
    assert answer.context["standing"] == said


def test_each_due_is_announced_once_before_its_day_and_chased_once_after(moving):
    report(moving, "trip", trip(days=0))
    due = fresh(moving).next_due
    with on(due - timedelta(days=4)):
        assert upkeep.remind() == 0
    with on(due - timedelta(days=3)):
        assert [upkeep.remind() for _ in range(3)] == [1, 0, 0]
    with on(due):
        assert upkeep.remind() == 0
    assert (told("report_due"), told("report_late")) == (1, 0)
    with on(due + timedelta(days=1)):
        assert [upkeep.remind() for _ in range(3)] == [1, 0, 0]
    with on(due + timedelta(days=30)):
        assert upkeep.remind() == 0
    assert (told("report_due"), told("report_late")) == (1, 1)
    assert Reminder.objects.count() == 2


def test_nobody_is_reminded_of_what_has_been_reported(moving):
    made = report(moving, "trip", trip(days=0))
    due = fresh(moving).next_due
    report(moving, "arrival", arrival(), about=str(made.pk))
    with on(due + timedelta(days=1)):
        assert upkeep.remind() == 0
    assert not Notice.objects.filter(kind__startswith="report_").exists()


def test_a_reminder_says_what_and_until_when_in_the_language_of_the_case(moving):
    report(moving, "trip", trip(days=0))
    with on(fresh(moving).next_due):
        upkeep.remind()
        notice = Notice.objects.get(kind="report_due")
        title, body = compose(notice)
    assert notice.recipient == moving.application.owner
    assert notice.context["due_on"] in title
    assert moving.application.number in body and f"/my/{moving.application_id}/" in body


def test_the_annual_report_is_owed_and_can_be_made_from_the_new_year(several):
    year = several.issued_on.year
    ledger = fresh(several)
    assert (ledger.next_key, ledger.next_due) == ("annual", date(year + 1, 3, 31))
    assert "annual" not in [kind.key for kind in context_of(several.application)["acts"]]
    with on(date(year + 1, 1, 1)):
        assert "annual" in [kind.key for kind in context_of(several.application)["acts"]]
        amounts = {f"{name}_3-02": "0" for name in ("bought", "used", "stock", "lost")}
        made = report(several, "annual", {"year": str(year), **amounts})
    assert not made.late
    assert fresh(several).next_due is None


def test_what_waits_for_a_person_stands_in_the_list_of_cases(client, moving, once):
    report(moving, "trip", trip(days=0))
    owner, due = moving.application.owner, fresh(moving).next_due
    assert queries.owing(owner) == {}
    with on(due + timedelta(days=1)):
        found = queries.owing(owner)[moving.application_id]
        assert [(row["due_on"], row["late"]) for row in found] == [(due, True)]
        client.force_login(owner)
        cases = client.get("/en/my/").context["cases"]
    assert cases[0]["case"].pk == moving.application_id and cases[0]["reports"]
    assert cases[1]["case"].pk == once.application_id and not cases[1]["reports"]


def test_the_tick_looks_after_ledgers_in_small_portions(monkeypatch, holder):
    ledgers = [holder(), holder()]
    monkeypatch.setattr(upkeep, "MOST", 1)
    with on(max(row.valid_to for row in ledgers) + timedelta(days=1)):
        assert sweep_all()["expired ledgers"] == 1
        assert sweep_all()["expired ledgers"] == 1
    assert set(Ledger.objects.values_list("state", flat=True)) == {"EXPIRED"}
