"""What only PostgreSQL can show: the trigger, and many writers at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import Error, connection, transaction

from portal.audit import actions, queries, verification
from portal.audit.models import Entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WRITERS, EACH = 8, 25


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: no trigger, one writer at a time")


def write(writer):
    """Record EACH entries, every fifth transaction rolled back."""
    try:
        for number in range(EACH):
            with transaction.atomic():
                actions.record(actor=f"user:{writer}", action="x", subject=f"application:{number}")
                transaction.set_rollback(number % 5 == 4)
    finally:
        connection.close()


def test_many_writers_make_one_chain_without_gap():
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    report = verification.verify(batch=33)
    assert report.broken is None
    assert report.count == WRITERS * EACH * 4 // 5 == queries.head()[0]


@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_entries(sql):
    write("1")
    with pytest.raises(Error, match="append-only"), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.filter(actor="user:1").exists()
