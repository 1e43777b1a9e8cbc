import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.exchange.models import Packet
from portal.exchange.packets import packet, written
from portal.exchange.transports import FileTransport, transport, write_whole
from portal.standards.divisions import province
from portal.workdays.queries import today

#: One character for a province, as its migration certificates bear it.
LETTERS = {"江苏省": "苏", "浙江省": "浙", "安徽省": "皖"}


class Command(BaseCommand):
    help = "Play the place of origin (demo only): answer each packet of the outbox that has no answer yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--refuse", metavar="REASON", help="do not release, and say why")

    def handle(self, *args: Any, **options: Any) -> None:
        files = transport()
        if not settings.DEMO or not isinstance(files, FileTransport):
            raise CommandError(
                "This plays the place of origin in the demo (PORTAL_DEMO=1, exchange by files)."
            )
        for path in sorted(files.place("outbox").glob("*.json")):
            answered = [files.place(name) / path.name for name in ("inbox", "done", "failed")]
            if any(answer.exists() for answer in answered):
                continue
            write_whole(answered[0], written(self.answer(path, options["refuse"])))
            self.stdout.write(f"{path.stem}: {'refused' if options['refuse'] else 'released'}")

    def answer(self, path: Path, reason: str | None) -> dict[str, Any]:
        """Return the packet with which the place of origin answers the one in a file."""
        asked = json.loads(path.read_text(encoding="utf-8"))
        head, body = asked["head"], asked["body"]
        number = LETTERS.get(province(body["qcd_ssxqdm"]), "迁") + head["zqzbh"][-8:]
        told = {
            "qyzbh": "" if reason else number,
            "zqzbh": head["zqzbh"],
            "czr_gmsfhm": body["sqr_gmsfhm"],
            "czr_xm": body["sqr_xm"],
            "qfjg_gajgmc": body["qcd_hkdjjg_gajgmc"],
            "qfrq": f"{today():%Y%m%d}",
            "yxqjzrq": f"{today() + timedelta(days=30):%Y%m%d}",
            "qyr": body["qyr"],
        }
        reply = packet(Packet.Type.RELEASE, head["ywlsh"], head["zqzbh"], told)
        reply["head"] |= {"qyzbh": told["qyzbh"], "code": "99" if reason else "00", "msg": reason or ""}
        return reply
