"""Trips: what was filed for them, changes before departure, arrivals, mismatches, and the end."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from portal.companies.models import Incident
from portal.reports.models import Ledger
from portal.reports.page import context_of
from portal.reports.policies import NotTaken
from portal.workdays.queries import today
from tests.reports.holders import ACETONE, arrival, report, trip
from tests.reports.test_reporting import fresh, left, refused

KG = f"kg_{ACETONE}"


def test_a_trip_takes_its_load_and_owes_an_arrival(moving):
    made = report(moving, "trip", trip("60"))
    assert left(moving) == Decimal(140)
    assert made.on == today() + timedelta(days=1)
    ledger = fresh(moving)
    assert (ledger.next_key, ledger.next_due) == ("arrival", today() + timedelta(days=5))


def test_a_trip_with_more_than_filed_for_one_or_with_others_vehicles_is_refused(moving):
    assert KG in refused(moving, trip("80.001"), "trip").errors
    assert {"plate", "driver"} <= set(refused(moving, trip(plate="沪C00000", driver="别人"), "trip").errors)
    backwards = trip(arrives_on=today().isoformat())
    assert "arrives_on" in refused(moving, backwards, "trip").errors
    assert "departs_at" in refused(moving, trip(departs_at="25:00"), "trip").errors
    assert KG in refused(moving, trip(""), "trip").errors
    assert left(moving) == Decimal(200)


def test_a_trip_with_more_than_is_left_is_refused(moving):
    for _ in range(3):
        report(moving, "trip", trip("60"))
    form = refused(moving, trip("21"), "trip")
    assert "20 kg" in form.errors[KG][0]


def test_vehicle_and_crew_change_before_the_departure_only(moving):
    made = report(moving, "trip", trip(days=1))
    about = {"about": str(made.pk)}
    same = {"plate": "沪A12345", "driver": "王小明", "escort": "李静", "reason": "原车辆临时检修"}
    assert "plate" in refused(moving, same, "vehicle", **about).errors
    changed = report(moving, "vehicle", same | {"plate": "沪B54321"}, **about)
    assert changed.about_id == made.pk
    departs = made.on.isoformat()
    with time_machine.travel(f"{departs} 08:29+08:00", tick=False):
        assert report(moving, "vehicle", same, **about).pk  # back to the first one
    with time_machine.travel(f"{departs} 08:30+08:00", tick=False), pytest.raises(NotTaken):
        report(moving, "vehicle", same | {"plate": "沪B54321"}, **about)


def test_an_arrival_is_confirmed_once_and_settles_the_due(moving):
    made = report(moving, "trip", trip(days=0))
    report(moving, "arrival", arrival(), about=str(made.pk))
    assert fresh(moving).next_key == "annual"
    with pytest.raises(NotTaken):
        report(moving, "arrival", arrival(), about=str(made.pk))
    with pytest.raises(NotTaken):
        report(moving, "arrival", arrival(), about="nothing")
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("kg", "wrong"), [("59.7", False), ("59.699", True), ("60.3", False), ("60.301", True)]
)
def test_more_than_half_a_percent_is_explained_and_goes_on_the_record(moving, kg, wrong):
    made = report(moving, "trip", trip("60", days=0))
    about = {"about": str(made.pk)}
    if not wrong:
        report(moving, "arrival", arrival(kg), **about)
        assert not Incident.objects.exists()
        return
    assert "explanation" in refused(moving, arrival(kg), "arrival", **about).errors
    report(moving, "arrival", arrival(kg, explanation="装卸时有少量残留，双方已确认。"), **about)
    found = Incident.objects.get()
    uscc = moving.application.submissions.get().content["answers"]["company"]["uscc"]
    assert (found.kind, found.uscc, found.case) == ("MISMATCH", uscc, moving.application.number)


def test_the_certificate_is_used_up_when_the_last_trip_has_arrived(moving):
    trips = [report(moving, "trip", trip(kg, days=0)) for kg in ("80", "80", "40")]
    assert fresh(moving).state == Ledger.State.ACTIVE
    for made, kg in zip(trips, ("80", "80", "40"), strict=True):
        report(moving, "arrival", arrival(kg), about=str(made.pk))
    assert fresh(moving).state == Ledger.State.USED_UP


def test_an_open_trip_is_confirmed_after_the_certificate_has_expired(moving):
    made = report(moving, "trip", trip(days=0))
    after = moving.valid_to + timedelta(days=1)
    with time_machine.travel(f"{after} 12:00+08:00", tick=False):
        with pytest.raises(NotTaken):
            report(moving, "trip", trip())
        late = report(moving, "arrival", arrival(), about=str(made.pk))
    assert late.late


def test_the_page_offers_arrival_and_change_at_the_row_of_the_trip(moving):
    report(moving, "trip", trip(days=1))
    after = context_of(moving.application)
    assert [kind.key for kind in after["lines"][0].acts] == ["vehicle", "arrival"]
    assert [kind.key for kind in after["acts"]] == ["trip", "loss"]
    assert (after["duties"][0].key, after["duties"][0].ready) == ("arrival", True)
