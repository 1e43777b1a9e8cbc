"""The form by which corrections are asked for: a box and a reason for every answer and paper of the case."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.applications.models import Application
from portal.review import actions
from portal.review.acts import LEAST_REASON
from portal.review.forms import ActForm
from portal.review.policies import Item, NotPossible, check_items
from portal.review.reading import CaseFile, Section, changed_since_last, correctable
from portal.review.snippets import Snippet

#: So many answers of a field stand beside its box; of five hundred guards nobody reads all there.
ANSWERS_SHOWN = 3
ROWS = re.compile("[0-9]{1,4}(-[0-9]{1,4})?")


class RowsField(forms.CharField):
    """Which rows something is about: numbers of rows, ranges allowed. Given back tidy: "3, 5-7".

    count: how many rows there are. Anything else gets a sentence.
    """

    def __init__(self, count: int, **kwargs: Any) -> None:
        label = _("Only rows (for example 3, 17 or 5-9)")
        super().__init__(required=False, max_length=200, label=label, **kwargs)
        self.count = count

    def clean(self, value: Any) -> str:
        """Return the rows; raise ValidationError for one that is not there."""
        rows = tidy(super().clean(value))
        for part in filter(None, rows.split(", ")):
            ends = [int(end) for end in part.split("-")] if ROWS.fullmatch(part) else []
            if not ends or ends != sorted(ends) or not 1 <= ends[0] <= ends[-1] <= self.count:
                words = _("Please give numbers of rows from 1 to %(count)s, for example 3, 17 or 5-9.")
                raise ValidationError(words % {"count": self.count})
        return rows


def tidy(text: str) -> str:
    """Return numbers of rows as they are printed, however they were set apart when they were typed."""
    parts = re.split(r"[,，、;；\s]+", re.sub(r"\s*[-–~～至到]\s*", "-", text.strip()))
    return ", ".join(filter(None, parts))


def in_short(texts: list[str]) -> str:
    """Return the answers of a field in several rows: the first few, and how many there are."""
    said = "；".join(texts[:ANSWERS_SHOWN])
    return f"{said}… ({len(texts)})" if len(texts) > ANSWERS_SHOWN else said


@dataclass(frozen=True)
class Line:
    """One line of the form: a tick box, a reason, and what was answered. locked: may not be asked again.

    rows: which rows it is about, for a step of several rows.
    """

    box: Any
    reason: Any
    text: str
    locked: bool
    rows: Any = None


@dataclass(frozen=True)
class Group:
    """The lines of one step, or of the papers; open when something is ticked in it."""

    title: str
    lines: list[Line]

    @property
    def opened(self) -> bool:
        """Whether a box is ticked or wrong."""
        return any(
            line.box.value() or line.reason.errors or (line.rows and line.rows.errors) for line in self.lines
        )


class CorrectionForm(ActForm):
    """Boxes `ask:<step>:<field>` and `ask::<material>`, reasons `why:…`: only what `correctable` has.

    For steps of several rows `rows:<step>:<field>` says which ones; it opens the reason, in the applicant's language.
    """

    act = staticmethod(actions.ask_correction)
    #: The standard texts offered above the list; each line has a button that puts the chosen one into its reason.
    texts: Sequence[Snippet] = ()

    def __init__(
        self, *args: Any, application: Application, file: CaseFile, sections: list[Section], **kw: Any
    ) -> None:
        self.file, self.sections = file, sections
        super().__init__(*args, application=application, **kw)

    def prepare(self) -> None:
        """Add a box and a reason for each answer, step and paper."""
        fields, self.materials = correctable(self.file, "")
        changed_fields, changed_materials = changed_since_last(self.file)
        later = self.file.previous is not None
        self.counts = {section.slug: len(section.rows) for section in self.sections}
        self.keys: dict[str, Item] = {}
        self.locked: set[str] = set()
        for step, name in fields:
            self._add(Item(step=step, field=name), later and (step, name) not in changed_fields)
        for code in self.materials:
            self._add(Item(material=code), later and code not in changed_materials)
        labels = {
            answer.key: answer.label for section in self.sections for row in section.rows for answer in row
        }
        for key, item in self.keys.items():
            self.fields[f"ask:{key}"].label = self._label(item, labels)

    def _label(self, item: Item, labels: dict[str, str]) -> str:
        if item.material:
            return self.materials[item.material]
        return labels.get(f"{item.step}.{item.field}", _("The whole step"))

    def _add(self, item: Item, locked: bool) -> None:
        key = f":{item.material}" if item.material else f"{item.step}:{item.field}"
        self.keys[key] = item
        if locked:
            self.locked.add(key)
        self.fields[f"ask:{key}"] = forms.BooleanField(required=False, disabled=locked)
        self.fields[f"why:{key}"] = forms.CharField(
            required=False,
            disabled=locked,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
            label=_("What is wrong and what to do"),
        )
        if self.counts.get(item.step, 1) > 1:
            self.fields[f"rows:{key}"] = RowsField(self.counts[item.step], disabled=locked)

    def reason(self, key: str) -> str:
        """Return the reason of an item as the applicant reads it: with the rows that it is about."""
        reason = str(self[f"why:{key}"].value() or "").strip()
        rows = tidy(str(self[f"rows:{key}"].value() or "")) if f"rows:{key}" in self.fields else ""
        if not (reason and rows):
            return reason
        with override(self.application.language):
            return _("Rows %(rows)s: %(reason)s") % {"rows": rows, "reason": reason}

    def clean(self) -> dict[str, Any]:
        """Put the items together; a reason without a tick counts as ticked."""
        data = super().clean() or self.cleaned_data
        items = []
        for key, item in self.keys.items():
            reason = (data.get(f"why:{key}") or "").strip()
            if not (data.get(f"ask:{key}") or reason or data.get(f"rows:{key}")):
                continue
            if len(reason) < LEAST_REASON:
                words = _("Please write at least %(least)s characters: what is wrong and what to do.")
                self.add_error(f"why:{key}", words % {"least": LEAST_REASON})
            items.append(Item(item.step, item.field, item.material, self.reason(key)))
        if not self.errors:
            try:
                check_items(self.file, items)
            except NotPossible as refusal:
                raise ValidationError(str(refusal)) from refusal
        return {"version": data.get("version"), "items": items}

    def groups(self) -> list[Group]:
        """Return the lines by step, and the papers last."""
        groups = []
        for section in self.sections:
            texts: dict[str, list[str]] = {}
            for row in section.rows:
                for answer in row:
                    texts.setdefault(answer.key.partition(".")[2], []).append(answer.text)
            keys = [key for key, item in self.keys.items() if item.step == section.slug]
            groups.append(
                Group(
                    section.title, self._lines(keys, {name: in_short(said) for name, said in texts.items()})
                )
            )
        papers = [key for key, item in self.keys.items() if item.material]
        return [*(group for group in groups if group.lines), Group(_("Papers"), self._lines(papers, {}))]

    def _lines(self, keys: Iterable[str], texts: dict[str, str]) -> list[Line]:
        return [
            Line(
                self[f"ask:{key}"],
                self[f"why:{key}"],
                texts.get(self.keys[key].field, ""),
                key in self.locked,
                self[f"rows:{key}"] if f"rows:{key}" in self.fields else None,
            )
            for key in keys
        ]

    def typed(self) -> list[tuple[str, str]]:
        """Return (label, reason) of each item that was typed."""
        found = []
        for key in self.keys:
            if reason := self.reason(key):
                found.append((str(self.fields[f"ask:{key}"].label), reason))
        return found
