"""What synthetic cases of a service look like: the facts that its own function gives for its own samples."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.catalog import registry
from portal.catalog.declaration import Fact, Norms, Service
from portal.rulebook.queries import norms as norms_on
from portal.ui.formsets import step_formset
from portal.workdays.queries import today

#: Invented applicants of each service that are looked at.
SAMPLES = 6
#: The facts, beside secret ones, that synthetic cases have: a company in clear, and a number.
TEXTS = frozenset({"company_uscc", "company_name", "employer_uscc"})
SUMS = frozenset({"total_kg"})


@dataclass(frozen=True)
class Pattern:
    """One way a case of a service looks. unit: where the sample goes, which says what kind of unit takes such."""

    service: Service
    unit: str
    facts: tuple[Fact, ...]
    person: str
    company: str
    company_code: str


def patterns() -> list[list[Pattern]]:
    """Return for each service how its cases look."""
    norms = norms_on(today())
    return [
        [_pattern(service, n, norms) for n in range(1, SAMPLES + 1)] for service in registry.all_services()
    ]


def _pattern(service: Service, n: int, norms: Norms) -> Pattern:
    answers = answers_of(service, n, norms)
    step, _dot, field = service.company.partition(".")
    code = str((answers.get(step) or {}).get(field) or "") if service.company else ""
    subject = service.subject(answers)
    company = next((fact.text for fact in service.facts(answers, norms) if fact.key == "company_name"), "")
    return Pattern(
        service,
        service.route(answers, norms),
        _searched(service, answers, norms),
        subject if service.audience == "person" else "",
        company,
        code,
    )


def _searched(service: Service, answers: Mapping[str, Any], norms: Norms) -> tuple[Fact, ...]:
    """Return the facts by which people and companies are found, and the sums that are compared."""
    kept: list[Fact] = []
    for fact in service.facts(answers, norms):
        if (fact.secret or fact.key in TEXTS or fact.key in SUMS) and fact.key not in {
            other.key for other in kept
        }:  # the twentieth guard is found as the first
            kept.append(fact)
    return tuple(kept)


def answers_of(service: Service, n: int, norms: Norms) -> dict[str, Any]:
    """Return the answers of invented applicant n, through the real forms of the steps. Raises ValueError."""
    typed, stored = service.sample(n, norms), {}  # type: ignore[var-annotated]
    for step in service.steps_for(typed):
        form_class: Any = step.form
        data = typed.get(step.slug, {})
        if step.repeat:
            form_class = step_formset(step.form, step.repeat.minimum, step.repeat.maximum)
            data = {
                f"form-{place}-{name}": value
                for place, row in enumerate(data["rows"])
                for name, value in row.items()
            }
        form = form_class(data=data, norms=norms, answers=stored)
        if not form.is_valid():
            raise ValueError(f"{service.code} {step.slug}: {form.errors}")
        stored[step.slug] = form.json_values()
    return stored
