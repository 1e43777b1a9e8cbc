import pytest
from django.test import Client

from portal.accounts.models import User
from portal.companies.models import Company
from tests.companies import accounts


@pytest.fixture
def sun(db: None) -> User:
    """The manager of a company."""
    return accounts.person("sun")


@pytest.fixture
def company(sun: User) -> Company:
    """The company of the invented applicant, confirmed."""
    return accounts.of_sample(sun)


@pytest.fixture
def wu(company: Company) -> User:
    """A colleague in scope."""
    user = accounts.person("wu")
    accounts.handler(company, user, scopes=(accounts.CODE,))
    return user


@pytest.fixture
def page(sun: User) -> Client:
    """The manager's browser."""
    return accounts.browser(sun)
