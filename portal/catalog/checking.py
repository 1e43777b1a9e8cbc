"""Mandatory checkpoints (必检环节): what a service is handed to judge one, and what it answers (domain D2).

The checkpoints themselves are data (list `checkpoints` of the rulebook). An automatic one is judged by a function: the
platform's own are registered with `portal.checkpoints`, a service names its own in `Service.checkpoints`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from portal.catalog.context import Answers, History, Norms, Past, Text

Result = Literal["PASS", "PASS_WITH_NOTE", "NOT_APPLICABLE", "FAIL"]


@dataclass(frozen=True)
class Checked:
    """A case as a checkpoint sees it.

    materials: codes of the materials for which something is there (a file, a statement, a promise, a register).
    flags: the findings of the last round, as kept with the submission: {"rule", "step", "field", "message", …}.
    submitted_on: the day of the last round. proposal: "for", "against", or "" while nothing is recommended.
    """

    answers: Answers
    norms: Norms
    past: Past
    history: History
    materials: Collection[str]
    flags: Collection[Mapping[str, Any]]
    submitted_on: date
    proposal: str = ""


@dataclass(frozen=True)
class Judgement:
    """What an automatic checkpoint found. note: why, a sentence for officers; needed for all but PASS.

    evidence: names of what was looked at: "source:identity", "material:TH03", "rule:R-TH-02", "fact:person".
    FAIL holds the case back. NOT_APPLICABLE: the condition of the criterion does not hold here.
    """

    result: Result
    note: Text = ""
    evidence: tuple[str, ...] = ()


Check = Callable[[Checked], Judgement]
