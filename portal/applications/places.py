"""Places that cases take of the entries of a list: held, counted and let go, without loss or double count."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.applications.deadlines import end_of
from portal.applications.models import Application, Place
from portal.applications.numbers import hold
from portal.applications.states import CLOSED, State
from portal.catalog.declaration import Answers, Reserve
from portal.rulebook.lists import declared_lists
from portal.rulebook.queries import norms as norms_on
from portal.workdays.queries import today

#: States in which places are taken for good, and those in which they are let go.
TAKES = frozenset({State.REGISTERED, State.CONCLUDED})
RELEASES = (CLOSED - TAKES - {State.ARCHIVED}) | {State.DENIED}
RULE = "PLACES"
MESSAGE = _("More people want this household than it has places. Please agree on another one.")


def reserve(application: Application, answers: Answers) -> list[dict[str, Any]]:
    """Hold the places that the answers call for and return a flag for each that goes beyond the limit.

    Called in the transaction that keeps the submission. What an earlier round held of other entries is let go;
    what it held of the same stays as it is, also in turn: nobody who had a place loses it by a correction.
    Everybody who counts an entry waits for the one who counts it at that moment.
    """
    wanted: dict[tuple[str, str], int] = {}
    for item in application.declaration.reserves(answers):
        wanted[item.list_key, item.code] = wanted.get((item.list_key, item.code), 0) + item.amount
    before = {(row.list_key, row.code): row for row in application.places.all()}
    for key in sorted(wanted):  # in one order, so that no two cases wait for each other
        hold(scope_of(*key))
    application.places.filter(state=Place.State.HELD).exclude(
        pk__in=[row.pk for key, row in before.items() if key in wanted]
    ).update(state=Place.State.RELEASED, at=timezone.now())
    rows = [_held(application, Reserve(*key, amount), before.get(key)) for key, amount in wanted.items()]
    return [_flag(answers, row) for row in rows if row.over]


def scope_of(list_key: str, code: str) -> str:
    """Return the scope whose lock counting the entry waits for. Cut, two entries may share one: no harm."""
    return f"places:{list_key}:{code}"[:60]


def _held(application: Application, wanted: Reserve, row: Place | None) -> Place:
    if row and not row.over and row.state == Place.State.HELD and wanted.amount <= row.amount:
        if wanted.amount < row.amount:
            row.amount = wanted.amount
            row.save(update_fields=["amount"])
        return row
    row = row or Place(application=application, list_key=wanted.list_key, code=wanted.code)
    row.amount, row.state, row.at = wanted.amount, Place.State.HELD, timezone.now()
    row.save()
    row.over = is_over(row)
    row.save(update_fields=["over"])
    return row


def is_over(row: Place) -> bool:
    """Return whether an entry is used beyond its limit, the row itself counted."""
    spec = declared_lists()[row.list_key]
    entry = norms_on(today()).entries(row.list_key).get(row.code)
    limit = entry.get(spec.limit) if entry else None
    return entry is not None and limit is not None and entry[spec.counted] > limit


def _flag(answers: Answers, row: Place) -> dict[str, Any]:
    """Return the finding for the officer, as `Submission.flags` keeps it, at the answer that chose the entry."""
    step, field = place_of(answers, row.code)
    messages = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            messages[code] = str(MESSAGE)
    message = messages[settings.LANGUAGE_CODE]
    return {"rule": RULE, "step": step, "field": field, "message": message, "messages": messages}


def place_of(answers: Answers, code: str) -> tuple[str, str]:
    """Return the step and field whose answer is the code; ("", "") when it was not answered but derived."""
    for step, values in answers.items():
        for field, value in values.items():
            if value == code:
                return step, field
    return "", ""


def follow(application: Application, to: State, now: datetime) -> None:
    """Let a move have its effect on what the case holds: taken for good, or free for others again."""
    if to in TAKES:
        application.places.filter(state=Place.State.HELD).update(state=Place.State.TAKEN, at=now)
    elif to in RELEASES:
        application.places.exclude(state=Place.State.RELEASED).update(state=Place.State.RELEASED, at=now)
    if to in CLOSED:
        application.facts.filter(held=True).update(held=False)


def count(list_key: str, since: Mapping[str, date | None], without: str) -> dict[str, int]:
    """Return how many places cases hold, or have taken after the day of each code's own count, by code.

    without: the id of a case that is not counted. One query, whatever the list holds.
    """
    codes_by_day: dict[date, list[str]] = {}
    for code, day in since.items():
        if day is not None:
            codes_by_day.setdefault(day, []).append(code)
    counted = Q(state=Place.State.HELD)
    counted |= Q(state=Place.State.TAKEN) & ~Q(
        code__in=[code for codes in codes_by_day.values() for code in codes]
    )
    for day, codes in codes_by_day.items():
        counted |= Q(state=Place.State.TAKEN, code__in=codes, at__gt=end_of(day))
    rows = Place.objects.filter(counted, list_key=list_key)
    if without:
        rows = rows.exclude(application_id=without)
    return dict(rows.values_list("code").annotate(amount=Sum("amount")))
