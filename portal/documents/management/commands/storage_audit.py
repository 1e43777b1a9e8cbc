import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.documents.auditing import Report, audit
from portal.documents.storage import StorageUnavailable

WORDS = {
    "orphan": "object without a row",
    "lost": "LOST: a row without its object",
    "size": "the size differs",
    "digest": "the digest differs",
}
PROGRESS_EVERY = 10_000


class Command(BaseCommand):
    help = "Compare database and object storage in both directions. Exit 0 when they agree, else 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="delete objects without a row, let lost pieces of uploads be sent again",
        )
        parser.add_argument("--deep", action="store_true", help="read every object and compare its digest")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = audit(repair=options["repair"], deep=options["deep"], progress=self.progress)
        except StorageUnavailable as problem:
            raise CommandError(
                f"The object storage does not answer, so nothing is known: {problem}"
            ) from problem
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), indent=1))
        else:
            self.tell(report)
        if not report.agrees:
            raise SystemExit(1)

    def progress(self, prefix: str, seen: int) -> None:
        """Say from time to time how far it is, beside the output."""
        if seen % PROGRESS_EVERY == 0:
            self.stderr.write(f"{prefix} {seen} keys compared")

    def tell(self, report: Report) -> None:
        """Print what was found, a line each, and what it comes to."""
        for finding in report.findings:
            done = "  (repaired)" if finding.repaired else ""
            self.stdout.write(f"{WORDS[finding.kind]:<32}{finding.key}  {finding.what}{done}")
        self.stdout.write(f"{report.objects} objects and {report.rows} rows compared.")
        if report.fresh:
            self.stdout.write(
                f"{report.fresh} objects without a row are younger than an hour and left alone."
            )
        left = sum(not finding.repaired for finding in report.findings)
        if not report.findings:
            self.stdout.write("Database and storage agree.")
        else:
            self.stdout.write(f"{len(report.findings)} findings, {left} of them still to be seen to.")
