"""What the list of rows, the page of one and the table share."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect

from portal.catalog.declaration import Repeat, Step
from portal.standards.digests import canonical_json, sha256
from portal.ui import twins
from portal.ui.forms import StepForm
from portal.wizard import draft, forms, registers
from portal.wizard.journey import CHECK
from portal.wizard.views.drafts import DraftView

#: Stands for no row at all: greater than every place.
NOWHERE = 1_000_000
#: So many rows stand on one page of the list.
ROWS_ON_PAGE = 50


def place_in(text: str) -> int:
    """Return the place of a row that a request names, `NOWHERE` for what is no number of a row."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else NOWHERE


def mark_of(row: Any) -> str:
    """Return what a row (or all of them) is told from others by, as long as nothing in it changes."""
    return sha256(canonical_json(row))[:16]


class RowsStepView(DraftView):
    """A page of a step whose rows have pages of their own."""

    @property
    def step(self) -> Step:
        """The step of the address."""
        return self.journey.service.step(self.kwargs["step"])

    @property
    def repeat(self) -> Repeat:
        """How the step is repeated."""
        assert self.step.repeat is not None  # noqa: S101 -- urls.py gives these pages to no other step
        return self.step.repeat

    @property
    def rows(self) -> list[draft.Raw]:
        """The rows as typed so far."""
        return [dict(row) for row in draft.typed(self.journey.document, self.step.slug).get("rows", [])]

    @cached_property
    def _locked(self) -> frozenset[str]:
        return forms.locked_fields(self.journey, self.step)

    def locked(self) -> frozenset[str]:
        """Return the fields that a correction does not open; with any, rows are neither added nor removed."""
        return self._locked

    def prefix_of(self, row: int) -> str:
        """Return the prefix of the inputs: the one that the row has among all rows of the step."""
        return f"{self.step.slug}-{row}"

    def form_of(self, row: int, data: Any, initial: Any = None) -> StepForm:
        """Return the form of the row, bound to what was sent or unbound with what was typed so far.

        initial: of all rows, for who asks for many of them.
        """
        if initial is None:
            initial = forms.initial_of(self.journey, self.step, self.locked())
        made: StepForm = self.step.form(  # type: ignore[call-arg, assignment]
            data,
            norms=self.journey.norms,
            answers=self.journey.answers,
            locked=self.locked(),
            prefix=self.prefix_of(row),
            initial=initial[row] if row < len(initial) else {},
        )
        return made

    def twins_of(self, form: StepForm, rows: list[draft.Raw]) -> list[tuple[int, str, int]]:
        """Return (place, field, place of the earlier row) of the rows that share what no two may share."""
        unique = self.repeat.unique
        return twins.found([twins.keys_of(form, row, unique) for row in rows]) if unique else []

    def keep_rows(
        self, change: Callable[[list[draft.Raw]], None], also: Callable[[draft.Document], Any] | None = None
    ) -> None:
        """Change the rows that the draft holds at that moment; the step has to be saved again.

        also: what else is changed in the document in the same moment.
        """
        slug = self.step.slug

        def edit(document: draft.Document) -> None:
            rows = [dict(row) for row in draft.typed(document, slug).get("rows", [])]
            change(rows)
            draft.keep_rows(document, slug, rows)
            if also:
                also(document)

        self.journey.keep(self.request.user, edit)

    def name_of(self, row: draft.Raw, place: int) -> str:
        """Return what a row is called in the list; one without a name yet is called by its number."""
        named = self.repeat.name(row) if self.repeat.name else ""
        return named or f"{self.repeat.row} {place + 1}"

    def reasons(self) -> list[str]:
        """Return why the whole step has to be corrected; none without a correction."""
        asked = self.journey.asked
        return asked.reasons(step=self.step.slug) if asked else []

    def way_back(self) -> str:
        """Return the query that leads back to the check, empty when the person did not come from there."""
        return f"?next={CHECK}" if self.request.GET.get("next") == CHECK else ""

    def list_url(self, row: int | None = None, **query: str) -> str:
        """Return the address of the list of rows, at a row when one is given."""
        wanted = {"next": CHECK} if self.way_back() else {}
        if row is not None and row >= ROWS_ON_PAGE:
            wanted["page"] = str(row // ROWS_ON_PAGE + 1)
        wanted |= {name: value for name, value in query.items() if value}
        address = self.journey.url(self.step.slug) + (f"?{urlencode(wanted)}" if wanted else "")
        return address if row is None else f"{address}#row-{row}"

    def url_of(self, place: int) -> str:
        """Return the address of the page of a row."""
        return self.journey.url(self.step.slug, name="wizard:row", row=place) + self.way_back()

    def settle(self) -> Any:
        """Save the step when every row is right and return None; else return the rows as they were judged."""
        step, locked = self.step, self.locked()
        typed = {"rows": [row for row in self.rows if any(row.values())]}
        form = forms.build(self.journey, step, data=forms.data_of(step, typed), locked=locked)
        if not forms.is_valid(form, locked):
            self.journey.keep(
                self.request.user, lambda document: draft.keep_refused(document, step.slug, typed)
            )
            return form
        stored = self.journey.document.get("answers", {}).get(step.slug, {})
        values = forms.values_of(form, stored, locked)
        self.journey.keep(
            self.request.user, lambda document: draft.keep_valid(document, step.slug, typed, values)
        )
        registers.ask_due(self.journey, self.request.user)
        return None

    def onward(self) -> HttpResponse:
        """Go on after the step was saved: to the page that says why not, back to the check, or to the next stop."""
        if self.journey.halt():
            return HttpResponseRedirect(self.journey.url(name="wizard:halt"))
        there = self.journey.first_incomplete if self.way_back() else self.journey.following(self.step.slug)
        return HttpResponseRedirect(self.journey.url(there))
