"""The files of the project, as git sees them: what is tracked, and what is new and not ignored."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What lies in a working directory and belongs to no one, where there is no git to say so.
LEFT_OUT = {".venv", "var", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".import_linter_cache"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the project, relative to its root. In an archive without git: all."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
        paths = [Path(name) for name in listed.split("\0") if name]
    else:
        paths = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.suffix not in {".mo", ".pyc"}]
    # A file that was deleted and not yet committed is still listed.
    return tuple(sorted(p for p in paths if not LEFT_OUT & set(p.parts) and (ROOT / p).is_file()))


def sources() -> list[Path]:
    """Return the Python files that are the product: not tests, not migrations."""
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and path.parts[0] in {"portal", "cms", "services"}
        and "migrations" not in path.parts
    ]


def read(path: Path) -> str:
    """Return the text of a file of the project."""
    return (ROOT / path).read_text(encoding="utf-8")
