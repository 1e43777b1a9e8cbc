"""Two databases on PostgreSQL that differ in nothing but how many cases they hold, and who looks at them.

Made for the run by `manage.py seed_cases`, vacuumed, and dropped at its end; BENCH_KEEP=name keeps them as `name_few`
and `name_many` for later runs, which takes them as they are. Both are asked from one process in turn.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache as kept_values
from django.db import connections
from django.db.utils import load_backend
from django.test import Client

from bench.measuring import Skipped
from portal.settings import database
from tests.run import MIGRATE, POSTGRES, has_postgres, on_postgres

HOME = Path(__file__).parent.parent
FEW, MANY = 1_000, 1_000_000
#: Who looks: a reviewer of the city, of a district, of a station. Numbers are the city's.
UNITS = {"city": "310000000000", "district": "310115000000", "station": "310115570000"}
PAGE_ROWS = 25


def many() -> int:
    """Return how many cases the large database holds. BENCH_CASES changes it (the test of the harness takes few)."""
    return int(os.environ.get("BENCH_CASES", MANY))


@dataclass
class Place:
    """One database, and the browsers of those who look at its cases."""

    cases: int
    connection: Any
    clients: dict[str, Client]

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Have everything that asks the database ask this one, as long as the block lasts."""
        before = connections["default"]
        connections["default"] = self.connection
        try:
            yield
        finally:
            connections["default"] = before

    def page(
        self, who: str, *, url: str = "/en/desk/", rows: int | None = None, **asked: str
    ) -> Callable[[], None]:
        """Return the piece of work: a page is opened. Raises AssertionError when it is not the page meant.

        rows: so many the queue has to list; None: that is not looked at.
        """
        client, address = self.clients[who], f"{url}?{urlencode(asked)}"
        if rows is not None:
            assert self.rows(who, **asked) == rows, (self.cases, who, asked, self.rows(who, **asked))

        def work() -> None:
            with self.asked():
                assert client.get(address).status_code == 200, address

        return work

    def rows(self, who: str, **asked: str) -> int:
        """Return how many rows the queue lists on a page."""
        with self.asked():
            return (
                self.clients[who].get(f"/en/desk/?{urlencode(asked)}").content.decode().count("data-row-link")
            )


@cache
def places() -> tuple[Place, Place]:
    """Return the database with few cases and the one with many, made at first use. Raises Skipped."""
    if not has_postgres():
        raise Skipped(f"no PostgreSQL answers at {POSTGRES.rpartition('@')[2].partition('/')[0]}")
    kept = os.environ.get("BENCH_KEEP", "")
    names = [f"{kept}_{kind}" if kept else f"bench_{kind}_{os.getpid()}" for kind in ("few", "many")]
    counts = (FEW, many())
    if not (kept and all(map(exists, names))):
        made(names, counts, kept)
    ContentType.objects.clear_cache()
    kept_values.clear()
    few, large = (place(name, count) for name, count in zip(names, counts, strict=True))
    return few, large


def exists(name: str) -> bool:
    """Return whether the server has a database of that name."""
    with psycopg.connect(url_of("postgres")) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
    return found is not None


def made(names: list[str], counts: tuple[int, int], kept: str) -> None:
    """Make both databases and fill them. kept: "" has them dropped when this process ends."""
    if not kept:
        for name in names:
            atexit.register(on_postgres, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    on_postgres(f'CREATE DATABASE "{names[0]}"')
    ended(started(names[0], "-c", MIGRATE))
    on_postgres(f'CREATE DATABASE "{names[1]}" TEMPLATE "{names[0]}"')
    manage = (str(HOME / "manage.py"), "seed_cases", "--force")
    for seeding in [started(name, *manage, str(count)) for name, count in zip(names, counts, strict=True)]:
        ended(seeding)


def url_of(name: str) -> str:
    """Return the address of a database of the run."""
    return f"{POSTGRES.rpartition('/')[0]}/{name}"


def started(name: str, *command: str) -> subprocess.Popen[bytes]:
    """Begin a command of the portal on a database of the run."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_VAR": str(settings.VAR),
        "DATABASE_URL": url_of(name),
    }
    return subprocess.Popen([sys.executable, *command], cwd=HOME, env=environment, stdout=subprocess.DEVNULL)


def ended(process: subprocess.Popen[bytes]) -> None:
    """Wait for a command. Raises RuntimeError when it failed."""
    if process.wait():
        raise RuntimeError(f"{process.args} failed")


def place(name: str, cases: int) -> Place:
    """Return a database with those who look at it signed in."""
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url_of(name)
    try:
        chosen = {**connections["default"].settings_dict, **database()}
    finally:
        os.environ.pop("DATABASE_URL") if before is None else os.environ.update(DATABASE_URL=before)
    found = Place(cases, load_backend(chosen["ENGINE"]).DatabaseWrapper(chosen, "default"), {})
    with found.asked():
        users = get_user_model().objects
        for who, unit in UNITS.items():
            found.clients[who] = signed_in(users.get(email=f"seed-reviewer-{unit}-0@officers.invalid"))
        email = "bench@administrators.invalid"
        admin = users.filter(email=email).first() or users.create_superuser(email, "a-long-password-1")
        found.clients["admin"] = signed_in(admin)
    return found


def signed_in(user: Any) -> Client:
    """Return a browser in which that member of staff is signed in, with a second factor."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "unused"}}
    )
    client = Client()
    client.force_login(user)
    return client
