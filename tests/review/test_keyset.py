"""Pages by keyset are together exactly the list: with ties, with rows that lack a value, in either direction."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.applications.models import Application
from portal.review.keyset import Order, cursor_of, page_of
from portal.review.queries import BY_DUE, NEWEST, NEWEST_SUBMITTED
from tests.factories import submitted_application

pytestmark = pytest.mark.django_db
LACKING = Order("concluded_at", newest_first=True)
BY_NUMBER = Order("number", newest_first=True, complete=True)


@pytest.fixture
def cases():
    """Forty-one cases: some due at one moment, some of them come in at one moment, a third without a due date."""
    case, begin = submitted_application(), timezone.now()
    rows = []
    for n in range(40):
        row = Application.objects.get(pk=case.pk)
        row.pk, row.number = uuid.uuid4(), f"TH310101202601010{n:05d}X"
        row.due_at = None if n % 3 == 0 else begin + timedelta(hours=n // 10)
        row.submitted_at = begin + timedelta(minutes=n // 4)
        row.concluded_at = None if n % 5 == 0 else begin + timedelta(days=n // 8)
        rows.append(row)
    Application.objects.bulk_create(rows)
    return Application.objects.all()


def all_pages(rows, order, size):
    """Return the ids of all pages one after the other."""
    seen, after = [], ""
    for _page in range(60):
        page = page_of(rows, order, after, size)
        assert len(page.rows) <= size
        seen += [row.pk for row in page.rows]
        after = page.after
        if not after:
            return seen
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("size", [1, 3, 7, 40, 41, 42])
@pytest.mark.parametrize("order", [BY_DUE, NEWEST_SUBMITTED, LACKING, BY_NUMBER])
def test_the_pages_are_the_list(cases, order, size):
    expected = list(cases.order_by(*order.keys).values_list("pk", flat=True))
    assert len(set(expected)) == 41
    assert all_pages(cases, order, size) == expected


def test_a_list_without_lacking_rows_is_one_query_a_page(cases):
    concluded = cases.filter(concluded_at__isnull=False)
    assert all_pages(concluded, NEWEST, 7) == list(
        concluded.order_by(*NEWEST.keys).values_list("pk", flat=True)
    )
    after = page_of(concluded, NEWEST, "", 7).after
    with CaptureQueriesContext(connection) as captured:
        page_of(concluded, NEWEST, after, 40)
    assert len(captured) == 1


def test_rows_that_lack_a_value_are_asked_for_only_where_the_others_end(cases):
    with CaptureQueriesContext(connection) as captured:
        page = page_of(cases, BY_DUE, page_of(cases, BY_DUE, "", 5).after, 5)
    assert len(captured) == 2, "one query a page"
    with CaptureQueriesContext(connection) as captured:
        page_of(cases, BY_DUE, page.after, 40)
    assert len(captured) == 2, "and one more where rows without a due date begin"


def test_the_empty_list_is_one_empty_page(cases):
    page = page_of(cases.none(), BY_DUE, "", 25)
    assert (list(page.rows), page.after) == ([], "")


def test_a_cursor_of_another_order_is_no_cursor(cases):
    first = page_of(cases, BY_DUE, "", 5)
    foreign = cursor_of(NEWEST_SUBMITTED, first.rows[-1])
    assert page_of(cases, BY_DUE, foreign, 5).rows == first.rows
    assert page_of(cases, BY_DUE, first.after + "x", 5).rows == first.rows


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="Django writes row values for PostgreSQL")
def test_a_cursor_enters_as_one_row_value(cases):
    after = page_of(cases, BY_DUE, "", 5).after
    with CaptureQueriesContext(connection) as captured:
        page_of(cases, BY_DUE, after, 5)
    assert " OR " not in captured[0]["sql"]
    assert re.search(r'"due_at", "\w+"."submitted_at", "\w+"."id"\) > \(', captured[0]["sql"])
