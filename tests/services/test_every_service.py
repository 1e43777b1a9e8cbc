"""What every registered service must keep: the contract between services and the platform."""

import ast
import json
import re
import string
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from django.utils import translation

from portal.applications.states import EDITABLE, State
from portal.catalog import registry
from portal.catalog.declaration import Service, Step
from portal.rulebook.queries import RulesOfDay, norms
from portal.ui.forms import StepForm, StepFormSet, conditions, step_formset
from tests.tree import ROOT

SERVICES = registry.all_services()
every_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
every_step = pytest.mark.parametrize(
    ("service", "slug"),
    [
        pytest.param(service, step.slug, id=f"{service.code}-{step.slug}")
        for service in SERVICES
        for step in service.steps
    ],
)
every_applicant = pytest.mark.parametrize(
    ("service", "n"),
    [pytest.param(service, n, id=f"{service.code}-{n}") for service in SERVICES for n in range(10)],
)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", name="rules")
def rules_of_today(django_db_setup: None, django_db_blocker: Any) -> RulesOfDay:
    """The rulebook of today; it reads each list once for the whole file."""
    rules = norms()
    with django_db_blocker.unblock():
        for service in SERVICES:
            filled(service, 0, rules)
    return rules


def both(text: Any) -> tuple[str, str]:
    """Return a text in Chinese and in English."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(str(text))
    return said[0], said[1]


def says_it_in_both(text: Any) -> bool:
    chinese, english = both(text)
    return bool(re.search(r"[\u4e00-\u9fff]", chinese)) and bool(english) and chinese != english


def page(
    step: Step, typed: dict[str, Any] | None, rules: RulesOfDay, answers: dict[str, Any]
) -> StepForm | StepFormSet:
    """Return the form of a step, or the formset of a repeated one, bound to what was typed."""
    if step.repeat is None:
        return step.form(typed, norms=rules, answers=answers)  # type: ignore[call-arg]
    made = step_formset(step.form, step.repeat.minimum, step.repeat.maximum, row=step.repeat.row)
    if typed is None:
        return made(norms=rules, answers=answers, prefix=step.slug)
    data = {
        f"{step.slug}-{place}-{name}": value
        for place, row in enumerate(typed["rows"])
        for name, value in row.items()
    }
    return made(
        {**data, f"{step.slug}-TOTAL_FORMS": str(len(typed["rows"]))},
        norms=rules,
        answers=answers,
        prefix=step.slug,
    )


def filled(service: Service, n: int, rules: RulesOfDay) -> dict[str, Any]:
    """Return the answers of invented applicant n, after every step that they call for has taken them."""
    typed = service.sample(n, rules)
    answers: dict[str, Any] = {}
    for step in service.steps:
        if not step.when(answers):
            continue
        form = page(step, typed[step.slug], rules, answers)
        assert form.is_valid(), (service.code, n, step.slug, form.errors)
        answers[step.slug] = form.json_values()
    return answers


@cache
def folder(service: Service) -> Any:
    """Return the folder of a service, found by where its functions live."""
    found = {
        tuple(f.__module__.split(".")[:2])
        for f in (service.route, service.sample, *(s.form for s in service.steps))
    }
    assert len(found) == 1, "a service lies in one folder"
    package, name = found.pop()
    assert package == "services"
    return ROOT / package / name


def test_there_are_services_and_their_codes_are_their_own():
    assert len(SERVICES) >= 2
    assert len({service.code for service in SERVICES}) == len(SERVICES)
    assert len({service.certificate.type for service in SERVICES}) == len(SERVICES)


@every_service
def test_codes_slugs_and_keys_have_the_shape_that_numbers_and_addresses_need(service):
    assert re.fullmatch("[A-Z]{2}", service.code)
    assert re.fullmatch("[A-Z]{2}", service.certificate.type)
    assert service.schema_version >= 1
    slugs = [step.slug for step in service.steps]
    assert len(set(slugs)) == len(slugs) > 0
    for step in service.steps:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", step.slug)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in step.form.base_fields)
    codes = [material.code for material in service.materials]
    assert len(set(codes)) == len(codes) > 0
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]{1,19}", code) for code in codes)


@every_service
def test_titles_speak_chinese_and_english(service):
    texts = [service.title, service.summary]
    for step in service.steps:
        texts += [step.title, *([step.why] if step.why else []), *([step.repeat.row] if step.repeat else [])]
    for material in service.materials:
        texts += [text for text in (material.title, material.hint, material.condition) if text]
    assert [both(text) for text in texts if not says_it_in_both(text)] == []
    assert re.search(r"[\u4e00-\u9fff]", both(service.certificate.title)[0])


@every_service
def test_identity_papers_are_deleted_on_a_day_of_the_rulebook_or_kept_for_good(service, rules):
    assert service.retention == "" or rules.value(service.retention) >= 365


@every_service
def test_its_time_limits_are_whole_days_of_the_rulebook(service, rules):
    limits = service.limits
    assert limits.decision, "without it nothing is promised; the law may know neither of the other two"
    keys = [key for key in (limits.intake, limits.decision, limits.statutory) if key]
    assert all(isinstance(rules.value(key), int) and rules.value(key) >= 0 for key in keys)


@every_service
def test_what_may_stand_in_for_its_papers_is_declared_whole(service, rules):
    sources = {source.key for source in service.sources}
    for material in service.materials:
        assert not material.source or material.source in sources, material.code
        assert not material.commitment or says_it_in_both(material.commitment), material.code
        assert not material.grace or isinstance(rules.value(material.grace), int), material.code
        assert set(material.later) <= set(State) - EDITABLE, material.code
        assert not (material.later and (material.grace or material.commitment)), material.code


@every_service
def test_its_rules_are_plain_python(service):
    found = [*folder(service).rglob("rules.py"), *folder(service).glob("rules/**/*.py")]
    assert found, "a service has rules"
    for path in found:
        names = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
        assert not names & {"django", "wagtail"}, path


@every_step
def test_a_form_names_only_fields_it_has(service, slug, rules):
    form = form_of(service, slug, rules)
    keys = set(form.fields)
    assert set(form.sensitive) <= keys
    assert set(form.shown_when) <= keys
    for other, values in (pair for entry in form.shown_when.values() for pair in conditions(entry)):
        assert other in keys
        assert isinstance(values, tuple)
        assert values
    grouped = [name for _title, names in form.fieldsets for name in names]
    assert set(grouped) <= keys
    assert len(set(grouped)) == len(grouped)


def form_of(service: Service, slug: str, rules: RulesOfDay) -> Any:
    """Return the empty form of a step (of one row when repeated), made with the answers before it."""
    return service.step(slug).form(norms=rules, answers=filled(service, 0, rules))  # type: ignore[call-arg]


@every_step
def test_labels_and_hints_speak_chinese_and_english(service, slug, rules):
    form = form_of(service, slug, rules)
    texts = [text for field in form.fields.values() for text in (field.label, field.help_text) if text]
    texts += [title for title, _names in form.fieldsets if title]
    assert all(field.label for field in form.fields.values())
    assert [both(text) for text in texts if not says_it_in_both(text)] == []


@every_step
def test_an_empty_step_can_be_drawn_in_both_languages(service, slug, rules):
    answers = filled(service, 0, rules)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            drawn = str(page(service.step(slug), None, rules, answers))
        assert "<input" in drawn or "<select" in drawn or "<textarea" in drawn


def first_with_rows(service: Service, slug: str, rules: RulesOfDay) -> int:
    """Return the first invented applicant who has something to enter in the step."""
    typed = ((n, service.sample(n, rules)[slug]) for n in range(10))
    return next(n for n, values in typed if values.get("rows", True))


@every_step
def test_a_required_field_left_out_is_told_at_that_field(service, slug, rules):
    step, n = service.step(slug), first_with_rows(service, slug, rules)
    typed, answers = service.sample(n, rules)[slug], filled(service, n, rules)
    rows = typed["rows"] if step.repeat else [typed]
    form = step.form(rows[0], norms=rules, answers=answers)  # type: ignore[call-arg]
    assert form.is_valid(), form.errors
    values, asked = form.json_values(), []
    for name, field in form.fields.items():
        if field.required or (getattr(field, "required_when_shown", False) and form.is_shown(name, values)):
            asked.append(name)
            left = {key: value for key, value in rows[0].items() if key != name}
            again = step.form(left, norms=rules, answers=answers)  # type: ignore[call-arg]
            assert name in again.errors, f"{name} may be left out"
    assert asked, "a step asks for something"


@every_step
def test_a_step_left_empty_is_refused_and_not_a_crash(service, slug, rules):
    step = service.step(slug)
    empty = {"rows": [{}]} if step.repeat else {}
    form = page(step, empty, rules, filled(service, 0, rules))
    may_be_empty = step.repeat is not None and step.repeat.minimum == 0
    assert form.is_valid() == may_be_empty
    if may_be_empty:
        assert form.json_values() == {"rows": []}


@every_step
def test_a_step_takes_nonsense_without_a_crash(service, slug, rules):
    step, answers = service.step(slug), filled(service, 0, rules)
    for nonsense in (
        "x",
        "0",
        "-1",
        "1e999",
        "9" * 400,
        "2026-02-31",
        "\x00",
        "＜",
        "A" * 18,
        string.punctuation,
    ):
        typed = dict.fromkeys(step.form.base_fields, nonsense)
        form = page(step, {"rows": [typed]} if step.repeat else typed, rules, answers)
        values = form.json_values() if form.is_valid() else None
        assert json.loads(json.dumps(values)) == values, nonsense


@every_applicant
def test_an_invented_applicant_passes_every_step_and_rule(service, n, rules):
    answers = filled(service, n, rules)
    assert json.loads(json.dumps(answers)) == answers
    assert service.halt(answers, rules) is None
    findings = service.check(answers, rules)
    assert [finding for finding in findings if finding.effect == "reject"] == []
    for finding in findings:
        assert finding.step in answers
        assert not finding.field or finding.field in service.step(finding.step).form.base_fields
    assert service.sample(n, rules) == service.sample(n, rules)


@every_applicant
def test_halt_may_be_asked_after_each_step(service, n, rules):
    answers, so_far = filled(service, n, rules), {}
    for slug, values in answers.items():
        so_far[slug] = values
        assert service.halt(so_far, rules) is None
        service.steps_for(so_far)
        service.materials_for(so_far)


@every_applicant
def test_answers_can_be_shown_in_both_languages(service, n, rules):
    answers = filled(service, n, rules)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for slug, values in answers.items():
                shown = page(service.step(slug), None, rules, answers).display(values)
                rows = shown if service.step(slug).repeat else [shown]
                assert len(rows) == len(values.get("rows", [0]))
                assert all(len(row) > 0 for row in rows)
                assert all(
                    label and text and isinstance(text, str) for row in rows for _name, label, text in row
                )


@every_applicant
def test_a_case_has_a_unit_a_subject_and_facts(service, n, rules):
    answers = filled(service, n, rules)
    assert service.route(answers, rules) in rules.entries("units")
    assert 0 < len(service.subject(answers)) <= 200
    assert service.materials_for(answers)
    facts = service.facts(answers, rules)
    assert facts
    assert len({(fact.key, fact.text, fact.secret) for fact in facts}) == len(facts)
    assert all(fact.secret for fact in facts if fact.exclusive)
    assert all(reserve.amount >= 1 for reserve in service.reserves(answers))
    for fact in facts:
        assert re.fullmatch(r"[a-z][a-z_]*(:[A-Za-z0-9_.-]+)?", fact.key)
        assert len(fact.key) <= 40
        assert (
            len(
                [
                    value
                    for value in (fact.text, fact.number, fact.date, fact.secret)
                    if value not in ("", None)
                ]
            )
            == 1
        )
        assert isinstance(fact.text, str)
        assert isinstance(fact.secret, str)
        assert fact.number is None or isinstance(fact.number, Decimal)
        assert fact.date is None or (isinstance(fact.date, date) and not isinstance(fact.date, datetime))


@every_applicant
def test_sensitive_answers_stand_in_no_open_fact(service, n, rules):
    answers = filled(service, n, rules)
    secret = {
        str(row[name])
        for slug, values in answers.items()
        for row in values.get("rows", [values])
        for name in service.step(slug).form.sensitive
        if isinstance(row.get(name), str) and len(row[name]) >= 4
    }
    told = " ".join(fact.text for fact in service.facts(answers, rules))
    assert [text for text in secret if text in told] == []
