"""What only PostgreSQL can show: a certificate is never overdrawn by uses at the same moment."""

from collections import Counter as Tally
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from portal.reports import actions, upkeep
from portal.reports.models import Draw, Ledger, Reminder, Report
from portal.reports.policies import NotTaken
from tests.applications.test_concurrency import race
from tests.reports.holders import holder_of, report, use

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MULTI = {"seller": {"use_type": "MULTI"}}


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")


def fresh(ledger):
    return Ledger.objects.select_related("application__owner").get(pk=ledger.pk)


@pytest.mark.parametrize("round_", range(2))
def test_twenty_uses_at_once_for_five_possible_are_five(round_):
    ledger = holder_of(**MULTI)
    rows = [fresh(ledger) for _ in range(20)]
    results = race(*(lambda row=row: report(row, "use", use("40")) for row in rows))
    kinds = Tally(type(one).__name__ for one in results)
    assert kinds["Report"] == 5
    assert {type(one) for one in results} <= {Report, actions.Refused, NotTaken}
    balance = ledger.balances.get()
    assert balance.used == Draw.objects.aggregate(sum=Sum("amount"))["sum"] == Decimal(200)
    assert sorted(Report.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert fresh(ledger).state == "USED_UP"


def test_the_same_page_ten_times_at_once_is_one_report():
    ledger = holder_of(**MULTI)
    rows = [fresh(ledger) for _ in range(10)]
    results = race(*(lambda row=row: report(row, "use", use("40"), token="c" * 32) for row in rows))
    assert {one.pk for one in results} == {Report.objects.get().pk}
    assert ledger.balances.get().used == 40


def test_withdrawals_and_uses_at_once_never_overdraw():
    ledger = holder_of(**MULTI)
    made = [report(fresh(ledger), "use", use("40")) for _ in range(4)]
    withdrawals = [lambda row=row: actions.withdraw(row, by=ledger.application.owner) for row in made]
    rows = [fresh(ledger) for _ in range(8)]
    uses = [lambda row=row: report(row, "use", use("40")) for row in rows]
    results = race(*withdrawals, *uses)
    assert all(isinstance(one, Report | actions.Refused | NotTaken) for one in results)
    standing = Draw.objects.filter(report__cancelled_at=None).aggregate(sum=Sum("amount"))["sum"] or 0
    assert ledger.balances.get().used == standing <= 200


def test_two_tickers_remind_once():
    ledger = holder_of(**MULTI)
    Ledger.objects.update(remind_on=ledger.issued_on)
    results = race(upkeep.remind, upkeep.remind, upkeep.expire)
    assert not [one for one in results if isinstance(one, Exception)]
    assert Reminder.objects.count() == 0  # the annual report is not near
    assert fresh(ledger).remind_on > ledger.issued_on
