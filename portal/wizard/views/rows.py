"""Steps whose rows have pages of their own: the list of rows, and the page of one."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.catalog.declaration import Step
from portal.standards.digests import canonical_json, sha256
from portal.ui.errors import error_links
from portal.ui.forms import StepForm
from portal.wizard import checking, draft, forms, registers, rescue
from portal.wizard.journey import CHECK
from portal.wizard.views.drafts import DraftView

#: Stands for no row at all: greater than every place.
NOWHERE = 1_000_000


def place_in(text: str) -> int:
    """Return the place of a row that a request names, `NOWHERE` for what is no number of a row."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else NOWHERE


def mark_of(row: draft.Raw) -> str:
    """Return what a row is told from others by, as long as nothing in it changes."""
    return sha256(canonical_json(row))[:16]


class RowsStepView(DraftView):
    """What the list and the page of a row share."""

    @property
    def step(self) -> Step:
        """The step of the address."""
        return self.journey.service.step(self.kwargs["step"])

    @property
    def rows(self) -> list[draft.Raw]:
        """The rows as typed so far."""
        return [dict(row) for row in draft.typed(self.journey.document, self.step.slug).get("rows", [])]

    def locked(self) -> frozenset[str]:
        """Return the fields that a correction does not open; with any, rows are neither added nor removed."""
        return forms.locked_fields(self.journey, self.step)

    def prefix_of(self, row: int) -> str:
        """Return the prefix of the inputs: the one that the row has among all rows of the step."""
        return f"{self.step.slug}-{row}"

    def form_of(self, row: int, data: Any) -> StepForm:
        """Return the form of the row, bound to what was sent or unbound with what was typed so far."""
        rows, locked = self.rows, self.locked()
        initial = forms.initial_of(self.journey, self.step, locked)
        made: StepForm = self.step.form(  # type: ignore[call-arg, assignment]
            data,
            norms=self.journey.norms,
            answers=self.journey.answers,
            locked=locked,
            prefix=self.prefix_of(row),
            initial=initial[row] if row < len(rows) else {},
        )
        return made

    def keep_rows(self, change: Callable[[list[draft.Raw]], None]) -> None:
        """Change the rows that the draft holds at that moment; the step has to be saved again."""
        slug = self.step.slug

        def edit(document: draft.Document) -> None:
            rows = [dict(row) for row in draft.typed(document, slug).get("rows", [])]
            change(rows)
            draft.keep_rows(document, slug, rows)

        self.journey.keep(self.request.user, edit)

    def reasons(self) -> list[str]:
        """Return why the whole step has to be corrected; none without a correction."""
        asked = self.journey.asked
        return asked.reasons(step=self.step.slug) if asked else []

    def way_back(self) -> str:
        """Return the query that leads back to the check, empty when the person did not come from there."""
        return f"?next={CHECK}" if self.request.GET.get("next") == CHECK else ""

    def list_url(self) -> str:
        """Return the address of the list of rows."""
        return self.journey.url(self.step.slug) + self.way_back()

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


class RowsView(RowsStepView):
    """The list: each row with its name and whether it is finished; add, change, remove one at a time."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the list; with `?remove=n` ask once more before row n is removed."""
        if there := self.elsewhere(self.step.slug):
            return there
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Remove a row, or finish the step: every row is judged, what is wrong is listed with links (422)."""
        slug = self.step.slug
        if there := self.elsewhere(slug):
            return there
        if "remove-row" in request.POST:
            return self.remove(str(request.POST["remove-row"]))
        if "save-and-leave" in request.POST:
            return self.leave()
        if "go-back" in request.POST:
            return HttpResponseRedirect(self.journey.url(self.journey.preceding(slug) or slug))
        return self.finish()

    def remove(self, wanted: str) -> HttpResponse:
        """Remove a row and say so. A row that is gone already is no error.

        The button says which row it was drawn for: pressed twice, it must not take the next one as well.
        """
        least, gone = self.step.repeat.minimum if self.step.repeat else 0, []
        place, mark = place_in(wanted), self.request.POST.get("row-mark")

        def take(rows: list[draft.Raw]) -> None:
            if place < len(rows) > least and mark in {None, mark_of(rows[place])}:
                gone.append(rows.pop(place))

        if not self.locked():
            self.keep_rows(take)
        if gone:
            messages.success(self.request, _("Removed: %(name)s") % {"name": self.name_of(gone[0], place)})
        return HttpResponseRedirect(self.list_url())

    def finish(self) -> HttpResponse:
        """Save the step when every row is right, and go on."""
        form = self.settle()
        if form is None:
            return self.onward()
        response = self.page(form)
        response.status_code = 422
        return response

    def name_of(self, row: draft.Raw, place: int) -> str:
        """Return what a row is called in the list; one without a name yet is called by its number."""
        repeat = self.step.repeat
        named = repeat.name(row) if repeat and repeat.name else ""
        return named or f"{repeat.row if repeat else ''} {place + 1}"

    def page(self, form: Any = None) -> HttpResponse:
        """Draw the list, each row judged for its tag. form: all of them as judged, when that is to be shown."""
        step, rows, locked = self.step, self.rows, self.locked()
        data = forms.data_of(step, {"rows": rows})
        most = step.repeat.maximum if step.repeat else 0
        asked = self.request.GET.get("remove", "")
        context = {
            "journey": self.journey,
            "step": step,
            "rows": [
                {
                    "name": self.name_of(row, place),
                    "place": place,
                    "mark": mark_of(row),
                    "finished": forms.is_valid(self.form_of(place, data), locked),
                    "url": self.url_of(place),
                }
                for place, row in enumerate(rows)
            ],
            "removing": place_in(asked) if place_in(asked) < len(rows) and not locked else None,
            "add_url": self.url_of(len(rows)) if not locked and len(rows) < most else "",
            "list_url": self.list_url(),
            "next": self.way_back(),
            "locked": bool(locked),
            "errors": [
                (checking.place_of(self.journey, step, href), text) for href, text in error_links(form)
            ],
            "back": self.journey.preceding(step.slug),
            "reasons": self.reasons(),
            "asked_fields": [
                (label, reason) for _name, label, reason in forms.asked_fields(self.journey, step)
            ],
            **self.journey.step_list(step.slug),
        }
        return render(self.request, "wizard/rows.html", context)

    def url_of(self, place: int) -> str:
        """Return the address of the page of a row."""
        return self.journey.url(self.step.slug, name="wizard:row", row=place) + self.way_back()


class RowView(RowsStepView):
    """The page of one row. Every button keeps what is typed; only a row that is right leads back to the list."""

    def get(self, request: HttpRequest, row: int, **kwargs: Any) -> HttpResponse:
        """Show the row; one that was typed before with what is wrong or missing in it."""
        if there := self.elsewhere(self.step.slug) or self.no_such_row(row):
            return there
        if rescue.restore(request, self.journey, self.step.slug):
            messages.info(request, _("You were signed out. What you typed is here again; please save it."))
        typed = forms.data_of(self.step, {"rows": self.rows}) if row < len(self.rows) else None
        return self.page(row, self.form_of(row, typed))

    def post(self, request: HttpRequest, row: int, **kwargs: Any) -> HttpResponse:
        """Keep the row and do what the button says. A row that is not right is shown again (422)."""
        if there := self.elsewhere(self.step.slug) or self.no_such_row(row):
            return there
        form, locked, known = self.form_of(row, request.POST), self.locked(), row < len(self.rows)
        raw = self.step.form.raw_values(request.POST, self.prefix_of(row))  # type: ignore[attr-defined]
        leaving = request.POST.keys() & {"go-back", "save-and-leave"}

        def put(rows: list[draft.Raw]) -> None:
            if row < len(rows):
                rows[row] = draft.without_locked(rows[row], raw, locked)
            elif not locked and (not leaving or any(raw.values())):
                rows.append(raw)

        self.keep_rows(put)
        if "save-and-leave" in request.POST:
            return self.leave()
        valid = forms.is_valid(form, self.locked())
        # Who came from the check to change one person is led back there, not left on the list.
        if valid and known and not leaving and self.way_back() and self.settle() is None:
            return self.onward()
        if leaving or valid:
            return HttpResponseRedirect(self.list_url())
        response = self.page(row, form)
        response.status_code = 422
        return response

    def no_such_row(self, row: int) -> HttpResponse | None:
        """Return a redirect to the list when there is neither such a row nor room for a new one of that number."""
        rows, most = len(self.rows), self.step.repeat.maximum if self.step.repeat else 0
        new = row == rows and rows < most and not self.locked()
        return None if row < rows or new else HttpResponseRedirect(self.list_url())

    def page(self, row: int, form: StepForm) -> HttpResponse:
        """Draw the page of a row."""
        slug = self.step.slug
        forms.put_reasons(self.journey, self.step, form)
        typed = self.rows[row] if row < len(self.rows) else {}
        asked = [
            (f"#id_{self.prefix_of(row)}-{name}", label)
            for name, label, _reason in forms.asked_fields(self.journey, self.step)
            if form.is_shown(name, typed)
        ]
        keys = {"service": self.journey.service.code, "draft": self.journey.application.pk, "step": slug}
        context = {
            "journey": self.journey,
            "step": self.step,
            "form": form,
            "number_of_row": row + 1,
            "errors": error_links(form),
            "reasons": self.reasons(),
            "asked_fields": asked,
            "autosave_url": reverse("wizard:autosave", kwargs=keys),
            **self.journey.step_list(slug),
        }
        return render(self.request, "wizard/row.html", context)
