import pytest
from django.test import Client

from portal.accounts.models import User
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
