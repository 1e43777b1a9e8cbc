"""Drafts at any point of the way, made by sending what a person would send."""

from copy import deepcopy
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Posting, Role, User
from portal.applications import actions
from portal.applications.models import Application, Correction
from portal.applications.states import State
from portal.catalog import registry
from portal.companies.queries import handler_for
from portal.documents import actions as documents
from portal.documents.queries import to_upload
from portal.management.demo_companies import company_of
from portal.rulebook.queries import norms
from portal.wizard import forms, registers
from portal.wizard.account import texts_of
from portal.workdays.queries import today
from tests.documents import files
from tests.signing.hands import sign_all

PDF = files.pdf()


def person(email: str = "gu@example.test") -> User:
    """Return an applicant."""
    return User.objects.create_user(email, "a-long-password-1")


def raw(code: str, n: int = 0) -> dict[str, Any]:
    """Return what invented person n types into every step of the service."""
    return registry.get(code).sample(n, norms(today()))


def url(application: Application, step: str = "", name: str = "wizard:step", **query: str) -> str:
    """Return the address of a stop, or of another page of a draft."""
    kwargs = {"service": application.service, "draft": application.pk} | ({"step": step} if step else {})
    return reverse(name, kwargs=kwargs) + (
        "?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""
    )


def sent(code: str, step: str, values: dict[str, Any]) -> Any:
    """Return what a browser sends for a step."""
    return forms.data_of(registry.get(code).step(step), values)


def post(
    client: Client, application: Application, step: str, values: dict[str, Any] | None = None, **more: str
) -> Any:
    """Send a step; `more` are buttons and other inputs, with underscores for hyphens."""
    values = raw(application.service)[step] if values is None else values
    # The test client sends the last of several values of one input unless they stand in a list.
    data = dict(sent(application.service, step, values).lists())
    repeat = registry.get(application.service).step(step).repeat
    if repeat and repeat.single:
        for row, _typed in enumerate(values["rows"]):
            client.post(row_url(application, step, row), data)
    for name, value in more.items():
        data[name.replace("_", "-")] = value
    return client.post(url(application, step), data)


def row_url(application: Application, step: str, row: int) -> str:
    """Return the address of the page of one row."""
    keys = {"service": application.service, "draft": application.pk, "step": step, "row": row}
    return reverse("wizard:row", kwargs=keys)


def started(user: User, code: str = "TH") -> Application:
    """Return a new draft, of the invented applicant's company where companies apply."""
    company = company_of(registry.get(code), raw(code), user)
    return actions.start(by=user, service=code, language="zh-hans", company=company)


#: What walks through the pages left in drafts, by all that decides it (see `filled`).
_walked: dict[tuple[Any, ...], dict[str, Any]] = {}


def filled(client: Client, user: User, code: str = "TH", until: str = "") -> Application:
    """Return a draft in which every step before `until` (default: all) has been saved.

    The same way (service, stop, day, registers, everything typed) is walked through the pages once in each process;
    the next draft begins with what that left.
    """
    application = started(user, code)
    company = application.company
    account = company and texts_of(company, handler_for(user, company))
    way = (code, until, today(), registers.ask, repr([settings.SOURCES, raw(code), account]))
    if way not in _walked:
        for step in registry.get(code).steps:
            if step.slug == until:
                break
            response = post(client, application, step.slug)
            assert response.status_code == 302, response.context["errors"]
        _walked[way] = document(application)
        return application
    left = deepcopy(_walked[way])
    for reply in left.get("sources", {}).values():
        reply["at"] = timezone.now().isoformat(timespec="seconds")
    return actions.save_draft(application=application, by=user, change=lambda draft: draft.update(left))


def upload(user: User, application: Application, material: str, name: str = "paper.pdf") -> Any:
    """Hand in a paper."""
    file = SimpleUploadedFile(name, PDF, "application/pdf")
    return documents.receive(application=application, material=material, file=file, by=user)


def ready(client: Client, user: User, code: str = "TH", sign: bool = True) -> Application:
    """Return a draft that only has to be submitted: filled in, with its papers, signed by everybody."""
    application = filled(client, user, code)
    service = registry.get(code)
    answers = document(application)["answers"]
    for material in to_upload(service, answers):
        if material.required:
            upload(user, application, material.code)
    response = client.post(url(application, "materials"))
    assert response["Location"] == url(application, "check")
    if sign:
        sign_all(application)
    return application


def submitted(client: Client, user: User, code: str = "TH") -> Application:
    """Return a case that was submitted through the pages."""
    application = ready(client, user, code)
    client.post(url(application, "check"))
    return Application.objects.get(pk=application.pk)


def asked_to_correct(application: Application, officer: User, *items: dict[str, str]) -> Application:
    """Ask for a correction as the intake desk does; items: step, field or material, reason."""
    Posting.objects.get_or_create(user=officer, unit="310000000000", role=Role.INTAKE)
    correction = Correction.objects.create(
        application=application,
        round=application.corrections.count() + 1,
        asked_at=timezone.now(),
        asked_by=officer,
        answer_by=today(),
    )
    for item in items:
        # as long as a reason has to be: what the tests say is short
        correction.items.create(**{**item, "reason": item["reason"].ljust(15, "。")})
    return actions.move(application, State.CORRECTION, by=officer)


def document(application: Application) -> dict[str, Any]:
    """Return the draft document as the database holds it now."""
    return Application.objects.get(pk=application.pk).draft
