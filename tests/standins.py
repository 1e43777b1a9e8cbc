"""A registered service whose papers may be fetched, stated, promised or handed in at a later stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.catalog.declaration import Material, Source
from tests import cases
from tests.documents.files import pdf
from tests.wizard import builders

CODE = "PB"
PLAIN, STATED, PROMISED, STAGE = "ZA01", "ZA02", "ZA03", "ZA04"
STATEMENT = "I state that I am entered in the register of enterprises."
MATERIALS = (
    Material(PLAIN, "Business licence"),
    Material(STATED, "Proof of the entry", source="entry", commitment=STATEMENT),
    Material(PROMISED, "Contract with the seller", "First and last page.", grace="omission.close_days"),
    Material(STAGE, "Proof of receipt", "Post the original, too.", later=("PENDING_APPROVAL",)),
)


@contextmanager
def declared() -> Iterator[None]:
    """Put the papers above in place of those of a registered service."""
    real = registry.get(CODE)
    source = Source("entry", "the register of enterprises", ask=lambda answers: None)
    registry._services[CODE] = replace(real, materials=MATERIALS, sources=(source,))
    try:
        yield
    finally:
        registry._services[CODE] = real


def draft(**states: str) -> Application:
    """Return a new draft; states: what registers have answered, by key."""
    return answered(cases.draft(CODE), **states)


def answered(application: Application, **states: str) -> Application:
    """Let registers answer about a draft."""
    replies = {
        key: {"state": state, "data": {}, "at": "2026-11-24T10:00:00+08:00", "question": "", "filled": []}
        for key, state in states.items()
    }

    def change(document: dict[str, Any]) -> None:
        document["sources"] = replies

    return actions.save_draft(application=application, by=application.owner, change=change)


def send(client: Client, application: Application, act: str, material: str, **data: str) -> Any:
    """Press a button of a material's section: upload, commit, promise or take_back."""
    files = {"file": SimpleUploadedFile("paper.pdf", pdf(), "application/pdf")} if act == "upload" else {}
    address = reverse(f"documents:{act}", args=[application.pk, material])
    return client.post(address, {**data, **files})


def stood_in(client: Client, application: Application) -> None:
    """Hand in the one plain paper, sign for the second and promise the third."""
    send(client, application, "upload", PLAIN)
    send(client, application, "commit", STATED, stated="yes")
    send(client, application, "promise", PROMISED)


def submitted(client: Client) -> Application:
    """Return a case of the signed-in applicant, handed in through the pages with stand-ins."""
    application = builders.filled(client, cases.applicant(), CODE)
    stood_in(client, application)
    for step in ("materials", "check"):
        answer = client.post(builders.url(application, step))
        assert answer.status_code == 302, answer.context["errors"]
    return Application.objects.get(pk=application.pk)


def accepted(client: Client) -> Application:
    """Return that case under review."""
    case, intake = submitted(client), cases.officer("intake")
    actions.move(case, State.ACCEPTED, by=intake, changes={"acceptor": intake})
    return Application.objects.get(pk=case.pk)
