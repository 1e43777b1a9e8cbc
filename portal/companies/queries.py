"""Which companies somebody may act for, and what stands on a company's record."""

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.companies.models import Company, Handler, Incident
from portal.workdays.queries import today


def acting(user: User) -> QuerySet[Handler]:
    """Return the authorisations of a person that hold today; none for visitors."""
    if not user.is_authenticated:
        return Handler.objects.none()
    holds = Q(valid_to=None) | Q(valid_to__gte=today())
    return Handler.objects.filter(holds, user=user, state=Handler.State.ACTIVE)


def companies_of(user: User) -> QuerySet[Company]:
    """Return the companies that a person may act for today, by name."""
    return Company.objects.filter(pk__in=acting(user).values("company")).order_by("name", "pk")


def incidents_of(uscc: str) -> QuerySet[Incident]:
    """Return what stands on the record of a company (its credit code), newest first; nothing for an empty code."""
    if not uscc:
        return Incident.objects.none()
    return Incident.objects.filter(uscc=uscc).order_by("-on", "-created_at")
