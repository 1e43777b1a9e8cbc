"""A new service is one folder: nothing else is edited. Tried in a copy of the whole project."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests import tree

pytestmark = pytest.mark.slow

THIRD = Path("tests/data/demo_permit")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a third folder under `services/`."""
    copy = tmp_path_factory.mktemp("house")
    for path in tree.files():
        (copy / path.parent).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree.ROOT / path, copy / path)
    folder = copy / "services" / THIRD.name
    shutil.copytree(tree.ROOT / THIRD, folder, ignore=shutil.ignore_patterns("__pycache__"))
    po = folder / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"  # as `make run` does for every catalogue
    with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source, locale="zh_Hans"))
    return copy


def run(house: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    environment = {
        **kept,
        "PORTAL_DEBUG": "1",
        "PORTAL_VAR": str(house / "var"),
    }
    return subprocess.run(
        command, cwd=house, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_its_folder_alone_registers_it(house):
    listed = run(house, sys.executable, "manage.py", "services", "--json")
    assert listed.returncode == 0, listed.stderr
    services = {service["code"]: service for service in json.loads(listed.stdout)}
    assert len(services) >= 3
    third = services["ZZ"]
    assert third["title"] == {"zh-hans": "邻里市集准予", "en": "Permission for a neighbourhood fair"}
    assert [step["slug"] for step in third["steps"]] == ["organiser", "fair", "stalls"]
    assert third["steps"][1]["fields"][-1]["shown_when"] == ["music", ["yes"]]


def test_the_portal_starts_with_it(house):
    checked = run(house, sys.executable, "manage.py", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_it_keeps_the_contract_of_services(house):
    files = ["tests/services/test_every_service.py", "tests/services/test_every_paper.py"]
    suite = [*files, "-k", "ZZ", "--nomigrations", "-p", "no:cacheprovider"]
    passed = run(house, sys.executable, "-m", "pytest", "-q", *suite)
    assert passed.returncode == 0, passed.stdout[-3000:]
    assert "skipped" not in passed.stdout


def test_it_keeps_the_order_of_imports(house):
    kept = run(house, str(Path(sys.executable).parent / "lint-imports"), "--no-cache")
    assert kept.returncode == 0, kept.stdout


def test_a_service_that_reaches_into_another_room_is_found(house):
    rules = house / "services" / THIRD.name / "rules.py"
    before = rules.read_text()
    try:
        rules.write_text(
            before
            + "\nfrom portal.applications import states  # noqa\nfrom services.filings.purchase import rules\n"
        )
        broken = run(house, str(Path(sys.executable).parent / "lint-imports"), "--no-cache")
    finally:
        rules.write_text(before)
    assert broken.returncode == 1
    assert broken.stdout.count("BROKEN") >= 2
