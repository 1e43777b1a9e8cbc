"""What officers read and write on the record of a company; each is kept in the audit."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.policies import NotAllowed
from portal.audit import actions as audit
from portal.companies.models import Incident
from portal.review.acts import LEAST_NOTE
from portal.review.company import RECORDED, may_record
from portal.review.policies import NotPossible, check_text
from portal.workdays.queries import today


@transaction.atomic
def record_company(*, uscc: str, by: User, action: str, **data: str) -> None:
    """Record in the audit what an officer did on the record of a company. action: `company:read` and the like."""
    audit.record(actor=f"user:{by.pk}", action=action, subject=f"company-record:{uscc}", data=data)


@transaction.atomic
def record_incident(*, uscc: str, by: User, kind: str, on: date, note: str, case: str = "") -> Incident:
    """Write a penalty or a violation on the record of a company; rules and officers read it from then on.

    kind: PENALTY or VIOLATION. on: not in the future. note: what happened, at least 10 characters, internal.
    case: the number of the case it came from. Raises NotAllowed for who is no reviewer, approver or supervisor of
    a case of the company, NotPossible.
    """
    if not may_record(by, uscc):
        raise NotAllowed("no posting that may write on the record of this company")
    if kind not in RECORDED:
        raise NotPossible(_("Please choose what is recorded."), "kind")
    if on > today():
        raise NotPossible(_("This day has not come yet. Please check it."), "on")
    note = check_text(note, LEAST_NOTE, "note")
    row = Incident.objects.create(uscc=uscc, kind=kind, on=on, note=note, case=case, recorded_by=by)
    record_company(uscc=uscc, by=by, action="incident:recorded", incident=str(row.pk), kind=kind)
    return row


@transaction.atomic
def close_incident(*, incident: Incident, by: User, note: str) -> Incident:
    """Close an entry on the record of a company; it stays there. note: why, at least 10 characters, internal.

    Raises NotAllowed as `record_incident`, NotPossible for one that somebody has closed or a short note.
    """
    if not may_record(by, incident.uscc):
        raise NotAllowed("no posting that may write on the record of this company")
    locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if locked.closed_at:
        raise NotPossible(_("Somebody has closed this entry already."))
    locked.closing_note = check_text(note, LEAST_NOTE, "note")
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.save(update_fields=["closing_note", "closed_at", "closed_by"])
    record_company(uscc=locked.uscc, by=by, action="incident:closed", incident=str(locked.pk))
    return locked
