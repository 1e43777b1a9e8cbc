import json
import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from portal.work.sweeping import sweep_all


class Command(BaseCommand):
    help = "See to everything that is due or was left behind: papers, notices, unanswered corrections."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until stopped")
        parser.add_argument("--with-parent", action="store_true", help="stop when the parent process ends")
        parser.add_argument("--json", action="store_true", help="print one JSON object a round")

    def handle(self, *args: Any, **options: Any) -> None:
        parent = os.getppid()
        while True:
            close_old_connections()  # else a database that was restarted would never be found again
            done = sweep_all()
            if options["json"]:
                self.stdout.write(json.dumps(done))
            elif any(done.values()) or not options["every"]:
                self.stdout.write(", ".join(f"{name}: {count}" for name, count in done.items()))
            if not options["every"]:
                return
            time.sleep(options["every"])
            if options["with_parent"] and os.getppid() != parent:
                return
