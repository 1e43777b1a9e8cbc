"""Ask for an export of the queue, and once more for one that failed. It is made in the background."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.review.columns import all_columns
from portal.review.filters import Search
from portal.review.models import Export
from portal.review.policies import NotPossible
from portal.review.tasks import make
from portal.ui.sheets import FORMATS
from portal.work.background import enqueue

State = Export.State
#: So many may be in the making for one officer at once.
MOST_AT_ONCE = 3
MOST_QUERY = 1000
#: An identity number finds one case; a table of it would only keep the number.
IDENTITY = re.compile(r"\d{17}[\dXx]")


@transaction.atomic
def ask_export(*, by: User, query: str, columns: Sequence[str], kind: str, language: str) -> Export:
    """Have a table made of a list of the queue; the same one asked for again while it is made is that one.

    query: address of the list, see `exporting.query_of`. columns: codes of `columns.all_columns`, none for all but
    the facts.
    kind: csv, xlsx or ods. Raises NotPossible in words.
    """
    if kind not in FORMATS:
        raise NotPossible(_("Please choose one of the formats."), "format")
    if len(query) > MOST_QUERY:
        raise NotPossible(_("This search is too long for an export. Please shorten it."))
    search = Search(by, QueryDict(query))
    if search.error is not None:
        raise NotPossible(_("This search is not understood. Please mend it first."))
    if IDENTITY.search(search.text):
        raise NotPossible(_("A search for an identity number is not exported. Please open the case instead."))
    User.objects.select_for_update().get(pk=by.pk)  # two presses at once make one export
    making = Export.objects.filter(officer=by, state__in=[State.WAITING, State.RUNNING])
    known = all_columns()
    chosen = [code for code in columns if code in known]
    same = making.filter(query=query, format=kind, language=language, columns=chosen).first()
    if same is not None:
        return same
    if making.count() >= MOST_AT_ONCE:
        raise NotPossible(_("Your other exports are still being made. Please wait for one of them."))
    export = Export.objects.create(officer=by, query=query, columns=chosen, format=kind, language=language)
    enqueue(make, str(export.pk))
    return export


@transaction.atomic
def retry_export(*, export: Export, by: User) -> bool:
    """Try a failed export again; return whether it had failed. Only for its officer (NotPossible)."""
    if export.officer_id != by.pk:
        raise NotPossible(_("This export belongs to somebody else."))
    failed = Export.objects.filter(pk=export.pk, state=State.FAILED)
    again = failed.update(
        state=State.WAITING, attempts=0, claimed_until=None, done=0, created_at=timezone.now()
    )
    if again:
        enqueue(make, str(export.pk))
    return bool(again)
