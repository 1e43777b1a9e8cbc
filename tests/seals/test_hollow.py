"""Nothing can be put where the byte range does not reach: the place of the signature holds that and nothing more."""

import io

import pytest
from asn1crypto import cms, core
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.seals import current
from portal.seals.hollow import covers_all, is_one_signature
from portal.seals.judging import judge
from tests.seals.authority import authority


@pytest.fixture
def sealed(ours, drawn) -> bytes:
    return current.signer().sign(drawn, reason="r", place="p")


def gap_of(content: bytes) -> tuple[int, int]:
    """Return where the signature begins and ends in a file: the hex digits between its brackets."""
    first, length, second, _rest = PdfFileReader(io.BytesIO(content)).embedded_signatures[0].byte_range
    return first + length + 1, second - 1


def signature_in(content: bytes) -> cms.ContentInfo:
    begin, end = gap_of(content)
    return cms.ContentInfo.load(bytes.fromhex(content[begin:end].decode()))


def with_signature(content: bytes, packed: bytes) -> bytes:
    """Return the file with another signature in the same place."""
    begin, end = gap_of(content)
    return content[:begin] + packed.hex().upper().ljust(end - begin, "0").encode() + content[end:]


def repacked(content: bytes, change) -> bytes:
    """Return the file after its signature was changed where no digest reaches."""
    found = signature_in(content)
    change(found["content"])
    return with_signature(content, found.dump(force=True))


def test_the_place_holds_one_signature(sealed):
    begin, end = gap_of(sealed)
    assert is_one_signature(sealed[begin - 1 : end + 1])
    assert repacked(sealed, lambda signed: None) == sealed
    assert judge(sealed).bottom_line


@pytest.mark.parametrize("gap", [b"", b"<>", b"<30>", b"<zz>", b"(3000)", b"<3000", b"<3000> ", b"<30 00>"])
def test_anything_else_is_none(gap):
    assert not is_one_signature(gap)


def test_the_same_signature_spelled_otherwise_is_seen(sealed):
    begin, end = gap_of(sealed)
    forged = sealed[:begin] + sealed[begin:end].lower() + sealed[end:]
    assert forged != sealed
    found = judge(forged)
    assert found.intact and not found.whole and not found.bottom_line


def test_a_certificate_put_beside_ours_is_seen(sealed, tmp_path):
    stranger = authority(tmp_path / "stranger").seal()

    def change(signed):
        der = stranger.certificate.public_bytes(Encoding.DER)
        signed["certificates"].append(cms.CertificateChoices.load(der))

    found = judge(repacked(sealed, change))
    assert found.intact and not found.whole and not found.bottom_line


def test_an_attribute_that_nobody_signed_is_seen(sealed):
    def change(signed):
        note = {"type": "1.2.3.4", "values": [core.Any(core.UTF8String("hidden"))]}
        signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute(note)])

    found = judge(repacked(sealed, change))
    assert found.intact and not found.whole and not found.bottom_line


def test_ranges_must_reach_both_ends(sealed):
    ranges = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[0].byte_range
    ranges = [int(number) for number in ranges]
    assert covers_all(sealed, ranges)
    assert not covers_all(sealed + b" ", ranges)
    assert not covers_all(sealed, [1, ranges[1] - 1, *ranges[2:]])
