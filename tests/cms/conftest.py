import pytest
from django.core.cache import cache

from cms.actions import build_content
from cms.models import HomePage


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site(db) -> HomePage:
    """The site as a new installation has it; gives the Chinese home page."""
    build_content()
    return HomePage.objects.get(locale__language_code="zh-hans")
