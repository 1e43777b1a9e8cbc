import pytest
from django.core.cache import cache

from cms.models import HomePage
from tests import pages


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site(db) -> HomePage:
    """The site as a new installation has it; gives the Chinese home page."""
    pages.built()
    return HomePage.objects.get(locale__language_code="zh-hans")
