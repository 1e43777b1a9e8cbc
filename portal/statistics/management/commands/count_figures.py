"""Count the figures of the desk up to now, or anew from the first move on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.statistics.counting import count_up, recount


class Command(BaseCommand):
    help = "Count the figures of the desk; --anew throws them away first and counts every move again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="begin again at the first move")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count until nothing is left, and say how far it is."""
        total = recount() if options["anew"] else 0
        done = 0
        while counted := count_up():
            done += counted
            self.stdout.write(f"{done} of {total} events" if total else f"{done} events")
        self.stdout.write(self.style.SUCCESS("The figures are counted."))
