"""`manage.py verify_certificate`: the verdict of a file, and exit 0 only for VALID."""

import json

import pytest
from django.core.management import call_command

from portal.seals import demo
from tests.certificates.verification import forging

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys, tmp_path):
    """Return a function that runs the command on a file: (exit code, what was printed)."""

    def ran(content: bytes, **options):
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        try:
            call_command("verify_certificate", str(path), **options)
        except SystemExit as end:
            return end.code, capsys.readouterr().out.strip()
        return 0, capsys.readouterr().out.strip()

    return ran


def test_a_notice_is_verified_like_a_certificate(run, notice):
    from portal.documents import storage

    assert run(storage.read(notice.key)) == (0, "VALID")


def test_the_seal_is_judged_too(run, content, settings, tmp_path):
    settings.SEAL_ROOTS = str(demo.ensure(tmp_path / "other") / "roots")
    assert run(content) == (1, "ALTERED")


def test_a_look_alike_is_altered(run, certificate, content):
    assert run(forging.look_alike(certificate, content)) == (1, "ALTERED")


def test_as_json_with_what_the_register_says(run, certificate, content):
    code, said = run(content, json=True)
    found = json.loads(said)
    assert code == 0
    assert (found["verdict"], found["number"], found["sha256"]) == (
        "VALID",
        certificate.number,
        certificate.sha256,
    )
    code, said = run(content + b"x", json=True)
    found = json.loads(said)
    assert (code, found["verdict"], found["reason"], found["number"]) == (1, "ALTERED", "added", "")
    assert found["sentence"]
