"""The queue: tabs, filters, search, order, pages, and what it costs."""

import uuid
from datetime import datetime, time, timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from portal.applications.models import Application
from portal.applications.states import FACES, Owner
from portal.review import queries
from portal.review.acts import ACTS
from portal.review.clock import clock_of
from portal.review.counts import counts_for, tab_ids
from tests.factories import officer, submitted_application
from tests.review import kinds
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def desk(client):
    """A function that opens the queue as an officer: desk(user, **parameters) -> numbers listed."""

    def listed(user, **parameters):
        client.force_login(user)
        response = client.get(desk_url("queue", language="en"), parameters)
        assert response.status_code == 200
        listed.page = response.content.decode()
        listed.context = response.context
        return [row["case"].pk for row in response.context["rows"]]

    return listed


def copies(case: Application, count: int, start: int = 1, due_at=None) -> None:
    """Make further cases like one, with serials from `start`; due_at: a function of the place, or None."""
    rows = []
    for n in range(start, start + count):
        row = Application.objects.get(pk=case.pk)
        row.pk, row.number = uuid.uuid4(), f"TH310101202601010{n:05d}X"
        row.due_at = due_at(n) if due_at else None
        rows.append(row)
    Application.objects.bulk_create(rows)


def test_my_turn_follows_role_state_and_four_eyes(desk):
    by = {}
    waiting = submitted_application(by=by)
    pending = submitted_application(state="PENDING_APPROVAL", by=by, n=2)
    corrected = submitted_application(state="CORRECTION", by=by, n=3)
    assert desk(officer("intake")) == [waiting.pk]
    assert desk(officer("approver")) == [pending.pk]
    by["reviewer"].postings.create(unit="310000000000", role="approver")
    assert desk(by["reviewer"]) == []
    assert desk(officer("supervisor")) == [waiting.pk, pending.pk, corrected.pk]
    assert desk(officer("intake"), tab="waiting") == [corrected.pk]


def test_counts_are_those_of_the_tabs():
    submitted_application()
    submitted_application(state="CORRECTION", n=2)
    denied = submitted_application("PB", "DENIED")
    assert denied.state == "CONCLUDED"
    user = officer("intake")
    counted = counts_for(user)
    assert {code: counted[tab_ids(code)].text for code in queries.tabs_for(user)} == {
        "mine": "1",
        "assigned": "0",
        "unit": "0",
        "unassigned": "1",
        "open": "2",
        "waiting": "1",
        "concluded": "1",
    }


def test_what_is_assigned_counts_as_mine_and_is_in_nobodys_list_of_what_is_free(desk):
    user, case = officer("intake"), submitted_application()
    Application.objects.filter(pk=case.pk).update(assignee=user)
    assert desk(user, tab="assigned") == desk(user, tab="mine") == [case.pk]
    assert desk(user, tab="unassigned") == []
    assert desk(officer("intake"), tab="assigned") == []


def test_my_unit_is_the_unit_itself_and_not_those_below(desk):
    case = submitted_application()
    bureau, station = officer("intake", f"{case.district}000000"), officer("intake", case.unit)
    assert (desk(bureau, tab="unit"), desk(bureau, tab="open")) == ([], [case.pk])
    assert desk(station, tab="unit") == [case.pk]


def test_a_count_ends_at_its_cap_and_says_so(monkeypatch):
    user, case = officer("intake"), submitted_application()
    monkeypatch.setattr(queries, "COUNTED_MOST", 30)
    copies(case, 29)
    assert counts_for(user)[tab_ids("open")] == queries.Count(30)
    copies(case, 1, start=30)
    assert counts_for(user)[tab_ids("open")] == queries.Count(30, more=True)
    assert queries.Count(1000, more=True).text == "1,000+"


def test_all_tabs_are_counted_in_one_query_that_reads_no_further_than_the_cap(django_assert_num_queries):
    user = officer("intake")
    parts = [queries.worked_on(user).filter(tab.condition) for tab in queries.tabs_for(user).values()]
    with django_assert_num_queries(1) as captured:
        queries.capped(parts)
    assert captured[0]["sql"].count(f"LIMIT {queries.COUNTED_MOST + 1}") == len(parts)


def test_a_row_opens_no_sealed_draft_and_asks_for_nobody_again(django_assert_num_queries):
    user, case = officer("intake"), submitted_application()
    Application.objects.filter(pk=case.pk).update(assignee=user)
    tab = queries.tabs_for(user)["assigned"]
    with django_assert_num_queries(1):
        (row,) = queries.rows_of(user, tab)
        assert row.assignee == user
    assert "draft_sealed" in row.get_deferred_fields()


def test_each_role_has_the_states_that_the_writer_marks_as_its_turn():
    for role in ("intake", "reviewer", "approver"):
        by_acts = {
            state
            for act in ACTS
            for state in act.states
            if act.role == role and act.to and FACES[state].owner is Owner.OFFICER
        }
        assert by_acts <= queries.states_of(role)


def test_filters_by_state_service_and_district(desk):
    user = officer("intake")
    household, filing = submitted_application(n=100), submitted_application("PB", n=2)
    assert household.district != filing.district
    assert desk(user, service="PB") == [filing.pk]
    assert desk(user, district=household.district) == [household.pk]
    assert set(desk(user, state="RECEIVED")) == {household.pk, filing.pk}
    assert desk(user, tab="open", state="IN_REVIEW") == []
    assert "Take a filter off" in desk.page
    desk(user, service="PB", district=filing.district)
    assert [chip["url"] for chip in desk.context["chips"]] == [
        f"?q=district%3A{filing.district}",
        "?q=service%3APB",
    ]


def test_an_unknown_filter_value_shows_nothing_and_says_so(desk):
    submitted_application()
    assert desk(officer("intake"), service="XX") == []
    assert "There is no service “XX”." in desk.page and "<mark>service:XX</mark>" in desk.page


def test_search_by_number_its_beginning_and_company(desk):
    user = officer("intake")
    household, filing = submitted_application(), submitted_application("PB", "DENIED", n=2)
    assert desk(user, q=f" {household.number.lower()} ") == [household.pk]
    assert desk(user, q=household.number[:10]) == [household.pk]
    assert desk(user, q=filing.subject[:4]) == [filing.pk]
    assert desk(user, q=filing.subject[1:5]) == []
    assert desk(officer("intake", "310151000000"), q=household.number) == []


def set_due(case: Application, due) -> Application:
    Application.objects.filter(pk=case.pk).update(due_at=due)
    return Application.objects.get(pk=case.pk)


def test_due_filters(desk, time_machine_at):
    user, case = officer("intake"), submitted_application()
    now = timezone.now()
    for due, filters in (
        (now - timedelta(hours=1), {"overdue"}),
        (now + timedelta(hours=1), {"today", "near"}),
        (now + timedelta(days=2), {"near"}),
        (now + timedelta(days=20), {"later"}),
        (None, set()),
    ):
        set_due(case, due)
        assert {name for name in ("overdue", "today", "near", "later") if desk(user, due=name)} == filters


@pytest.fixture
def time_machine_at():
    """Tuesday 24 November 2026, 10:00 in Shanghai."""
    with time_machine.travel("2026-11-24T02:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("hours", "level", "words"),
    [
        (13.5 + 24 * 13, "green", "Monday 7 December"),
        (13.5 + 24 * 2, "yellow", "2 working days left"),
        (13.5 + 24, "yellow", "1 working day left"),
        (13.5, "orange", "Due today"),
        (-10.5, "red", "Overdue by 1 working day"),
        (-34.5, "red", "Overdue by 2 working days"),
        (-24 * 3 - 10.5, "red", "Overdue by 2 working days"),
    ],
)
def test_a_limit_in_working_days_is_said_in_colour_and_words(time_machine_at, hours, level, words):
    case = set_due(submitted_application(), timezone.now() + timedelta(hours=hours))
    case.submitted_at -= timedelta(days=14)
    case.draft_saved_at = None
    with translation.override("en"):
        clock = clock_of(case)
    assert (clock.level, clock.text) == (level, words)


@pytest.mark.parametrize(
    ("minutes", "level", "words"),
    [
        (450, "green", "Today 17:30"),
        (200, "yellow", "Today 13:20"),
        (30, "orange", "Today 10:30, 30 minutes left"),
        (-30, "red", "Overdue since 09:30"),
    ],
)
def test_a_same_day_limit_is_said_in_hours(time_machine_at, minutes, level, words):
    case = set_due(submitted_application("PB"), timezone.now() + timedelta(minutes=minutes))
    with translation.override("en"):
        clock = clock_of(case)
    assert (clock.level, clock.text) == (level, words)


def test_past_the_statutory_limit_is_said_apart(time_machine_at):
    case = submitted_application()
    case.statutory_on = timezone.localdate() - timedelta(days=1)
    case.due_at = timezone.now() - timedelta(days=20)
    with translation.override("en"):
        assert clock_of(case).text == "Past the statutory limit by 1 working day"
    assert clock_of(case).level == "dark"


def test_overdue_stands_in_the_row_with_its_icon(desk, time_machine_at):
    set_due(submitted_application(), timezone.now() - timedelta(hours=34.5))
    desk(officer("intake"))
    row = desk.page.split("level-red", 1)[1].split("</td>")[0]
    assert "<svg" in row
    assert "Overdue by 2 working days" in row


def test_pages_follow_each_other_without_gap_or_repetition(desk):
    user, case = officer("intake"), submitted_application()
    begin = timezone.now()
    copies(case, 30, due_at=lambda n: begin + timedelta(hours=n // 3))
    copies(case, 29, start=31)
    order = Application.objects.order_by(F("due_at").asc(nulls_last=True), "id")
    expected = list(order.values_list("pk", flat=True))
    seen, after = [], ""
    for _page in range(len(expected) // 25 + 1):
        seen += desk(user, tab="open", after=after)
        after = parse_qs(desk.context["next_url"].removeprefix("?")).get("after", [""])[0]
    assert after == ""
    assert seen == expected


def test_cases_due_at_the_same_hour_stand_as_they_came_in(desk):
    user, case = officer("intake"), submitted_application()
    due = timezone.now() + timedelta(hours=2)
    copies(case, 60, due_at=lambda n: due)
    set_due(case, due)
    for place, pk in enumerate(Application.objects.order_by("id").values_list("pk", flat=True)):
        came = timezone.now() - timedelta(minutes=(place * 37) % 61)
        Application.objects.filter(pk=pk).update(submitted_at=came)
    expected = list(Application.objects.order_by("submitted_at", "id").values_list("pk", flat=True))
    seen, after = [], ""
    for _page in range(3):
        seen += desk(user, tab="open", after=after)
        after = parse_qs(desk.context["next_url"].removeprefix("?")).get("after", [""])[0]
    assert seen == expected


def test_the_next_case_follows_the_filters_of_the_list_shown_last(desk, client):
    user = officer("intake")
    household, filing = submitted_application(), submitted_application("PB", n=2)
    set_due(household, timezone.now())
    desk(user, tab="mine", service="PB")
    assert client.get(desk_url("next")).url == desk_url("case", filing.pk)
    desk(user, q=household.number)  # a search is for one case and leaves the filters in place
    assert client.get(desk_url("next")).url == desk_url("case", filing.pk)
    Application.objects.filter(pk=filing.pk).update(state="ACCEPTED", turn="")
    assert "q=service%3APB" in client.get(desk_url("next")).url
    desk(user, tab="mine")
    assert client.get(desk_url("next")).url == desk_url("case", household.pk)


def test_a_forged_cursor_gives_the_first_page(desk):
    case = submitted_application()
    assert desk(officer("intake"), after="WyJ4Il0:1:abc") == [case.pk]


def test_the_queue_costs_the_same_for_1_and_30_rows(client):
    user, case = officer("intake"), submitted_application(state="IN_REVIEW")
    client.force_login(user)
    url = desk_url("queue") + "?tab=open"
    client.get(url)

    def cost() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return [query["sql"] for query in captured]

    one = cost()
    copies(case, 29)
    many = cost()
    assert len(many) == len(one) <= MOST_QUERIES
    assert not [sql for sql in many if "OFFSET" in sql]


def test_take_the_next_is_the_most_urgent(client):
    user = officer("intake")
    late, urgent = submitted_application(), submitted_application(n=2)
    set_due(urgent, timezone.now())
    client.force_login(user)
    assert client.get(desk_url("next")).url == desk_url("case", urgent.pk)
    Application.objects.update(state="ACCEPTED", turn="")
    assert client.get(desk_url("next")).url == desk_url("queue")
    assert late.pk != urgent.pk


def test_a_same_day_case_stands_with_its_hour_before_what_is_due_tonight(desk, time_machine_at):
    household, filing = submitted_application(n=1), submitted_application("PB", n=2)
    set_due(household, timezone.now() + timedelta(hours=13.9))  # the end of the same day
    assert timezone.localtime(Application.objects.get(pk=filing.pk).due_at).strftime("%H:%M") == "17:30"
    assert desk(officer("intake"), tab="open") == [filing.pk, household.pk]
    assert "Today 17:30" in desk.page
    assert desk(officer("intake"), tab="open", due="today") == [filing.pk, household.pk]


def test_after_its_hour_a_same_day_case_is_overdue_and_the_next_day_past_the_legal_limit(time_machine_at):
    case = Application.objects.get(pk=submitted_application("PB").pk)
    day = timezone.localtime(case.due_at)
    with translation.override("en"):
        assert clock_of(case, day).text == "Today 17:30, 1 minutes left"
        assert clock_of(case, day + timedelta(seconds=1)).text == "Overdue since 17:30"
        assert clock_of(case, day + timedelta(hours=24)).text == "Past the statutory limit by 1 working day"


def test_the_desk_turns_red_on_the_promise_before_the_legal_limit(monkeypatch, time_machine_at):
    kinds.licence(monkeypatch)
    case = Application.objects.get(pk=submitted_application("PB", "IN_REVIEW").pk)
    assert case.promised_on < case.statutory_on
    evening = timezone.make_aware(datetime.combine(case.promised_on, time(23, 59, 59)))
    assert clock_of(case, evening).level == "orange"
    assert clock_of(case, evening + timedelta(seconds=1)).level == "red"
    legal = timezone.make_aware(datetime.combine(case.statutory_on, time(23, 59, 59)))
    assert clock_of(case, legal).level == "red"
    assert clock_of(case, legal + timedelta(seconds=1)).level == "dark"


def test_a_case_without_legal_limit_is_red_and_never_dark(monkeypatch, time_machine_at):
    kinds.inspected(monkeypatch)
    case = Application.objects.get(pk=submitted_application("PB", "IN_REVIEW").pk)
    assert case.statutory_on is None
    assert clock_of(case, timezone.now() + timedelta(days=300)).level == "red"


def test_a_case_of_the_city_says_so_instead_of_a_code(desk):
    case = submitted_application("SX")
    assert case.district == "310000"
    desk(officer("intake"))
    assert '<td class="wide-only">Citywide</td>' in desk.page
