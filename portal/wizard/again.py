"""File again like an earlier case: what was typed then, judged by today's rules, without what is new each time.

The copy lies in the draft document beside what was typed:
    {"copy": {"of": id of the case, "mark": digest of what was typed when the copy was made}}
As long as nothing is typed into it the same copy serves again: pressing twice makes one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.applications import actions
from portal.applications.models import Application
from portal.applications.queries import latest_submission, owned_by
from portal.applications.states import State
from portal.audit import actions as audit
from portal.catalog.declaration import Answers, Service, Step
from portal.companies.queries import acting
from portal.documents import actions as documents
from portal.standards.digests import canonical_json, sha256
from portal.ui.fields import CommitmentField, YesNoField
from portal.wizard import draft, forms, prefill, registers
from portal.wizard.journey import Journey, open_journey

#: So many of the latest drafts are looked through for an untouched copy.
DRAFTS_READ = 20
#: How often answers of registers may open the way to the next question.
ROUNDS = 2


class NotHandled(Exception):
    """The person does not act for the company of the case any more."""


@dataclass(frozen=True)
class Begun:
    """A draft like an earlier case. new: made now, not found. asked: whether all registers could be asked."""

    journey: Journey
    new: bool
    asked: bool = True


def begin(*, case: Application, by: User) -> Begun:
    """Make a draft like a submitted case of `by`, or return the copy of it that nobody has touched.

    Steps that are valid today and hold nothing that is new each time are complete; others are open, with their
    errors shown where what was typed is not right any more. The profile of the company goes over what was typed,
    then what the registers say today. Raises NotHandled, ValueError for a service that does not offer it.
    """
    service = case.declaration
    if not service.again or case.state == State.DRAFT:
        raise ValueError(f"{case} cannot be filed again")
    if case.company_id is not None and not may_act(by, case):
        raise NotHandled
    carried = carried_of(case)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two presses at once wait for each other here
        if (found := untouched_of(case, by)) is not None:
            return Begun(open_journey(found, by), new=False)
        application = _started(case, by)
    journey = open_journey(application, by)
    asked = _fill(journey, by, carried)
    answers = {**carried, **journey.answers}
    documents.reuse(
        application=application, materials=service.materials_for(answers), norms=journey.norms, by=by
    )
    return Begun(journey, new=True, asked=asked)


def may_act(by: User, case: Application) -> bool:
    """Return whether somebody acts for the company of a case today, in its service."""
    scopes = acting(by).filter(company=case.company_id).values_list("scopes", flat=True)
    return any(not scope or case.service in scope for scope in scopes)


def last_of(user: User, service: Service) -> Application | None:
    """Return the latest case of a person that can be filed again like; None when the service does not offer it."""
    if not service.again:
        return None
    cases = owned_by(user).filter(service=service.code).exclude(state=State.DRAFT)
    return cases.order_by("-submitted_at", "pk").first()


def untouched_of(case: Application, by: User) -> Application | None:
    """Return the draft that was made like the case and into which nothing was typed since."""
    drafts = owned_by(by).filter(owner=by, service=case.service, state=State.DRAFT, company=case.company_id)
    for found in drafts.order_by("-created_at")[:DRAFTS_READ]:
        copy = (found.draft or {}).get("copy", {})
        if copy.get("of") == str(case.pk) and copy["mark"] == mark_of(case.declaration, found.draft):
            return found
    return None


def mark_of(service: Service, document: Mapping[str, Any]) -> str:
    """Return what a draft is told from a touched one by: what was typed, without what registers fill in."""
    filled = {place for source in service.sources for place in source.fills}
    typed = {
        slug: {name: value for name, value in raw.items() if f"{slug}.{name}" not in filled}
        for slug, raw in document.get("raw", {}).items()
    }
    return sha256(canonical_json({slug: raw for slug, raw in typed.items() if raw}))


def _started(case: Application, by: User) -> Application:
    """Return a new draft of the same company with what was typed in the case, noted in the audit."""
    service = case.declaration
    application = actions.start(by=by, service=service.code, language=case.language, company=case.company)
    typed = typed_of(case)

    def put(document: draft.Document) -> None:
        for slug, raw in typed.items():
            draft.keep_typed(document, slug, raw)
        prefill.put(document, application)
        document["copy"] = {"of": str(case.pk), "mark": mark_of(service, document)}

    application = actions.save_draft(application=application, by=by, change=put)
    audit.record(
        actor=f"user:{by.pk}",
        action="draft:again",
        subject=f"application:{application.pk}",
        data={"from": str(case.pk)},
    )
    return application


def _fill(journey: Journey, by: User, carried: Answers) -> bool:
    """Judge the steps and ask the registers on the way; return whether all of them could be asked."""
    settle(journey, by, carried)
    for _round in range(ROUNDS):
        before = journey.document.get("sources", {})
        try:
            registers.ask_due(journey, by)
        except (
            registers.TooMany
        ):  # the draft stays; what is still to be asked is asked when its step is saved
            return False
        if journey.document.get("sources", {}) == before:
            break
        settle(journey, by, carried)
    return True


def settle(journey: Journey, by: User, carried: Answers) -> None:
    """Judge every step that is not complete by today's rules and keep the outcome, in the order of the service.

    carried: the answers of the case, for the conditions of steps after one that is not complete yet.
    """
    changes: list[Any] = []
    answers: dict[str, Any] = {}
    replies = {key: value for key, value in journey.answers.items() if key not in _slugs(journey.service)}
    for step in journey.service.steps:
        if not step.when({**answers, **replies}):
            continue
        if draft.is_complete(journey.document, step.slug):
            answers[step.slug] = journey.answers.get(step.slug, {})
        elif raw := draft.typed(journey.document, step.slug):
            change, values = _judged(journey, step, raw, {**answers, **replies})
            changes.append(change)
            answers[step.slug] = carried.get(step.slug, {}) if values is None else values
        else:
            answers[step.slug] = carried.get(step.slug, {})

    def keep(document: draft.Document) -> None:
        for change in changes:
            change(document)

    journey.keep(by, keep)


def _slugs(service: Service) -> set[str]:
    return {step.slug for step in service.steps}


def _judged(
    journey: Journey, step: Step, raw: draft.Raw, answers: Answers
) -> tuple[Any, dict[str, Any] | None]:
    """Return the change that keeps the outcome of a step, and its values when it is whole."""
    form = forms.build(journey, step, data=forms.data_of(step, raw), answers=answers)
    fresh = fresh_of(step)
    if form.is_valid() and not fresh:
        values = forms.values_of(form, {}, ())
        return partial(draft.keep_valid, step=step.slug, raw=raw, values=values), values
    wrong = {name for single in forms.forms_in(form) for name in single.errors}
    if wrong - fresh:
        return partial(draft.keep_refused, step=step.slug, raw=raw), None
    return partial(draft.keep_typed, step=step.slug, raw=raw), None


def fresh_of(step: Step) -> set[str]:
    """Return the fields that are left empty: those declared new each time, and statements, which are made anew."""
    fields = step.form.base_fields.items()
    return set(step.fresh) | {name for name, field in fields if isinstance(field, CommitmentField)}


def typed_of(case: Application) -> dict[str, draft.Raw]:
    """Return what was typed into the steps of the latest submission, without what is new each time."""
    submission = latest_submission(case)
    answers: Answers = submission.content["answers"] if submission else {}
    # While a correction is open, what was typed is not what was submitted.
    kept = {} if case.state == State.CORRECTION else (case.draft or {}).get("raw", {})
    found = {}
    for step in case.declaration.steps:
        if step.slug in answers:
            raw = kept.get(step.slug) or raw_from(step, answers[step.slug])
            found[step.slug] = _without(raw, fresh_of(step), set(step.form.base_fields))
    return found


def carried_of(case: Application) -> dict[str, Any]:
    """Return the answers of the latest submission, without what is new each time."""
    submission = latest_submission(case)
    answers: Answers = submission.content["answers"] if submission else {}
    steps = {step.slug: step for step in case.declaration.steps}
    return {
        slug: _without(values, fresh_of(steps[slug])) for slug, values in answers.items() if slug in steps
    }


def _without(
    values: Mapping[str, Any], fresh: Collection[str], known: Collection[str] | None = None
) -> dict[str, Any]:
    """Return answers or what was typed without some fields, in rows too. known: the fields there are today."""
    if "rows" in values:
        return {"rows": [_without(row, fresh, known) for row in values["rows"]]}
    return {
        name: value
        for name, value in values.items()
        if name not in fresh and (known is None or name in known)
    }


def raw_from(step: Step, values: Mapping[str, Any]) -> draft.Raw:
    """Return stored answers of a step as a person would type them."""
    if step.repeat is not None:
        return {"rows": [_raw_row(step, row) for row in values.get("rows", [])]}
    return _raw_row(step, values)


def _raw_row(step: Step, values: Mapping[str, Any]) -> draft.Raw:
    return {
        name: _typed(field, values[name]) for name, field in step.form.base_fields.items() if name in values
    }


def _typed(field: Any, value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool) and not isinstance(field, YesNoField):
        return "on" if value else ""
    return field.prepare_value(value)
