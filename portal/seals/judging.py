"""The judgement of a sealed PDF: whose seal it bears, and whether anything has changed since.

By pyHanko's `bottom_line`, never by `valid`: an increment after the signature leaves that true (SECURITY §2.5). What
stands after the end of the file is not seen by it either; so whether the signature covers the whole file is counted
here. None of it says that a paper is in the register: that is compared by digest.
"""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from asn1crypto import parser

from portal.seals import trust

#: No paper of the portal comes near it.
MOST_BYTES = 20 * 1024 * 1024
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")


@dataclass(frozen=True)
class Judgement:
    """What a signature is worth.

    intact: the signed bytes are as they were. whole: they are the whole file. trusted: by a seal of ours, which held
    when it signed. bottom_line: all of it, and no change whatever. stamped_at: by a time-stamp server.
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
    """Return the judgement of a PDF, whatever bytes these are; it never raises.

    A seal that has run out or was changed for another keeps what it sealed: the moment of the time stamp counts, or
    else the moment that the signature names, together with the register's digest.
    """
    if len(content) > MOST_BYTES:
        return Judgement(problem="too large")
    try:
        return _judged(content)
    except Exception as problem:  # noqa: BLE001 -- parsers of files that anybody may send fail in ways nobody can list
        return Judgement(problem=f"cannot be read: {type(problem).__name__}")


def _judged(content: bytes) -> Judgement:
    from pyhanko.pdf_utils.reader import PdfFileReader

    found = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    if not found:
        return Judgement(problem="not signed")
    signature = found[0]
    fingerprint = sha256(signature.signer_cert.dump()).hexdigest()
    status, known = _status(signature, fingerprint), fingerprint in trust.seals()
    stamp = status.timestamp_validity
    stamped_at = (
        stamp.timestamp if stamp is not None and stamp.valid and stamp.intact and stamp.trusted else None
    )
    at = stamped_at or signature.self_reported_timestamp
    trusted = known and bool(status.trusted) and not _revoked_before(fingerprint, at)
    whole = len(found) == 1 and covers_all(content)
    return Judgement(
        signed=True,
        intact=bool(status.intact),
        whole=whole,
        trusted=trusted,
        bottom_line=bool(status.bottom_line) and trusted and whole,
        fingerprint=fingerprint,
        signed_at=signature.self_reported_timestamp,
        stamped_at=stamped_at,
        problem="" if status.bottom_line and trusted and whole else _said(status, trusted, whole),
    )


def _status(signature: Any, fingerprint: str) -> Any:
    """Return pyHanko's status of a signature, judged at the moment that it names, without the network."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    moment = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=trust.roots(), other_certs=trust.certificates(), moment=moment, allow_fetching=False
    )
    stamps = ValidationContext(
        trust_roots=trust.roots(), other_certs=trust.certificates(), allow_fetching=False
    )
    return validate_pdf_signature(signature, context, stamps)


def _revoked_before(fingerprint: str, at: datetime | None) -> bool:
    """Return whether a seal had been revoked when it signed; unknown moments count as after it."""
    revoked = trust.revoked_at(fingerprint)
    return revoked is not None and (at is None or revoked <= at)


def covers_all(content: bytes) -> bool:
    """Return whether the byte range of the last signature ends where the file ends, and begins where it begins."""
    ranges = BYTE_RANGE.findall(content)
    if not ranges:
        return False
    first, length, second, rest = map(int, ranges[-1])
    gap = content[first + length : second]
    return first == 0 and second + rest == len(content) and is_one_signature(gap)


def is_one_signature(gap: bytes) -> bool:
    """Return whether what the byte range leaves out is one signature in hex, with nothing behind it but zeros."""
    if gap[:1] != b"<" or gap[-1:] != b">":
        return False
    try:
        packed = bytes.fromhex(gap[1:-1].decode("ascii"))
        _class, _method, _tag, header, body, trailer = parser.parse(packed)
    except ValueError:
        return False
    return not packed[len(header) + len(body) + len(trailer) :].strip(b"\x00")


def _said(status: Any, trusted: bool, whole: bool) -> str:
    """Return the first thing that is wrong."""
    if not status.intact:
        return "changed since it was signed"
    if not trusted:
        return "not a seal of this portal"
    return "something follows the signed part" if not whole else "changed after it was signed"
