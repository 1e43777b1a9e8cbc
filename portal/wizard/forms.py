"""The forms of the steps: built from a draft, bound to what was typed, judged with locked fields in mind."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

from portal.catalog.declaration import Answers, Step
from portal.catalog.sources import ACCOUNT
from portal.ui.forms import StepForm, StepFormSet, step_formset
from portal.wizard import draft
from portal.wizard.correcting import with_dependents
from portal.wizard.journey import Journey

AnyForm = StepForm | StepFormSet


#: Made once. Not keyed by step: it holds translations, whose hash changes with the language.
_formsets: dict[tuple[Any, ...], type[StepFormSet]] = {}


def form_class(step: Step) -> type[Any]:
    """Return the form of a step, or the formset of its rows when it is repeated."""
    if step.repeat is None:
        return step.form
    repeat = step.repeat
    key = (step.form, step.slug, repeat.minimum, repeat.maximum, repeat.unique)
    if key not in _formsets:
        _formsets[key] = step_formset(
            step.form, repeat.minimum, repeat.maximum, row=repeat.row, unique=repeat.unique
        )
    return _formsets[key]


def prefix_of(step: Step) -> str | None:
    """Return the prefix of the inputs: rows need one, a single form has plain names."""
    return step.slug if step.repeat else None


def anchor(step: Step, field: str) -> str:
    """Return where on the step's page a field is; of a repeated step the one of the first row."""
    return f"#id_{step.slug}-0-{field}" if step.repeat else f"#id_{field}"


def locked_fields(journey: Journey, step: Step) -> frozenset[str]:
    """Return the fields that a correction does not open; none in a draft."""
    opened = journey.asked.fields(step.slug) if journey.asked and step.slug in journey.before else None
    if opened is None:
        return frozenset()
    # An instance, because a service may fill `shown_when` from the norms in `prepare()`.
    shown_when = step.form(norms=journey.norms, answers=journey.answers).shown_when  # type: ignore[call-arg, attr-defined]
    return frozenset(step.form.base_fields) - with_dependents(opened, shown_when)


def filled_fields(journey: Journey, step: Step) -> frozenset[str]:
    """Return the fields that a register or the account has filled in: shown, marked and not to be changed.

    In a correction those that the officer asks for are open.
    """
    filled = draft.filled_of(journey.document, step.slug)
    if not filled or journey.asked is None:
        return filled
    opened = journey.asked.fields(step.slug)
    return frozenset() if opened is None else filled - opened


def put_reasons(journey: Journey, step: Step, form: Any) -> None:
    """Say at each field of a correction why it has to be corrected."""
    asked = journey.asked
    if asked is None:
        return
    for single in forms_in(form):
        for name, field in single.fields.items():
            field.notice = "\n".join(asked.reasons(step=step.slug, field=name))  # type: ignore[attr-defined]


def asked_fields(journey: Journey, step: Step) -> list[tuple[str, Any, str]]:
    """Return (name, label, reason) of the fields of a step that a correction asks for by name."""
    asked = journey.asked
    wanted = (asked.fields(step.slug) or set()) if asked else set()
    return [
        (name, field.label, "\n".join(asked.reasons(step=step.slug, field=name)))
        for name, field in step.form.base_fields.items()
        if asked and name in wanted
    ]


def initial_of(journey: Journey, step: Step, locked: Collection[str]) -> Any:
    """Return what the inputs show: what was typed; in locked fields the stored answer."""
    typed = draft.typed(journey.document, step.slug)
    stored = journey.document.get("answers", {}).get(step.slug, {})
    if step.repeat is None:
        return {**typed, **_only(stored, locked)}
    rows, kept = typed.get("rows", []), stored.get("rows", [])
    if not locked:
        return rows
    return [
        {**(rows[place] if place < len(rows) else {}), **_only(row, locked)} for place, row in enumerate(kept)
    ]


def _only(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def data_of(step: Step, raw: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Return what was typed as a request would carry it, to bind a form to it."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    if step.repeat is None:
        _put(data, "", raw)
        return data
    rows = raw.get("rows", [])
    data[f"{step.slug}-TOTAL_FORMS"] = str(len(rows))
    for place, row in enumerate(rows):
        _put(data, f"{step.slug}-{place}-", row)
    return data


def _put(data: MultiValueDict[str, Any], start: str, raw: Mapping[str, Any]) -> None:
    for name, value in raw.items():
        if value is not None:
            data.setlist(start + name, value if isinstance(value, list) else [value])


def build(
    journey: Journey,
    step: Step,
    *,
    data: Any = None,
    answers: Answers | None = None,
    locked: Collection[str] = (),
) -> Any:
    """Return the form or formset of a step. answers: those before it, when not the ones of the draft."""
    filled = filled_fields(journey, step)
    form = form_class(step)(
        data,
        norms=journey.norms,
        answers=journey.answers if answers is None else answers,
        locked=frozenset(locked) | filled,
        initial=initial_of(journey, step, locked),
        prefix=prefix_of(step),
    )
    return mark_filled(journey, step, form, filled)


def mark_filled(journey: Journey, step: Step, form: Any, filled: Collection[str]) -> Any:
    """Say at each field that is filled in where its value comes from, register or account; return the form.

    A form may leave out a field that is filled in, because the answers before it do not call for it.
    """
    account = draft.filled_of(journey.document, step.slug, ACCOUNT)
    for name in form.fields.keys() & set(filled) if filled else ():
        form.fields[name].from_account = name in account
        form.fields[name].from_register = name not in account
    return form


def is_valid(form: Any, locked: Collection[str]) -> bool:
    """Return whether a bound form is valid. A locked field cannot be mended, so it is never at fault."""
    if form.is_valid() or not locked:
        return bool(form.is_valid())
    for single in forms_in(form):
        for name in locked:
            single.errors.pop(name, None)
    return bool(form.is_valid())


def forms_in(form: Any) -> list[StepForm]:
    """Return the single forms: the rows of a formset, or the form itself."""
    return list(form.forms) if isinstance(form, StepFormSet) else [form]


def values_of(form: Any, stored: Mapping[str, Any], locked: Collection[str]) -> dict[str, Any]:
    """Return the values of a valid form as JSON carries them; locked fields as they are stored."""
    values: dict[str, Any] = form.json_values()
    return draft.without_locked(dict(stored), values, locked)


def raw_of(step: Step, form: Any, stored: draft.Raw, locked: Collection[str]) -> draft.Raw:
    """Return what was typed into a bound form, with locked fields as they were typed before.

    locked: here also the fields that a register has filled in; browsers do not send them.
    """
    return draft.without_locked(stored, form_class(step).raw_values(form.data, prefix_of(step)), locked)
