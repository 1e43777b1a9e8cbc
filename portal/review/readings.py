"""Who looked at a case and what was taken from it, read from the audit record: a part of its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from portal.accounts.models import Role, User
from portal.accounts.queries import roles_of
from portal.applications.models import Application
from portal.audit.models import Entry
from portal.audit.queries import for_subject
from portal.review.doors import of_case, officers_only

#: What counts as a look, and how it is said; other entries are acts, which the timeline has.
LOOKS: dict[str, Any] = {
    "case:read": gettext_lazy("Opened the case"),
    "sensitive:shown": gettext_lazy("Uncovered masked answers"),
    "message:read": gettext_lazy("Read the messages"),
    "case:denied": gettext_lazy("Was refused"),
}
MOST = 200


@dataclass(frozen=True)
class Look:
    """One look: who ("" for one whose account is gone), what was done, when."""

    who: str
    what: str
    at: datetime


def looks_of(application: Application, reader: User) -> list[Look]:
    """Return the newest looks at a case, newest first, at most `MOST`. Two queries.

    Attempts that were refused are for supervisors: they are about an officer, not about the case.
    """
    seen = set(LOOKS) if Role.SUPERVISOR in roles_of(reader) else set(LOOKS) - {"case:denied"}
    found = for_subject(f"application:{application.pk}").filter(action__in=seen).order_by("-seq")[:MOST]
    entries: list[Entry] = list(found)
    people = {f"user:{user.pk}": user for user in User.objects.filter(pk__in=_ids(entries))}
    return [Look(_name(entry, people, application), _what(entry), entry.at) for entry in entries]


def _ids(entries: list[Entry]) -> set[int]:
    kinds = (entry.actor.partition(":") for entry in entries)
    return {int(pk) for kind, _colon, pk in kinds if kind == "user" and pk.isdecimal()}


def _name(entry: Entry, people: dict[str, User], application: Application) -> str:
    person = people.get(entry.actor)
    if entry.action == "message:read" and entry.data.get("side") == "applicant":
        return _("The applicant")
    return str(person) if person else ""


def _what(entry: Entry) -> str:
    if entry.action == "case:read" and entry.data.get("export"):
        return _("Took the answers away as a table")
    return str(LOOKS[entry.action])


@officers_only
@require_GET
@of_case
def readings(request: HttpRequest, row: Application) -> HttpResponse:
    """Show who looked at a case: as a part for its page, or as a page where scripts do not run."""
    part = bool(request.headers.get("HX-Request"))
    context = {"case": row, "state": row.face.staff, "looks": looks_of(row, request.user), "most": MOST}
    return render(request, "review/_readings.html" if part else "review/readings.html", context)
