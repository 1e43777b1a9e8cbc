"""Who may import whom, and the types of what others build on. Both are configured in pyproject.toml."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.tree import ROOT


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)


def script(name: str) -> str:
    """Return a program of the environment that runs the tests."""
    return str(Path(sys.executable).parent / name)


def test_rooms_look_down_only_and_services_know_nothing_of_the_platform():
    done = run(script("lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_the_contracts_are_still_all_there():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [contract["type"] for contract in contracts].count("layers") == 1
    layers = next(contract for contract in contracts if contract["type"] == "layers")
    assert layers["exhaustive"]
    listed = {room.strip() for line in layers["layers"] for room in line.split("|")}
    outside = set(layers["exhaustive_ignores"])
    there = {path.stem for path in (ROOT / "portal").iterdir() if path.suffix in {".py", ""}} - {
        "__init__",
        "__pycache__",
    }
    assert there == listed | outside
    forbidden = {contract["name"]: contract for contract in contracts if contract["type"] == "forbidden"}
    assert {tuple(contract["source_modules"]) for contract in forbidden.values()} == {
        ("services",),
        ("cms",),
        ("portal", "cms"),
        ("services.*.rules", "services.*.*.rules"),
    }
    above = listed - {"catalog", "rulebook", "workdays", "ui", "standards"} | {"settings"}
    of_services = next(c for c in forbidden.values() if c["source_modules"] == ["services"])
    assert {f"portal.{room}" for room in above - {"management"}} == set(of_services["forbidden_modules"])


@pytest.mark.slow  # `make lint` does it too
def test_what_others_build_on_is_strictly_typed(tmp_path):
    done = run(sys.executable, "-m", "mypy", "--cache-dir", os.fspath(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
