"""Officers and cases of these tests."""

from typing import Any

from portal.accounts.models import User
from tests import cases


def team(role: str, size: int, unit: str = cases.CITY) -> list[User]:
    """Return so many officers of one role at one unit."""
    return [cases.officer(role, unit, name=f"{role}-{unit[-6:]}-{n}") for n in range(size)]


def with_identities(monkeypatch: Any, *keys: str, service: str = "PB") -> None:
    """Let a service name who takes part in its cases."""
    from dataclasses import replace

    from portal.catalog import registry

    monkeypatch.setitem(registry._services, service, replace(registry.get(service), identities=keys))
