"""Production refuses to start without its secrets, and says which; with them it passes Django's own check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BASE = Path(__file__).parents[1]
COMPLETE = {
    "PORTAL_SECRET_KEY": "kR8vQ2mXz7LpT4wYc9BnJ6hGd3FsA5eUqW1oZi0xVtCbNmKl7f",
    "PORTAL_FIELD_KEYS": "pL5tR9wXq2ZmB7vKc4YnH8jGd1FsA6eUoW3iTz0xQrCbNmVk2g",
    "PORTAL_INDEX_KEY": "wT3bR7nXp5QmZ9vKc2YjH6hGd4FsA1eUoL8iTz0xVrCbNmWq",
    "PORTAL_SITE_URL": "https://portal.example",
    "PORTAL_BEHIND_PROXY": "1",
    "CLAMAV_ADDRESS": "127.0.0.1:3310",
    "PORTAL_SEAL": "/etc/portal/seal.p12",
    "PORTAL_SEAL_ROOTS": "/etc/portal/roots",
    "PORTAL_CODE_KEYS": "/etc/portal/code.pem",
}


def manage(*command, tmp_path, **environment):
    """Run manage.py as production does and return the finished process."""
    kept = {
        name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}
    }
    variables = {
        **kept,
        "PORTAL_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        **environment,
    }
    return subprocess.run(
        [sys.executable, BASE / "manage.py", *command],
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=BASE,
    )


@pytest.mark.parametrize(
    "missing",
    [
        "PORTAL_SECRET_KEY",
        "PORTAL_FIELD_KEYS",
        "PORTAL_INDEX_KEY",
        "PORTAL_SITE_URL",
        "PORTAL_SEAL",
        "PORTAL_SEAL_ROOTS",
        "PORTAL_CODE_KEYS",
    ],
)
def test_a_missing_secret_stops_the_start_and_is_named(missing, tmp_path):
    environment = {name: value for name, value in COMPLETE.items() if name != missing}
    done = manage("check", tmp_path=tmp_path, **environment)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert missing in last and "not set" in last
    assert not any(f"{name} " in last for name in COMPLETE if name != missing)
    assert not (tmp_path / "secrets").exists()


def test_an_empty_secret_is_a_missing_one(tmp_path):
    done = manage("check", tmp_path=tmp_path, **COMPLETE | {"PORTAL_INDEX_KEY": ""})
    assert done.returncode != 0 and "PORTAL_INDEX_KEY" in done.stderr


def test_the_check_for_production_is_clean(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **COMPLETE)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_check_for_production_asks_for_a_virus_scanner(tmp_path):
    variables = {key: value for key, value in COMPLETE.items() if key != "CLAMAV_ADDRESS"}
    done = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **variables)
    assert done.returncode != 0 and "CLAMAV_ADDRESS" in done.stderr


def test_no_migration_is_missing(tmp_path):
    done = manage("makemigrations", "--check", "--dry-run", tmp_path=tmp_path, **COMPLETE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_debug_makes_its_own_secrets_once(tmp_path):
    code = "from portal import settings; print(settings.SECRET_KEY, settings.INDEX_KEY, settings.FIELD_KEYS)"
    variables = {"PATH": os.environ["PATH"], "PORTAL_VAR": str(tmp_path), "PORTAL_DEBUG": "1"}
    command = [sys.executable, "-c", code]
    first, again = (
        subprocess.run(command, env=variables, capture_output=True, text=True, cwd=BASE, check=True).stdout
        for _ in range(2)
    )
    assert first == again
    assert len(set(first.split())) == 3
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o600}


def test_the_demo_server_is_not_for_production(tmp_path):
    done = manage("serve", tmp_path=tmp_path, **COMPLETE)
    assert done.returncode == 2
    assert "PORTAL_DEMO" in done.stderr
