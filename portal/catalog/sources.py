"""Registers outside the portal: the adapters that answer, and which one a setting chooses.

The reply to a `catalog.declaration.Source` is kept in the answers as
`answers["sources"][key] = {"state": YES, NO or UNAVAILABLE, "data": {…}, "at": ISO time, "filled": ["step.field"]}`.
"""

import json
import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from portal.catalog import registry
from portal.catalog.declaration import Answers

log = logging.getLogger(__name__)
#: The step of the answers that holds the replies. It is no page of the wizard.
SOURCES = "sources"
#: The key of the source that is no register: what the account of a company says (see wizard/account.py).
ACCOUNT = "account"
State = Literal["YES", "NO", "UNAVAILABLE"]


@dataclass(frozen=True)
class Reply:
    """What a register answers: it holds what was asked about, it does not, or it cannot be reached now."""

    state: State
    data: Mapping[str, Any] = field(default_factory=dict)


class Register(Protocol):
    """An adapter to one or several registers."""

    def ask(self, source: str, question: Mapping[str, str]) -> Reply:
        """Return the reply. source: the key of the `Source`. Never raises for a register that is down."""


class Unavailable:
    """The built-in adapter: no register is connected. Nothing is ever refused because of it."""

    def ask(self, source: str, question: Mapping[str, str]) -> Reply:
        """Return UNAVAILABLE."""
        return Reply("UNAVAILABLE")


class FileRegister:
    """A register kept in a JSON file, for the demo and for tests.

    The file holds `{source: [{"match": {field: text}, "state": …, "data": {…}}]}`: the first entry whose match
    agrees with the question answers; the last resort of a source is its entry with an empty match. A source that
    is not in the file is UNAVAILABLE.
    """

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def ask(self, source: str, question: Mapping[str, str]) -> Reply:
        """Return the reply of the file; UNAVAILABLE when the file cannot be read."""
        try:
            entries = json.loads(self.path.read_text(encoding="utf-8")).get(source, [])
        except (OSError, ValueError) as problem:
            log.warning("register file of %s cannot be read: %s", source, type(problem).__name__)
            return Reply("UNAVAILABLE")
        for entry in entries:
            if all(question.get(name) == text for name, text in entry["match"].items()):
                return Reply(entry["state"], entry.get("data", {}))
        return Reply("UNAVAILABLE")


def register_of(service: str, source: str, demo: Path | None = None) -> Register:
    """Return the adapter of a source: `settings.SOURCES["XY.property"]`, else that of "XY", else `Unavailable`.

    A setting is a dotted path, or a dotted path and an argument with "|" between. In the demo a service without a
    setting is answered by the file `data/registers.json` of its folder, if it has one. demo: the file that answers
    then when it is no service that asks, but a room of the portal.
    """
    chosen = settings.SOURCES.get(f"{service}.{source}") or settings.SOURCES.get(service)
    if not chosen:
        file = demo or demo_file(service)
        return FileRegister(str(file)) if settings.DEMO and file.exists() else Unavailable()
    path, _, argument = chosen.partition("|")
    adapter: Register = import_string(path)(argument) if argument else import_string(path)()
    return adapter


def demo_file(service: str) -> Path:
    """Return where the invented registers of a service lie, whether or not there are any."""
    # A service may be declared in a folder below that of its kin: the registers lie in `services/<folder>`.
    package = ".".join(registry.get(service).route.__module__.split(".")[:2])
    declared_in = sys.modules[package].__file__ or ""
    return Path(declared_in).parent / "data" / "registers.json"


def ask(service: str, source: str, question: Mapping[str, str], demo: Path | None = None) -> Reply:
    """Return what a register answers; one that fails in whatever way is UNAVAILABLE, and the failure is logged.

    service: code of the service that asks, or name of a room. demo: as for `register_of`.
    """
    try:
        return register_of(service, source, demo).ask(source, question)
    except Exception:
        log.exception("source %s.%s failed", service, source)
        return Reply("UNAVAILABLE")


def state_of(answers: Answers, key: str) -> str:
    """Return the state of a source in the answers; "" when it was not asked."""
    return str(((answers.get(SOURCES) or {}).get(key) or {}).get("state", ""))
