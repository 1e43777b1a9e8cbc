"""The place of origin as the tests play it: it reads the outbox and lays answers into the inbox."""

import json
from pathlib import Path
from typing import Any

from portal.applications.models import Application
from portal.workdays.queries import today


class Origin:
    """A folder of the exchange, seen from the other side."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def asked(self, case: Application) -> dict[str, Any]:
        """Return the packet that asks for the release of a case, the newest."""
        files = sorted((self.folder / "outbox").glob(f"{case.number}-*.json"))
        return json.loads(files[-1].read_bytes())

    def names(self, where: str) -> list[str]:
        """Return what lies in a folder."""
        return sorted(path.name for path in (self.folder / where).glob("*"))

    def release(
        self, case: Application, name: str = "answer.json", *, head: Any = None, body: Any = None
    ) -> None:
        """Lay the release of a case into the inbox, with changes to its head and body."""
        self.lay(name, answer_to(self.asked(case), head or {}, body or {}))

    def lay(self, name: str, content: Any) -> None:
        """Lay something into the inbox."""
        inbox = self.folder / "inbox"
        inbox.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        (inbox / name).write_bytes(raw)


def answer_to(asked: dict[str, Any], head: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Return the packet that answers another, with changes."""
    told = {
        "qyzbh": "苏00000009",
        "czr_gmsfhm": asked["body"]["sqr_gmsfhm"],
        "qfjg_gajgmc": "苏州市公安局姑苏分局",
        "qfrq": f"{today():%Y%m%d}",
        "qyr": [{"gmsfhm": row["gmsfhm"], "xm": row["xm"]} for row in asked["body"]["qyr"]],
    }
    top = {"sjblx": "010124", "ywlsh": "SZ1", "zqzbh": asked["head"]["zqzbh"], "code": "00", "msg": ""}
    return {"head": {**top, **head}, "body": {**told, **body}}
