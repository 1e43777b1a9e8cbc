from typing import Any

from django.core.management.base import BaseCommand

from portal.applications.states import FACES, MOVES, mermaid, movers


class Command(BaseCommand):
    help = "Print docs/states.md: the diagram and the table of states, from the table of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")


def page() -> str:
    """Return the text of docs/states.md in English."""
    from django.utils import translation

    with translation.override("en"):
        rows = [
            f"| `{state.value}` | {face.owner.value} | {state.label} | {face.staff} | "
            f"{', '.join(f'`{to.value}` ({movers(state, to)})' for to in MOVES[state]) or 'the end'} |"
            for state, face in FACES.items()
        ]
    head = (
        "# States of a case\n\n"
        "Drawn from `portal/applications/states.py` by `make diagrams`; a test compares it.\n\n"
    )
    table = "| state | whose turn | public | staff | moves (who) |\n|---|---|---|---|---|\n" + "\n".join(rows)
    return f"{head}```mermaid\n{mermaid()}```\n\n{table}\n"
