"""The facts of a case, as its service gives them: kept anew with each round, some held against other cases."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from portal.applications.models import Application, Fact
from portal.applications.policies import AlreadyHeld
from portal.catalog import declaration
from portal.catalog.declaration import Answers, Norms
from portal.keyring.sealing import blind_index


def keep(application: Application, answers: Answers, norms: Norms) -> None:
    """Replace the facts of a case by those of the answers, in the transaction of the submission.

    Raises AlreadyHeld when another open case holds one of the exclusive ones, also when it was only just faster.
    """
    application.facts.all().delete()
    rows = [_row(application, fact) for fact in application.declaration.facts(answers, norms)]
    # Somebody named twice in one case is held once. In one order, so that no two cases wait for each other.
    held = {(row.key, row.index): row for row in rows if row.held}
    _refuse(application, held)
    try:
        with transaction.atomic():
            Fact.objects.bulk_create(
                [held[key] for key in sorted(held)] + [row for row in rows if not row.held]
            )
    except IntegrityError:
        _refuse(application, held)
        raise


def _row(application: Application, fact: declaration.Fact) -> Fact:
    return Fact(
        application=application,
        key=fact.key,
        text=fact.text[:200],
        number=fact.number,
        date=fact.date,
        index=blind_index(fact.key, fact.secret) if fact.secret else "",
        held=fact.exclusive,
    )


def _refuse(application: Application, held: dict[tuple[str, str], Fact]) -> None:
    if not held:
        return
    wanted = Q(pk__in=[])
    for key, index in held:
        wanted |= Q(key=key, index=index)
    found = Fact.objects.filter(wanted, held=True).exclude(application=application).first()
    if found is not None:
        raise AlreadyHeld(found.key)
