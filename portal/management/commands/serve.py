import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.management.demo_people import ACCOUNTS, password


class Command(BaseCommand):
    help = "Start the portal on this machine alone: database, demo content, web server and ticker in one."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            self.stderr.write(
                "serve is for trying the portal (PORTAL_DEMO=1). docs/operations.md says how to run it."
            )
            sys.exit(2)
        call_command("migrate", verbosity=0)
        call_command("demo", verbosity=1)
        port = os.environ.get("PORT", "8000")
        self.greet(port)
        manage = str(Path(settings.BASE_DIR) / "manage.py")
        subprocess.Popen([sys.executable, manage, "tick", "--every", "5", "--with-parent"])  # noqa: S603 -- ourselves
        server = str(Path(sys.executable).with_name("gunicorn"))
        os.execv(  # noqa: S606 -- ourselves
            server,
            [server, "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1",
             "--threads", "16", "--log-level", "warning", "--max-requests", "0", "--no-control-socket"],
        )  # fmt: skip

    def greet(self, port: str) -> None:
        """Say where to go and with which account."""
        lines = [
            "",
            f"  The portal runs at http://127.0.0.1:{port}/ (Chinese) and",
            f"  http://127.0.0.1:{port}/en/ (English).",
            f"  Everybody's password: {password()}",
            "",
            *(f"  {email:<24} {what}" for email, what in ACCOUNTS),
            "",
            "  Apply: sign in as talent@ or company@ and choose a service. Decide: sign in as intake@,",
            "  reviewer@, approver@ and open /desk/. Verify a certificate: /verify/. Pages and rules: admin@",
            "  or editor@, /admin/.",
            "  Mails are printed here. Ctrl-C stops the portal; what you entered stays under var/.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
