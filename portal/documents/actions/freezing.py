"""Fix the papers of a case at the moment it is handed in."""

from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.applications.models import Application
from portal.catalog.declaration import Answers
from portal.documents.actions.standing_in import withdraw
from portal.documents.models import Upload
from portal.documents.queries import active_standins, snapshot


@transaction.atomic
def freeze(*, application: Application, answers: Answers, by: User) -> list[dict[str, Any]]:
    """Return the papers as the submission keeps them; the caller holds the lock of the case and has checked them.

    A statement or promise that the answers do not call for any more, or that a register made needless, is taken
    back: what stands after the submission is in it. A file of which no piece has come for a while is given up.
    """
    application.uploads.filter(state=Upload.State.ARRIVING).delete()
    entries = snapshot(application, answers)
    listed = {entry.get("standin") for entry in entries}
    for standin in active_standins(application).values():
        if str(standin.pk) not in listed and standin.fulfilled_at is None:
            withdraw(standin, by)
    return entries
