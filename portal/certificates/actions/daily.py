"""The list of each day: what the register says, as digests, signed and chained, for anybody to keep.

Who keeps the lists can show that a paper was in the register on a day, and that no line was taken out of it since. A
list says nothing about persons, cases or numbers.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.applications.numbers import hold
from portal.audit import actions as audit
from portal.certificates.models import DailyList, RegisterEntry
from portal.seals import codes
from portal.standards.digests import canonical_json, sha256
from portal.workdays.queries import today

#: A line is written in a transaction that may end a moment after midnight.
SETTLED = timedelta(minutes=10)
GENESIS = "0" * 64
#: The `typ` of its signature; lists of before 2026-11-29 have none.
TYP = "portal-list+jws"


def publish() -> int:
    """Publish the lists of the days that have passed and have none yet, in order; return how many.

    Days on which nothing happened have a list too: a missing one would look like one that was taken away.
    """
    newest = DailyList.objects.order_by("-day").first()
    first = RegisterEntry.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return 0
    day = newest.day + timedelta(days=1) if newest else timezone.localtime(first).date()
    last = timezone.localtime(timezone.now() - SETTLED).date() - timedelta(days=1)
    done = 0
    while day <= min(last, today()) and done < 400:
        done += publish_day(day)
        day += timedelta(days=1)
    return done


@transaction.atomic
def publish_day(day: date) -> bool:
    """Publish the list of one day; False when another process did."""
    hold("daily-list")
    if DailyList.objects.filter(day=day).exists():
        return False
    before = DailyList.objects.filter(day__lt=day).order_by("-day").first()
    lines = lines_of(day)
    payload = {"day": day.isoformat(), "previous": before.digest if before else GENESIS, "entries": lines}
    signed = codes.jws(payload, TYP)
    document = canonical_json(payload).decode()
    row = DailyList.objects.create(
        day=day, count=len(lines), document=document, digest=sha256(document.encode()),
        protected=signed["protected"], signature=signed["signature"], published_at=timezone.now(),
    )  # fmt: skip
    audit.record(
        actor="system", action="register:list", subject=f"list:{day.isoformat()}", data={"digest": row.digest}
    )
    return True


def lines_of(day: date) -> list[dict[str, str]]:
    """Return what happened on a day (Shanghai): digest of the file, act, digest of the line; sorted."""
    begun = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    rows = RegisterEntry.objects.filter(at__gte=begun, at__lt=begun + timedelta(days=1))
    found = rows.values_list("certificate__sha256", "certificate__sm3", "act", "digest")
    return sorted(
        ({"sha256": sha, "sm3": sm3, "act": act, "line": line} for sha, sm3, act, line in found.iterator()),
        key=lambda line: (line["sha256"], line["line"]),
    )
