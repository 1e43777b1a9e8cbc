"""Give a rating, and record the call that followed it."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.audit import actions as audit
from portal.audit.queries import for_subject
from portal.ratings.models import BAD, Rating
from portal.ratings.policies import Done, can_rate, check_can_contact, check_note, check_rating
from portal.rulebook.queries import norms
from portal.workdays.queries import add_workdays, today

#: A reader who comes back to the list within this time is not recorded again.
SAME_READING = timedelta(minutes=10)


@transaction.atomic
def rate(
    *, application: Application, by: User, grade: int, details: Collection[str], text: str, anonymous: bool
) -> Rating:
    """Keep what the applicant thinks of a concluded case, once, and return it.

    grade: 5 (very satisfied) to 1. details: codes of `models.DETAILS`. A bad grade that is not anonymous is
    answered by a call within the working days of `rating.contact_days` (上海市优化营商环境条例 art. 30).
    The audit keeps the grade of named ratings only. Raises NotAllowed for another's case or one that is not
    concluded, Done when it was rated before, Incomplete for a bad grade without a word why.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not can_rate(locked, by):
        raise NotAllowed("only the applicant rates, and only a concluded case")
    if Rating.objects.filter(application=locked).exists():
        raise Done("rated before")
    check_rating(grade, details, text)
    rating = Rating(
        application=locked, grade=grade, details=sorted(details), anonymous=anonymous, at=timezone.now()
    )
    rating.text = {"text": text.strip()}
    if grade <= BAD and not anonymous:
        rating.contact_by = add_workdays(today(), norms(today()).value("rating.contact_days")).on
    rating.save(force_insert=True)
    audit.record(
        actor=f"user:{by.pk}",
        action="rating:given",
        subject=f"application:{locked.pk}",
        data={"anonymous": True} if anonymous else {"anonymous": False, "grade": grade},
    )
    return rating


@transaction.atomic
def contacted(*, rating: Rating, by: User, note: str) -> Rating:
    """Record that somebody who rated badly has been called. note: at least 10 characters.

    Raises NotAllowed when this is not the officer's, Done when it was recorded before, Incomplete.
    """
    locked = Rating.objects.select_for_update(of=("self",)).select_related("application").get(pk=rating.pk)
    check_can_contact(by, locked)
    if locked.handled_at:
        raise Done("contacted before")
    locked.note = {"text": check_note(note)}
    locked.handled_by, locked.handled_at = by, timezone.now()
    locked.save(update_fields=["note_sealed", "handled_by", "handled_at"])
    audit.record(
        actor=f"user:{by.pk}", action="rating:contacted", subject=f"application:{locked.application_id}"
    )
    return locked


@transaction.atomic
def record_reading(*, by: User) -> None:
    """Record that an officer opened the list of ratings, at most once in ten minutes."""
    actor, since = f"user:{by.pk}", timezone.now() - SAME_READING
    if not for_subject("ratings").filter(actor=actor, action="ratings:read", at__gt=since).exists():
        audit.record(actor=actor, action="ratings:read", subject="ratings")
