"""What the page of a certificate shows at the desk."""

from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User
from portal.applications.models import Application
from portal.certificates.actions.turning import GENESIS, digest_of
from portal.certificates.desk.words import confirming, consequence, organ_name, title_of
from portal.certificates.models import Certificate, Proposal, RegisterEntry
from portal.certificates.policies import kept_apart, may_decide, may_propose, offered
from portal.certificates.queries import verdict_of
from portal.review.forms import Asked


@dataclass(frozen=True)
class Shown:
    """A proposal with what the reader may do about it.

    apart: why four eyes keep the reader from it, "" when they do not. button, consequence: of the decision for it.
    """

    row: Proposal
    decides: bool
    withdraws: bool
    apart: str
    button: str
    consequence: str


def context_of(certificate: Certificate, officer: User) -> dict[str, Any]:
    """Return the context of the page: facts, lines of the register, what is asked for, what may be asked for."""
    lines = list(certificate.entries.select_related("by", "proposed_by").order_by("seq"))
    proposals = list(
        certificate.proposals.select_related("proposed_by", "decided_by").order_by("-proposed_at")
    )
    waiting = next((row for row in proposals if row.outcome == Proposal.Outcome.OPEN), None)
    proposes = may_propose(officer, certificate.application) and waiting is None
    return {
        "certificate": certificate,
        "called": title_of(certificate),
        "organ": organ_name(certificate),
        "case": certificate.application,
        "verdict": verdict_of(certificate) if certificate.status == Certificate.Status.ISSUED else "",
        "lines": lines,
        "broken": broken(lines),
        "waiting": shown(waiting, certificate, officer) if waiting else None,
        "decided": [row for row in proposals if row is not waiting],
        "acts": [(act.value, act.label) for act in offered(certificate)] if proposes else [],
        "successor": certificate.successors.first(),
    }


def shown(proposal: Proposal, certificate: Certificate, officer: User) -> Shown:
    """Return an open proposal with what an officer may do about it."""
    allowed = may_decide(officer, proposal, certificate.application)
    apart = kept_apart(officer, proposal) if allowed else ""
    return Shown(
        row=proposal,
        decides=allowed and not apart,
        withdraws=proposal.proposed_by_id == officer.pk,
        apart=apart,
        button=confirming(proposal),
        consequence=consequence(proposal),
    )


def words_asked(case: Application) -> Asked | None:
    """Return who asks for the revocation of a case, and in what words; None when nobody does. One query."""
    open_ones = Proposal.objects.filter(
        certificate__application=case, act=Proposal.Act.REVOKE, outcome=Proposal.Outcome.OPEN
    )
    row = open_ones.select_related("proposed_by").first()
    return Asked(str(row.proposed_by), row.proposed_at, row.reason, row.ground) if row else None


def broken(lines: list[RegisterEntry]) -> bool:
    """Return whether the chain of a certificate's lines does not hold any more."""
    previous = GENESIS
    for place, line in enumerate(lines, 1):
        if line.seq != place or line.previous != previous or line.digest != digest_of(line):
            return True
        previous = line.digest
    return False
