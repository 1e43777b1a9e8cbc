import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.certificates.queries import verdict_of_file


class Command(BaseCommand):
    help = "Say whether a PDF is a certificate of this portal, unchanged and in force. Exit 0 only for VALID."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as problem:
            raise CommandError(f"{options['file']} cannot be read: {problem.strerror}.") from problem
        verdict = verdict_of_file(content)
        self.stdout.write(verdict)
        if verdict != "VALID":
            sys.exit(1)
