"""What time does to permits that wait for the place of origin, and which objects certificates have in storage."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation

from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.policies import Conflict
from portal.applications.queries import addressees
from portal.applications.states import State
from portal.certificates.actions.turning import add
from portal.certificates.models import Certificate, RegisterEntry
from portal.certificates.signals import turned
from portal.documents.claims import Claim, by_key
from portal.notifications import telling
from portal.rulebook.queries import norms
from portal.ui.templatetags.ui import local_date
from portal.work.background import claim
from portal.workdays.queries import today

#: Keys of the rulebook: how many days before its end the holder is warned, each once.
WARNINGS = ("certificate.first_warning_days", "certificate.last_warning_days")


def expire_permits() -> int:
    """Hand the cases back to the desk whose permit ran out before the place of origin acted (A8); return how many.

    A suspended one runs out as well: nobody waits for it any longer.
    """
    overdue = Application.objects.filter(
        state=State.ORIGIN_PENDING,
        certificates__register__in=[Certificate.Register.ACTIVE, Certificate.Register.SUSPENDED],
        certificates__status=Certificate.Status.ISSUED,
        certificates__valid_to__lt=today(),
    ).order_by("pk")
    moved = 0
    for application in overdue[:500]:
        try:
            move(application, State.CERT_EXPIRED, by=None)
        except Conflict:  # released at this very moment
            continue
        moved += 1
    return moved


def warn_of_ends() -> int:
    """Warn the holders of permits that end soon while the place of origin has not acted; return how many.

    Each threshold of the rulebook warns once. A permit that passed both at once (nothing ran for days, or it is
    short) is warned of once, with the days that are left.
    """
    on = today()
    rules = norms(on)
    told = 0
    for days in sorted(int(rules.value(key)) for key in WARNINGS):
        ending = _waiting().filter(
            _not_warned(days), valid_to__gte=on, valid_to__lte=on + timedelta(days=days)
        )
        told += sum(_warn(row, days) for row in ending.select_related("application__owner")[:500])
    return told


def _waiting() -> QuerySet[Certificate]:
    return Certificate.objects.filter(
        application__state=State.ORIGIN_PENDING,
        register=Certificate.Register.ACTIVE,
        status=Certificate.Status.ISSUED,
    )


def _not_warned(days: int) -> Q:
    return Q(warned_days=None) | Q(warned_days__gt=days)


@transaction.atomic
def _warn(certificate: Certificate, days: int) -> bool:
    """Write the warning unless another ticker has done so: whoever changes the row tells."""
    if not Certificate.objects.filter(_not_warned(days), pk=certificate.pk).update(warned_days=days):
        return False
    case = certificate.application
    with translation.override(case.language):
        context = {
            "number": case.number,
            "service": str(case.declaration.title),
            "application": str(case.pk),
            "valid_to": local_date(certificate.valid_to),
        }
    for person in addressees(case):
        telling.tell(
            recipient=person,
            kind="permit_ending",
            language=case.language,
            subject=f"application:{case.pk}",
            context=context,
        )
    return True


def note_ends() -> int:
    """Add to the register that certificates ran out whose last day has passed, and tell the holders; return how many.

    Whose case waits for the place of origin is told by the move of the case.
    """
    over = Certificate.objects.filter(
        status=Certificate.Status.ISSUED,
        register=Certificate.Register.ACTIVE,
        ended=False,
        valid_to__lt=today(),
    )
    return sum(_note_end(pk) for pk in list(over.order_by("valid_to").values_list("pk", flat=True)[:500]))


@transaction.atomic
def _note_end(pk: UUID) -> bool:
    row = claim(Certificate.objects.filter(ended=False, register=Certificate.Register.ACTIVE), pk)
    if row is None:
        return False
    line = add(row, RegisterEntry.Act.EXPIRED)
    if row.application.declaration.after != "origin":
        turned.send(sender=Certificate, certificate=row, line=line)
    return True


def stored(key: str = "") -> Iterator[Claim]:
    """Yield the object of each issued certificate by key, for the audit of the storage; with a key only that one's."""
    rows = by_key(Certificate.objects.filter(status=Certificate.Status.ISSUED), key)
    for number, there, size, sha256 in rows.values_list("number", "key", "size", "sha256").iterator():
        yield Claim(there, size, sha256, f"certificate {number}")
