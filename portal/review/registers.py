"""What registers outside said about a case, and the checks that follow where one could not be asked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.catalog.declaration import Service
from portal.catalog.sources import ACCOUNT, SOURCES
from portal.review.forms import FollowUpForm
from portal.review.models import FollowUp
from portal.review.policies import check_can_follow_up
from portal.review.reading import CaseFile
from portal.workdays.queries import today

TONES = {"YES": "good", "NO": "warn", "UNAVAILABLE": "neutral", "": "neutral"}


@dataclass(frozen=True)
class Register:
    """One register: its title and its answer in words."""

    title: str
    tone: str
    words: str
    at: datetime | None


@dataclass(frozen=True)
class Check:
    """One later check as shown. form: None when it is done, or not this officer's."""

    row: FollowUp
    title: str
    overdue: bool
    form: FollowUpForm | None


def title_of(service: Service, key: str) -> str:
    """Return the title of a source in the active language; its key when the service has it no more."""
    return next((str(source.title) for source in service.sources if source.key == key), key)


def registers_of(file: CaseFile) -> list[Register]:
    """Return each register that the service asks with its answer; nothing for a case without any reply."""
    replies = {key: reply for key, reply in (file.answers.get(SOURCES) or {}).items() if key != ACCOUNT}
    if not replies:
        return []
    keys = dict.fromkeys(
        [*(source.key for source in file.service.sources if source.key != ACCOUNT), *replies]
    )
    return [_register(title_of(file.service, key), replies.get(key) or {}) for key in keys]


def _register(title: str, reply: dict[str, Any]) -> Register:
    at = parse_datetime(str(reply.get("at") or ""))
    state = str(reply.get("state", ""))
    words = {
        "YES": _("Confirmed"),
        "NO": _("Not found"),
        "UNAVAILABLE": _("Not available"),
    }
    return Register(title, TONES.get(state, "neutral"), words.get(state, _("Not asked")), at)


def checks_of(application: Application, officer: User) -> list[Check]:
    """Return the later checks of a case, the open ones with a form if the officer works on the case. One query."""
    try:
        check_can_follow_up(officer, application)
        mine = True
    except NotAllowed:
        mine = False
    service, day = application.declaration, today()
    return [_check(row, service, day, mine) for row in application.follow_ups.select_related("by")]


def _check(row: FollowUp, service: Service, day: date, mine: bool) -> Check:
    is_open = row.state == FollowUp.State.OPEN
    form = FollowUpForm(auto_id=f"id_followup_{row.pk}_%s") if is_open and mine else None
    return Check(row, title_of(service, row.source), is_open and row.due_on < day, form)


def told(service: Service, note: str) -> str:
    """Return the note of a follow-up event in words."""
    key, state, text = note.split("|", 2)
    words = {"CONFIRMED": _("confirmed"), "CONTRADICTED": _("contradicted")}.get(state, state)
    line = _("%(register)s: %(result)s.") % {"register": title_of(service, key), "result": words}
    return f"{line} {text}".strip()
