"""The page of the figures: whose they are, what they say, and what the public reads."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.applications.models import Application
from portal.ratings.models import Rating
from portal.statistics import counting, queries
from portal.statistics.models import Figure
from portal.statistics.periods import period
from portal.statistics.queries import Chosen
from portal.wizard.journey import open_journey
from portal.workdays.queries import today
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/en/desk/statistics/"
STATION, OTHER = "310115010000", "310101000000"


def figure(measure: str, count: int, unit: str = STATION, service: str = "TH", days: int = 0, hours: int = 0):
    return Figure.objects.create(
        day=today() - timedelta(days=days),
        service=service,
        unit=unit,
        measure=measure,
        bin=hours,
        count=count,
    )


def page(client, officer, query: str = "") -> str:
    client.force_login(officer)
    response = client.get(URL + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("unit", "seen"),
    [("310000000000", 7), ("310115000000", 4), (STATION, 4), ("310115020000", 0), (OTHER, 3)],
)
def test_an_officer_sees_the_figures_of_the_units_the_posting_covers(unit, seen):
    figure("arrived", 4)
    figure("arrived", 3, unit=OTHER)
    officer = factories.officer("intake", unit)
    found = queries.figures(Chosen(officer), last_days())
    assert found.counts["arrived"] == seen
    assert queries.figures(Chosen(officer, unit=OTHER), last_days()).counts["arrived"] in {0, 3}


def last_days():
    return period("30", today())


def test_choosing_a_foreign_unit_shows_nothing_of_it(client):
    figure("arrived", 12345, unit=OTHER)
    officer = factories.officer("approver", STATION)
    assert "12345" not in page(client, officer, f"?unit={OTHER}")
    assert "12345" not in client.get(f"{URL}summary.csv?unit={OTHER}").content.decode()


def test_applicants_and_visitors_find_nothing(client):
    assert client.get(URL).status_code == 302
    client.force_login(factories.UserFactory())
    assert client.get(URL).status_code == 404
    assert client.get(f"{URL}summary.csv").status_code == 404


def test_the_period_before_stands_beside(client):
    figure("arrived", 41)
    figure("arrived", 17, days=31)
    text = page(client, factories.officer("supervisor"))
    assert '<td class="num">41</td><td class="num">17</td>' in text


def test_median_and_nine_of_ten_are_told_in_hours_and_days(client):
    for hours, count in ((5, 6), (48, 3), (240, 1)):
        figure("review", count, hours=hours)
    text = page(client, factories.officer("supervisor"))
    assert "5 hours" in text and "48 hours" in text
    figure("review", 20, hours=480)
    assert "20 days" in page(client, factories.officer("supervisor"))


def test_service_and_period_are_chosen_and_nonsense_is_not_found(client):
    figure("arrived", 41, service="PB")
    officer = factories.officer("supervisor")
    assert '<td class="num">41</td>' in page(client, officer, "?service=PB&period=7")
    assert '<td class="num">41</td>' not in page(client, officer, "?service=TH&period=365")
    assert client.get(f"{URL}?service=XX").status_code == 404
    assert client.get(f"{URL}nothing.csv").status_code == 404
    assert page(client, officer, "?period=nonsense&unit=%27%22")


def test_where_drafts_were_left_is_told_by_step(client):
    for number, days in ((1, 8), (2, 9), (3, 1)):
        draft = factories.draft(n=number)
        moment = timezone.now() - timedelta(days=days)
        Application.objects.filter(pk=draft.pk).update(draft_step="origin", draft_saved_at=moment)
    assert queries.left_at("TH") == {"origin": 2}
    client.force_login(factories.officer("supervisor"))
    assert client.get(f"{URL}drop-off.csv").content.decode().rstrip().endswith(",2")


def test_the_wizard_notes_at_which_step_a_draft_stands(client):
    draft = factories.draft()
    client.force_login(draft.owner)
    client.get(f"/en/apply/TH/{draft.pk}/check/")
    journey = open_journey(draft, draft.owner)
    journey.keep(draft.owner, lambda document: document.setdefault("complete", []))
    assert Application.objects.get(pk=draft.pk).draft_step == journey.first_incomplete != ""


def test_ratings_are_counted_by_grade(client):
    case = factories.submitted_application()
    Rating.objects.create(application=case, grade=4, anonymous=True, at=timezone.now())
    text = page(client, factories.officer("supervisor"))
    assert "Mean: 4.00 of 5" in text


def test_the_public_time_needs_enough_cases_and_tells_nine_of_ten(client):
    figure("whole", 9, hours=50)
    assert queries.usual_hours("TH") is None
    figure("whole", 1, hours=240)
    assert queries.usual_hours("TH") == 50
    client.force_login(factories.UserFactory())
    assert "decided within 50 hours" in client.get("/en/apply/TH/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert queries.usual_hours("TH") is None


def test_the_page_costs_the_same_for_few_and_for_many_rows(client):
    officer = factories.officer("supervisor")
    client.force_login(officer)
    counted = []
    for rows in (1, 200):
        for number in range(rows):
            figure("arrived", 1, unit=f"3101150{rows:02}{number:03}"[:12], days=number % 30, hours=number)
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 25


def test_counted_cases_appear_on_the_page(client):
    factories.submitted_application("TH", "APPROVED")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        counting.count_up()
    client.force_login(factories.officer("supervisor"))
    lines = client.get(f"{URL}summary.csv").content.decode().splitlines()
    assert "Arrivals,1,0" in lines
