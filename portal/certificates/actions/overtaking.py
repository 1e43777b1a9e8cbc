"""What happens to a certificate on its way when the one it was to replace is no more in force.

A certificate is issued anew in place of one in force. When that one is suspended, revoked, closed out or used up in
the meantime, the new one must never be issued: it would bring back what was taken.
"""

import logging
from uuid import UUID

from django.db import connection, transaction

from portal.audit import actions as audit
from portal.certificates.models import BatchItem, Certificate
from portal.documents import storage

log = logging.getLogger(__name__)
Status, Register = Certificate.Status, Certificate.Register
#: English, for operators: it stands beside the number that was drawn, as the reason of the gap.
REASON = "Given up: {number} is {register}, so nothing takes its place."


class Overtaken(Exception):
    """The certificate to be replaced is no more in force."""


def check_in_force(certificate: Certificate, *, lock: bool = False) -> Certificate | None:
    """Return the certificate that another is to replace, None when it replaces none. Raises Overtaken.

    lock: hold the row until the transaction ends, so that nothing is taken from it meanwhile.
    """
    if certificate.replaces_id is None:
        return None
    rows = Certificate.objects.select_for_update() if lock else Certificate.objects
    former = rows.get(pk=certificate.replaces_id)
    if former.register != Register.ACTIVE:
        raise Overtaken(former.number)
    return former


def give_up_successors(former: Certificate) -> int:
    """Give up what was on its way in place of a locked certificate that was taken out of force; return how many.

    One that a worker makes at this very moment is passed over: that worker waits for the lock, and gives it up then.
    """
    skip = connection.features.has_select_for_update_skip_locked
    rows = Certificate.objects.select_for_update(skip_locked=skip).filter(replaces=former)
    waiting = list(rows.exclude(status=Status.ISSUED))
    for row in waiting:
        _give_up(row, former)
    return len(waiting)


@transaction.atomic
def give_up(certificate_id: str | UUID) -> bool:
    """Give up a certificate that was overtaken; return whether it was. Nothing happens when it was not."""
    row = (
        Certificate.objects.select_for_update()
        .exclude(status=Status.ISSUED)
        .filter(pk=certificate_id)
        .first()
    )
    if row is None or row.replaces_id is None:
        return False
    former = Certificate.objects.get(pk=row.replaces_id)
    if former.register == Register.ACTIVE:
        return False
    _give_up(row, former)
    return True


def _give_up(row: Certificate, former: Certificate) -> None:
    """Take a locked certificate off the way for good. A number it has stays with it, with the reason."""
    key, row.key = row.key or f"certificates/{row.pk}.pdf", ""
    row.status, row.register, row.replaces = Status.FAILED, Register.CANCELLED, None
    row.error = REASON.format(number=former.number, register=former.register)
    row.save()
    left = {"outcome": BatchItem.Outcome.LEFT, "successor": None, "problem": row.error}
    BatchItem.objects.filter(successor=row).update(**left)
    audit.record(
        actor="system",
        action="certificate:given-up",
        subject=f"certificate:{row.pk}",
        data={"number": row.number or "", "former": former.number or "", "register": former.register},
    )
    transaction.on_commit(lambda: _clear(key))


def _clear(key: str) -> None:
    """Delete what had been stored already. Nobody can reach it, so an outage leaves it to the audit of the storage."""
    try:
        storage.delete(key)
    except storage.StorageUnavailable as problem:
        log.warning("%s is left behind: %s", key, problem)
