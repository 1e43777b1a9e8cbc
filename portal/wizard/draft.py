"""The draft document as plain data: what was typed, what of it was valid, and how far the person came.

    {"raw":       {step: {field: text or list}},   a repeated step: {"rows": [{field: …}, …]}
     "answers":   {step: {field: JSON value}},     the last valid values
     "complete":  [step, …],                       saved, valid and not touched since
     "attempted": [step, …],                       "Save and continue" was pressed: errors may be shown
     "sources":   {key: reply},                    what registers outside answered (see registers)
     "correction": round, "before": answers}       once a correction was asked for: what was submitted then

Every function that keeps something edits the document in place; `applications.actions.save_draft` calls it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from portal.catalog.answers import answers_that_count
from portal.catalog.declaration import Service

Document = dict[str, Any]
Raw = dict[str, Any]


def typed(document: Mapping[str, Any], step: str) -> Raw:
    """Return what was typed into a step, {} when nothing was."""
    return dict(document.get("raw", {}).get(step, {}))


def is_complete(document: Mapping[str, Any], step: str) -> bool:
    """Return whether the step was saved, was valid and has not been touched since."""
    return step in document.get("complete", ())


def was_attempted(document: Mapping[str, Any], step: str) -> bool:
    """Return whether "Save and continue" was pressed on the step, so that its errors may be shown."""
    return step in document.get("attempted", ())


def answers_of(service: Service, document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the last valid answers of the steps that the answers before them call for.

    Answers of a step that is not asked for any more are left out, but stay in the document: they are there
    again when the person changes back.
    """
    return answers_that_count(service, document)


def filled_of(document: Mapping[str, Any], step: str, source: str = "") -> frozenset[str]:
    """Return the fields of a step that a register has filled in, or the source of that key alone."""
    replies = document.get("sources", {}).items()
    named = (name for key, reply in replies if source in {"", key} for name in reply["filled"])
    return frozenset(name.split(".", 1)[1] for name in named if name.split(".", 1)[0] == step)


def hold_filled(document: Document, opened: Callable[[str, str], bool]) -> None:
    """See to it that what is said to come from a register is what the register said.

    Called after every change, under the lock: a request that began before the register answered knows of no filled
    fields and would write its own values over them. opened: whether the correction lets a field of a step be
    changed; a value that is changed there is the person's own from then on.
    """
    for reply in document.get("sources", {}).values():
        for place in list(reply["filled"]):
            step, name = place.split(".", 1)
            if (raw := typed(document, step)).get(name) == reply["data"][name]:
                continue
            if opened(step, name):
                reply["filled"] = [other for other in reply["filled"] if other != place]
            else:
                keep_typed(document, step, {**raw, name: reply["data"][name]})


def keep_typed(document: Document, step: str, raw: Raw) -> None:
    """Keep what was typed, valid or not. A step that changes by it is not complete any more."""
    if typed(document, step) != raw:
        _strike(document, "complete", step)
    document.setdefault("raw", {})[step] = raw


def keep_valid(document: Document, step: str, raw: Raw, values: Mapping[str, Any]) -> None:
    """Keep a valid step: what was typed and the values it means. The step is complete."""
    document.setdefault("raw", {})[step] = raw
    document.setdefault("answers", {})[step] = dict(values)
    mark_complete(document, step)


def keep_refused(document: Document, step: str, raw: Raw) -> None:
    """Keep a step that was saved but is not valid: its errors are shown from now on."""
    document.setdefault("raw", {})[step] = raw
    _strike(document, "complete", step)
    _note(document, "attempted", step)


def keep_rows(document: Document, step: str, rows: Iterable[Raw]) -> None:
    """Keep the rows of a repeated step after one was added or removed; its errors are not shown again yet."""
    keep_typed(document, step, {"rows": [dict(row) for row in rows]})
    _strike(document, "complete", step)
    _strike(document, "attempted", step)


def reopen(document: Document, step: str) -> None:
    """Note that a step has to be saved once more."""
    _strike(document, "complete", step)


def mark_complete(document: Document, step: str) -> None:
    """Note that a step is complete."""
    _note(document, "complete", step)
    _note(document, "attempted", step)


def begin_correction(
    document: Document, round_number: int, submitted: Mapping[str, Any], asked: Collection[str]
) -> None:
    """Prepare the document of a submitted case for a correction; nothing happens when that was done before.

    round_number: of the correction. submitted: the answers as they were handed in, which hold again.
    asked: slugs that have to be saved once more.
    """
    if document.get("correction") == round_number:
        return
    document["correction"] = round_number
    document["before"] = dict(submitted)
    document["answers"] = dict(submitted)
    document["complete"] = [step for step in submitted if step not in asked]
    document["attempted"] = []


def without_locked(stored: Raw, sent: Raw, locked: Collection[str]) -> Raw:
    """Return what was sent, but locked fields as stored; with any field locked, the rows stay as many."""
    if not locked:
        return sent
    if "rows" not in sent:
        return _merged(stored, sent, locked)
    rows = sent["rows"]
    return {
        "rows": [
            _merged(row, rows[place] if place < len(rows) else {}, locked)
            for place, row in enumerate(stored.get("rows", []))
        ]
    }


def _merged(stored: Raw, sent: Raw, locked: Collection[str]) -> Raw:
    return {**stored, **{name: value for name, value in sent.items() if name not in locked}}


def _note(document: Document, key: str, step: str) -> None:
    if step not in document.setdefault(key, []):
        document[key].append(step)


def _strike(document: Document, key: str, step: str) -> None:
    document[key] = [slug for slug in document.get(key, []) if slug != step]
