"""Other cases of those who take part in a case: what an officer may see of them, and that there are more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import outcomes
from portal.applications.models import Application, Event, Fact
from portal.applications.outcomes import FINAL
from portal.applications.queries import coverage
from portal.applications.states import State, face_of
from portal.catalog import registry

#: So many of the newest are looked at, and so many of those stand on the page unfolded.
MOST, SHOWN = 200, 5


@dataclass(frozen=True)
class Other:
    """Another case, of a unit that the officer's postings cover. outcome: in words, "" while it has none."""

    pk: Any
    number: str
    subject: str
    service: str
    state: str
    outcome: str
    submitted_at: datetime
    concluded_at: datetime | None


@dataclass(frozen=True)
class Earlier:
    """The other cases, newest first.

    seen: those the officer may see. elsewhere: of the others the title of the service and how many, and nothing else:
    neither who nor where. more: there are older ones that nobody looked at.
    """

    seen: Sequence[Other] = ()
    elsewhere: Sequence[tuple[str, int]] = field(default=())
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.seen or self.elsewhere)

    @property
    def first(self) -> Sequence[Other]:
        """Those that stand on the page at once."""
        return self.seen[:SHOWN]

    @property
    def rest(self) -> Sequence[Other]:
        """Those that stand folded."""
        return self.seen[SHOWN:]


def sharing(application: Application) -> QuerySet[Any]:
    """Return the ids of the cases that share who takes part with a case: its `Service.identities`, each by its index.

    A union, because a database that is asked for one condition or another reads the whole table.
    """
    keys = application.declaration.identities
    own = Fact.objects.filter(application=application)
    secrets = own.filter(key__in=keys).exclude(index="").values("index")
    parts = [Fact.objects.filter(key__in=keys, index__in=secrets).exclude(index="").values("application")]
    for key in keys:
        texts = own.filter(key=key).exclude(text="").values("text")
        parts.append(Fact.objects.filter(key=key, text__in=texts).exclude(text="").values("application"))
    return parts[0].union(*parts[1:])


def earlier_of(application: Application, officer: User) -> Earlier:
    """Return the other submitted cases in which somebody of this case takes part, as the officer may know them.

    At most `MOST`, the newest. One query, besides the postings of the officer. Nothing of a case that the officer's
    postings do not cover leaves this function but its service, counted.
    """
    if not application.declaration.identities:
        return Earlier()
    outcome = Event.objects.filter(application=OuterRef("pk"), outcome__in=sorted(FINAL))
    rows = Application.objects.filter(pk__in=sharing(application)).exclude(pk=application.pk)
    # Joined to what holds of every case: the coverage of the whole city is an empty condition, which nothing takes.
    covered = coverage(officer) & Q(number__isnull=False)
    rows = rows.exclude(state=State.DRAFT).annotate(
        visible=Case(When(covered, then=Value("yes")), default=Value(""), output_field=CharField()),
        came_to=Subquery(outcome.order_by("-version", "-pk").values("outcome")[:1]),
    )
    found = list(
        rows.order_by("-submitted_at", "pk").values(
            "pk",
            "number",
            "subject",
            "service",
            "state",
            "submitted_at",
            "concluded_at",
            "visible",
            "came_to",
        )[: MOST + 1]
    )
    seen = [_other(row) for row in found[:MOST] if row["visible"]]
    hidden = Counter(_title(row["service"]) for row in found[:MOST] if not row["visible"])
    return Earlier(seen, hidden.most_common(), len(found) > MOST)


def _other(row: dict[str, Any]) -> Other:
    service = registry.get(row["service"])
    return Other(
        pk=row["pk"],
        number=row["number"] or "",
        subject=row["subject"],
        service=str(service.title),
        state=str(face_of(row["state"], service.nature).staff),
        outcome=outcomes.label(row["came_to"] or ""),
        submitted_at=row["submitted_at"],
        concluded_at=row["concluded_at"],
    )


def _title(code: str) -> str:
    """Return the title of a service; one whose folder is gone has none."""
    try:
        return str(registry.get(code).title)
    except KeyError:
        return _("Other service")
