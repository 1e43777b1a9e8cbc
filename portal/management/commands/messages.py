import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.management.strings import catalogues, collect


class Command(BaseCommand):
    help = "Collect the strings to translate; exit 1 while some lack their Chinese."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--known", type=Path, nargs="*", default=[], help="JSON files {string: Chinese}")

    def handle(self, *args: Any, **options: Any) -> None:
        known: dict[str, str] = {}
        for path in options["known"]:
            known |= json.loads(path.read_text())
        left = 0
        for po, folders in catalogues().items():
            missing = collect(po, folders, known)
            left += len(missing)
            self.stdout.write(f"{po.parents[3].name}: {len(missing)} without translation")
            for text in missing:
                self.stdout.write(f"    {text!r}")
        if left:
            sys.exit(1)
