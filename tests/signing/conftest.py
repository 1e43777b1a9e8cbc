from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.accounts.models import User
from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.signing import actions
from tests import copied
from tests.signing import hands
from tests.wizard import builders


@pytest.fixture(autouse=True)
def in_english() -> None:
    translation.activate("en")


@pytest.fixture
def gu(request: pytest.FixtureRequest, db: None) -> User:
    """An applicant: whose the draft is, where a test asks for one."""
    return request.getfixturevalue("draft").owner if "draft" in request.fixturenames else builders.person()


@pytest.fixture
def page(gu: User) -> Client:
    """The applicant's browser."""
    client = Client()
    client.force_login(gu)
    return client


@pytest.fixture
def signed_service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """PB, for which the applicant and another person sign."""
    service = hands.with_signers()
    monkeypatch.setitem(registry._services, "PB", service)
    return service


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    """The file that text messages are written to."""
    path = tmp_path / "texts.jsonl"
    settings.SMS_SENDER = f"portal.notifications.texting.FileSender|{path}"
    return path


@pytest.fixture
def draft(db: None, signed_service: Service, outbox: Path) -> Application:
    """A draft that only lacks its signatures."""
    return copied.once("unsigned", unsigned)


def unsigned() -> Application:
    """Return a draft of a new person that only lacks its signatures, made through the pages."""
    client, person = Client(), builders.person()
    client.force_login(person)
    return builders.ready(client, person, "PB", sign=False)


@pytest.fixture
def token(draft: Application, gu: User) -> str:
    """The link of the co-signer, just made."""
    return actions.invite(application=draft, key="spouse", by=gu)[0]
