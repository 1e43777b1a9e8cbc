import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.certificates.models import Certificate
from portal.certificates.queries import verdict_of
from portal.documents import storage
from portal.standards.case_numbers import canonical


class Command(BaseCommand):
    help = "List the certificates, or write the PDF of one to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="?")
        parser.add_argument("--output", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["number"]:
            self.write(canonical(options["number"]), options["output"])
        else:
            self.list(as_json=options["json"])

    def write(self, number: str, output: Path | None) -> None:
        """Write the stored PDF of a certificate to a file."""
        found = Certificate.objects.filter(number=number, status=Certificate.Status.ISSUED).first()
        if found is None:
            raise CommandError(f"No issued certificate has the number {number}.")
        target = output or Path(found.file_name)
        try:
            content = storage.read(found.key)
        except (storage.StorageUnavailable, FileNotFoundError) as problem:
            raise CommandError(f"The store does not give {number}: {problem}") from problem
        target.write_bytes(content)
        self.stdout.write(f"{number} written to {target}")

    def list(self, *, as_json: bool) -> None:
        """List every certificate with its state, oldest first."""
        rows = [
            {
                "number": row.number,
                "type": row.type,
                "status": row.status,
                "verdict": verdict_of(row) if row.status == Certificate.Status.ISSUED else None,
                "issued_on": row.issued_on.isoformat() if row.issued_on else None,
                "valid_to": row.valid_to.isoformat() if row.valid_to else None,
                "sha256": row.sha256,
                "error": row.error,
            }
            for row in Certificate.objects.order_by("created_at").iterator()
        ]
        if as_json:
            self.stdout.write(json.dumps(rows, indent=1))
            return
        for row in rows:
            self.stdout.write(
                "  ".join(str(row[key] or "–") for key in ("number", "status", "verdict", "valid_to"))
            )
