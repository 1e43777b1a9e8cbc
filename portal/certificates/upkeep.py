"""What time does to permits that wait for the place of origin."""

from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.policies import Conflict
from portal.applications.states import State
from portal.certificates.models import Certificate
from portal.workdays.queries import today


def expire_permits() -> int:
    """Hand the cases back to the desk whose permit ran out before the place of origin acted (A8); return how many."""
    overdue = Application.objects.filter(
        state=State.ORIGIN_PENDING,
        certificates__register=Certificate.Register.ACTIVE,
        certificates__status=Certificate.Status.ISSUED,
        certificates__valid_to__lt=today(),
    ).order_by("pk")
    moved = 0
    for application in overdue[:500]:
        try:
            move(application, State.CERT_EXPIRED, by=None)
        except Conflict:  # released at this very moment
            continue
        moved += 1
    return moved
