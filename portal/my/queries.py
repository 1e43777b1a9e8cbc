"""What an applicant is told about a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application, Correction, Event, Submission
from portal.applications.queries import owned_by, timeline
from portal.applications.states import CLOCK_RUNS, CLOSED, Owner, State
from portal.documents.models import Document
from portal.documents.queries import for_submission
from portal.review.outside import texts_of
from portal.workdays.queries import today, workdays_between

Text = Any  # str, or a translation that waits for its language
TONES = {Owner.APPLICANT: "warn", Owner.OFFICER: "info", Owner.OUTSIDE: "neutral", Owner.NOBODY: "neutral"}
BAD = frozenset({State.REJECTED_INTAKE, State.DENIED, State.REVOKED, State.CLOSED_NO_RESPONSE})


@dataclass(frozen=True)
class Step:
    """One line of the timeline as `ui/timeline.html` draws it."""

    title: Text
    at: Any
    text: str = ""
    state: str = "done"


def drafts_of(user: User) -> QuerySet[Application]:
    """Return the open drafts of a person, last edited first."""
    return (
        owned_by(user)
        .filter(state=State.DRAFT)
        .order_by(Coalesce("draft_saved_at", "created_at").desc(), "pk")
    )


def cases_of(user: User) -> QuerySet[Application]:
    """Return the submitted cases of a person: what waits for the person first, then the newest.

    `answer_by` is the day by which an open correction is to be answered, None without one.
    """
    waits = Case(When(state=State.CORRECTION, then=0), default=1)
    asked = Correction.objects.filter(application=OuterRef("pk"), answered_at=None).order_by("-round")
    cases = owned_by(user).exclude(state=State.DRAFT).order_by(waits, "-submitted_at", "pk")
    return cases.annotate(answer_by=Subquery(asked.values("answer_by")[:1]))


def tone_of(application: Application) -> str:
    """Return the tone in which the state is shown."""
    if application.state in BAD:
        return "bad"
    if application.state in {State.CONCLUDED, State.CERT_ISSUED, State.REGISTERED, State.DELIVERED}:
        return "good"
    return TONES[application.face.owner]


def status_sentence(application: Application) -> str:
    """Return the state in one sentence, with the promised day and the working days left while the clock runs."""
    label = str(State(application.state).label)
    if application.state == State.CORRECTION:
        return _("%(state)s. The time limit pauses until you submit again.") % {"state": label}
    if application.state not in CLOCK_RUNS or application.promised_on is None:
        return label
    left = workdays_between(today(), application.promised_on)
    if left < 0:
        return _("%(state)s. We are late by %(days)s working days and apologise.") % {
            "state": label,
            "days": -left,
        }
    if left == 0:
        return _("%(state)s. The decision is due today.") % {"state": label}
    return _("%(state)s. %(days)s working days are left until the promised day.") % {
        "state": label,
        "days": left,
    }


def timeline_of(application: Application) -> list[Step]:
    """Return the public timeline, newest first, with what comes next on top while the case is open."""
    steps = []
    if application.state not in CLOSED:
        steps.append(Step(_("What happens next"), "", str(application.face.next), "now"))
    # The portal's own small steps (submitted → received, accepted → review) say the same twice.
    seen = [event for event in timeline(application, public_only=True) if event.after not in QUIET]
    outside = texts_of(application, seen)
    return steps + [
        Step(event.after_label, event.at, outside.get(event.after, "") or event.note, _mark(event))
        for event in seen
    ]


#: Moves that follow another at the same moment and tell the applicant nothing new.
QUIET = frozenset({State.SUBMITTED, State.DELIVERED, State.IN_REVIEW})


def _mark(event: Event) -> str:
    return "bad" if event.after in BAD else "done"


def items_with_titles(correction: Correction) -> Iterable[dict[str, Text]]:
    """Return the items of a correction with the titles of what they are about."""
    service = correction.application.declaration
    materials = {material.code: material.title for material in service.materials}
    for item in correction.items.all():
        if item.material:
            title: Text = materials.get(item.material, item.material)
        else:
            step = service.step(item.step)
            field = step.form.base_fields.get(item.field)
            title = f"{step.title} – {field.label}" if field else step.title
        yield {"title": title, "reason": item.reason}


def files_of(submission: Submission) -> list[tuple[Text, list[Document]]]:
    """Return the files of a submission under the title of the material they were handed in for. One query."""
    service = submission.application.declaration
    titles = {material.code: material.title for material in service.materials}
    grouped: dict[str, list[Document]] = {}
    for document in for_submission(submission):
        grouped.setdefault(document.material, []).append(document)
    return [(titles.get(code, code), documents) for code, documents in grouped.items()]
