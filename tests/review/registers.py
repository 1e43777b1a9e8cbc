"""A service whose registers answer as a test wants it."""

from dataclasses import replace
from typing import Any

from portal.accounts.models import User
from portal.applications import actions
from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Source
from portal.review import actions as review
from portal.rulebook.queries import norms
from portal.wizard import checking
from portal.workdays.queries import today
from tests.factories import draft, handed_in, officer

AT = "2026-11-23T10:00:00+08:00"
SOURCES = (
    Source(
        "identity",
        "Population register",
        lambda answers: None,
        ("applicant.name", "applicant.ethnicity"),
    ),
    Source(
        "approval",
        "Talent approvals",
        lambda answers: None,
        ("approval.approval_no",),
    ),
    Source("property", "Property register", lambda answers: None),
)


def reply(state: str, filled: tuple[str, ...] = (), **data: str) -> dict[str, Any]:
    """Return a reply as the answers keep it."""
    return {"state": state, "data": data, "at": AT, "filled": list(filled)}


REPLIES = {
    "identity": reply("YES", ("applicant.name",), name="林晓岚", ethnicity="01"),
    "approval": reply("UNAVAILABLE"),
    "property": reply("UNAVAILABLE"),
}


def declare(monkeypatch: Any) -> None:
    """Let the household service have these sources for one test."""
    service = registry.get("TH")
    monkeypatch.setitem(registry._services, "TH", replace(service, sources=SOURCES))


def submitted_with(replies: dict[str, Any], n: int = 1) -> Application:
    """Return a received case that was submitted with these replies."""
    application = draft("TH", n)
    sent = handed_in(application)
    sent["answers"]["sources"] = replies
    sent["shown"] = checking.shown_in_each_language(
        application.declaration, sent["answers"], lambda slug: norms(today())
    )
    case = actions.submit(application=application, **sent)
    return Application.objects.get(pk=case.pk)


def accepted_with(replies: dict[str, Any], by: User | None = None, n: int = 1) -> Application:
    """Return a case under review that was submitted with these replies."""
    case = submitted_with(replies, n)
    review.accept(application=case, by=by or officer("intake"), version=case.version)
    return Application.objects.get(pk=case.pk)
