"""The house keeps its own order: sizes, names, door plates, and what may stand in no file."""

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import tree

MOST_LINES_FILE, MEDIAN_FILE = 400, 80
MOST_LINES_FUNCTION, P90_FUNCTION = 50, 22
WRITTEN = {".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".sh", ".conf", ".yml", ".yaml", ""}
TOP_LEVEL = {
    *("portal", "services", "cms", "templates", "tests", "manage.py", "pyproject.toml", "README.md"),
    *("Makefile", "LICENSE", "requirements", "docs", "deploy", "bench", "locale", ".ci", ".gitignore"),
}
NO_SUBJECT = {"services.py", "utils.py", "helpers.py", "common.py", "misc.py", "util.py"}
MAY_BE_EMPTY = {"migrations", "management", "commands", "templatetags"}
EXPLAINED = {"actions", "policies", "queries", "rules"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(tree.read(path), str(path))


def python() -> list[Path]:
    return [path for path in tree.files() if path.suffix == ".py" and "migrations" not in path.parts]


def functions(paths: list[Path]) -> Iterator[tuple[str, Function]]:
    for path in paths:
        for node in ast.walk(parsed(path)):
            if isinstance(node, Function):
                yield f"{path}:{node.lineno} {node.name}", node


def lines(node: Function) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def test_no_file_is_longer_than_400_lines():
    written = [
        p
        for p in tree.files()
        if p.suffix in WRITTEN and not {"requirements", "data", "migrations"} & set(p.parts)
    ]
    sizes = {str(path): len(tree.read(path).splitlines()) for path in written}
    assert {path: size for path, size in sizes.items() if size > MOST_LINES_FILE} == {}


def test_half_of_the_files_have_80_lines_at_most():
    sizes = sorted(len(tree.read(path).splitlines()) for path in tree.sources())
    median = statistics.median(sizes)
    print(f"{len(sizes)} files, median {median:.0f} lines, longest {sizes[-1]}")
    assert median <= MEDIAN_FILE


def test_no_function_is_longer_than_50_lines():
    assert [name for name, node in functions(python()) if lines(node) > MOST_LINES_FUNCTION] == []


def test_nine_of_ten_functions_have_22_lines_at_most():
    sizes = sorted(lines(node) for _name, node in functions(tree.sources()))
    p90 = statistics.quantiles(sizes, n=10)[-1]
    print(f"{len(sizes)} functions, median {statistics.median(sizes):.0f} lines, nine of ten up to {p90:.0f}")
    assert p90 <= P90_FUNCTION


def test_files_are_named_by_their_subject():
    # `manage.py services` is a command: there the file's name is what is typed.
    named = [path for path in tree.files() if "commands" not in path.parts]
    assert [str(path) for path in named if path.name in NO_SUBJECT] == []


def test_nothing_stands_beside_the_house():
    assert {path.parts[0] for path in tree.files()} - TOP_LEVEL == set()


def test_services_are_folders_and_nothing_else():
    loose = {p.name for p in tree.files() if p.parts[0] == "services" and len(p.parts) == 2}
    assert loose == {"__init__.py"}


def test_each_package_has_a_door_plate_and_no_code():
    wrong = []
    for path in tree.sources():
        if path.name != "__init__.py":
            continue
        body = parsed(path).body
        if not body and MAY_BE_EMPTY & set(path.parts):
            continue
        if not ast.get_docstring(parsed(path)) or any(not is_plate(node) for node in body):
            wrong.append(str(path))
    assert wrong == []


def is_plate(node: ast.stmt) -> bool:
    """Return whether a statement of an `__init__` is its docstring, or hands out names of the package."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        return [ast.unparse(target) for target in node.targets] == ["__all__"]
    return isinstance(node, ast.ImportFrom)


def is_explained(path: Path) -> bool:
    return path.stem in EXPLAINED or bool(EXPLAINED & set(path.parts[:-1]))


def test_every_public_action_policy_query_and_rule_says_what_it_does():
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in tree.sources()
        if is_explained(path)
        for node in parsed(path).body
        if isinstance(node, Function | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_failure_is_swallowed():
    swallowed = [
        f"{path}:{node.lineno}"
        for path in python()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and all(is_nothing(inner) for inner in node.body)
    ]
    assert swallowed == []
    wide = re.compile(r"suppress\([^)]*\b(Base)?Exception\b")
    assert [str(path) for path in python() if wide.search(tree.read(path))] == []


def is_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute", r"<[^>{]*\sstyle\s*="),
        ("an event handler", r"<[a-zA-Z][^>]*\son[a-z]+\s*="),
        ("a script of its own", r"<script(?![^>]*\b(src|nonce)=)"),
        ("a style sheet of its own", r"<style(?![^>]*\bnonce=)"),
    ],
)
def test_templates_keep_to_the_content_policy(what, pattern):
    templates = [path for path in tree.files() if path.suffix == ".html"]
    assert len(templates) > 50
    assert [str(path) for path in templates if re.search(pattern, tree.read(path))] == [], what


def test_no_place_of_one_machine_is_written_down():
    # Put together here, so that this file does not hold what it looks for.
    folders = "|".join(["ro" + "ot", "ho" + "me", "Us" + "ers", "wo" + "rk", "t" + "mp"])
    hosts = "|".join(
        [
            "pypi" + r"\.",
            "python" + "hosted",
            "npm" + r"js\.",
            "docker" + r"\.io",
            "ghcr" + r"\.",
            "quay" + r"\.",
        ]
    )
    place = re.compile(rf"""(^|[\s"'=(:])/({folders})/\w|({hosts})""", re.MULTILINE)
    found = {}
    for path in tree.files():
        try:
            text = tree.read(path)
        except UnicodeDecodeError:  # a font or a picture
            continue
        if match := place.search(text):
            found[str(path)] = match.group()
    assert found == {}


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_requirement_is_locked_with_hashes(name):
    text = tree.read(Path("requirements") / f"{name}.txt").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert len(entries) > 30
    assert [
        line.split()[0]
        for line in entries
        if not re.match(r"[\w.\[\]-]+==\S+.*--hash=sha256:[0-9a-f]{64}", line)
    ] == []
    asked = {
        re.split(r"[\[<>=~! ;]", line)[0].lower().replace("_", "-")
        for line in tree.read(Path("requirements") / f"{name}.in").splitlines()
        if re.match(r"[A-Za-z]", line)
    }
    assert asked - {re.split(r"[\[=]", line)[0].lower() for line in entries} == set()
