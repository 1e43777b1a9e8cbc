"""What an applicant is told about a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.applications import outcomes
from portal.applications.models import Application, Correction, Event, Submission
from portal.applications.queries import EXTENSION, owned_by, timeline
from portal.applications.states import CLOSED, Owner, State
from portal.catalog.declaration import Service
from portal.documents.models import Standin
from portal.documents.queries import RUNNING, UNKEPT, Holding, holdings, promises_of
from portal.my import endings, progress
from portal.reports.alerting import KIND as REPORT
from portal.reports.held import title_of
from portal.reports.queries import presses
from portal.review.legal_grounds import LegalGrounds
from portal.review.outside import texts_of
from portal.signing.models import Signature
from portal.ui.timeline import Line

Text = Any  # str, or a translation that waits for its language
TONES = {Owner.APPLICANT: "warn", Owner.OFFICER: "info", Owner.OUTSIDE: "neutral", Owner.NOBODY: "neutral"}
SIGNING = {
    Signature.Status.DECLINED: gettext_lazy("Somebody whose signature is needed does not agree."),
    Signature.Status.EXPIRED: gettext_lazy("The link to sign has run out. Please invite again."),
    Signature.Status.INVITED: gettext_lazy("Waiting for a signature."),
}
GOOD = frozenset({State.CERT_ISSUED, State.REGISTERED, State.DELIVERED, State.CONCLUDED, State.ARCHIVED})
BAD = frozenset({State.REJECTED_INTAKE, State.DENIED, State.REVOKED, State.CLOSED_NO_RESPONSE})


def drafts_of(user: User) -> QuerySet[Application]:
    """Return the open drafts that a person acts for, last edited first."""
    return (
        owned_by(user)
        .filter(state=State.DRAFT)
        .select_related("company", "owner")
        .order_by(Coalesce("draft_saved_at", "created_at").desc(), "pk")
    )


def cases_of(user: User) -> QuerySet[Application]:
    """Return the submitted cases that a person acts for: what waits for the person first, then the newest.

    `answer_by` is the day by which an open correction is to be answered, None without one; `decision` as
    `endings.decided` gives it.
    """
    owed = Exists(Standin.objects.filter(UNKEPT, application=OuterRef("pk"), due_on__isnull=False))
    waits = Case(
        When(state=State.CORRECTION, then=0),
        When(owed, state__in=RUNNING, then=1),
        When(presses(), then=1),
        default=2,
    )
    asked = Correction.objects.filter(application=OuterRef("pk"), answered_at=None).order_by("-round")
    cases = endings.decided(owned_by(user).exclude(state=State.DRAFT))
    cases = cases.order_by(waits, "-submitted_at", "pk")
    return cases.select_related("company", "owner").annotate(
        answer_by=Subquery(asked.values("answer_by")[:1])
    )


def owed_by(user: User) -> dict[Any, list[dict[str, Any]]]:
    """Return what a person still has to hand in: by case, title of the paper and day. One query."""
    owed: dict[Any, list[dict[str, Any]]] = {}
    for standin in promises_of(user).select_related("application"):
        titles = {item.code: item.title for item in standin.application.declaration.materials}
        title = titles.get(standin.material, standin.material)
        owed.setdefault(standin.application_id, []).append({"title": title, "due_on": standin.due_on})
    return owed


def signing_of(user: User) -> dict[Any, str]:
    """Return where the signatures of others stand under a person's drafts, what needs most first. One query."""
    found: dict[Any, set[str]] = {}
    drafts = owned_by(user).filter(state=State.DRAFT)
    signatures = Signature.objects.filter(application__in=drafts)
    for draft, status in signatures.values_list("application_id", "status"):
        found.setdefault(draft, set()).add(status)
    return {
        draft: next((str(text) for status, text in SIGNING.items() if status in there), "")
        for draft, there in found.items()
    }


def tone_of(application: Application, decision: str | None = None) -> str:
    """Return the tone in which the state is shown. decision: the state that the decision led to."""
    if application.state in BAD or endings.refused(application, decision):
        return "bad"
    if application.state in GOOD:
        return "good"
    return TONES[application.face.owner]


def status_sentence(
    application: Application,
    submission: Submission | None = None,
    unit: Mapping[str, str] | None = None,
    decision: str | None = None,
) -> str:
    """Return where the case stands, in the words of the service, else in the platform's, and when it is late.

    submission, unit: as for `progress.sentence`. decision: the state that the decision led to.
    """
    if ended := endings.sentence(application, decision):
        return ended
    label = application.get_state_display()
    time = progress.time_left(application)
    if told := progress.sentence(application, submission, unit):
        late = (progress.days_left(application) or 0) < 0
        return _("%(sentence)s %(time)s") % {"sentence": told, "time": time} if late else told
    if application.state == State.CORRECTION:
        return _("%(state)s. The time limit pauses until you submit again.") % {"state": label}
    return _("%(state)s. %(time)s") % {"state": label, "time": time} if time else label


def timeline_of(application: Application, waits: bool = False, besides: Sequence[Line] = ()) -> list[Line]:
    """Return the public timeline, newest first.

    While the case is open, what comes next stands on top. A service that says that itself has said it in the
    sentence above, so there only the present state is marked. waits: the case is suspended until the applicant
    hands something in. besides: lines about what is no event of the case.
    """
    # The portal's own small steps (submitted → received, accepted → review) say the same twice.
    events = timeline(application, public_only=True)
    seen = [
        event
        for event in events
        if event.after not in QUIET or event.outcome or event.before == State.SUSPENDED
    ]
    outside, service = texts_of(application, seen), application.declaration
    steps = [
        Line(
            _title(event, service),
            event.at,
            outside.get(event.after, "") or _note(event, service),
            _mark(event),
        )
        for event in seen
    ]
    told = application.state in application.declaration.progress and application.state not in CLOSED
    now = told and not waits and bool(seen) and seen[0].after == application.state
    if now:
        steps[0] = replace(steps[0], state="now")
    steps = sorted([*besides, *steps], key=lambda line: line.at, reverse=True)
    if now or application.state in CLOSED:
        return steps
    if told and not waits:
        return [Line(application.get_state_display(), state="now"), *steps]
    text = _("Please hand in what is missing. The review then goes on.") if waits else application.face.next
    return [Line(_("What happens next"), None, str(text), "now"), *steps]


#: Moves that follow another at the same moment and tell the applicant nothing new.
QUIET = frozenset({State.SUBMITTED, State.DELIVERED, State.IN_REVIEW})


def _title(event: Event, service: Service) -> Text:
    if event.before == State.INSPECTION_PLANNED:
        return _("Visit recorded")
    if event.kind == REPORT:
        return title_of(service, event.note)
    if event.kind == EXTENSION:
        return _("Time limit extended")
    return event.after_label if event.after else _("Paper handed in")


def _note(event: Event, service: Service) -> str:
    return "" if event.kind == REPORT else outcomes.said(event, service)


def _mark(event: Event) -> str:
    return "bad" if event.after in BAD else "done"


def items_with_titles(correction: Correction) -> Iterable[dict[str, Text]]:
    """Return the items of a correction with the titles of what they are about, and the legal ground of each."""
    service = correction.application.declaration
    materials = {material.code: material.title for material in service.materials}
    grounds = LegalGrounds(service.code)
    for item in correction.items.all():
        if item.material:
            title: Text = materials.get(item.material, item.material)
        else:
            step = service.step(item.step)
            field = step.form.base_fields.get(item.field)
            title = f"{step.title} – {field.label}" if field else step.title
        yield {"title": title, "reason": item.reason, "ground": grounds.of(item.material or item.step)}


def papers_of(submission: Submission) -> list[tuple[Text, Holding]]:
    """Return what the case holds for each material, under its title: as handed in, and what came since."""
    service = submission.application.declaration
    titles = {material.code: material.title for material in service.materials}
    return [(titles.get(code, code), holding) for code, holding in holdings(submission).items()]
