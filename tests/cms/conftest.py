import pytest
from django.core.cache import cache

from cms.actions import build_content
from cms.models import HomePage
from tests import copied


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site(db) -> HomePage:
    """The site as a new installation has it; gives the Chinese home page."""
    return copied.once("site", new_site)


def new_site() -> HomePage:
    """Build the pages as `manage.py demo` does."""
    build_content()
    return HomePage.objects.get(locale__language_code="zh-hans")
