"""manage.py rotate_keys: seal everything with the newest key of the ring."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.keyring.rotation import rotate
from portal.keyring.sealing import newest_key_id


class Command(BaseCommand):
    """Report per sealed column what was done; exit 1 when a value could not be opened."""

    help = (
        "Seal everything with the first key of PORTAL_FIELD_KEYS. Add the new key in front of the old one, "
        "restart all processes, run this, and drop the old key once it reports nothing left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --json."""
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and report."""
        outcomes = rotate()
        if options["json"]:
            report = {"key": newest_key_id(), "columns": [asdict(outcome) for outcome in outcomes]}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for outcome in outcomes:
                self.stdout.write(
                    f"{outcome.name}: {outcome.resealed} sealed anew, {outcome.current} already current, "
                    f"{outcome.changed} written meanwhile, {len(outcome.failed)} not opened"
                )
            if not any(outcome.resealed or outcome.failed for outcome in outcomes):
                self.stdout.write(f"Nothing to do: everything is sealed with key {newest_key_id()}.")
        failed = [f"{outcome.name} {pk}" for outcome in outcomes for pk in outcome.failed]
        if failed:
            raise CommandError(
                f"{len(failed)} values could not be opened, keep the old keys: " + ", ".join(failed[:20]),
                returncode=1,
            )
