"""manage.py verify_audit: walk the audit chain and name the first broken link."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit import anchors
from portal.audit.verification import Report, verify


class Command(BaseCommand):
    """Exit 0 with the count and the head's digest when the chain is whole, 1 when it is broken."""

    help = "Walk the audit chain. Keep anchors outside the database: only they find a chain rewritten whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --json, --anchor and --write-anchor."""
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--anchor", type=Path, help="file of anchors the chain must hold")
        parser.add_argument("--write-anchor", type=Path, help="file to append the head to if all is well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, report, and write the anchor."""
        try:
            known = anchors.read(options["anchor"]) if options["anchor"] else {}
        except (anchors.BadAnchor, OSError) as error:
            raise CommandError(f"The anchors cannot be read: {error}") from error
        report = verify(known)
        self._print(report, len(known), options["json"])
        if report.broken:
            sys.exit(1)
        if options["write_anchor"]:
            anchors.append(options["write_anchor"], report)

    def _print(self, report: Report, anchored: int, as_json: bool) -> None:
        """Print the report in words or as JSON."""
        if as_json:
            self.stdout.write(json.dumps({"ok": not report.broken, "anchors": anchored, **asdict(report)}))
        elif report.broken:
            self.stdout.write(f"BROKEN at entry {report.broken.seq}: {report.broken.detail}.")
        else:
            self.stdout.write(f"OK: {report.count} entries, {anchored} anchors, head {report.digest}.")
