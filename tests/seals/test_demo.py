"""The demo's own authority: made once whoever comes first, and rolled without losing what was signed."""

import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from portal.seals import current, demo
from portal.seals.judging import judge

FIRST = "import sys; from pathlib import Path; from portal.seals import demo; demo.ensure(Path(sys.argv[1]))"


def test_four_processes_that_come_at_once_make_one_authority(tmp_path):
    folder = tmp_path / "seals"
    begun = [subprocess.Popen([sys.executable, "-c", FIRST, str(folder)]) for _ in range(4)]
    assert [process.wait(60) for process in begun] == [0, 0, 0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["seals"]
    assert {path.name for path in folder.iterdir()} == {"authority.key", "code-1.pem", "roots", "seal.p12"}
    assert len(list((folder / "roots").iterdir())) == 2


def test_rolled_the_old_papers_stay_good(tmp_path, settings, drawn, capsys):
    settings.VAR, settings.DEMO, settings.SEAL, settings.CODE_KEYS = tmp_path, True, "", []
    settings.SEAL_ROOTS = ""
    old = current.signer().sign(drawn, reason="r", place="p")
    before = current.signer().fingerprint
    call_command("seals", roll=True)
    assert current.signer().fingerprint != before
    assert judge(old).bottom_line
    assert judge(current.signer().sign(drawn, reason="r", place="p")).bottom_line
    assert len(demo.code_keys(tmp_path / "seals")) == 2
    assert before[:16] in capsys.readouterr().out


def test_only_a_demo_rolls_by_itself(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError):
        call_command("seals", roll=True)


def test_the_list_says_what_is_in_use_and_fails_when_nothing_can_be_sealed(ours, settings, capsys):
    call_command("seals")
    said = capsys.readouterr().out
    assert current.signer().fingerprint[:16] in said
    settings.SEAL = "/nowhere.p12"
    with pytest.raises(SystemExit):
        call_command("seals", json=True)
