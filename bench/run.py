"""Run the benches: print a table, write `bench.json` under `var/` (PORTAL_VAR moves it).

make bench                     all
make bench ONLY=wizard_step    one, or several: ONLY="queue_flat queue_deep"
"""

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

HERE = Path(__file__).parent
MACHINERY = {"run", "measuring", "settings", "served", "installation", "papers", "urls", "plain", "cases"}
COLUMNS = ("name", "ours", "reference", "unit", "ratio", "goal", "holds")


def names() -> list[str]:
    """Return the names of the benches: each is a file beside this one."""
    return sorted(module.name for module in iter_modules([str(HERE)]) if module.name not in MACHINERY)


def chosen() -> list[str]:
    """Return the benches asked for by ONLY, all without it. Exits for a name there is none of."""
    only = os.environ.get("ONLY", "").split()
    for name in only:
        if name not in names():
            sys.exit(f"There is no bench called {name}. There are: {', '.join(names())}.")
    return only or names()


def measured(wanted: list[str], folder: str) -> list[Any]:
    """Return the results, measured in a database that is made for them and taken away."""
    os.environ["BENCH_VAR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        return [result for name in wanted if (result := one(name)) is not None]
    finally:
        teardown_databases(made, verbosity=0)


def one(name: str) -> Any:
    """Return the result of a bench; None when it cannot be run here, which is said."""
    from bench.measuring import Skipped

    try:
        return import_module(f"bench.{name}").measure()
    except Skipped as reason:
        print(f"{name} was skipped: {reason}.")
        return None


def table(lines: list[dict[str, Any]]) -> str:
    """Return the results as a table, each with its note below."""
    cells = [
        COLUMNS,
        *(tuple("yes" if line[c] is True else str(line[c]) for c in COLUMNS) for line in lines),
    ]
    widths = [max(len(row[place]) for row in cells) for place in range(len(COLUMNS))]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    notes = [f"{line['name']}: {line['note']}." for line in lines]
    return "\n".join([*rows, "", *notes])


def main() -> int:
    """Run what was asked for; return 1 when a goal is missed."""
    target = Path(os.environ.get("PORTAL_VAR", HERE.parent / "var")) / "bench.json"
    wanted = chosen()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        lines = [found.line() for found in measured(wanted, folder)]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(lines, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(table(lines))
    return 0 if all(line["holds"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
