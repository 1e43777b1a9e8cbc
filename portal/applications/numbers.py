"""Gap-free serials: one counter row a scope, drawn last in the transaction that keeps the number.

Why not a sequence or max+1: a sequence leaves gaps at every roll-back, max+1 gives duplicates or collisions
under load. The row lock of the UPDATE makes others wait until the drawing transaction ends, and a roll-back
(or a killed process) gives the serial back.
"""

from django.db import connection, models, transaction

from portal.applications.models import Counter


class NotInTransaction(Exception):
    """A number was drawn outside the transaction that keeps it."""


def draw(scope: str) -> int:
    """Return the next serial of the scope, from 1. Raises NotInTransaction outside `transaction.atomic`."""
    if not connection.in_atomic_block:
        raise NotInTransaction(scope)
    if not _advance(scope):
        with transaction.atomic():  # savepoint: another process may insert the row at the same moment
            Counter.objects.bulk_create([Counter(scope=scope)], ignore_conflicts=True)
        _advance(scope)
    return Counter.objects.values_list("value", flat=True).get(pk=scope)


def hold(scope: str) -> None:
    """Make everybody else who holds the scope wait until this transaction ends. Raises NotInTransaction.

    What is counted afterwards holds everything the others kept: nothing is lost and nothing counted twice.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(scope)
    row = Counter.objects.select_for_update().filter(pk=scope)
    if not row.exists():
        with transaction.atomic():
            Counter.objects.bulk_create([Counter(scope=scope)], ignore_conflicts=True)
    row.get()


def _advance(scope: str) -> int:
    return Counter.objects.filter(pk=scope).update(value=models.F("value") + 1)
