import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.certificates.verification.files import answer_to
from portal.certificates.verification.wording import said
from portal.seals.errors import SealUnavailable


class Command(BaseCommand):
    help = (
        "Say whether a PDF is a paper of this portal, unchanged, under a seal that holds, and in force. "
        "Exit 0 only for VALID."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="also what the register says, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as problem:
            raise CommandError(f"{options['file']} cannot be read: {problem.strerror}.") from problem
        try:
            answer = answer_to(content)
        except SealUnavailable as problem:
            raise CommandError(f"Seals cannot be judged now: {problem}") from problem
        if options["json"]:
            facts = {**asdict(answer), "sentence": str(said(answer).sentence)}
            self.stdout.write(json.dumps(facts, default=str, ensure_ascii=False))
        else:
            self.stdout.write(answer.verdict)
        if answer.verdict != "VALID":
            sys.exit(1)
