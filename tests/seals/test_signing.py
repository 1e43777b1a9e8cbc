"""What a sealed file is to others: poppler and qpdf judge it, whatever pyHanko says of itself."""

import shutil
import subprocess

import pytest

from portal.seals import current
from portal.seals.judging import judge


def sealed(drawn: bytes) -> bytes:
    return current.signer().sign(
        drawn, reason="准予迁入证明 ZQ31011520260000010", place="上海市公安局浦东分局"
    )


def asked(program: str, *arguments: object) -> tuple[int, str]:
    """Return the exit code of a program and what it says; without it the test cannot be run."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not on this machine (Debian: poppler-utils, qpdf)")
    command = [program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    return done.returncode, done.stdout + done.stderr


def pdfsig(path) -> str:
    """Return what poppler says of the signatures of a file."""
    return asked("pdfsig", path)[1]


def qpdf(path) -> tuple[int, str]:
    """Return what qpdf says of the structure of a file."""
    return asked("qpdf", "--check", path)


def test_poppler_says_that_the_signature_is_valid_and_covers_the_whole_file(ours, drawn, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed(drawn))
    said = pdfsig(path)
    assert said.count("Signature #") == 1
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "示范政务服务平台电子印章" in said


def test_qpdf_finds_nothing_to_complain_of(ours, drawn, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed(drawn))
    code, said = qpdf(path)
    assert code == 0, said
    assert "WARNING" not in said


def test_the_drawing_stands_unchanged_at_the_beginning(ours, drawn):
    content = sealed(drawn)
    assert content.startswith(drawn) and len(content) > len(drawn)


def test_it_certifies_and_forbids_every_change(ours, drawn):
    content = sealed(drawn)
    assert b"/DocMDP" in content[len(drawn) :]
    assert b"/P 1" in content[len(drawn) :]


def regions(content: bytes, drawn: bytes) -> dict[str, int]:
    """Return a place in each part of a sealed file."""
    # the attribute that holds the digest of the file
    digest = content.lower().index(b"2a864886f70d010904", len(drawn))
    return {
        "header": 6,
        "drawing": len(drawn) // 2,
        "end of the drawing": len(drawn) - 40,
        "dictionary of the signature": content.index(b"/Reason", len(drawn)) + 30,
        "signed digest": digest + 40,
        "after the signature": len(content) - 60,
    }


REGIONS = ("header", "drawing", "end of the drawing", "dictionary of the signature", "signed digest",
           "after the signature")  # fmt: skip


@pytest.mark.parametrize("region", REGIONS)
def test_one_changed_byte_is_seen_by_us_and_by_poppler(ours, drawn, tmp_path, region):
    content = bytearray(sealed(drawn))
    place = regions(bytes(content), drawn)[region]
    content[place] = ord("0") if content[place] != ord("0") else ord("1")
    path = tmp_path / "changed.pdf"
    path.write_bytes(content)
    found = judge(bytes(content))
    assert not found.bottom_line and found.problem
    said = pdfsig(path)
    assert "Signature is Valid." not in said or "Total document signed" not in said


def test_two_papers_sealed_at_once_in_threads_are_both_right(ours, drawn):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: sealed(drawn), range(8)))
    assert all(judge(content).bottom_line for content in made)


def test_a_seal_stays_parsed_and_another_file_is_read_anew(ours, settings):
    first = current.signer()
    assert current.signer() is first
    other = ours.seal("other")
    settings.SEAL = str(other.path)
    assert current.signer().fingerprint != first.fingerprint
