"""Who was faster, for an officer who came second."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.applications.models import Event
from portal.applications.queries import EXTENSION
from portal.applications.states import State
from portal.ui.templatetags.ui import local_date, local_time
from portal.workdays.queries import today


def conflict_sentence(event: Event | None, nature: str = "") -> str:
    """Return who did what when, for an officer who came second, in the words of the kind of case."""
    if event is None:
        return _("This case has moved on since you opened it.")
    who = _("The applicant") if event.role == "applicant" else str(event.actor or _("The portal"))
    when = local_time(event.at)
    if timezone.localtime(event.at).date() != today():
        when = f"{when} ({local_date(event.at)})"
    words = {
        State.ACCEPTED: _("%(who)s accepted this case at %(when)s."),
        State.CORRECTION: _("%(who)s asked for corrections at %(when)s."),
        State.REJECTED_INTAKE: _("%(who)s refused this case at intake at %(when)s."),
        State.REFERRED: _("%(who)s referred this case elsewhere at %(when)s."),
        State.RECEIVED: _("%(who)s submitted corrections at %(when)s."),
        State.WITHDRAWN: _("%(who)s withdrew this case at %(when)s."),
        State.PENDING_APPROVAL: _("%(who)s proposed a decision on this case at %(when)s."),
        State.IN_REVIEW: _("%(who)s returned this case to review at %(when)s."),
        State.APPROVED: _("%(who)s approved this case at %(when)s."),
        State.DENIED: _("%(who)s denied this case at %(when)s."),
        State.SUSPENDED: _("%(who)s stopped the clock of this case at %(when)s."),
        State.REVOKED: _("%(who)s revoked the decision on this case at %(when)s."),
        State.REGISTERED: _("%(who)s entered this case in the register at %(when)s."),
        State.ORIGIN_RELEASED: _("%(who)s recorded the release by the place of origin at %(when)s."),
        State.ORIGIN_REFUSED: _("%(who)s recorded the refusal of the place of origin at %(when)s."),
        State.CERT_EXPIRED: _("The permit of this case ran out; it was handed back at %(when)s."),
    }
    if nature == "filing":
        words |= {
            State.APPROVED: _("%(who)s filed this case at %(when)s."),
            State.DENIED: _("%(who)s recorded at %(when)s that this is not to be filed."),
            State.REJECTED_INTAKE: _("%(who)s recorded at %(when)s that this is not a filing matter."),
        }
    if event.kind == EXTENSION:
        return _("%(who)s extended the time limit of this case at %(when)s.") % {"who": who, "when": when}
    if event.before == State.SUSPENDED and event.after == State.IN_REVIEW:
        return _("%(who)s let the clock of this case go on at %(when)s.") % {"who": who, "when": when}
    if event.before == State.INSPECTION_PLANNED:
        return _("%(who)s recorded the visit at %(when)s.") % {"who": who, "when": when}
    general = _("%(who)s moved this case on at %(when)s.")
    return words.get(State(event.after), general) % {"who": who, "when": when}
