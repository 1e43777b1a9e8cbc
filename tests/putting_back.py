"""What a test has committed is put back to what the session began with.

Django empties every table after such a test and has the content types, permissions, rules and holidays made anew: a
second of work. Here only what differs is written, so that the next test begins with exactly the rows of the first.
"""

import sqlite3
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase

DIGEST = (
    "SELECT '{0}', (SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM public.\"{0}\" t)"
)
_kept = sqlite3.connect(":memory:", check_same_thread=False)
_digests: dict[str, str] = {}


def keep() -> None:
    """Keep what the database holds now, and put that back after each test that commits, from now on."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.backup(_kept)
    else:
        _digests.update(_digested())
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA kept")
            for table in _digests:
                cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
    TransactionTestCase._fixture_teardown = put_back


def put_back(_case: Any = None) -> None:
    """Write the rows that were kept over those that differ."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _kept.backup(connection.connection)
    else:
        _put_back_in_postgresql([table for table, digest in _digested().items() if digest != _digests[table]])
    ContentType.objects.clear_cache()


def _digested() -> dict[str, str]:
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        cursor.execute(" UNION ALL ".join(DIGEST.format(table) for table in tables))
        return dict(cursor.fetchall())


def _put_back_in_postgresql(tables: list[str]) -> None:
    """Write tables anew, as their owner would from a backup: no trigger fires, not even one that forbids it."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f'DELETE FROM public."{table}"')
            cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM kept."{table}"')
        cursor.execute("COMMIT")
