"""The judgement of a sealed PDF: whose seal it bears, and whether anything has changed since.

By pyHanko's `bottom_line`, never by `valid`: an increment after the signature leaves that true (SECURITY §2.5). What
stands after the end of the file is not seen by it either; so whether the signature covers the whole file is counted
here. None of it says that a paper is in the register: that is compared by digest.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from asn1crypto import cms

from portal.seals import hollow, trust
from portal.seals.errors import SealUnavailable

#: No paper of the portal comes near it.
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Judgement:
    """What a signature is worth.

    intact: the signed bytes and the signature are as they were. whole: they are the whole file but for the signature
    itself. trusted: by a seal of ours, which held when it signed. bottom_line: all of it, and no change whatever.
    stamped_at: by a time-stamp server.
    problem: in a few words, for the log; "" when there is none.
    """

    signed: bool = False
    intact: bool = False
    whole: bool = False
    trusted: bool = False
    bottom_line: bool = False
    fingerprint: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    problem: str = ""


def judge(content: bytes) -> Judgement:
    """Return the judgement of a PDF, whatever bytes these are.

    Raises SealUnavailable when it cannot be judged now: what our seals are, or which were revoked, cannot be read.

    A seal that has run out or was changed for another keeps what it sealed: the moment of the time stamp counts, or
    else the moment that the signature names, together with the register's digest.
    """
    if len(content) > MOST_BYTES:
        return Judgement(problem="too large")
    try:
        return _judged(content)
    except SealUnavailable:
        raise
    except Exception as problem:  # noqa: BLE001 -- parsers of files that anybody may send fail in ways nobody can list
        return Judgement(problem=f"cannot be read: {type(problem).__name__}")


def _judged(content: bytes) -> Judgement:
    from pyhanko.pdf_utils.reader import PdfFileReader

    found = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    if not found:
        return Judgement(problem="not signed")
    signature = found[0]
    fingerprint = sha256(signature.signer_cert.dump()).hexdigest()
    status = _status(signature)
    stamped_at, believed = _stamp(status)
    at = stamped_at or signature.self_reported_timestamp
    known = fingerprint in trust.seals()
    trusted = known and bool(status.trusted) and not _revoked_before(fingerprint, at)
    whole = (
        len(found) == 1
        and hollow.covers_all(content, signature.byte_range)
        and hollow.nothing_added(signature.signed_data, signature.signer_info, trust.certificates())
    )
    right = bool(status.bottom_line) and trusted and whole
    return Judgement(
        signed=True,
        intact=bool(status.intact and status.valid),
        whole=whole,
        trusted=trusted,
        bottom_line=right,
        fingerprint=fingerprint,
        signed_at=signature.self_reported_timestamp,
        stamped_at=stamped_at,
        problem="" if right else _said(status, trusted, whole, believed),
    )


def _status(signature: Any) -> Any:
    """Return pyHanko's status of a signature, without the network.

    Judged at the moment of its time stamp, else at the one that it names; the stamp at its own moment: the server's
    certificate ends, too, and what it stamped before stays stamped.
    """
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    stamped = named_by_stamp(signature.signer_info)
    seal, stamp = (
        ValidationContext(
            trust_roots=trust.roots(), other_certs=trust.certificates(), moment=moment, allow_fetching=False
        )
        for moment in (stamped or signature.self_reported_timestamp, stamped)
    )
    return validate_pdf_signature(signature, seal, stamp)


def named_by_stamp(signer: cms.SignerInfo) -> datetime | None:
    """Return the moment that a signature's time stamp names, whoever made it, None without one."""
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].native == hollow.STAMP:
            token = attribute["values"][0]["content"]
            moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
            return moment
    return None


def _stamp(status: Any) -> tuple[datetime | None, bool]:
    """Return the moment of a stamp that is to be believed, and whether there is none that is not."""
    stamp = status.timestamp_validity
    if stamp is None:
        return None, True
    believed = bool(stamp.valid and stamp.intact and stamp.trusted)
    return (stamp.timestamp if believed else None), believed


def _revoked_before(fingerprint: str, at: datetime | None) -> bool:
    """Return whether a seal had been revoked when it signed; unknown moments count as after it."""
    revoked = trust.revoked_at(fingerprint)
    return revoked is not None and (at is None or revoked <= at)


def _said(status: Any, trusted: bool, whole: bool, believed: bool) -> str:
    """Return the first thing that is wrong."""
    if not (status.intact and status.valid):
        return "changed since it was signed"
    if not trusted:
        return "not a seal of this portal"
    if not believed:
        return "a time stamp that is not to be believed"
    return "something was added beside the signed part" if not whole else "changed after it was signed"
