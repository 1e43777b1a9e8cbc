"""Which consultations somebody may see, and which wait for whom."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import Posting, Role, User
from portal.accounts.queries import is_officer
from portal.applications.models import Application, Event
from portal.applications.queries import coverage, part_of
from portal.consultations.models import Consultation, Member
from portal.consultations.states import OPEN, TO_CONVENE, Declared, State

#: Kind of the lines on the timeline of the case.
KIND = "consultation"
FOUND = 12


def visible_consultations(officer: User) -> QuerySet[Consultation]:
    """Return the consultations that an officer may open: about cases he or she may see, or as a member.

    Never about a case in which the officer is on the applicant's side. Nothing for who is no officer.
    """
    if not is_officer(officer):
        return Consultation.objects.none()
    own = part_of(officer)
    others = Consultation.others.through.objects.filter(
        about(own, "application"), consultation=OuterRef("pk")
    )
    covered = Q(case__number__isnull=False) & about(coverage(officer), "case")
    return (
        Consultation.objects.filter(covered | seated(officer))
        .exclude(about(own, "case"))
        .exclude(Exists(others))
    )


def about(condition: Q, path: str) -> Q:
    """Return a condition on cases as one on what leads to them by the field `path`.

    A join to the case of each consultation: asked as "is in the cases of the unit", PostgreSQL would read a million
    cases to find a handful of consultations.
    """
    children = [
        about(child, path) if isinstance(child, Q) else (f"{path}__{child[0]}", child[1])  # type: ignore[index]
        for child in condition.children
    ]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


def seated(officer: User) -> Q:
    """Return the condition for consultations of which the officer is a member."""
    return Q(Exists(Member.objects.filter(consultation=OuterRef("pk"), officer=officer)))


def led_by(officer: User) -> Q:
    """Return the condition for consultations that the officer may lead (`policies.can_chair`, but for own cases)."""
    covered = Q(case__number__isnull=False) & about(coverage(officer, Role.SUPERVISOR), "case")
    return covered & ~Q(requested_by=officer)


def waiting_for(officer: User) -> QuerySet[Consultation]:
    """Return the consultations that wait for this officer: to lead, or to be heard in."""
    unheard = Member.objects.filter(consultation=OuterRef("pk"), officer=officer, stance="")
    unheard = unheard.exclude(declared=Declared.CONFLICT)
    turn = Q(Exists(unheard), state=State.CONVENED) | Q(state__in=OPEN, chair=officer)
    turn |= Q(state=State.REQUESTED) & led_by(officer)
    return visible_consultations(officer).filter(turn)


def listed(officer: User, tab: str) -> QuerySet[Consultation]:
    """Return the consultations of a tab (convene, mine, open, concluded) with what a row shows."""
    rows = visible_consultations(officer)
    if tab == "convene":
        rows = rows.filter(led_by(officer), state__in=TO_CONVENE)
    elif tab == "mine":
        rows = rows.filter(Q(requested_by=officer) | Q(chair=officer) | seated(officer), state__in=OPEN)
    elif tab == "open":
        rows = rows.filter(state__in=OPEN)
    else:
        rows = rows.exclude(state__in=OPEN)
    rows = rows.select_related("case", "requested_by", "chair")
    rows = rows.defer("content_sealed", "record_sealed", "case__draft_sealed")
    first_due = ("conclude_by", "convene_by", "number")
    return rows.order_by("-requested_at", "pk") if tab == "concluded" else rows.order_by(*first_due)


def of_case(case: Application) -> list[Consultation]:
    """Return the consultations of a case, newest first, without their texts. One query."""
    rows = case.consultations.order_by("-requested_at", "pk")
    return list(rows.defer("content_sealed", "record_sealed"))


def officers_found(text: str, consultation: Consultation) -> list[User]:
    """Return active officers whose name or address holds the text, who are no members yet. Two queries.

    Their active postings are loaded, in `_postings` as `accounts.queries.postings_of` keeps them.
    """
    text = text.strip()
    if not text:
        return []
    people = User.objects.filter(is_active=True, pk__in=Posting.objects.filter(active=True).values("user"))
    for word in text.split():
        people = people.filter(
            Q(last_name__icontains=word) | Q(first_name__icontains=word) | Q(email__icontains=word)
            if word.isascii()
            else _chinese(word)
        )
    people = people.exclude(pk__in=consultation.members.values("officer")).exclude(
        pk=consultation.case.owner_id
    )
    found = list(people.order_by("last_name", "first_name", "pk")[:FOUND])
    by_user: dict[int, list[Posting]] = {}
    for posting in Posting.objects.filter(user__in=found, active=True).order_by("pk"):
        by_user.setdefault(posting.user_id, []).append(posting)
    for person in found:
        person._postings = by_user.get(person.pk, [])  # type: ignore[attr-defined]
    return found


def _chinese(word: str) -> Q:
    """Return the condition for a name written as Chinese names are: family name first, nothing between."""
    cuts = range(1, len(word))
    split = [Q(last_name__endswith=word[:cut], first_name__startswith=word[cut:]) for cut in cuts]
    found = Q(last_name__contains=word) | Q(first_name__contains=word)
    for condition in split:
        found |= condition
    return found


def history_of(consultation: Consultation) -> list[Event]:
    """Return what happened in a consultation, newest first, with who did it. One query."""
    events = consultation.case.events.filter(kind=KIND).select_related("actor").order_by("-at", "-pk")
    return [event for event in events if event.grounds.get("consultation") == consultation.number]


def last_event(consultation: Consultation) -> Event | None:
    """Return what happened last, for whoever came second."""
    return next(iter(history_of(consultation)), None)
