"""Forgeries and what time does to seals: only what we sealed, unchanged and under a seal that held, is believed."""

import io
import random
import secrets
import time
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
import time_machine
from pyhanko.pdf_utils.generic import NameObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portal.seals import current
from portal.seals.errors import SealUnavailable
from portal.seals.judging import Judgement, judge
from tests.seals.authority import authority, use


def sealed(drawn: bytes) -> bytes:
    return current.signer().sign(drawn, reason="r", place="p")


def test_the_right_one_is_believed(ours, drawn):
    found = judge(sealed(drawn))
    assert found.bottom_line and found.intact and found.whole and found.trusted and not found.problem
    assert found.fingerprint == current.signer().fingerprint
    assert abs(datetime.now(UTC) - found.signed_at) < timedelta(minutes=1)


@pytest.mark.parametrize("more", [b"x", b"\n", b"%%EOF\n", b"\x00" * 5000])
def test_bytes_after_the_end_are_seen(ours, drawn, more):
    found = judge(sealed(drawn) + more)
    assert not found.whole and not found.bottom_line


def test_an_increment_after_the_seal_is_seen(ours, drawn):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed(drawn)))
    writer.root[NameObject("/Lang")] = pdf_string("en")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    found = judge(out.getvalue())
    assert found.signed and found.intact and not found.whole and not found.bottom_line


def test_something_hidden_behind_the_signature_is_seen(ours, drawn):
    content = bytearray(sealed(drawn))
    end = content.index(b">", content.index(b"/Contents <", len(drawn)))
    content[end - 9 : end - 1] = b"cafecafe"
    assert not judge(bytes(content)).bottom_line


def test_a_file_saved_anew_is_seen(ours, drawn):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed(drawn))) as file:
        file.save(out)
    assert not judge(out.getvalue()).bottom_line


def test_what_was_never_sealed_is_not_signed(ours, drawn):
    assert judge(drawn) == Judgement(problem="not signed")


def test_an_authority_that_looks_like_ours_is_not_believed(ours, drawn, tmp_path, settings):
    double = authority(tmp_path / "double")
    use(settings, double, double.seal())
    forged = sealed(drawn)
    assert judge(forged).bottom_line  # to whoever believes that authority
    use(settings, ours, ours.seal("again"))
    found = judge(forged)
    assert found.intact and not found.trusted and not found.bottom_line


def test_another_certificate_of_our_authority_is_no_seal(ours, drawn, settings):
    right = settings.SEAL
    stranger = ours.seal("stranger", known=False)
    settings.SEAL = str(stranger.path)
    forged = sealed(drawn)
    settings.SEAL = right
    found = judge(forged)
    assert found.intact and not found.trusted and not found.bottom_line


def test_a_seal_revoked_before_it_signed_is_not_believed_and_no_more_used(ours, drawn, tmp_path, settings):
    seal = ours.seal("revoked")
    settings.SEAL = str(seal.path)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    content = sealed(drawn)
    ours.revoke(tmp_path / "crls", seal.certificate.serial_number, at=hour_ago)
    settings.SEAL_CRLS = str(tmp_path / "crls")
    assert not judge(content).trusted
    with pytest.raises(SealUnavailable, match="revoked"):
        current.check()


def test_what_a_seal_signed_before_it_was_revoked_stays_good(ours, drawn, tmp_path, settings):
    seal = ours.seal("later")
    settings.SEAL = str(seal.path)
    with time_machine.travel(datetime.now(UTC) - timedelta(days=30)):
        content = sealed(drawn)
    ours.revoke(tmp_path / "crls", seal.certificate.serial_number)
    settings.SEAL_CRLS = str(tmp_path / "crls")
    assert judge(content).bottom_line


def test_a_list_of_somebody_else_revokes_nothing(ours, drawn, tmp_path, settings):
    seal = ours.seal("same number")
    settings.SEAL = str(seal.path)
    other = authority(tmp_path / "other")
    before = datetime.now(UTC) - timedelta(days=1)
    other.revoke(tmp_path / "crls", seal.certificate.serial_number, at=before)
    settings.SEAL_CRLS = str(tmp_path / "crls")
    assert judge(sealed(drawn)).bottom_line


def test_a_seal_that_ended_signs_no_more_and_keeps_what_it_signed(ours, drawn, settings):
    now = datetime.now(UTC)
    seal = ours.seal("ended", begins=now - timedelta(days=100), ends=now - timedelta(days=1))
    settings.SEAL = str(seal.path)
    with time_machine.travel(now - timedelta(days=50)):
        current.check()
        content = sealed(drawn)
    assert judge(content).bottom_line
    assert current.days_left() < 0
    with pytest.raises(SealUnavailable, match="ended"):
        current.check()


def test_a_seal_that_has_not_begun_signs_nothing(ours, settings):
    now = datetime.now(UTC)
    seal = ours.seal("tomorrow", begins=now + timedelta(days=1), ends=now + timedelta(days=9))
    settings.SEAL = str(seal.path)
    with pytest.raises(SealUnavailable, match="not valid before"):
        current.check()


def test_a_seal_under_a_revoked_authority_is_no_more_used(ours, drawn, tmp_path, settings):
    between = ours.under("between")
    seal = between.seal("below")
    use(settings, between, seal)
    settings.SEAL_ROOTS = str(ours.folder)
    content = sealed(drawn)
    assert judge(content).bottom_line
    ours.revoke(tmp_path / "crls", between.root.serial_number, at=datetime.now(UTC) - timedelta(hours=1))
    settings.SEAL_CRLS = str(tmp_path / "crls")
    assert not judge(content).trusted
    with pytest.raises(SealUnavailable, match="revoked"):
        current.check()


def test_a_seal_that_is_not_published_seals_nothing(ours, settings):
    settings.SEAL = str(ours.seal("unpublished", known=False).path)
    with pytest.raises(SealUnavailable, match="PORTAL_SEAL_ROOTS"):
        current.check()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        ("broken.der", b"0\x82\x01"),
    ],
)
def test_a_broken_file_among_the_roots_is_named(ours, name, content):
    (ours.folder / name).write_bytes(content)
    with pytest.raises(SealUnavailable, match=name):
        current.check()


def test_a_folder_that_is_not_there_is_named(ours, settings):
    settings.SEAL_ROOTS = str(ours.folder / "gone")
    with pytest.raises(SealUnavailable, match="gone"):
        current.check()


def test_after_a_change_of_seal_old_papers_stay_good(ours, drawn, settings):
    old = sealed(drawn)
    settings.SEAL = str(ours.seal("new").path)
    new = sealed(drawn)
    assert judge(old).bottom_line and judge(new).bottom_line
    assert judge(old).fingerprint != judge(new).fingerprint


@pytest.mark.parametrize("path", ["/nowhere.p12", __file__])
def test_a_seal_that_cannot_be_read_is_unavailable(ours, settings, path):
    settings.SEAL = path
    with pytest.raises(SealUnavailable):
        current.check()


def test_a_wrong_password_is_unavailable(ours, settings):
    settings.SEAL_PASSWORD = "wrong"
    with pytest.raises(SealUnavailable):
        current.signer()


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\x00" * 1000, b"x" * (20 * 1024 * 1024 + 1)]
)
def test_whatever_it_is_given_it_says_something(ours, content):
    found = judge(content)
    assert not found.bottom_line and found.problem


@pytest.mark.slow
def test_mutants_are_judged_soon_and_never_believed(ours, drawn):
    content, dice, believed = sealed(drawn), random.Random(20261129), []
    begun = time.monotonic()
    for number in range(400):
        mutant = bytearray(content)
        for _ in range(dice.randint(1, 8)):
            kind, place = dice.randrange(3), dice.randrange(len(mutant))
            if kind == 0:
                mutant[place] ^= 1 << dice.randrange(8)
            elif kind == 1:
                del mutant[place : place + dice.randint(1, 200)]
            else:
                mutant[place:place] = secrets.token_bytes(dice.randint(1, 40))
        if bytes(mutant) != content and judge(bytes(mutant)).bottom_line:
            believed.append(number)
    assert believed == []
    assert time.monotonic() - begun < 60
