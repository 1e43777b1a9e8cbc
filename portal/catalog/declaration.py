"""The declaration of a service: one `Service` object that reads as a table of contents."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from portal.catalog.papers import CaseRecord, Paper

if TYPE_CHECKING:
    from django.forms import Form
    from django.utils.functional import _StrPromise

#: A text, or a translation that waits for its language.
Text: TypeAlias = "str | _StrPromise"

#: `answers[step][field]`; a repeated step holds `{"rows": [{field: value}, ...]}`.
#: Values are what JSON carries: dates as ISO strings, decimals as strings.
Answers = Mapping[str, Mapping[str, Any]]


class Norms(Protocol):
    """The rules in force on one day, read from the rulebook and handed to pure functions."""

    on: date

    def value(self, key: str) -> Any:
        """Return the value in force (for example `TH.review_days`); raise KeyError when undeclared."""

    def entries(self, key: str) -> Mapping[str, Mapping[str, Any]]:
        """Return the entries in force of a list (for example `chemicals`), by code."""


def always(answers: Answers) -> bool:
    """Return True: the step or material is always asked for."""
    return True


@dataclass(frozen=True)
class Repeat:
    """A step that is answered several times, once per row (substances, persons)."""

    row: Text
    minimum: int = 1
    maximum: int = 50


@dataclass(frozen=True)
class Step:
    """One page of the wizard. `form` is a `portal.ui.forms.StepForm` (of one row when repeated)."""

    slug: str
    title: Text
    form: "type[Form]"
    why: Text = ""
    when: Callable[[Answers], bool] = always
    repeat: Repeat | None = None


@dataclass(frozen=True)
class Material:
    """A paper the applicant hands in. `when` says whether it is asked for at all."""

    code: str
    title: Text
    hint: Text = ""
    when: Callable[[Answers], bool] = always
    required: bool = True
    condition: Text = ""  # said in words on the service page


@dataclass(frozen=True)
class Halt:
    """Why the case cannot go on here, told at once and kindly. `where` says where to go instead."""

    kind: Literal["REFER", "NOT_COMPETENT", "NOT_REQUIRED", "FORBIDDEN"]
    title: Text
    text: Text
    where: Text
    step: str
    rule: str = ""


@dataclass(frozen=True)
class Finding:
    """The outcome of a rule across fields: `reject` goes back to the form, `flag` to the officer."""

    rule: str
    effect: Literal["reject", "flag"]
    message: Text
    step: str
    field: str = ""


@dataclass(frozen=True)
class Fact:
    """One searchable or countable fact of a case. Give `secret` for what may only be found by its blind index."""

    key: str
    text: str = ""
    number: Decimal | None = None
    date: dt.date | None = None
    secret: str = ""


@dataclass(frozen=True)
class Limits:
    """Which time limits count. Names are keys of the rulebook, in working days.

    same_day: received before `cutoff` counts today (16:30 and 17:30 rule), else next working day.
    """

    intake: str = ""
    decision: str = ""
    statutory: str = ""
    same_day: bool = False


@dataclass(frozen=True)
class Certificate:
    """The certificate that an approval produces.

    type: the two letters of its number. valid_to: last day, from answers, day of issue and norms.
    content: writes the paper; must be pure, because it is drawn again after a crash.
    """

    type: str
    title: Text
    valid_to: Callable[[Answers, date, Norms], date]
    content: Callable[[CaseRecord, Norms], Paper]


@dataclass(frozen=True, kw_only=True)
class Service:
    """A government service item. See docs/adding-a-service.md for how to write one.

    route: the 12-digit code of the unit that handles the case. subject: who it is about, in clear;
    the platform masks it in lists. halt: asked after each step. check: asked before submission.
    sample: what invented applicant number n types, `{step: {field: text}}` with `{"rows": […]}` for repeated
    steps; a complete and valid application, used by the demo, the benches and the contract tests.
    officers: 3 when acceptor, reviewer and approver must all differ, 2 when the approver must differ from both.
    after: what follows the certificate: it is simply delivered, or the place of origin acts first.
    """

    code: str
    title: Text
    summary: Text
    audience: Literal["person", "company"]
    nature: Literal["confirmation", "filing", "licence"]
    steps: tuple[Step, ...]
    materials: tuple[Material, ...]
    route: Callable[[Answers, Norms], str]
    subject: Callable[[Answers], str]
    halt: Callable[[Answers, Norms], Halt | None]
    check: Callable[[Answers, Norms], list[Finding]]
    facts: Callable[[Answers, Norms], list[Fact]]
    certificate: Certificate
    limits: Limits
    sample: Callable[[int, Norms], dict[str, dict[str, Any]]]
    schema_version: int = 1
    officers: Literal[2, 3] = 3
    after: Literal["deliver", "origin"] = "deliver"

    def step(self, slug: str) -> Step:
        """Return the step of that slug; raise KeyError when there is none."""
        for step in self.steps:
            if step.slug == slug:
                return step
        raise KeyError(slug)

    def steps_for(self, answers: Answers) -> list[Step]:
        """Return the steps that the answers given so far call for, in order."""
        return [step for step in self.steps if step.when(answers)]

    def materials_for(self, answers: Answers) -> list[Material]:
        """Return the materials that the answers call for, in order."""
        return [material for material in self.materials if material.when(answers)]
