"""Terms of consultations that have passed: whoever can do something about it is reminded, once for each term."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from portal.accounts.models import Role
from portal.accounts.queries import posted_over
from portal.audit import actions as audit
from portal.consultations import memos
from portal.consultations.models import Consultation
from portal.consultations.states import TO_CONVENE, State
from portal.work.background import claim
from portal.workdays.queries import today

#: Consultations that one tick deals with; the others wait for the next.
MOST = 200


def remind() -> int:
    """Remind of the terms that passed since the last round; return how many."""
    late = Consultation.objects.filter(_late()).order_by("convene_by", "pk")
    return sum(_remind(pk) for pk in list(late.values_list("pk", flat=True)[:MOST]))


def _late() -> Q:
    """Return the condition for consultations whose present term has passed without a reminder."""
    on = today()
    convene = Q(state__in=TO_CONVENE, convene_by__lt=on) & ~Q(reminded="convene")
    return convene | (Q(state=State.CONVENED, conclude_by__lt=on) & ~Q(reminded="conclude"))


@transaction.atomic
def _remind(pk: UUID) -> bool:
    row = claim(Consultation.objects.filter(_late()), pk)
    if row is None:
        return False
    row.reminded = "conclude" if row.state == State.CONVENED else "convene"
    row.save(update_fields=["reminded"])
    case = row.case
    leading = [row.chair] if row.chair else posted_over(case.unit, case.district, [Role.SUPERVISOR])
    memos.tell(row, "consultation_late", [*leading, row.requested_by], None)
    audit.record(
        actor="system",
        action="consultation:late",
        subject=f"application:{row.case_id}",
        data={"consultation": row.number, "term": row.reminded},
    )
    return True
