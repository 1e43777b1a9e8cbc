"""Enqueue tasks so that they start only when the transaction that asked for them has been kept."""

from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models, transaction
from django_tasks.base import Task

Row = TypeVar("Row", bound=models.Model)


def is_immediate() -> bool:
    """Return whether tasks run in the process that asks for them, as in the embedded default."""
    return bool(settings.TASKS["default"]["BACKEND"].endswith("ImmediateBackend"))


def enqueue(task: Task, *args: Any) -> None:
    """Start a task with JSON-able arguments once the present transaction commits.

    The database backend writes its row inside the transaction (a roll-back leaves nothing). The immediate
    backend of the embedded default would run before the commit, so there it waits for it.
    """
    if is_immediate():
        transaction.on_commit(lambda: task.enqueue(*args))
    else:
        task.enqueue(*args)


def claim(queryset: models.QuerySet[Row], pk: Any) -> Row | None:
    """Lock one row of the queryset for this transaction; None when it is gone or somebody else works on it.

    PostgreSQL skips rows that are locked. SQLite has one writer at a time, so the lock is the transaction.
    """
    skip = connection.features.has_select_for_update_skip_locked
    return queryset.select_for_update(skip_locked=skip, of=("self",) if skip else ()).filter(pk=pk).first()
