"""Counting in working days: vectors of §C9, unknown years, the same-day rule, fresh calendars."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import chinese_calendar
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.workdays import calendar, queries
from portal.workdays.models import CalendarDay, CalendarYear
from portal.workdays.seeding import seed_after_migrate

VECTORS = json.loads((Path(__file__).parent.parent / "data" / "vectors.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.django_db


def shanghai(text):
    return datetime.fromisoformat(text).replace(tzinfo=queries.SHANGHAI)


@pytest.mark.parametrize(("start", "n", "due"), VECTORS["workdays_2026"])
def test_vectors(start, n, due):
    assert queries.add_workdays(date.fromisoformat(start), n) == queries.Due(date.fromisoformat(due), False)


def test_an_unknown_year_is_counted_by_weekdays_and_provisional():
    assert not queries.is_known(2027)
    assert queries.add_workdays(date(2026, 12, 25), 10) == queries.Due(date(2027, 1, 8), True)
    assert queries.add_workdays(date(2027, 3, 1), 0).provisional


def test_every_day_of_the_seeded_years_agrees_with_the_package():
    for year in (2024, 2025, 2026):
        assert queries.is_known(year)
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            assert queries.is_workday(day) == chinese_calendar.is_workday(day), day


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_counting_forth_and_back_agrees(day, n):
    due = queries.add_workdays(day, n)
    assert queries.workdays_between(day, due.on) == n
    assert queries.workdays_between(due.on, day) == -n
    assert n == 0 or queries.is_workday(due.on)


def test_periods_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        queries.add_workdays(date(2026, 1, 5), -1)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23T09:00", "2026-11-23T17:30"),
        ("2026-11-23T16:29:59", "2026-11-23T17:30"),
        ("2026-11-23T16:30", "2026-11-24T17:30"),
        ("2026-11-21T09:00", "2026-11-23T17:30"),
        ("2026-09-20T09:00", "2026-09-20T17:30"),
        ("2026-09-30T17:00", "2026-10-08T17:30"),
    ],
)
def test_same_day_matters(received, due):
    assert queries.same_day_due(shanghai(received)) == queries.DueAt(shanghai(due), False)


def test_same_day_takes_any_zone_and_other_hours():
    received = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)  # 11:30 in Shanghai
    assert queries.same_day_due(received).at == shanghai("2026-11-23T17:30")
    assert queries.same_day_due(received, time(11), time(16)).at == shanghai("2026-11-24T16:00")
    assert queries.same_day_due(shanghai("2026-12-31T18:00")).provisional


def test_today_is_the_date_in_shanghai():
    before, found, after = (
        datetime.now(queries.SHANGHAI).date(),
        queries.today(),
        datetime.now(queries.SHANGHAI).date(),
    )
    assert before <= found <= after


def test_a_year_is_read_once_a_minute(django_assert_num_queries, monkeypatch, calendar_stays):
    monkeypatch.setattr(calendar, "KEEP_SECONDS", calendar_stays)
    calendar.forget()
    now = 1000.0
    with transaction.atomic():
        calendar._edited_in = None  # as in a process that did not edit
        monkeypatch.setattr(calendar.time, "monotonic", lambda: now)
        with django_assert_num_queries(2):
            queries.add_workdays(date(2026, 1, 5), 30)
        now += 59
        with django_assert_num_queries(0):
            queries.is_workday(date(2026, 6, 1))
        now += 2
        with django_assert_num_queries(2):
            queries.is_workday(date(2026, 6, 1))


def test_an_edit_counts_at_once():
    assert queries.is_workday(date(2026, 11, 24))
    day = CalendarDay.objects.create(date=date(2026, 11, 24), kind="REST", confirmed=False)
    assert not queries.is_workday(date(2026, 11, 24))
    assert queries.add_workdays(date(2026, 11, 23), 1) == queries.Due(date(2026, 11, 25), True)
    day.delete()
    assert queries.add_workdays(date(2026, 11, 23), 1) == queries.Due(date(2026, 11, 24), False)
    CalendarYear.objects.create(year=2027, confirmed=True)
    assert queries.is_known(2027)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_remembered():
    try:
        with transaction.atomic():
            CalendarYear.objects.create(year=2031, confirmed=True)
            assert queries.is_known(2031)
            raise InterruptedError
    except InterruptedError:
        assert not queries.is_known(2031)


def test_seeding_again_changes_nothing_and_leaves_edits_alone():
    CalendarDay.objects.filter(date=date(2026, 10, 1)).delete()
    before = list(CalendarDay.objects.values_list("date", "kind", "name"))
    seed_after_migrate(using="default")
    assert list(CalendarDay.objects.values_list("date", "kind", "name")) == before


@pytest.mark.django_db(transaction=True)
def test_flush_seeds_anew():
    CalendarYear.objects.all().delete()
    CalendarDay.objects.all().delete()
    call_command("flush", interactive=False, verbosity=0)
    assert CalendarYear.objects.count() == 3
    assert CalendarDay.objects.get(date=date(2026, 10, 10)).kind == "WORK"
    assert CalendarDay.objects.get(date=date(2026, 10, 1)).name == "国庆节"
    assert queries.is_known(2026)


@pytest.mark.parametrize(("day", "kind"), [(date(2026, 11, 21), "REST"), (date(2026, 11, 23), "WORK")])
def test_days_that_break_no_rule_are_not_entered(day, kind):
    with translation.override("en"), pytest.raises(ValidationError, match="without an entry"):
        CalendarDay(date=day, kind=kind).full_clean()
