import importlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import clear_url_caches

from portal.accounts.models import User
from portal.catalog import registry
from portal.catalog.declaration import Repeat
from tests.wizard import builders


@pytest.fixture
def gu(db: None) -> User:
    """An applicant."""
    return builders.person()


@pytest.fixture
def page(gu: User) -> Client:
    """The applicant's browser."""
    client = Client()
    client.force_login(gu)
    return client


@pytest.fixture
def officer(db: None) -> User:
    return builders.person("officer@example.test")


@pytest.fixture
def plain_rows() -> Iterator[None]:
    """ZA, which is PB with all substances on one page: no registered service has such a repeated step now."""
    real = registry.get("PB")
    repeat = Repeat("Chemical", minimum=1, maximum=50)
    steps = (replace(step, repeat=repeat) if step.repeat else step for step in real.steps)
    registry._services["ZA"] = replace(real, code="ZA", steps=tuple(steps))
    read_addresses_again()
    yield
    del registry._services["ZA"]
    read_addresses_again()


def read_addresses_again() -> None:
    """Let the addresses of the steps follow the registered services."""
    for module in ("portal.wizard.urls", "portal.urls"):
        importlib.reload(importlib.import_module(module))
    clear_url_caches()
