"""What a file is: the one that was issued, byte for byte, or something else, and then what is known of it.

A file is called valid by its digest in the register alone, and only while its seal holds. For all others the question
is only what is wrong with them. Whether the register has a number that such a file names is not asked: else anybody
could find out by made-up files which numbers there are.
"""

import re
from collections.abc import Iterator
from itertools import islice

from portal.certificates.models import Certificate
from portal.certificates.queries import Answer, answer_of, by_digest
from portal.certificates.verification.apart import UNREADABLE, judge_apart, place
from portal.seals import trust
from portal.seals.judging import Judgement, judge
from portal.standards.case_numbers import valid
from portal.standards.digests import sha256

NUMBER = re.compile(rb"(?<![A-Z0-9])[A-Z]{2}[0-9]{16}[0-9X](?![A-Z0-9])")
#: The last range of a signature, as every program writes it: two pieces that begin with the file.
RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+\d{1,10}\s+(\d{1,10})\s+(\d{1,10})\s*\]")
#: What every signature names first. Without it there is no seal to judge.
MARK = b"/ByteRange"
#: Readers look for the head and the end of a PDF that far in.
HEAD = 1024
UNSEALED = Judgement(problem="not signed")
#: Of ranges and numbers that a file names no more are looked at.
MOST_LOOKED_AT = 8


def answer_to(content: bytes) -> Answer:
    """Return what a file is: what the register says of the paper it is, or ALTERED or NOT_FOUND with the reason.

    One query, and one more for each signature of a file that goes on behind it. Raises Busy: a file that the register
    does not know can be made so that each look at it takes long, so few are looked at together. Raises SealUnavailable
    when seals cannot be judged now: nothing is said of a file then, least of all that it is not genuine.
    """
    found = by_digest(sha256(content))
    if found:
        return _registered(found, content)
    if b"%PDF-" not in content[:HEAD]:
        return Answer("NOT_FOUND", "no_pdf")
    with place():
        trust.check()
        return _stranger(content)


def _registered(certificate: Certificate, content: bytes) -> Answer:
    """Return what the register says of a paper, given its own file, unless the seal on it does not hold.

    The bytes are those that the portal itself wrote, so they may be read here.
    """
    if not judge(content).bottom_line:
        return Answer("ALTERED", "seal")
    return answer_of(certificate)


def _stranger(content: bytes) -> Answer:
    """Return what a PDF is that the register does not know; a process reads it only where a seal may be."""
    if MARK not in content:
        if b"%%EOF" not in content[-HEAD:]:
            return Answer("NOT_FOUND", "unreadable")
        return unregistered(UNSEALED, names_one_of_ours(content), ranged=False)
    if any(by_digest(sha256(part)) for part in sealed_parts(content)):
        return Answer("ALTERED", "added")
    return unregistered(judge_apart(content), names_one_of_ours(content), bool(RANGE.search(content)))


def unregistered(judgement: Judgement, claims: bool, ranged: bool) -> Answer:
    """Return what a PDF is that the register does not know.

    claims: it names a number as ours are. ranged: it has the mark of a signature, readable or not.
    """
    if judgement == UNREADABLE:
        return Answer("ALTERED" if claims and ranged else "NOT_FOUND", "unreadable")
    if not judgement.signed:
        return Answer("ALTERED", "unsealed") if claims else Answer("NOT_FOUND", "other")
    if judgement.bottom_line:
        return Answer("ALTERED", "unregistered")  # the hollow around a signature can be changed, too
    if judgement.fingerprint not in trust.seals():
        return Answer("ALTERED" if claims else "NOT_FOUND", "foreign")
    if judgement.intact:
        return Answer("ALTERED", "added" if judgement.trusted else "seal")
    return Answer("ALTERED", "changed" if judgement.whole else "rewritten")


def sealed_parts(content: bytes) -> Iterator[bytes]:
    """Return, one by one, the beginnings of a file that end where one of its signatures ends, if something follows."""
    ends = {int(found[1]) + int(found[2]) for found in islice(RANGE.finditer(content), MOST_LOOKED_AT)}
    return (content[:end] for end in sorted(ends) if 0 < end < len(content))


def names_one_of_ours(content: bytes) -> bool:
    """Return whether a number with the right check character stands in a file, as it does in the metadata of ours."""
    return any(valid(found[0].decode()) for found in islice(NUMBER.finditer(content), MOST_LOOKED_AT))
