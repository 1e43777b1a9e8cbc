"""The signatures on the check page: who has signed, who is asked, and what is still missing."""

import io
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.catalog.declaration import Signer
from portal.notifications import texting
from portal.signing import actions, browser, delivery
from portal.signing.content import OWN, digest_of, signers_in
from portal.signing.forms import CodeForm
from portal.signing.models import Signature
from portal.signing.policies import fits
from portal.signing.tokens import CODE_LIFE, TRIES
from portal.wizard.journey import Journey

Status = Signature.Status


@dataclass(frozen=True)
class Row:
    """One signer as the page shows it. state: a status, or OPEN before anything was asked.

    link: the personal link, on the one page after it was made. form: for the code, once one was sent.
    """

    signer: Signer
    state: str
    signature: Signature | None
    own: bool
    to: str
    digest: str
    form: CodeForm | None = None
    demo_code: str = ""
    link: str = ""
    reason: str = ""

    @property
    def anchor(self) -> str:
        """The id of the signer's section."""
        return anchor_of(self.signer.key)

    @property
    def qr(self) -> str:
        """The link as an SVG drawing: presentation attributes only, as the content policy wants it."""
        out = io.BytesIO()
        segno.make(self.link, error="m", micro=False).save(
            out, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, svgns=False, nl=False
        )
        return out.getvalue().decode()


def anchor_of(key: str) -> str:
    """Return the id of a signer's section."""
    return "sign-" + key.replace(":", "-")


def signers_for(journey: Journey, answers: Any = None) -> list[Signer]:
    """Return who has to sign this draft, in Chinese, as digests want it; nobody for most services."""
    return signers_in(journey.service, journey.answers if answers is None else answers, journey.norms)


def rows_of(journey: Journey, request: HttpRequest, form: CodeForm | None = None) -> list[Row]:
    """Return a row for each signer, the applicant's first. form: of a code that was refused."""
    signers = signers_for(journey)
    if not signers:
        return []
    there = actions.sync(application=journey.application, signers=signers, by=request.user)
    language = get_language() or settings.LANGUAGE_CODE
    shown = {one.key: one for one in signers_in(journey.service, journey.answers, journey.norms, language)}
    rows = [_row(journey, request, one, shown[one.key], there.get(one.key), form) for one in signers]
    return sorted(rows, key=lambda row: not row.own)


def _row(
    journey: Journey,
    request: HttpRequest,
    signer: Signer,
    shown: Signer,
    row: Signature | None,
    form: CodeForm | None,
) -> Row:
    own = signer.key == OWN
    signed = fits(row, signer)
    waits = own and not signed and code_waits(row)
    token = "" if own else browser.take(request, f"link:{row.pk}") if row else ""
    return Row(
        signer=shown,
        state=state_of(row, signed),
        signature=row,
        own=own,
        to=delivery.masked_address(signer, request.user if own else None),
        digest=digest_of(signer),
        form=(form or CodeForm()) if waits or (own and form) else None,
        demo_code=demo_code(request, row) if waits and row else "",
        link=delivery.link_of(token) if token else "",
        reason=row.evidence.get("reason", "") if row and row.status == Status.DECLINED else "",
    )


def state_of(row: Signature | None, signed: bool) -> str:
    """Return how a signature stands, in one word for the template."""
    if signed:
        return "SIGNED"
    if row is None or row.status == Status.PENDING:
        return "OPEN"
    if row.status == Status.INVITED and row.expires_at and row.expires_at <= timezone.now():
        return "EXPIRED"
    return "VOID" if row.status == Status.SIGNED else row.status


def code_waits(row: Signature | None) -> bool:
    """Return whether a code was sent that may still be typed."""
    if row is None or not row.code_hash or row.code_sent_at is None or row.attempts >= TRIES:
        return False
    return timezone.now() - row.code_sent_at <= CODE_LIFE


def demo_code(request: HttpRequest, row: Signature) -> str:
    """Return the code that was sent, in the demo; there is no telephone there to read it on."""
    return browser.take(request, f"code:{row.pk}", again=True) if settings.DEMO else ""


def missing(signers: list[Signer]) -> list[tuple[str, str]]:
    """Return (href, text) of each signature that is missing or void, for the error summary."""
    found = []
    for signer in signers:
        if signer.key == OWN:
            text = _("Your own signature is missing. Please sign below.")
        else:
            text = _("The signature of %(name)s (%(role)s) is missing.") % {
                "name": signer.name,
                "role": signer.role,
            }
        found.append((f"#{anchor_of(signer.key)}", text))
    return found


def context_of(journey: Journey, request: HttpRequest, form: CodeForm | None = None) -> dict[str, Any]:
    """Return what the check page needs to draw the signatures; nothing for a service without signers."""
    rows = rows_of(journey, request, form)
    return {
        "signing": rows,
        "signed": all(row.state == "SIGNED" for row in rows),
        "can_text": texting.can_send(),
    }
