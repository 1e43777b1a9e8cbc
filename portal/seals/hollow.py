"""What the byte range of a signature leaves out: nobody signed it, so it may hold the signature and nothing else.

Free remain only the certificates that a time-stamp server sends with its stamp.
"""

from collections.abc import Iterable, Sequence

from asn1crypto import cms, parser, x509

STAMP = "signature_time_stamp_token"


def covers_all(content: bytes, ranges: Sequence[int]) -> bool:
    """Return whether the byte ranges of a signature begin where the file begins and end where it ends.

    ranges: those that its digest was counted over. What a file says elsewhere of ranges anybody can write behind it.
    """
    first, length, second, rest = map(int, ranges)
    gap = content[first + length : second]
    return first == 0 and second + rest == len(content) and is_one_signature(gap)


def is_one_signature(gap: bytes) -> bool:
    """Return whether what the byte range leaves out is one signature in hex, with nothing behind it but zeros.

    As we write it, in capitals and without a blank: two spellings of one signature would be two files.
    """
    if gap[:1] != b"<" or gap[-1:] != b">":
        return False
    try:
        packed = bytes.fromhex(gap[1:-1].decode("ascii"))
        _class, _method, _tag, header, body, _trailer = parser.parse(packed)
        kind = parser.parse(body)
        parser.parse(body[sum(map(len, kind[3:])) :], strict=True)
    except ValueError:
        return False
    rest = packed[len(header) + len(body) :]
    return packed.hex().upper().encode() == gap[1:-1] and not rest.strip(b"\x00")


def nothing_added(signed: cms.SignedData, signer: cms.SignerInfo, known: Iterable[x509.Certificate]) -> bool:
    """Return whether beside what the seal signed a signature holds only published certificates and one time stamp.

    known: the certificates published.
    """
    published = {one.dump() for one in known}
    stamps = [attribute["type"].native for attribute in signer["unsigned_attrs"]]
    return (
        all(one.chosen.dump() in published for one in signed["certificates"])
        and not len(signed["crls"])
        and signed["digest_algorithms"].contents == signer["digest_algorithm"].dump()
        and stamps in ([], [STAMP])
    )
