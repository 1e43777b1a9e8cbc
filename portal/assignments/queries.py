"""Who could take a case, what an officer has before him or her, and who is away."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from portal.accounts.models import Posting, Role, User
from portal.accounts.queries import roles_of
from portal.accounts.reach import above
from portal.applications.models import Application
from portal.assignments.models import Absence, Claim, Interest, Recusal
from portal.assignments.policies import LEADING, can_take, leads_units
from portal.workdays.queries import today

#: For the order of officers who were never given a case.
NEVER = datetime.min.replace(tzinfo=timezone.get_fixed_timezone(0))


def away(on: Any = None) -> QuerySet[Absence]:
    """Return the absences that hold on a day, today when left out."""
    on = on or today()
    return Absence.objects.filter(ended_at=None, first_on__lte=on, last_on__gte=on)


def posted(application: Application, role: str) -> list[User]:
    """Return who is posted for the case in that role, is present and did not stand back; next to be given one first.

    The order is: the most specific level (station, district, city), the fewest cases at hand, and among equals who
    was given one longest ago. Two queries. Four eyes and interests are not asked here.
    """
    unit, district = application.unit, application.district
    rows = (
        Posting.objects.filter(above((unit, district)), active=True, role=role, user__is_active=True)
        .exclude(Exists(away().filter(officer=OuterRef("user"))))
        .exclude(Exists(Recusal.objects.filter(application=application, officer=OuterRef("user"))))
        .select_related("user")
        .annotate(got_at=F("user__share__got_at"))
    )
    best: dict[int, tuple[int, datetime, User]] = {}
    for row in rows:
        level = 0 if row.unit == unit else 1 if row.unit[:6] == district else 2
        if row.user_id not in best or level < best[row.user_id][0]:
            best[row.user_id] = level, row.got_at or NEVER, row.user
    loads = loads_of(best)
    order = sorted(best.items(), key=lambda item: (item[1][0], loads.get(item[0], 0), item[1][1], item[0]))
    return [user for _pk, (_level, _got_at, user) in order]


def loads_of(officers: Collection[int]) -> dict[int, int]:
    """Return how many cases wait at the desk for each of these officers, by id; who has none is left out."""
    rows = Application.objects.filter(assignee__in=officers).exclude(turn="")
    return dict(rows.values_list("assignee").annotate(Count("pk")))


def candidates(application: Application) -> list[User]:
    """Return who may take the case as it is now, the next to be given one first; none when it is nobody's turn."""
    if not application.turn:
        return []
    return [user for user in posted(application, application.turn) if can_take(user, application)]


def last_in_turn(application: Application) -> User | None:
    """Return the officer who acted last on the case in the role whose turn it is again."""
    moves = application.events.filter(kind="move", role=application.turn, actor__isnull=False)
    row = moves.select_related("actor").order_by("-version").first()
    return row.actor if row else None


def claim_of(application: Application) -> Claim | None:
    """Return the claim of a case, alive or lapsed, with its officer."""
    return Claim.objects.filter(application=application).select_related("officer").first()


def unclaimed(rows: QuerySet[Application], officer: User) -> QuerySet[Application]:
    """Return those that no other officer has claimed now, and from which this one has not stood back."""
    others = Claim.objects.filter(application=OuterRef("pk"), until__gt=timezone.now()).exclude(
        officer=officer
    )
    stood_back = Recusal.objects.filter(application=OuterRef("pk"), officer=officer)
    return rows.exclude(Exists(others)).exclude(Exists(stood_back))


@dataclass(frozen=True)
class Work:
    """Who works on a case, as one officer sees it. claim: only while it is alive.

    recusal: kind of the recusal that keeps this officer away, "" for none. recusals: for supervisors only.
    """

    assignee: User | None
    claim: Claim | None
    mine: bool
    recusal: str
    recusals: list[Recusal] = field(default_factory=list)

    @property
    def others(self) -> Claim | None:
        """The claim of somebody else, if there is one."""
        return None if self.mine else self.claim


def with_work(rows: QuerySet[Application], officer: User) -> QuerySet[Application]:
    """Return cases with what `work_of` asks about each, so that it needs no query of its own."""
    stood_back = Recusal.objects.filter(application=OuterRef("pk"), officer=officer)
    rows = rows.select_related("assignee", "claim__officer")
    return rows.annotate(recusal_kind=Subquery(stood_back.values("kind")[:1]))


def work_of(application: Application, officer: User) -> Work:
    """Return who works on a case. No query for a case read `with_work`; one for supervisors, who see who stood back."""
    row = application
    if not hasattr(row, "recusal_kind"):
        rows = Application.objects.filter(pk=application.pk).defer("draft_sealed")
        row = with_work(rows, officer).get()
    claim = getattr(row, "claim", None)
    claim = claim if claim is not None and claim.alive() else None
    recusals: list[Recusal] = []
    if Role.SUPERVISOR in roles_of(officer):
        recusals = list(Recusal.objects.filter(application=application).select_related("officer"))
    mine = claim is not None and claim.officer_id == officer.pk
    return Work(row.assignee, claim, mine, getattr(row, "recusal_kind", None) or "", recusals)


def officers_led_by(user: User) -> QuerySet[User]:
    """Return the active officers for whom the user enters absences: those posted in units that he or she leads."""
    covered = Q(pk__in=[])
    for unit in leads_units(user):
        covered |= Q(unit__startswith=unit)
    posted = Posting.objects.filter(covered, active=True)
    return User.objects.filter(pk__in=posted.values("user"), is_active=True).order_by("last_name", "pk")


def deputies_of(officer: User) -> QuerySet[User]:
    """Return who may stand in for an officer: others with a posting of one of his or her roles, leading ones apart."""
    roles = roles_of(officer) - {Role.SUPERVISOR}
    posted = Posting.objects.filter(active=True, role__in=roles).values("user")
    return User.objects.filter(pk__in=posted, is_active=True).exclude(pk=officer.pk)


def absences_for(user: User) -> QuerySet[Absence]:
    """Return the present and coming absences that a user sees: the own ones and those of officers led."""
    seen = Q(officer=user)
    if roles_of(user) & set(LEADING):
        seen |= Q(officer__in=officers_led_by(user))
    rows = Absence.objects.filter(seen, ended_at=None, last_on__gte=today())
    return rows.select_related("officer", "deputy", "by")


def interests_of(officer: User) -> QuerySet[Interest]:
    """Return what an officer recorded, oldest first."""
    return Interest.objects.filter(officer=officer)
