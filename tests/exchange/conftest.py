"""An exchange of files in a folder of the test, and cases that wait for their place of origin."""

from pathlib import Path

import pytest

from portal.applications.models import Application
from tests import cases
from tests.exchange.origin import Origin


@pytest.fixture
def origin(tmp_path: Path, settings) -> Origin:
    """The place of origin, connected by files."""
    folder = tmp_path / "exchange"
    settings.EXCHANGE = f"portal.exchange.transports.FileTransport|{folder}"
    return Origin(folder)


@pytest.fixture
def waiting(django_capture_on_commit_callbacks):
    """Return a function that makes a case of invented applicant n whose permit is out; 0 to 2 are of the delta."""

    def make(n: int = 1, **options) -> Application:
        with django_capture_on_commit_callbacks(execute=True):
            case = cases.approved("TH", n, **options)
        return Application.objects.get(pk=case.pk)

    return make
