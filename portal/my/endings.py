"""What a case came to, as its page and the list say it; above all a decision against the applicant."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.applications import outcomes
from portal.applications.models import Application, Event
from portal.applications.outcomes import FINAL
from portal.applications.states import CLOSED, State
from portal.certificates.notices import intake
from portal.certificates.notices.matter import Matter

Text = Any  # str, or a translation that waits for its language
#: Moves by which something is refused or taken back.
AGAINST = frozenset({State.DENIED, State.REVOKED, State.REJECTED_INTAKE, State.REFERRED})
#: States in which a decided case may rest: their names do not tell which way it was decided.
DONE = frozenset({State.DELIVERED, State.CONCLUDED, State.ARCHIVED})
TITLES = {
    State.DENIED: gettext_lazy("Decision: not approved"),
    State.REVOKED: gettext_lazy("Decision to revoke"),
    State.REJECTED_INTAKE: gettext_lazy("Decision: not accepted"),
    State.REFERRED: gettext_lazy("Referred elsewhere"),
}
#: A filing is not decided on: nothing is filed, and that is told (B10).
FILING_TITLES = {
    State.DENIED: gettext_lazy("Notice: not filed"),
    State.REJECTED_INTAKE: gettext_lazy("Not accepted"),
}


@dataclass(frozen=True)
class Against:
    """A decision against the applicant. text: reasons, where to go and remedies, a line each."""

    title: Text
    text: str
    event: Event


def ending_of(application: Application) -> Event | None:
    """Return the move by which a case came to its outcome; None while it has none. One query, none while it is open."""
    if not (application.decided_at or application.concluded_at):
        return None
    final = Q(outcome__in=sorted(FINAL)) | Q(after__in=sorted(AGAINST | {State.APPROVED}))
    return application.events.filter(final, kind="move").order_by("-version", "-pk").first()


def decided(cases: QuerySet[Application]) -> QuerySet[Application]:
    """Return cases with `decision`, the state that the last decision led to: DENIED, APPROVED or None."""
    moves = Event.objects.filter(
        application=OuterRef("pk"), kind="move", after__in=[State.DENIED, State.APPROVED]
    )
    return cases.annotate(decision=Subquery(moves.order_by("-version").values("after")[:1]))


def against(application: Application, ending: Event | None) -> Against | None:
    """Return what went against the applicant; None for any other end. ending: as `ending_of`. At most two queries."""
    if ending is None or State(ending.after) not in AGAINST:
        return None
    filing = application.declaration.nature == "filing"
    title = (FILING_TITLES if filing else {}).get(State(ending.after), TITLES[State(ending.after)])
    remedies = intake.remedies(Matter(application, ending, get_language() or "zh-hans"))
    return Against(title, outcomes.said(ending, application.declaration, "\n".join(remedies)), ending)


def refused(application: Application, decision: str | None) -> bool:
    """Return whether a case was decided against the applicant. decision: the state that the decision led to."""
    return decision == State.DENIED and application.state in DONE | {State.DENIED}


def label_of(application: Application, decision: str | None) -> str:
    """Return the name of the state; that of a finished case says when it was decided against."""
    if application.state in DONE and refused(application, decision):
        filing = application.declaration.nature == "filing"
        return _("Concluded (not filed)") if filing else _("Concluded (not approved)")
    return application.get_state_display()


def sentence(application: Application, decision: str | None) -> str:
    """Return what a case came to in a sentence; "" while it is open, or when its service says it."""
    if refused(application, decision):
        if application.declaration.nature == "filing":
            return _("Nothing was filed. Reasons and remedies stand below.")
        return _("Your application was not approved. Reasons and remedies stand below.")
    if application.state == State.WITHDRAWN:
        return _("You withdrew this application; you may hand it in anew.")
    if application.state in CLOSED - DONE:
        return str(application.face.next)
    return ""
