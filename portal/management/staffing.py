"""The invented officers, applicants and labels that synthetic cases belong to. Nobody can sign in as one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from django.contrib.auth.hashers import make_password

from portal.accounts.models import Posting, Role, User
from portal.management import invented
from portal.review.models import Label

ROLES = (Role.INTAKE, Role.REVIEWER, Role.APPROVER)
CITY = "310000000000"
#: Officers of each role: at the municipal bureau, at a district's, at a station.
OF_A_ROLE = {"city": 3, "district": 2, "station": 1}
WORDS = (("加急", "warn"), ("复杂", "info"), ("重点核查", "bad"), ("补充来件", "neutral"), ("回访", "good"))


def kind_of(unit: str) -> str:
    """Return what a unit is, by its code: city, district or station."""
    if unit.startswith("310000"):
        return "city"
    return "district" if unit.endswith("000000") else "station"


@dataclass
class Desk:
    """Who works where: user ids by unit and role."""

    officers: dict[tuple[str, str, int], int]

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """The units by kind."""
        found: dict[str, list[str]] = {"city": [], "district": [], "station": []}
        for unit in dict.fromkeys(unit for unit, _role, _place in self.officers):
            found[kind_of(unit)].append(unit)
        return found

    def units_like(self, unit: str) -> list[str]:
        """Return the units of the same kind."""
        return self.units[kind_of(unit)]

    def officers_of(self, unit: str, random: Random) -> tuple[int, int, int]:
        """Return an intake officer, a reviewer and an approver of a unit: three people."""
        most = OF_A_ROLE[kind_of(unit)]
        intake, reviewer, approver = (self.officers[unit, role, random.randrange(most)] for role in ROLES)
        return intake, reviewer, approver


def staff(units: Sequence[str]) -> Desk:
    """Return the officers of units, made at first use: for each role as many as OF_A_ROLE says."""
    wanted = {
        f"seed-{role}-{unit}-{place}@officers.invalid": (unit, str(role), place)
        for unit in units
        for role in ROLES
        for place in range(OF_A_ROLE[kind_of(unit)])
    }
    ids = _users(list(wanted))
    posted = set(Posting.objects.filter(user__in=ids.values()).values_list("user", flat=True))
    Posting.objects.bulk_create(
        Posting(user_id=ids[email], unit=unit, role=role)
        for email, (unit, role, _place) in wanted.items()
        if ids[email] not in posted
    )
    return Desk({place: ids[email] for email, place in wanted.items()})


def applicants(count: int) -> list[int]:
    """Return the ids of invented applicants, made at first use."""
    return list(_users([f"seed-{n}@applicants.invalid" for n in range(count)]).values())


def labels(units: Sequence[str]) -> list[int]:
    """Return the ids of labels of the city, made at first use."""
    return [
        Label.objects.get_or_create(unit=CITY, name=name, defaults={"tone": tone})[0].pk
        for name, tone in WORDS
    ]


def _users(emails: Sequence[str]) -> dict[str, int]:
    """Return the ids of accounts by address; those that are missing are made, without a password."""
    known = dict(User.objects.filter(email__endswith=".invalid").values_list("email", "pk"))
    random, none = Random(len(emails)), make_password(None)
    missing = []
    for email in emails:
        if email not in known:
            name = invented.person(random)
            missing.append(User(email=email, last_name=name[0], first_name=name[1:], password=none))
    User.objects.bulk_create(missing, batch_size=500)
    if missing:
        known = dict(User.objects.filter(email__endswith=".invalid").values_list("email", "pk"))
    return {email: known[email] for email in emails}
