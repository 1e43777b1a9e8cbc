"""Companies and handlers of the tests; they file purchases. Everybody here is invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.catalog.sources import ACCOUNT
from portal.companies import actions
from portal.companies.models import Company, Handler
from portal.management.demo_companies import company_of
from portal.rulebook.queries import norms
from portal.workdays.queries import today
from tests.wizard import builders

CODE, OTHER = "PB", "TH"
REPRESENTATIVE = ("林示例", "310104197001011007")
DETAILS = {
    "handler_name": "孙样例",
    "handler_doc_type": "ID_CARD",
    "handler_doc_no": "310104197102021001",
    "handler_mobile": "13900000001",
    "authorization_no": "授1",
}


@contextmanager
def declared(**changes: Any) -> Iterator[Service]:
    """Change the declaration of the service for the length of a test."""
    real = registry.get(CODE)
    registry._services[CODE] = made = replace(real, **changes)
    try:
        yield made
    finally:
        registry._services[CODE] = real


def fills(step: str) -> list[str]:
    """Return the fields of a step that the account fills in."""
    source = next(source for source in registry.get(CODE).sources if source.key == ACCOUNT)
    return [name for slug, _, name in (place.partition(".") for place in source.fills) if slug == step]


def person(name: str) -> User:
    """Return somebody with a confirmed address."""
    user = builders.person(f"{name}@company.test")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def browser(user: User) -> Client:
    """Return the browser in which somebody is signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def founding(**changes: Any) -> dict[str, Any]:
    """Return the arguments of `actions.found` but the person."""
    name, number = REPRESENTATIVE
    profile = {"org_type": "ENT", "reg_district": "310115", "legal_rep": name, "legal_rep_id": number}
    given = {
        "uscc": "91310115MADEM00117",
        "name": "上海示例新材料有限公司",
        "profile": profile,
        "details": DETAILS,
        "valid_to": today() + timedelta(days=365),
    }
    return given | changes


def of_sample(owner: User, n: int = 0) -> Company:
    """Return the account of the company that invented applicant n types, with its manager."""
    service = registry.get(CODE)
    company = company_of(service, service.sample(n, norms(today())), owner)
    assert company is not None
    return company


def handler(
    company: Company,
    user: User,
    *,
    scopes: tuple[str, ...] = (),
    valid_to: date | None = None,
    state: str = "ACTIVE",
    role: str = "handler",
    name: str = "吴代办",
) -> Handler:
    """Return a handler of a company."""
    row = Handler(company=company, user=user, email=user.email, role=role, state=state, scopes=list(scopes))
    row.valid_to = valid_to or today() + timedelta(days=100)
    row.joined_at = timezone.now()
    row.details = {**DETAILS, "handler_name": name, "handler_mobile": "13900000002"}
    row.save(force_insert=True)
    return row


def draft(owner: User, company: Company | None) -> Application:
    """Return a new draft for a company."""
    return applications.start(by=owner, service=CODE, language="zh-hans", company=company)


def filled(owner: User, company: Company) -> Application:
    """Return a draft of a company that only has to be submitted, made through the pages."""
    page, application = browser(owner), draft(owner, company)
    for step in application.declaration.steps:
        answer = builders.post(page, application, step.slug)
        assert answer.status_code == 302, (step.slug, answer.context["errors"])
    from portal.documents.queries import to_upload

    for material in to_upload(application.declaration, builders.document(application)["answers"]):
        if material.required:
            builders.upload(owner, application, material.code)
    assert page.post(builders.url(application, "materials")).status_code == 302
    return application


def invited(company: Company, by: User, email: str, **changes: Any) -> tuple[Handler, str]:
    """Invite somebody and return the handler and the secret part of the link in the mail."""
    from django.core import mail

    given = {
        "role": "handler",
        "scopes": [],
        "valid_to": today() + timedelta(days=50),
        "number": "授2",
        "language": "zh-hans",
    }
    row = actions.invite(company=company, by=by, email=email, **(given | changes))
    return row, link_in(mail.outbox[-1].body)


def link_in(text: str) -> str:
    """Return the secret part of the link in a mail."""
    return text.partition("/my/companies/join/")[2].partition("/")[0]
