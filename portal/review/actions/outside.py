"""What happens after the permit, when the place of origin acts first (A8, stages 5 and 6)."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.applications.actions import move
from portal.applications.models import Application
from portal.applications.states import State
from portal.review.models import Outside
from portal.review.outside import released
from portal.review.policies import check_registration, check_release, check_text
from portal.rulebook.queries import norms
from portal.workdays.queries import today


@transaction.atomic
def record_release(
    *,
    application: Application,
    by: User | None,
    version: int,
    number: str,
    issued_by: str,
    issued_on: date,
    valid_to: date | None = None,
    note: str = "",
) -> Application:
    """Record that the place of origin released the person, with its migration certificate (A9).

    by: None when the exchange brought it. valid_to: its last day; left out, as long as the rulebook says.
    note: internal. Raises NotPossible for a number of another shape, days that cannot be or a certificate that
    has run out; Conflict or NotAllowed as `move`.
    """
    valid_to = valid_to or _usual_end(application, issued_on)
    check_release(number, issued_by, issued_on, valid_to)
    case = move(application, State.ORIGIN_RELEASED, by=by, note=note.strip(), public=False, version=version)
    content = {"number": number, "issued_by": issued_by.strip(), "issued_on": issued_on.isoformat()}
    _keep(case, Outside.Act.RELEASE, by, {**content, "valid_to": valid_to.isoformat() if valid_to else ""})
    return case


def record_refusal(*, application: Application, by: User | None, version: int, reason: str) -> Application:
    """Record that the place of origin does not release the person, and why (at least 15 characters, public).

    by: None when the exchange brought it; then the reason is taken as it came.
    Raises NotPossible; Conflict or NotAllowed as `move`.
    """
    note = check_text(reason) if by else reason
    return move(application, State.ORIGIN_REFUSED, by=by, note=note, version=version)


@transaction.atomic
def register(
    *,
    application: Application,
    by: User,
    version: int,
    household_no: str,
    registered_on: date | None = None,
    note: str = "",
) -> Application:
    """Record that the person has been entered in the register; the notice of it follows by itself.

    registered_on: today when left out. note: internal. Raises NotPossible for a number of another shape or a
    day that lies ahead or before the release; Conflict or NotAllowed as `move`.
    """
    registered_on = registered_on or today()
    check_registration(household_no, registered_on, released(application))
    case = move(application, State.REGISTERED, by=by, note=note.strip(), public=False, version=version)
    content = {"household_no": household_no, "registered_on": registered_on.isoformat()}
    _keep(case, Outside.Act.REGISTER, by, content)
    return case


def reopen(*, application: Application, by: User, version: int, reason: str) -> Application:
    """Review a case again whose permit expired or whose origin refused.

    reason: at least 15 characters, internal.
    The earlier decision stands in the timeline; the case is decided anew, so it has no approver until then.
    Raises NotPossible; Conflict, NotAllowed or FourEyes as `move`.
    """
    note = check_text(reason)
    changes = {"approver": None, "decided_at": None}
    return move(
        application, State.IN_REVIEW, by=by, note=note, public=False, version=version, changes=changes
    )


def _usual_end(application: Application, issued_on: date) -> date | None:
    exchange = application.declaration.exchange
    if exchange is None or not exchange.valid_days:
        return None
    return issued_on + timedelta(days=int(norms(issued_on).value(exchange.valid_days)))


def _keep(application: Application, act: Outside.Act, by: User | None, content: dict[str, Any]) -> None:
    row = Outside(application=application, act=act, by=by)
    row.content = content
    row.save(force_insert=True)
