"""A mistake is withdrawn: amounts come back, but not of what is urgent, old, followed or on record."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from portal.applications.policies import NotAllowed
from portal.audit.models import Entry
from portal.certificates.models import Certificate
from portal.reports import actions
from portal.reports.models import Draw
from portal.reports.policies import NotTaken
from tests import cases
from tests.reports.holders import arrival, loss, report, trip, use
from tests.reports.test_reporting import fresh, left


def test_a_withdrawn_report_gives_back_its_amount_and_stays_in_the_list(several):
    made = report(several, "use", use("50"))
    actions.withdraw(made, by=several.application.owner)
    assert left(several) == Decimal(200)
    made.refresh_from_db()
    assert made.cancelled_by == several.application.owner and made.cancelled_at
    assert Draw.objects.count() == 1
    assert Entry.objects.filter(action="report:withdrawn").count() == 1
    with pytest.raises(NotTaken):
        actions.withdraw(made, by=several.application.owner)
    assert left(several) == Decimal(200)


def test_withdrawing_the_use_that_ended_a_certificate_brings_it_back(once):
    made = report(once, "use", use("200"))
    actions.withdraw(made, by=once.application.owner)
    assert fresh(once).state == "ACTIVE"
    assert Certificate.objects.get(number=once.number).register == "active"
    assert report(once, "use", use("150")).number == 2


def test_only_the_holder_withdraws(several):
    made = report(several, "use", use("50"))
    with pytest.raises(NotAllowed):
        actions.withdraw(made, by=cases.applicant("stranger"))
    assert left(several) == Decimal(150)


@pytest.mark.parametrize(("hours", "allowed"), [(23, True), (25, False)])
def test_a_report_can_be_withdrawn_for_a_day(several, hours, allowed):
    made = report(several, "use", use("50"))
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        if allowed:
            actions.withdraw(made, by=several.application.owner)
        else:
            with pytest.raises(NotTaken):
                actions.withdraw(made, by=several.application.owner)
    assert left(several) == (Decimal(200) if allowed else Decimal(150))


def test_a_loss_and_a_trip_that_was_followed_stay(several, moving):
    with pytest.raises(NotTaken):
        actions.withdraw(report(several, "loss", loss()), by=several.application.owner)
    made = report(moving, "trip", trip(days=0))
    other = report(moving, "arrival", arrival(), about=str(made.pk))
    with pytest.raises(NotTaken):
        actions.withdraw(made, by=moving.application.owner)
    actions.withdraw(other, by=moving.application.owner)
    actions.withdraw(made, by=moving.application.owner)
    assert left(moving) == Decimal(200)


def test_what_stands_on_the_record_stays(moving):
    made = report(moving, "trip", trip(days=0))
    wrong = report(moving, "arrival", arrival("50", explanation="途中渗漏，已当场清理。"), about=str(made.pk))
    assert wrong.incident.kind == "MISMATCH"
    with pytest.raises(NotTaken):
        actions.withdraw(wrong, by=moving.application.owner)
