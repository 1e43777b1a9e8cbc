"""manage.py verify_checkpoints: walk the chains of the checkpoints of all cases."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from portal.checkpoints.verification import verify


class Command(BaseCommand):
    """Exit 0 when every chain is whole and agrees with the audit record, 1 with a line for each that is not."""

    help = (
        "Walk the results of the checkpoints. Run verify_audit as well: the ends of the chains stand there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --json."""
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        count, broken = verify()
        if options["json"]:
            report = {"ok": not broken, "results": count, "broken": [asdict(one) for one in broken]}
            self.stdout.write(json.dumps(report))
        else:
            for one in broken:
                self.stdout.write(f"BROKEN: {one.application}: {one.detail}")
            if not broken:
                self.stdout.write(f"OK: {count} results.")
        if broken:
            sys.exit(1)
