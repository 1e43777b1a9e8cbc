"""What is told beside an answer: since when the paper is what it is, and its names in the reader's language."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from portal.certificates import kinds, notices
from portal.certificates.models import RegisterEntry
from portal.certificates.queries import Answer, acts_of
from portal.rulebook.models import RuleEntry

#: The act that a verdict comes from.
ACTS = {
    "USED": RegisterEntry.Act.USED,
    "SUSPENDED": RegisterEntry.Act.SUSPENDED,
    "REVOKED": RegisterEntry.Act.REVOKED,
    "REPLACED": RegisterEntry.Act.REPLACED,
    "CANCELLED": RegisterEntry.Act.CANCELLED,
}


@dataclass(frozen=True)
class Names:
    """What the title of a paper and the organ that issued it are called in English; "" where there is no name."""

    title: str = ""
    organ: str = ""


def day_of(answer: Answer) -> date | None:
    """Return the day since which a paper is used up, suspended or at its end; None for any other.

    One query for those, none for the others.
    """
    if answer.verdict not in ACTS:
        return None
    days = [at for act, at in acts_of(answer.number) if act == ACTS[answer.verdict]]
    return timezone.localdate(days[-1]) if days else None


def names(answer: Answer) -> Names:
    """Return the English names beside the Chinese ones that stand on the paper; none on Chinese pages.

    One query on English pages about a paper, none on others.
    """
    if not answer.number or not (get_language() or "").startswith("en"):
        return Names()
    units = RuleEntry.objects.filter(list_key="units", data__name=answer.organ)
    organ = units.order_by("-effective_from").values_list("data__name_en", flat=True).first()
    return Names(titles().get(answer.type, ""), str(organ or ""))


def titles() -> dict[str, str]:
    """Return what papers are called by the two letters of their number, in the active language."""
    return kinds.titles() | {kind: str(notice.title) for kind, notice in notices.NOTICES.items()}
