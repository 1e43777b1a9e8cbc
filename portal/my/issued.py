"""The certificates and notices of a case, as its holder sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.applications import outcomes
from portal.applications.models import Application, Event
from portal.catalog.papers import is_english
from portal.certificates import notices
from portal.certificates.desk import words
from portal.certificates.models import Certificate, RegisterEntry
from portal.certificates.notices.texts import TEXTS
from portal.certificates.queries import verdict_of
from portal.rulebook.reading import Versions, versions
from portal.ui.timeline import Line
from portal.workdays.queries import today

#: What the register says of certificates that nobody may use any more.
FORMER = frozenset({"REPLACED", "REVOKED", "CANCELLED", "EXPIRED"})
#: What comes first: what is in force, what is still being made, what rests, what is over.
ORDER = {"VALID": 0, "": 1, "SUSPENDED": 2, "USED": 2}
TONES = {"VALID": "good", "EXPIRED": "warn", "USED": "neutral", "SUSPENDED": "warn"}


#: The act by which a certificate came to what the register says.
ENDS = {
    Certificate.Register.SUSPENDED: RegisterEntry.Act.SUSPENDED,
    Certificate.Register.REVOKED: RegisterEntry.Act.REVOKED,
    Certificate.Register.CANCELLED: RegisterEntry.Act.CANCELLED,
    Certificate.Register.REPLACED: RegisterEntry.Act.REPLACED,
}


@dataclass(frozen=True)
class Paper:
    """One certificate or notice.

    called: as the paper itself is titled. successor: the number of the certificate that replaced it. line: of the
    register, by which it was suspended or taken out of force.
    """

    certificate: Certificate
    verdict: str = ""
    called: str = ""
    tone: str = "neutral"
    word: str = ""
    successor: str = ""
    line: RegisterEntry | None = None

    @property
    def since(self) -> date | None:
        """Since when a decision keeps it from being used; None where none does."""
        decided = self.line is not None and self.line.act != RegisterEntry.Act.REPLACED
        return localdate(self.line.at) if self.line and decided else None

    @property
    def why(self) -> list[str]:
        """Why it is suspended, closed out or replaced, and how to contest it, in the active language.

        Nothing of a revocation: the page says that with the decision. One query where there is a legal ground.
        """
        if self.line is None or self.line.act == RegisterEntry.Act.REVOKED:
            return []
        said = [self.line.reason] if self.line.reason != self.successor else []
        if self.line.ground:
            said.append(_("Legal ground: %(text)s") % {"text": self.line.ground})
            said.append(outcomes.remedies(outcomes.remedies_on(localdate(self.line.at))))
        return said

    @property
    def former(self) -> bool:
        """Whether nobody may use it any more."""
        return self.verdict in FORMER


@dataclass(frozen=True)
class Issued:
    """The papers of a case. certificates: what is in force first. notices: the oldest first."""

    certificates: Sequence[Paper] = ()
    notices: Sequence[Paper] = field(default=())

    @property
    def receipts(self) -> bool:
        """Whether every receipt asked for is there, so that no link has to make one."""
        rows = [row.certificate for row in self.notices if row.certificate.type == notices.RECEIPT]
        return bool(rows) and all(row.status == Certificate.Status.ISSUED for row in rows)

    def of(self, event: Event) -> Paper | None:
        """Return the notice that tells of a move."""
        return next((row for row in self.notices if row.certificate.event_id == event.pk), None)

    def reissues(self) -> list[Line]:
        """Return a line of the timeline for each certificate that was issued in the place of another."""
        title = _("Certificate issued anew")
        return [
            Line(title, row.certificate.issued_at, row.certificate.number or "")
            for row in self.certificates
            if row.certificate.replaces_id and row.certificate.issued_at
        ]


def issued_of(application: Application) -> Issued:
    """Return the papers of a case. At most three queries: the papers, what ended them, and the titles in English."""
    rows = list(application.certificates.defer("content_sealed").order_by("created_at"))
    for row in rows:
        row.application = application
    texts = versions(TEXTS, today()) if rows and is_english(get_language() or "") else {}
    held = [row for row in rows if row.event_id is None and not row.given_up]
    ends, successors = ends_of(held), {row.replaces_id: row.number or "" for row in held}
    papers = [_certificate(row, successors.get(row.pk, ""), ends.get(row.pk)) for row in held]
    newest_first = sorted(papers, key=lambda paper: paper.certificate.created_at, reverse=True)
    told = [
        Paper(row, called=title_of(row, texts), verdict=_verdict(row))
        for row in rows
        if row.event_id is not None
    ]
    return Issued(sorted(newest_first, key=lambda paper: ORDER.get(paper.verdict, 3)), told)


def ends_of(rows: Iterable[Certificate]) -> dict[Any, RegisterEntry]:
    """Return the line by which each certificate is suspended or out of force. One query, none when none is."""
    ended = [row for row in rows if row.register in ENDS]
    if not ended:
        return {}
    lines = RegisterEntry.objects.filter(certificate__in=ended, act__in=ENDS.values()).order_by("seq")
    return {line.certificate_id: line for line in lines}


def title_of(notice: Certificate, texts: Versions) -> str:
    """Return the title that stands on a notice, in the active language; what lists call its type until it is written.

    texts: those of the rulebook, for the English title; {} for Chinese. A later version may have another title.
    """
    usual = str(notices.title(notice.type))
    if not texts:
        return notice.title or usual
    code, _space, since = notice.texts.partition(" ")
    version = texts.get(code)
    titled = version is not None and version.since.isoformat() == since
    return (version.entry["title_en"] if version and titled else "") or usual


def _verdict(row: Certificate) -> str:
    return verdict_of(row) if row.status == Certificate.Status.ISSUED else ""


def _certificate(row: Certificate, successor: str, line: RegisterEntry | None) -> Paper:
    verdict = _verdict(row)
    said = {"VALID": _("Valid"), "EXPIRED": _("Expired")}
    if row.application.declaration.after == "origin":
        said["USED"] = _("Used (the move is done)")
    return Paper(
        row,
        verdict,
        words.title_of(row) if row.title else "",
        TONES.get(verdict, "bad"),
        said.get(verdict) or str(Certificate.Register(row.register).label),
        successor,
        line,
    )
