"""How PostgreSQL finds a page of the queue among twenty thousand cases: by an index, without sorting them all."""

import re

import pytest
from django.db import connection

from portal.accounts.models import User
from portal.applications.models import Application
from portal.management.loading import settle
from portal.management.seeding import seed
from portal.review import queries
from portal.review.keyset import after_key, key_of
from portal.review.language import parse
from portal.review.language.conditions import narrow

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.slow]
CASES = 19_000
#: A plan may sort or read what an index narrowed down to so many rows.
FEW = 1_000
UNITS = {"city": "310000000000", "district": "310115000000", "station": "310115570000"}


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """So many cases, for the tests of this file; undone afterwards."""
    if connection.vendor != "postgresql":
        pytest.skip("plans are those of PostgreSQL")
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        seed(CASES)
        settle(Application)
        yield
        transaction.set_rollback(True)


def plan_of(rows) -> str:
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def faults(plan: str) -> list[str]:
    """Return what a page must not do: read the table whole, or sort more than a few rows."""
    found = ["reads the table whole"] if "Seq Scan on applications_application" in plan else []
    sorts = re.finditer(r"Sort .*?\n(?:.*\n)*?.*?Scan.*?actual rows=(\d+)", plan)
    return found + [f"sorts {sort[1]} rows" for sort in sorts if int(sort[1]) > FEW]


@pytest.mark.parametrize("who", list(UNITS))
@pytest.mark.parametrize("code", ["mine", "assigned", "unit", "unassigned", "open", "waiting", "concluded"])
def test_first_and_deep_page_come_from_an_index(seeded, who, code):
    user = User.objects.get(email=f"seed-reviewer-{UNITS[who]}-0@officers.invalid")
    tab = queries.tabs_for(user)[code]
    rows = queries.rows_of(user, tab).order_by(*tab.order.keys)
    first = plan_of(rows[:26])
    assert faults(first) == [], first
    if number := rows.count():
        key = key_of(tab.order, rows[number // 2])
        if key[0] is not None:
            deep = plan_of(after_key(rows, tab.order, key)[:26])
            assert faults(deep) == [], deep


@pytest.mark.parametrize(
    "query", ["service:TB", "is:overdue service:TB", "service:TH district:310115", "fact:total_kg>3000"]
)
def test_a_search_comes_from_an_index_and_starts_no_workers(seeded, query):
    user = User.objects.get(email=f"seed-reviewer-{UNITS['city']}-0@officers.invalid")
    tab = queries.tabs_for(user)["open"]
    rows = narrow(queries.rows_of(user, tab), parse(query), user).order_by(*tab.order.keys)
    plan = plan_of(rows[:26])
    assert faults(plan) == [], plan
    assert "Gather" not in plan and "JIT" not in plan, plan
