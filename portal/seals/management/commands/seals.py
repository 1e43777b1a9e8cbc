"""manage.py seals: what papers and codes are signed by, and until when."""

import json
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.seals import codes, configured, current, demo, trust
from portal.seals.errors import SealUnavailable


class Command(BaseCommand):
    """Exit 0 when papers can be sealed and codes signed now, else 1 with the reason."""

    help = "List the seals and the keys of codes; exit 1 when nothing can be sealed. --roll makes new ones (demo)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --json and --roll."""
        parser.add_argument("--json", action="store_true", help="print the list as JSON")
        parser.add_argument("--roll", action="store_true", help="make a new seal and code key (demo only)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Roll if asked to, list, and say whether the list is good."""
        if options["roll"]:
            roll()
        told = listed()
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=1, ensure_ascii=False))
        else:
            self._print(told)
        if told["problems"]:
            sys.exit(1)

    def _print(self, told: dict[str, Any]) -> None:
        for row in told["seals"]:
            days = f"{row['from']} to {row['to']}  {row['days_left']} days left"
            self.stdout.write(f"seal  {row['fingerprint'][:16]}  {days}  {_state(row)}  {row['name']}")
        for row in told["codes"]:
            self.stdout.write(f"code  {row['kid']}  {_state(row)}")
        for problem in told["problems"]:
            self.stderr.write(problem)


def listed() -> dict[str, Any]:
    """Return seals and keys of codes, those in use first, and as `problems` what keeps from signing."""
    told: dict[str, Any] = {"seals": [], "codes": [], "problems": []}
    try:
        current.check()
    except SealUnavailable as problem:
        told["problems"].append(str(problem))
    for name, rows in (("seals", _seals), ("codes", _codes)):
        try:
            told[name] = rows()
        except SealUnavailable as problem:
            if str(problem) not in told["problems"]:
                told["problems"].append(str(problem))
    return told


def roll() -> None:
    """Make a new seal and a new key of codes for the demo. Raises CommandError elsewhere."""
    if not (settings.DEMO or settings.DEBUG) or not configured.is_demo():
        raise CommandError(
            "Only a demo makes its own seals. docs/operations.md (Seals) says how to change yours."
        )
    demo.roll(demo.ensure(Path(settings.VAR) / "seals"))


def _seals() -> list[dict[str, Any]]:
    """Return the seals known, the one in use first, then by their last day. Raises SealUnavailable."""
    try:
        used = current.signer().fingerprint
    except SealUnavailable:  # said by current.check() already
        used = ""
    rows = [
        {
            "fingerprint": fingerprint,
            "name": str(found.subject.native.get("common_name", "")),
            "from": found.not_valid_before.date().isoformat(),
            "to": found.not_valid_after.date().isoformat(),
            "days_left": (found.not_valid_after - datetime.now(UTC)).days,
            "in_use": fingerprint == used,
        }
        for fingerprint, found in trust.seals().items()
    ]
    return sorted(rows, key=lambda row: (not row["in_use"], row["to"]))


def _codes() -> list[dict[str, Any]]:
    """Return the keys of codes, the newest first: that one signs. Raises SealUnavailable."""
    codes.sign_code(b"")
    return [{"kid": key.kid, "in_use": place == 0} for place, key in enumerate(codes.published_keys())]


def _state(row: dict[str, Any]) -> str:
    return "in use" if row["in_use"] else "former"
