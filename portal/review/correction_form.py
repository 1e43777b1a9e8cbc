"""The form by which corrections are asked for: a box and a reason for every answer and paper of the case."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.applications.models import Application
from portal.review import actions
from portal.review.acts import LEAST_REASON
from portal.review.forms import ActForm
from portal.review.policies import Item, NotPossible, check_items
from portal.review.reading import CaseFile, Section, changed_since_last, correctable


@dataclass(frozen=True)
class Line:
    """One line of the form: a tick box, a reason, and what was answered. locked: may not be asked again."""

    box: Any
    reason: Any
    text: str
    locked: bool


@dataclass(frozen=True)
class Group:
    """The lines of one step, or of the papers; open when something is ticked in it."""

    title: str
    lines: list[Line]

    @property
    def opened(self) -> bool:
        """Whether a box is ticked or wrong."""
        return any(line.box.value() or line.reason.errors for line in self.lines)


class CorrectionForm(ActForm):
    """Boxes `ask:<step>:<field>` and `ask::<material>`, reasons `why:…`: only what `correctable` has."""

    act = staticmethod(actions.ask_correction)

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

    def clean(self) -> dict[str, Any]:
        """Put the items together; a reason without a tick counts as ticked."""
        data = super().clean() or self.cleaned_data
        items = []
        for key, item in self.keys.items():
            reason = (data.get(f"why:{key}") or "").strip()
            if not (data.get(f"ask:{key}") or reason):
                continue
            if len(reason) < LEAST_REASON:
                words = _("Please write at least %(least)s characters: what is wrong and what to do.")
                self.add_error(f"why:{key}", words % {"least": LEAST_REASON})
            items.append(Item(item.step, item.field, item.material, reason))
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
                Group(section.title, self._lines(keys, {k: "；".join(v) for k, v in texts.items()}))
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
            )
            for key in keys
        ]

    def typed(self) -> list[tuple[str, str]]:
        """Return (label, reason) of each item that was typed."""
        found = []
        for key in self.keys:
            if reason := str(self[f"why:{key}"].value() or "").strip():
                found.append((str(self.fields[f"ask:{key}"].label), reason))
        return found

    def sent(self) -> list[Any]:
        """Return the bound fields that hold something, for the question before it leaves."""
        return [self[name] for name in self.fields if name != "version" and self[name].value()]
