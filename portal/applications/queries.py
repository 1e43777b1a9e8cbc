"""Which cases somebody may see, and what belongs to a case."""

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.accounts.queries import postings_of
from portal.applications.models import Application, Correction, Event, Submission
from portal.applications.outcomes import FINAL
from portal.applications.states import State


def owned_by(user: User) -> QuerySet[Application]:
    """Return the drafts and cases of an applicant; none for visitors."""
    if not user.is_authenticated:
        return Application.objects.none()
    return Application.objects.filter(owner=user)


def coverage(officer: User, role: str | None = None) -> Q:
    """Return the condition for what the officer's active postings (of one role, or all) cover.

    A municipal posting covers everything, a district's its stations, a station's itself.
    """
    covered = Q(pk__in=[])
    for posting in postings_of(officer):
        if role is not None and posting.role != role:
            continue
        if posting.unit.startswith("310000"):
            return Q()
        if posting.unit.endswith("000000"):
            covered |= Q(district=posting.unit[:6])
        else:
            covered |= Q(unit=posting.unit)
    return covered


def visible_to(officer: User) -> QuerySet[Application]:
    """Return the submitted cases that an officer may see: those of the units the active postings cover."""
    return Application.objects.filter(coverage(officer)).exclude(state=State.DRAFT)


def latest_submission(application: Application) -> Submission | None:
    """Return what was submitted last; None for a draft."""
    return application.submissions.order_by("-round").first()


def open_correction(application: Application) -> Correction | None:
    """Return the correction the applicant has to answer now; None outside the state CORRECTION."""
    if application.state != State.CORRECTION:
        return None
    return application.corrections.filter(answered_at=None).order_by("-round").first()


def timeline(application: Application, *, public_only: bool) -> list[Event]:
    """Return the events of a case, newest first; with the actors loaded, for the desk.

    public_only: as the applicant sees it: every move, but only the notes that are meant for the applicant.
    """
    events = application.events.order_by("-at", "-pk")
    if not public_only:
        return list(events.select_related("actor"))
    seen = list(events.filter(kind="move") | events.filter(public=True))
    for event in seen:
        if not event.public:
            event.note = ""
    return seen


def latest_move(application: Application) -> Event | None:
    """Return the last move of a case, with its actor."""
    return application.events.filter(kind="move").select_related("actor").order_by("-version").first()


def outcome_of(application: Application) -> Event | None:
    """Return the move by which a case came to its outcome (filed, refused, …); None while it has none."""
    return application.events.filter(outcome__in=sorted(FINAL)).order_by("-version", "-pk").first()


def overtaking_move(application: Application, seen: int) -> Event | None:
    """Return the move that took a case away from whoever saw it in version `seen`, with its actor.

    That is the first later move: what the portal did by itself afterwards says nothing about who was faster.
    """
    later = application.events.filter(kind="move", version__gt=seen)
    return later.select_related("actor").order_by("version").first()
