import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.seals import codes, configured, current, demo, trust
from portal.seals.errors import SealUnavailable


class Command(BaseCommand):
    help = "List the seals and the keys of codes; exit 1 when nothing can be sealed. --roll makes new ones (demo)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--roll", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["roll"]:
            self.roll()
        problem = ""
        try:
            current.check()
            used = current.signer().fingerprint
        except SealUnavailable as found:
            problem, used = str(found), ""
        told = {"seals": self.seals(used), "codes": self.codes(), "problem": problem}
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=1, ensure_ascii=False))
        else:
            self.write(told)
        if problem:
            sys.exit(1)

    def roll(self) -> None:
        """Make a new seal and a new key of codes for the demo. Raises CommandError elsewhere."""
        if not (settings.DEMO or settings.DEBUG) or not configured.is_demo():
            raise CommandError(
                "Only a demo makes its own seals. docs/operations.md (Seals) says how to change yours."
            )
        demo.roll(demo.ensure(Path(settings.VAR) / "seals"))

    def seals(self, used: str) -> list[dict[str, Any]]:
        """Return the seals known, the one in use first."""
        rows = [
            {
                "fingerprint": fingerprint,
                "name": str(found.subject.native.get("common_name", "")),
                "from": found.not_valid_before.date().isoformat(),
                "to": found.not_valid_after.date().isoformat(),
                "in_use": fingerprint == used,
            }
            for fingerprint, found in trust.seals().items()
        ]
        return sorted(rows, key=lambda row: (not row["in_use"], row["to"]))

    def codes(self) -> list[dict[str, Any]]:
        """Return the keys of codes, the newest first: that one signs."""
        return [{"kid": key.kid, "in_use": place == 0} for place, key in enumerate(codes.published_keys())]

    def write(self, told: dict[str, Any]) -> None:
        """Print the list for people."""
        for row in told["seals"]:
            state = "in use" if row["in_use"] else "former"
            self.stdout.write(
                f"seal  {row['fingerprint'][:16]}  {row['from']} to {row['to']}  {state}  {row['name']}"
            )
        for row in told["codes"]:
            self.stdout.write(f"code  {row['kid']}  {'in use' if row['in_use'] else 'former'}")
        if told["problem"]:
            self.stderr.write(told["problem"])
