"""The page of one row."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.ui import twins
from portal.ui.errors import error_links
from portal.ui.forms import StepForm
from portal.wizard import draft, forms, rescue, tables
from portal.wizard.views.row_step import RowsStepView


class RowView(RowsStepView):
    """One row. Every button keeps what is typed; only a row that is right leads back to the list.

    With `?line=n` a new row is begun with what stood in line n of a table, which is done with when it is saved.
    """

    def get(self, request: HttpRequest, row: int, **kwargs: Any) -> HttpResponse:
        """Show the row; one that was typed before with what is wrong or missing in it."""
        if there := self.elsewhere(self.step.slug) or self.no_such_row(row):
            return there
        if rescue.restore(request, self.journey, self.step.slug):
            messages.info(request, _("You were signed out. What you typed is here again; please save it."))
        rows = self.rows
        if row == len(rows) and (line := self.line()):
            rows.append(line["raw"])
        typed = forms.data_of(self.step, {"rows": rows}) if row < len(rows) else None
        return self.page(row, self.judged(row, typed, rows))

    def post(self, request: HttpRequest, row: int, **kwargs: Any) -> HttpResponse:
        """Keep the row and do what the button says. A row that is not right is shown again (422)."""
        if there := self.elsewhere(self.step.slug) or self.no_such_row(row):
            return there
        locked, known = self.locked(), row < len(self.rows)
        form = self.form_of(row, request.POST)
        raw = self.step.form.raw_values(request.POST, self.prefix_of(row))  # type: ignore[attr-defined]
        leaving = request.POST.keys() & {"go-back", "save-and-leave"}

        def put(rows: list[draft.Raw]) -> None:
            if row < len(rows):
                rows[row] = draft.without_locked(rows[row], raw, locked)
            elif not locked and (not leaving or any(raw.values())):
                rows.append(raw)

        if leaving and not known and self.line():
            return self.wait(raw)
        line = request.GET.get("line", "")
        done = (lambda document: tables.leave_out(document, self.step.slug, line)) if line else None
        self.keep_rows(put, done)
        if "save-and-leave" in request.POST:
            return self.leave()
        self.refuse_twin(form, row)
        valid = forms.is_valid(form, locked)
        # Who came from the check to change one person is led back there, not left on the list.
        if valid and known and not leaving and self.way_back() and self.settle() is None:
            return self.onward()
        if leaving or valid:
            return HttpResponseRedirect(self.next_url(row))
        return self.page(row, form, status=422)

    def next_url(self, row: int) -> str:
        """Return where the button leads that was pressed: to another new row, or to this one in the list."""
        rows = self.rows
        if "add-another" in self.request.POST and len(rows) < self.repeat.maximum and not self.locked():
            name = self.name_of(rows[row], row) if row < len(rows) else ""
            messages.success(self.request, _("Saved: %(name)s") % {"name": name})
            return self.url_of(len(rows))
        return self.list_url(row) if row < len(rows) else self.list_url()

    def wait(self, raw: draft.Raw) -> HttpResponse:
        """Keep what was typed about a line of a table where it waits: an unfinished row would bar the way on."""
        slug, line = self.step.slug, self.request.GET["line"]
        self.journey.keep(self.request.user, lambda document: tables.retype(document, slug, line, raw))
        return (
            self.leave() if "save-and-leave" in self.request.POST else HttpResponseRedirect(self.list_url())
        )

    def line(self) -> dict[str, Any] | None:
        """Return the line of a table that a new row is begun with."""
        wanted = self.request.GET.get("line", "")
        return tables.line_of(self.journey.document, self.step.slug, wanted) if wanted else None

    def judged(self, row: int, data: Any, rows: list[draft.Raw]) -> StepForm:
        """Return the form of the row; one that was typed also held to what it may not share with others."""
        form = self.form_of(row, data)
        if data is not None:
            self.refuse_twin(form, row, rows)
        return form

    def refuse_twin(self, form: StepForm, row: int, rows: list[draft.Raw] | None = None) -> None:
        """Say at its field what the row shares with another one and may not."""
        for later, name, first in self.twins_of(form, self.rows if rows is None else rows):
            if row in {later, first} and form.is_bound and not form.has_error(name):
                form.add_error(name, twins.sentence(self.named(first if row == later else later)))

    def named(self, place: int) -> str:
        """Return a row by its number and its name."""
        number, rows = f"{self.repeat.row} {place + 1}", self.rows
        name = self.name_of(rows[place], place) if place < len(rows) else number
        return number if name == number else _("%(number)s: %(name)s") % {"number": number, "name": name}

    def no_such_row(self, row: int) -> HttpResponse | None:
        """Return a redirect to the list when there is neither such a row nor room for a new one of that number."""
        rows = len(self.rows)
        new = row == rows and rows < self.repeat.maximum and not self.locked()
        return None if row < rows or new else HttpResponseRedirect(self.list_url())

    def page(self, row: int, form: StepForm, status: int = 200) -> HttpResponse:
        """Draw the page of a row."""
        slug, rows = self.step.slug, self.rows
        forms.put_reasons(self.journey, self.step, form)
        typed = rows[row] if row < len(rows) else {}
        asked = [
            (f"#id_{self.prefix_of(row)}-{name}", label)
            for name, label, _reason in forms.asked_fields(self.journey, self.step)
            if form.is_shown(name, typed)
        ]
        keys = {"service": self.journey.service.code, "draft": self.journey.application.pk, "step": slug}
        line, errors = self.line(), error_links(form)
        told = {str(text) for texts in form.errors.values() for text in texts}
        context = {
            "journey": self.journey,
            "step": self.step,
            "form": form,
            "number_of_row": row + 1,
            "line": line,
            "line_errors": [text for text in tables.errors_of(line).values() if text not in told]
            if line
            else [],
            "may_add": not self.locked() and max(row + 1, len(rows)) < self.repeat.maximum,
            "errors": errors,
            "reasons": self.reasons(),
            "asked_fields": asked,
            # What a line of a table holds is kept already; kept again it would be there twice.
            "autosave_url": "" if line else reverse("wizard:autosave", kwargs=keys),
            "list_url": self.list_url(),
            **self.journey.step_list(slug),
        }
        return render(self.request, "wizard/row.html", context, status=status)
