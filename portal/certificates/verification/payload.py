"""What the QR code of a paper says: an address that any camera opens, which carries its own signature.

The address is in capitals, so that the code stays in its alphanumeric mode (ISO/IEC 18004 §7.4.4, 5.5 bits each).
After /V/ follow, without separators: version (1), number (19), code (16), day of issue (4), last day (4), name of the
key (8), signature (103). Days are counted from 2000-01-01 in base 32; 0000 is none. What is signed is all before the
signature, so it can be checked without a network by a published key.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from django.conf import settings

from portal.seals import codes
from portal.standards.case_numbers import CERTIFICATE, valid

VERSION, MARK = "1", "/V/"
#: Crockford's base 32.
ALPHABET = codes.ALPHABET
EPOCH = date(2000, 1, 1)
NUMBER, CODE, DAY, KID, SIGNATURE = 19, 16, 4, codes.KID_LENGTH, 103
SIGNED = len(VERSION) + NUMBER + CODE + 2 * DAY + KID


@dataclass(frozen=True)
class Payload:
    """What a QR code says. signed: the bytes that its signature is about."""

    number: str
    code: str
    issued_on: date
    valid_to: date | None
    kid: str
    signed: bytes
    signature: bytes


def qr_text(number: str, code: str, issued_on: date, valid_to: date | None) -> str:
    """Return the text of the QR code of a paper, signed now. Raises seals.SealUnavailable.

    Scheme and host are written in capitals, which mean the same; a path of the portal stays as it is.
    """
    kid = codes.published_keys()[0].kid
    signed = f"{VERSION}{number}{code}{_day(issued_on)}{_day(valid_to)}{kid}"
    used, signature = codes.sign_code(signed.encode())
    if used != kid:  # the keys were changed at this very moment
        return qr_text(number, code, issued_on, valid_to)
    site = urlsplit(settings.SITE_URL)
    return f"{site.scheme.upper()}://{site.netloc.upper()}{site.path}{MARK}{signed}{_base32(signature)}"


def read(text: str) -> Payload:
    """Return what a QR code says, given its whole text or what follows /V/. Raises ValueError when it is none of ours.

    Nothing is said about the signature yet.
    """
    packed = text.strip().rpartition(MARK)[2]
    if len(packed) != SIGNED + SIGNATURE or packed[:1] != VERSION:
        raise ValueError("not a code of this portal")
    places = [1, 1 + NUMBER, 1 + NUMBER + CODE, 1 + NUMBER + CODE + DAY, SIGNED - KID, SIGNED]
    number, code, begun, ends, kid = (packed[a:b] for a, b in pairwise(places))
    if not CERTIFICATE.fullmatch(number) or not valid(number):
        raise ValueError("not a number of a paper")
    issued_on = _date(begun)
    if issued_on is None:
        raise ValueError("no day of issue")
    signature = _bytes(packed[SIGNED:])
    return Payload(number, code, issued_on, _date(ends), kid, packed[:SIGNED].encode("ascii"), signature)


def is_right(payload: Payload) -> bool:
    """Return whether a payload was signed by a published key of the portal."""
    return codes.code_is_right(payload.kid, payload.signed, payload.signature)


def _day(day: date | None) -> str:
    """Return a day as four characters. Raises ValueError outside 2000 to 4870."""
    count = (day - EPOCH).days + 1 if day else 0
    if day and not 1 <= count < 32**DAY:
        raise ValueError(f"{day} cannot be written")
    return "".join(ALPHABET[count >> shift & 31] for shift in range(5 * (DAY - 1), -5, -5))


def _date(text: str) -> date | None:
    """Return the day of four characters, None for none. Raises ValueError."""
    count = _number(text)
    return EPOCH + timedelta(days=count - 1) if count else None


def _number(text: str) -> int:
    """Return a number in base 32. Raises ValueError for another character."""
    count = 0
    for char in text:
        count = count << 5 | ALPHABET.index(char)
    return count


def _base32(content: bytes) -> str:
    """Return bytes in base 32, padded with zero bits at the end."""
    spare = -len(content) * 8 % 5
    bits = int.from_bytes(content, "big") << spare
    length = (len(content) * 8 + spare) // 5
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(5 * (length - 1), -5, -5))


def _bytes(text: str) -> bytes:
    """Return the bytes of a text in base 32. Raises ValueError when bits are left that are not zero."""
    spare = len(text) * 5 % 8
    bits = _number(text)
    if bits & (1 << spare) - 1:
        raise ValueError("bits are left over")
    return (bits >> spare).to_bytes(len(text) * 5 // 8, "big")
