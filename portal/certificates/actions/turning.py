"""The register's lines: the only writer of what the register says of an issued paper.

Each line is added under the lock of its paper, chained to the one before it, and the audit record holds its digest.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import State
from portal.audit import actions as audit
from portal.certificates.actions.overtaking import give_up_successors
from portal.certificates.models import Certificate, Proposal, RegisterEntry
from portal.standards.digests import canonical_json, sha256

Act = RegisterEntry.Act
Register = Certificate.Register
GENESIS = "0" * 64

#: TURNS[act] = (from what the register says, to what it says then). Nothing else ever happens to an issued paper.
TURNS: Mapping[Act, tuple[frozenset[Register], Register]] = {
    Act.SUSPENDED: (frozenset({Register.ACTIVE}), Register.SUSPENDED),
    Act.RESUMED: (frozenset({Register.SUSPENDED}), Register.ACTIVE),
    Act.REVOKED: (frozenset({Register.ACTIVE, Register.SUSPENDED, Register.USED_UP}), Register.REVOKED),
    Act.REPLACED: (frozenset({Register.ACTIVE, Register.SUSPENDED}), Register.REPLACED),
    Act.USED: (frozenset({Register.ACTIVE}), Register.USED_UP),
    Act.UNUSED: (frozenset({Register.USED_UP}), Register.ACTIVE),
    Act.CANCELLED: (frozenset({Register.ACTIVE, Register.SUSPENDED}), Register.CANCELLED),
    Act.EXPIRED: (frozenset({Register.ACTIVE}), Register.ACTIVE),
}
#: What takes a paper out of force so that nothing may take its place.
TAKING = frozenset({Act.SUSPENDED, Act.REVOKED, Act.CANCELLED, Act.USED})
#: Which act takes a paper out of force to what the register says then.
ENDING = {Register.USED_UP: Act.USED, Register.REVOKED: Act.REVOKED, Register.REPLACED: Act.REPLACED}


class NotPossible(Exception):
    """The register does not say of this paper what the act begins from."""


@transaction.atomic
def turn(
    certificate: Certificate,
    act: Act,
    *,
    by: User | None = None,
    proposed_by: User | None = None,
    reason: str = "",
    ground: str = "",
) -> Certificate:
    """Do one act to an issued paper and return it as it is now.

    by: who decided, None for the portal itself. proposed_by: the first pair of eyes. reason, ground: told to the
    holder. Raises NotPossible when the register says something else by now.
    """
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.status != Certificate.Status.ISSUED or Register(locked.register) not in TURNS[act][0]:
        raise NotPossible(f"{act.value}: {locked.register}")
    add(locked, act, by=by, proposed_by=proposed_by, reason=reason, ground=ground)
    return locked


def add(
    certificate: Certificate,
    act: Act,
    *,
    by: User | None = None,
    proposed_by: User | None = None,
    reason: str = "",
    ground: str = "",
) -> RegisterEntry:
    """Add a line to a locked paper and turn what the register says of it. The caller has checked that it may be."""
    if act in TURNS:
        certificate.register = TURNS[act][1]
        certificate.ended = certificate.ended or act is Act.EXPIRED
        certificate.save(update_fields=["register", "ended"])
    last = certificate.entries.order_by("-seq").first()
    line = RegisterEntry(
        certificate=certificate, seq=(last.seq if last else 0) + 1, at=timezone.now(), act=act, by=by,
        proposed_by=proposed_by, reason=reason, ground=ground, previous=last.digest if last else GENESIS,
    )  # fmt: skip
    line.digest = digest_of(line)
    line.save(force_insert=True)
    if act in TAKING:
        give_up_successors(certificate)
    if act is not Act.ISSUED:
        audit.record(
            actor=f"user:{by.pk}" if by else "system",
            action=f"certificate:{act.value}",
            subject=f"certificate:{certificate.pk}",
            data={"number": certificate.number, "line": line.digest},
        )
    return line


def digest_of(line: RegisterEntry) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of all of a line but the digest itself."""
    plain = {
        name: getattr(line, name)
        for name in ("seq", "act", "by_id", "proposed_by_id", "reason", "ground", "previous")
    }
    return sha256(canonical_json(plain | {"certificate": str(line.certificate_id), "at": moment(line.at)}))


def moment(at: datetime) -> str:
    """Return a moment as the digests have it: UTC, ISO 8601."""
    return at.astimezone(UTC).isoformat()


@transaction.atomic
def end(*, application: Application, register: Register, kind: str = "") -> int:
    """Take the issued certificates of a case, or those of one type, out of force; return how many.

    register: what they are from now on. Revoked are those too that are suspended or used up, and the notice by which
    they were granted; the lines name both officers of a revocation, its reason and its ground. Other notices stay.
    """
    act = ENDING[register]
    granted = Q(event=None) | Q(event__after=State.APPROVED) if act is Act.REVOKED else Q(event=None)
    rows = application.certificates.select_for_update(of=("self",)).filter(
        granted, status=Certificate.Status.ISSUED, register__in=TURNS[act][0]
    )
    ended = list(rows.filter(type=kind) if kind else rows)
    why = decided(application) if act is Act.REVOKED else {}
    for row in ended:
        add(row, act, **why)
    return len(ended)


def decided(application: Application) -> dict[str, Any]:
    """Return what a line of a revocation names: both officers, reason and ground; {} when no officer revoked."""
    confirmed = Proposal.objects.filter(
        certificate__application=application, act=Proposal.Act.REVOKE, outcome=Proposal.Outcome.CONFIRMED
    )
    return named(confirmed.order_by("-decided_at").first())


def named(proposal: Proposal | None) -> dict[str, Any]:
    """Return what a line names of a confirmed proposal; {} for none."""
    if proposal is None:
        return {}
    return {
        "by": proposal.decided_by,
        "proposed_by": proposal.proposed_by,
        "reason": proposal.reason,
        "ground": proposal.ground,
    }


@transaction.atomic
def mark_used(*, number: str) -> bool:
    """Note that nothing is left of a certificate in force; return whether it was one."""
    return _turn_numbered(number, Act.USED)


@transaction.atomic
def mark_unused(*, number: str) -> bool:
    """Note that a used-up certificate is in force again, because a report was withdrawn; return whether it was one."""
    return _turn_numbered(number, Act.UNUSED)


def _turn_numbered(number: str, act: Act) -> bool:
    rows = Certificate.objects.select_for_update().filter(
        number=number, register__in=TURNS[act][0], status=Certificate.Status.ISSUED
    )
    row = rows.first()
    if row is None:
        return False
    add(row, act)
    return True
