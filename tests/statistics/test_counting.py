"""Every move is counted once, whoever counts and however often."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from portal.applications.actions import withdraw
from portal.applications.models import Application
from portal.review import actions as review
from portal.statistics import counting
from portal.statistics.models import Counted, Figure
from portal.workdays.queries import today
from tests import factories

pytestmark = pytest.mark.django_db


def later():
    return time_machine.travel(timezone.now() + timedelta(minutes=6))


def counts() -> dict[str, int]:
    found: dict[str, int] = {}
    for measure, count in Figure.objects.values_list("measure", "count"):
        found[measure] = found.get(measure, 0) + count
    return found


def test_a_case_counts_on_its_way_to_the_decision():
    case = factories.submitted_application("TH", "APPROVED")
    with later():
        counting.count_up()
    found = counts()
    assert (found["arrived"], found["accepted"], found["approved"], found["whole"]) == (1, 1, 1, 1)
    assert found["in_time"] == 1
    assert {"intake", "review", "decision"} <= found.keys()
    rows = Figure.objects.all()
    assert {(row.service, row.unit, row.day) for row in rows} == {("TH", case.unit, today())}


def test_what_happened_a_moment_ago_waits():
    factories.submitted_application()
    assert counting.count_up() == 0
    assert not Figure.objects.exists()


def test_counting_twice_changes_nothing_and_counting_anew_comes_to_the_same():
    factories.submitted_application("TH", "DENIED")
    case = factories.submitted_application("PB", n=2)
    withdraw(application=case, by=case.owner)
    with later():
        counting.count_up()
        first = counts()
        assert counting.count_up() == 0
        assert counts() == first
        call_command("count_figures", "--anew", verbosity=0)
    assert counts() == first
    assert (first["denied"], first["withdrawn"], first["arrived"]) == (1, 1, 2)


def test_times_of_stages_are_those_between_the_moves():
    case = factories.submitted_application()
    with time_machine.travel(timezone.now() + timedelta(hours=30)):
        intake = factories.officer("intake")
        case = Application.objects.get(pk=case.pk)
        review.accept(application=case, by=intake, version=case.version)
    with time_machine.travel(timezone.now() + timedelta(hours=31)):
        counting.count_up()
    assert max(Figure.objects.filter(measure="intake").values_list("bin", flat=True)) in {30, 31}


def test_a_late_decision_is_told_from_one_past_the_law():
    for number, field in enumerate(("promised_on", "statutory_on"), 1):
        case = factories.submitted_application("TH", "APPROVED", n=number)
        Application.objects.filter(pk=case.pk).update(**{field: today() - timedelta(days=1)})
    with later():
        counting.count_up()
    found = counts()
    assert (found["late"], found["unlawful"]) == (1, 1)
    assert "in_time" not in found


def test_many_rows_are_counted_in_portions(monkeypatch):
    factories.submitted_application("TH", "APPROVED")
    monkeypatch.setattr(counting, "CHUNK", 2)
    rounds = 0
    with later():
        while counting.count_up():
            rounds += 1
    assert rounds >= 3
    assert counts()["approved"] == 1
    assert Counted.objects.get().last > 0
