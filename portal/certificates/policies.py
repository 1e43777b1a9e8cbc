"""Who may do what to an issued certificate, and to which."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Role, User
from portal.applications.models import Application
from portal.applications.policies import covers
from portal.applications.queries import coverage, part_of
from portal.applications.representing import has_part
from portal.applications.states import State
from portal.certificates.actions.turning import TURNS
from portal.certificates.models import Certificate, Proposal, RegisterEntry
from portal.review.acts import BY_CODE
from portal.review.policies import four_eyes_sentence
from portal.rulebook.queries import norms
from portal.workdays.queries import today

Act = Proposal.Act
Register = Certificate.Register
#: The shortest reason, in characters (as the desk wants them).
LEAST_REASON = 15
#: Who asks, and who decides: the second is an approver, and never the first.
PROPOSERS = (Role.REVIEWER, Role.APPROVER)
#: What the register says of certificates that an act may be asked for.
FROM = {
    Act.SUSPEND: TURNS[RegisterEntry.Act.SUSPENDED][0],
    Act.RESUME: TURNS[RegisterEntry.Act.RESUMED][0],
    Act.CANCEL: TURNS[RegisterEntry.Act.CANCELLED][0],
    Act.REVOKE: TURNS[RegisterEntry.Act.REVOKED][0],
    Act.REISSUE: frozenset({Register.ACTIVE}),
    Act.RENEW: frozenset({Register.ACTIVE}),
}
#: Acts that put another certificate in the place of one.
ANEW = frozenset({Act.REISSUE, Act.RENEW})
#: Key of the rulebook: the types that may be renewed, separated by blanks.
RENEWABLE = "certificate.renewable_types"
#: Acts that rest on a rule of law, which is then asked for.
GROUNDED = frozenset({Act.SUSPEND, Act.REVOKE, Act.CANCEL})
NOT_RENEWED = gettext_lazy("Certificates of this kind are not renewed; they are applied for anew.")
#: While the place of origin works with the permit, its number must stay as it is.
SETTLED = frozenset({State.CONCLUDED, State.ARCHIVED, State.DELIVERED, State.INSPECTION_PLANNED})


class Refused(Exception):
    """An act that is not possible; the message is meant for the officer. field: what it is about, "" for none."""

    def __init__(self, message: str, field: str = ""):
        self.field = field
        super().__init__(message)


def offered(certificate: Certificate) -> list[Act]:
    """Return the acts that may be asked for, for a certificate as it is. Of a notice nobody asks for one."""
    if certificate.event_id or certificate.status != Certificate.Status.ISSUED:
        return []
    return [act for act in Act if not obstacle(certificate, act)]


def obstacle(certificate: Certificate, act: str) -> str:
    """Return why an act cannot be asked for, in the active language; "" when it can."""
    if certificate.event_id or certificate.status != Certificate.Status.ISSUED:
        return _("Only an issued certificate can be changed.")
    if Register(certificate.register) not in FROM[Act(act)]:
        return _("The register says “%(state)s” of this certificate.") % {
            "state": certificate.get_register_display()
        }
    if act == Act.REVOKE and certificate.application.state not in {State.CONCLUDED, State.ARCHIVED}:
        return _("A decision can be revoked when its case is concluded.")
    if act in ANEW and certificate.application.state not in SETTLED:
        return _("The case is still on its way: another office works with this number.")
    if act in ANEW and certificate.successors.exists():
        return _("Its successor is being made. Please wait until it is stored.")
    if act == Act.REISSUE and certificate.valid_to is not None and certificate.valid_to < today():
        return _("It has run out, and another one would have, too.")
    if act == Act.RENEW and not is_renewable(certificate.type):
        return str(NOT_RENEWED)
    return ""


def is_renewable(kind: str) -> bool:
    """Return whether certificates of a type are renewed, and not applied for anew (rulebook)."""
    return kind in str(norms(today()).value(RENEWABLE)).split()


def check_reason(text: str, field: str) -> str:
    """Return a reason without blanks around it. Raises Refused when it is too short."""
    text = text.strip()
    if len(text) < LEAST_REASON:
        words = _("Please write at least %(least)s characters; there are %(count)s now.")
        raise Refused(words % {"least": LEAST_REASON, "count": len(text)}, field)
    return text


def may_propose(user: User, application: Application) -> bool:
    """Return whether somebody may ask for an act: a reviewer or approver of the case's units, not its applicant."""
    return any(covers(user, application, role) for role in PROPOSERS) and not has_part(user, application)


def may_decide(user: User, proposal: Proposal, application: Application) -> bool:
    """Return whether somebody may be the second pair of eyes: an approver who did not ask for it."""
    mine = proposal.proposed_by_id == user.pk
    return covers(user, application, Role.APPROVER) and not mine and not has_part(user, application)


def kept_apart(officer: User, proposal: Proposal) -> str:
    """Return why four eyes keep an approver from a revocation that is asked for; "" for any other act and for a batch.

    Who accepted, reviewed or granted the case does not decide whether the decision is taken back.
    """
    if proposal.act != Proposal.Act.REVOKE or proposal.certificate is None:
        return ""
    return four_eyes_sentence(officer, proposal.certificate.application, BY_CODE["revoke"])


def papers_visible_to(user: User, *roles: str) -> QuerySet[Certificate]:
    """Return the papers of the cases that an officer's postings cover, but of those in which he or she has a part.

    roles: only postings of these count; of every role when left out.
    """
    cases = Application.objects.filter(covered_by(user, *roles)).exclude(state=State.DRAFT)
    return Certificate.objects.filter(application__in=cases.exclude(part_of(user)))


def covered_by(user: User, *roles: str) -> Q:
    """Return the condition for the cases that an officer's postings of some roles cover, of every role for none."""
    if not roles:
        return coverage(user)
    found = [coverage(user, role) for role in roles]
    everything = not all(found)  # an empty condition, which "or" would pass over
    return Q() if everything else reduce(or_, found)
