import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.management.seeding import seed


class Command(BaseCommand):
    help = (
        "Make N synthetic cases with invented people, for benches. They have no answers, papers or timelines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, help="how many cases")
        parser.add_argument("--seed", type=int, default=1, help="another number gives other cases")
        parser.add_argument("--json", action="store_true", help="tell in JSON what was made")
        parser.add_argument("--force", action="store_true", help="also on an installation that is no demo")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG or options["force"]):
            raise CommandError(
                "This is no demo (PORTAL_DEMO) and nothing was made: invented cases would stand among real ones. "
                "Say --force if the database is there for benches only."
            )
        if options["count"] < 1:
            raise CommandError("At least one case has to be made.")
        made = seed(options["count"], options["seed"])
        if options["json"]:
            self.stdout.write(json.dumps(made))
        else:
            told = ", ".join(f"{number:,} {kind}" for kind, number in made.items())
            self.stdout.write(f"Made: {told}.")
