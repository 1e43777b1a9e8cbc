"""The last look before submission: every step judged anew, the rules across them, and how it all is shown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import override

from portal.catalog.answers import replies_of
from portal.catalog.declaration import Answers, Finding, Service, Step
from portal.rulebook.queries import RulesOfDay
from portal.ui.errors import error_links
from portal.wizard import draft, forms, origins
from portal.wizard.journey import CHECK, Journey

NormsOf = Callable[[str], RulesOfDay]


@dataclass
class Outcome:
    """What the judgement came to. refused: steps that are not valid any more. problems: (href, text)."""

    answers: dict[str, Any] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def judge(journey: Journey) -> Outcome:
    """Judge every step from what was typed, each with the answers before it; conditions are asked anew.

    In a correction only the steps that are open are judged: the others were accepted and cannot be changed.
    """
    outcome = Outcome(answers=replies_of(journey.document))
    stored = journey.document.get("answers", {})
    slugs = set(journey.slugs())
    for step in journey.service.steps:
        if not step.when(outcome.answers):
            continue
        if journey.asked and step.slug not in slugs and step.slug in stored:
            outcome.answers[step.slug] = stored[step.slug]
        else:
            _judge_step(journey, step, stored.get(step.slug, {}), outcome)
    return outcome


def _judge_step(journey: Journey, step: Step, stored: dict[str, Any], outcome: Outcome) -> None:
    locked = forms.locked_fields(journey, step)
    data = forms.data_of(step, draft.typed(journey.document, step.slug))
    form = forms.build(
        journey, step, data=data, answers={**outcome.answers, step.slug: stored}, locked=locked
    )
    if forms.is_valid(form, locked):
        outcome.answers[step.slug] = forms.values_of(form, stored, locked)
        return
    outcome.refused.append(step.slug)
    outcome.problems += [
        (place_of(journey, step, href), f"{step.title} – {text}") for href, text in error_links(form)
    ]


def place_of(journey: Journey, step: Step, anchor: str) -> str:
    """Return the address of a field by its anchor: on the page of the step, or of its row when rows have pages."""
    url = journey.url(step.slug)
    if step.repeat and step.repeat.single and (row := re.match(rf"#id_{step.slug}-([0-9]+)-", anchor)):
        url = journey.url(step.slug, name="wizard:row", row=int(row.group(1)))
    return f"{url}?next={CHECK}{anchor}"


def refuse(document: draft.Document, steps: list[str]) -> None:
    """Open steps again that turned out not to be valid."""
    for step in steps:
        draft.keep_refused(document, step, draft.typed(document, step))


def rejections(journey: Journey, findings: list[Finding]) -> list[tuple[str, str]]:
    """Return (href, text) of the findings that the applicant has to mend, and can."""
    return [
        (finding_url(journey, finding), str(finding.message))
        for finding in findings
        if _is_theirs(journey, finding)
    ]


def finding_url(journey: Journey, finding: Finding) -> str:
    """Return the address of the answer that a finding is about."""
    step = journey.service.step(finding.step)
    return place_of(journey, step, forms.anchor(step, finding.field) if finding.field else "")


def _is_theirs(journey: Journey, finding: Finding) -> bool:
    # In a correction what the applicant may not touch is no reason to send it back: the officer sees it.
    return finding.effect == "reject" and (journey.asked is None or finding.step in journey.slugs())


def remarks(journey: Journey, findings: list[Finding]) -> list[dict[str, str]]:
    """Return the answers that an officer will look at closely: title, label and text, for a calm box."""
    rows = []
    for finding in findings:
        if finding.effect != "flag" or finding.internal:
            continue
        step = journey.service.step(finding.step)
        row = {
            "title": str(step.title),
            "url": finding_url(journey, finding),
            "text": str(finding.message),
        }
        if finding.field in step.form.base_fields:
            label = str(step.form.base_fields[finding.field].label)
            # Of a step with rows the finding does not say which: the step is named, and its list is led to.
            row["title"] = f"{step.title} – {label}" if step.repeat else label
            if step.repeat and step.repeat.single:
                row["url"] = f"{journey.url(step.slug)}?next={CHECK}"
        if row not in rows:
            rows.append(row)
    return rows


def flags(journey: Journey, answers: Answers) -> list[dict[str, Any]]:
    """Return the findings for the officer: rule, step, field, and the message in each language.

    `message` is in the language of the desk, `messages` holds it by language code.
    """
    by_language = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found = journey.findings(answers)
            by_language[code] = [(item, str(item.message)) for item in found if not _is_theirs(journey, item)]
    return [
        {
            "rule": item.rule,
            "step": item.step,
            "field": item.field,
            "message": message,
            "messages": {code: by_language[code][place][1] for code in by_language},
        }
        for place, (item, message) in enumerate(by_language[settings.LANGUAGE_CODE])
    ]


def sections(
    service: Service, answers: Answers, norms_of: NormsOf, most: int | None = None
) -> list[dict[str, Any]]:
    """Return each answered step in the active language: slug, title, rows of [(name, label, text), …].

    norms_of: the rules by which a step is put into words (see `Journey.norms_of`). most: so many rows of a step are
    put into words; "more" says how many are left. None: all of them.
    """
    found = []
    for step in service.steps:
        if step.slug not in answers:
            continue
        form = forms.form_class(step)(
            norms=norms_of(step.slug), answers=answers, prefix=forms.prefix_of(step)
        )
        values = answers[step.slug]
        more = max(0, len(values.get("rows", ())) - most) if step.repeat and most is not None else 0
        if more:
            values = {"rows": values["rows"][:most]}
        shown = form.display(values)
        rows = shown if step.repeat else [shown]
        found.append({"slug": step.slug, "title": str(step.title), "rows": rows, "more": more, "step": step})
    return found


def shown_in_each_language(
    service: Service, answers: Answers, norms_of: NormsOf
) -> dict[str, list[dict[str, Any]]]:
    """Return how the answers are shown, by language, as `Submission` keeps it. norms_of: as for `sections`."""
    shown, marked = {}, origins.marks(service, answers)
    for code, _name in settings.LANGUAGES:
        with override(code):
            shown[code] = [frozen(section, marked) for section in sections(service, answers, norms_of)]
    return shown


def frozen(section: dict[str, Any], marked: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    """Return a section as it is kept with the submission: sensitive fields marked, and where answers come from.

    marked: as `origins.marks` returns it.
    """
    slug, sensitive = section["slug"], section["step"].form.sensitive
    rows = [
        [
            {"name": name, "label": label, "text": text, "sensitive": name in sensitive}
            | marked.get(f"{slug}.{name}", {})
            for name, label, text in row
        ]
        for row in section["rows"]
    ]
    return {"slug": slug, "title": section["title"], "rows": rows}
