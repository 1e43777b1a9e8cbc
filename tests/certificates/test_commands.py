"""The operators' commands: list, write out, verify a file."""

import json

import pytest
from django.core.management import CommandError, call_command

from portal.certificates import actions
from portal.certificates.models import Certificate
from portal.documents import storage
from tests import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    case = cases.approved("PB")
    pk = case.certificates.get(event=None).pk
    actions.issue(certificate_id=pk)
    return Certificate.objects.get(pk=pk)


def verify(capsys, path):
    """Return (exit code, what was printed)."""
    try:
        call_command("verify_certificate", str(path))
    except SystemExit as end:
        return end.code, capsys.readouterr().out.strip()
    return 0, capsys.readouterr().out.strip()


@pytest.fixture
def file(certificate, tmp_path, capsys):
    path = tmp_path / "certificate.pdf"
    call_command("certificate", certificate.number, output=path)
    assert certificate.number in capsys.readouterr().out
    return path


def test_a_certificate_is_written_to_a_file_as_it_was_stored(certificate, file):
    assert file.read_bytes() == storage.read(certificate.key)


def test_exit_0_only_for_a_valid_one(certificate, file, capsys):
    assert verify(capsys, file) == (0, "VALID")
    Certificate.objects.update(register="revoked")
    assert verify(capsys, file) == (1, "REVOKED")
    Certificate.objects.update(register="active", valid_to="2026-01-01")
    assert verify(capsys, file) == (1, "EXPIRED")


@pytest.mark.parametrize("change", ["byte", "appended", "cut", "amount"])
def test_one_changed_byte_is_altered(file, capsys, change):
    content = bytearray(file.read_bytes())
    if change == "byte":
        content[len(content) // 2] ^= 1
    elif change == "appended":
        content += b"\n% more"
    elif change == "cut":
        content = content[:-1]
    else:
        content = content.replace(b"%%EOF", b"%%EOG")
    file.write_bytes(content)
    assert verify(capsys, file) == (1, "ALTERED")


def test_something_else_is_not_found(tmp_path, capsys):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7 GB31011620260001230")
    assert verify(capsys, path) == (1, "NOT_FOUND")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_certificate", str(tmp_path / "missing.pdf"))


def test_when_seals_cannot_be_judged_it_says_so_and_not_that_the_file_is_wrong(file, settings, tmp_path):
    settings.SEAL_CRLS = str(tmp_path / "crls")
    (tmp_path / "crls").mkdir()
    (tmp_path / "crls" / "half.crl").write_bytes(b"")
    with pytest.raises(CommandError, match=r"half\.crl"):
        call_command("verify_certificate", str(file))


def test_the_list(certificate, capsys):
    cases.approved("PB", 2)
    call_command("certificate", json=True)
    listed = json.loads(capsys.readouterr().out)
    assert {row["type"] for row in listed} == {"GB", "HZ", "SL"}
    rows = [row for row in listed if row["type"] == "GB"]
    assert [(row["number"], row["status"], row["verdict"]) for row in rows] == [
        (certificate.number, "issued", "VALID"),
        (None, "requested", None),
    ]
    assert rows[0]["sha256"] == certificate.sha256
    call_command("certificate")
    assert certificate.number in capsys.readouterr().out


def test_a_number_that_does_not_exist_or_cannot_be_read(certificate, tmp_path):
    with pytest.raises(CommandError):
        call_command("certificate", "GB31011620260001230", output=tmp_path / "x")
    storage.delete(certificate.key)
    with pytest.raises(CommandError):
        call_command("certificate", certificate.number, output=tmp_path / "x")
    assert not (tmp_path / "x").exists()
