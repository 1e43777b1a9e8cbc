"""Reading the record."""

from django.db.models import QuerySet

from .chain import HEAD_PK
from .models import ChainHead, Entry


def for_subject(subject: str) -> QuerySet[Entry]:
    """Return the entries about a subject ("application:<uuid>"), oldest first."""
    return Entry.objects.filter(subject=subject).order_by("seq")


def head() -> tuple[int, str] | None:
    """Return number and digest of the chain's last entry as the head row has it; None when that is gone."""
    return ChainHead.objects.filter(pk=HEAD_PK).values_list("seq", "digest").first()
