"""What every test shares: skips that may not hide, and a place of their own for objects."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test.utils import override_settings

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def pytest_configure() -> None:
    """Collect no garbage while modules are read: a fifth of the time of a run went into searching what stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on search only what the tests make, and in larger portions."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the benches: they take longest, and at the end one process would work and the other wait."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/bench/"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
    """With REQUIRE_ALL=1 a test that skips itself has failed: nothing may be left out silently."""
    outcome = yield
    report = outcome.get_result()
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome, report.longrepr = "failed", f"REQUIRE_ALL: {reason}"


@pytest.fixture(autouse=True)
def own_objects(tmp_path: Path) -> Iterator[Path]:
    """Give each test an object storage of its own on disk, and an empty cache."""
    from django.conf import settings

    storages = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "portal.documents.storage.disk.DiskObjects",
            "OPTIONS": {"location": tmp_path / "objects", "base_url": None},
        },
    }
    cache.clear()
    with override_settings(STORAGES=storages):
        yield tmp_path / "objects"


@pytest.fixture(scope="session", autouse=True)
def calendar_stays() -> int:
    """Keep the calendar that was read: it must not run out between two requests whose queries are compared.

    Give for how many seconds the portal keeps it.
    """
    from portal.workdays import calendar

    kept, calendar.KEEP_SECONDS = calendar.KEEP_SECONDS, 3600
    return kept


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Begin each test in Chinese: a page opened in English leaves the thread in English."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def officers_tick(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let officers tick the checkpoints as they move a case; the gate is asked as always (see tests/ticking.py)."""
    from portal.applications import gates
    from tests.ticking import as_they_act

    if "unticked" not in request.fixturenames:
        monkeypatch.setattr(gates, "_gates", {"ticking": as_they_act, **gates._gates})


@pytest.fixture(autouse=True)
def notices_wait(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Leave notices to the sweeper but where they are tested: each takes a tenth of a second to draw and to seal."""
    from portal.certificates.actions import requesting

    if "tests/certificates" not in request.node.nodeid:
        monkeypatch.setattr(requesting, "start", lambda notice: None)


@pytest.fixture
def unticked() -> None:
    """Nobody ticks anything in this test but the test itself."""


TEMPLATE = os.environ.get("TEST_TEMPLATE", "")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Begin with a copy of the database that tests/run.py migrated once; without one, migrate as always."""
    from django.db import connection

    if TEMPLATE and connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
    elif TEMPLATE:
        copy = tmp_path_factory.mktemp("database") / "test.sqlite3"
        shutil.copy(TEMPLATE, copy)
        connection.settings_dict["TEST"]["NAME"] = str(copy)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Keep the copy: it is where the tests begin."""
    from django.db import connection

    return bool(TEMPLATE) and connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Have what tests commit put back row by row, instead of all tables emptied and seeded anew."""
    from tests.putting_back import keep

    with django_db_blocker.unblock():
        keep()
