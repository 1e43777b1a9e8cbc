"""Labels on cases: which there are, which may be put on a case, and what the portal puts on by itself."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.accounts.models import User
from portal.accounts.queries import posted_units
from portal.accounts.reach import above, touching
from portal.applications.models import Application
from portal.notifications.models import Memo
from portal.review.models import SYSTEM_LABELS, Follow, Label, Labelled

#: Tones in which officers may have a label; what is bad or good stays with states and time limits.
TONES = ("neutral", "info", "warn")


def of(cases: Iterable[Application]) -> dict[UUID, list[Label]]:
    """Return the labels of cases by the id of the case, by name; cases without any are not in it. One query.

    `str(label)` is what is shown; a label of the portal itself has another `name` in each language.
    """
    found: dict[UUID, list[Label]] = defaultdict(list)
    rows = Labelled.objects.filter(application__in=[case.pk for case in cases]).select_related("label")
    for row in rows.order_by("label__name", "pk"):
        found[row.application_id].append(row.label)
    return dict(found)


def context_of(case: Application, officer: User) -> dict[str, Any]:
    """Return what a page shows around a case: `labels`, whether it is `followed`, and `unread` lines of the inbox.

    One query for all three, because the page of a case has many.
    """
    follows = Follow.objects.filter(application=OuterRef("pk"), officer=officer)
    columns = ("labelled__label", "labelled__label__name", "labelled__label__tone", "labelled__label__system")
    rows = Application.objects.filter(pk=case.pk).annotate(follows=Exists(follows), unread=unread_of(officer))
    found = list(rows.order_by("labelled__label__name").values_list(*columns, "follows", "unread"))
    put = [Label(pk=row[0], name=row[1], tone=row[2], system=row[3]) for row in found if row[0] is not None]
    followed, unread = found[0][-2:] if found else (False, 0)
    return {"case": case, "labels": put, "followed": followed, "unread": unread}


def unread_of(officer: User) -> Coalesce:
    """Return how many lines of an officer's inbox are unread, as a part of another query."""
    rows = Memo.objects.filter(recipient=officer, read_at=None).order_by().values("recipient")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def reaching(case: Application) -> Q:
    """Return the condition for labels that officers may put on a case: of its unit, its district and the city."""
    return above((case.unit, case.district)) & Q(system="")


def offered_for(case: Application) -> QuerySet[Label]:
    """Return the labels that may be put on a case and are not on it."""
    return Label.objects.filter(reaching(case)).exclude(labelled__application=case)


def kept_by(officer: User) -> QuerySet[Label]:
    """Return the labels of the officer's units, each with `cases`: on how many cases it stands."""
    rows = Label.objects.filter(unit__in=posted_units(officer), system="")
    return rows.annotate(cases=Count("labelled")).order_by("unit", "name", "pk")


def usable_by(officer: User) -> QuerySet[Label]:
    """Return the labels that the officer can meet: of the postings' units, what lies above and what lies below."""
    return Label.objects.filter(touching(posted_units(officer)), system="").order_by("name", "unit")


def system_label(code: str) -> Label:
    """Return a label of the portal itself ("omission", "first", "consulted"), made at first use."""
    name, _shown, tone = SYSTEM_LABELS[code]
    return Label.objects.get_or_create(unit="", name=name, defaults={"system": code, "tone": tone})[0]
