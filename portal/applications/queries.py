"""Which cases somebody may see, and what belongs to a case."""

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.accounts.queries import postings_of
from portal.accounts.reach import is_city, is_district
from portal.applications.models import Application, Correction, Event, Submission
from portal.applications.outcomes import FINAL
from portal.applications.representing import acts_for
from portal.applications.states import State
from portal.catalog.declaration import Answers, Service
from portal.companies.queries import ended_of, handlings_of, managers_of
from portal.standards import names

#: Kind of the event by which the time limit of a case was extended; there is one a case.
EXTENSION = "extension"


def owned_by(user: User) -> QuerySet[Application]:
    """Return the drafts and cases that a person acts for; none for visitors.

    That is what the person began for himself or herself, and all of the companies whose handler he or she is
    today, in the services of that authorisation. Whoever began something for a company sees it no more when the
    authorisation has ended. The same rule about one case is `policies.acts_for`.
    """
    if not user.is_authenticated:
        return Application.objects.none()
    mine = Q(owner=user, company=None)
    for handling in handlings_of(user):
        if handling.holds:
            scope = Q(service__in=handling.scopes) if handling.scopes else Q()
            mine |= Q(company=handling.company_id) & scope
    return Application.objects.filter(mine)


def listed_subject(service: Service, answers: Answers) -> str:
    """Return whom a case is about as lists show it: a person masked, a company as it is called."""
    subject = service.subject(answers)
    return names.mask(subject) if service.audience == "person" else subject[:120]


def part_of(user: User) -> Q:
    """Return the condition for cases in which somebody is on the applicant's side (`policies.has_part`)."""
    companies = [handling.company_id for handling in handlings_of(user)]
    mine = Q(owner=user) | Q(company__in=companies) if companies else Q(owner=user)
    for company, at in ended_of(user):  # what was filed before somebody left
        mine |= Q(company=company, created_at__lte=at)
    return mine


def addressees(application: Application) -> list[User]:
    """Return whom notices about a case go to: who began it, while that person acts for it, else the managers.

    An account that has no manager any more leaves nobody but the one who began it.
    """
    if application.company_id is None or acts_for(application.owner, application):
        return [application.owner]
    return managers_of(application.company_id) or [application.owner]


def coverage(officer: User, role: str | None = None) -> Q:
    """Return the condition for what the officer's active postings (of one role, or all) cover.

    A municipal posting covers everything, a district's its stations, a station's itself.
    """
    covered = Q(pk__in=[])
    for posting in postings_of(officer):
        if role is not None and posting.role != role:
            continue
        if is_city(posting.unit):
            return Q()
        covered |= Q(district=posting.unit[:6]) if is_district(posting.unit) else Q(unit=posting.unit)
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
    """Return the move by which a case came to its outcome (filed, refused, revoked, …); None while it has none."""
    final = Q(outcome__in=sorted(FINAL)) | Q(after__in=[State.DENIED, State.REVOKED])
    return application.events.filter(final, kind="move").order_by("-version", "-pk").first()


def was_granted(application: Application) -> bool:
    """Return whether a decision in favour of the applicant stands in the timeline. One query."""
    return application.events.filter(kind="move", after=State.APPROVED).exists()


def overtaking_move(application: Application, seen: int) -> Event | None:
    """Return the move that took a case away from whoever saw it in version `seen`, with its actor.

    That is the first later move, or an extension: what the portal did by itself afterwards says nothing about who was
    faster.
    """
    later = application.events.filter(kind__in=["move", EXTENSION], version__gt=seen)
    return later.select_related("actor").order_by("version").first()
