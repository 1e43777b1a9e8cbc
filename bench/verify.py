"""The public answer about a certificate, beside a bare Django view that looks one row up.

Both go through the same WSGI handler and middleware, as visitors without a session, each time about another of 2,000
certificates. One after the other on one processor: requests a second are what the CPU time of one of them allows.
"""

import io
import statistics
from collections.abc import Callable
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.utils import timezone

from bench.measuring import Result, compared, spread
from portal.applications.models import Application
from portal.certificates.limits import MOST_A_MINUTE
from portal.certificates.models import Certificate
from portal.standards.case_numbers import certificate_number
from portal.workdays.queries import today

GOAL = 0.6
MANY = 2_000
UNIT = "310116000000"


def certificates() -> list[Certificate]:
    """Return issued certificates in force, each of a case of its own."""
    owner = get_user_model().objects.create_user("verify@bench.test", "not-needed-here-1")
    now, day = timezone.now(), today()
    ended = {"state": "CONCLUDED", "submitted_at": now, "concluded_at": now, "decided_at": now}
    cases = Application.objects.bulk_create(
        Application(
            owner=owner,
            service="PB",
            language="zh-hans",
            unit=UNIT,
            district=UNIT[:6],
            number=f"V{n}",
            **ended,
        )
        for n in range(MANY)
    )
    return Certificate.objects.bulk_create(
        Certificate(
            application=case, type="GB", unit=UNIT, status="issued", title="购买备案证明", organ="上海市公安局金山分局",
            number=certificate_number("GB", UNIT[:6], day.year, place), code=f"{place:016d}",
            sha256=f"{place:064d}", sm3=f"{place:064d}", seal="0" * 64, issued_on=day, issued_at=now,
        )
        for place, case in enumerate(cases, 1)
    )  # fmt: skip


def get(handler: WSGIHandler, path: str, query: str, address: str) -> tuple[str, bytes]:
    """Send one GET through the handler; return status and body."""
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": address,
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "testserver",
        "HTTP_ACCEPT": "text/html", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
    answer: Any = handler(environ, lambda status, _headers: told.append(status))
    body = b"".join(answer)
    answer.close()
    return told[0], body


def asking(rows: list[Certificate], path: str, said: bytes, coded: bool) -> Callable[[], None]:
    """Return the piece of work: ask about the next certificate, from an address that has not asked too often."""
    handler, numbers = WSGIHandler(), count()

    def work() -> None:
        n = next(numbers)
        row, host = rows[n % MANY], n // MOST_A_MINUTE
        query = f"code={row.code}" if coded else ""
        status, body = get(handler, path.format(row.number), query, f"10.0.{host // 250}.{host % 250}")
        assert status.startswith("200") and said in body, status

    return work


def measure() -> Result:
    """Return how many requests a second each side answers, and their ratio."""
    rows = certificates()
    ours = asking(rows, "/verify/{}/", b"result-good", coded=True)
    bare = asking(rows, "/bare/{}/", rows[0].organ.encode(), coded=False)
    mine, theirs = compared(ours, bare)
    note = (
        f"the answer page about one of {MANY} certificates, with its limit of questions, against a bare view with one "
        f"query behind the same middleware, on {connection.vendor}; CPU ms {spread(mine)} against {spread(theirs)}"
    )
    figures = (round(1000 / statistics.median(times), 1) for times in (mine, theirs))
    return Result("verify", *figures, "requests/s", GOAL, note, at_least=True)
