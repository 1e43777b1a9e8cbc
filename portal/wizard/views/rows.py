"""The list of the rows of a step whose rows have pages of their own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.ui.errors import error_links
from portal.ui.matching import bare
from portal.wizard import checking, draft, forms, listing, tables
from portal.wizard.views.row_step import ROWS_ON_PAGE, RowsStepView, mark_of, place_in

#: So many errors are listed at the top of the page; hundreds would push the page out of sight.
ERRORS_LISTED = 30


@dataclass
class Row:
    """A row as it stands in the list."""

    place: int
    typed: draft.Raw
    name: str
    finished: bool
    url: str = ""

    @property
    def mark(self) -> str:
        """What the row is told from others by, as long as nothing in it changes."""
        return mark_of(self.typed)


class RowsView(RowsStepView):
    """The list: each row with its name and whether it is finished; add, change, remove one at a time."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the list; with `?remove=n` ask once more before row n (or "all") is removed."""
        if there := self.elsewhere(self.step.slug):
            return there
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Remove rows, or finish the step: every row is judged, what is wrong is listed with links (422)."""
        slug = self.step.slug
        if there := self.elsewhere(slug):
            return there
        if "remove-row" in request.POST:
            return self.remove(str(request.POST["remove-row"]))
        if "remove-all" in request.POST:
            return self.remove_all(str(request.POST["remove-all"]))
        if "save-and-leave" in request.POST:
            return self.leave()
        if "go-back" in request.POST:
            return HttpResponseRedirect(self.journey.url(self.journey.preceding(slug) or slug))
        return self.finish()

    def remove(self, wanted: str) -> HttpResponse:
        """Remove a row and say so. A row that is gone already is no error.

        The button says which row it was drawn for: pressed twice, it must not take the next one as well.
        """
        gone: list[draft.Raw] = []
        place, mark = place_in(wanted), self.request.POST.get("row-mark")

        def take(rows: list[draft.Raw]) -> None:
            if place < len(rows) > self.repeat.minimum and mark in {None, mark_of(rows[place])}:
                gone.append(rows.pop(place))

        if not self.locked():
            self.keep_rows(take)
        if gone:
            messages.success(self.request, _("Removed: %(name)s") % {"name": self.name_of(gone[0], place)})
        return HttpResponseRedirect(self.list_url(max(place - 1, 0)) if gone and place else self.list_url())

    def remove_all(self, mark: str) -> HttpResponse:
        """Remove every row, if they still are those that the question was asked about."""
        gone: list[draft.Raw] = []

        def take(rows: list[draft.Raw]) -> None:
            if mark == mark_of(rows):
                gone.extend(rows)
                rows.clear()

        if not self.locked():
            self.keep_rows(take)
        if gone:
            messages.success(self.request, _("All entries are removed: %(count)s") % {"count": len(gone)})
        return HttpResponseRedirect(self.list_url())

    def finish(self) -> HttpResponse:
        """Save the step when every row is right, and go on."""
        form = self.settle()
        if form is None:
            return self.onward()
        return self.page(form, status=422)

    def listed(self, rows: list[draft.Raw]) -> list[Row]:
        """Return every row, judged for its tag: alone, and for what it may not share with an earlier one."""
        step, locked = self.step, self.locked()
        data = forms.data_of(step, {"rows": rows})
        initial = forms.initial_of(self.journey, step, locked)
        judged = [self.form_of(place, data, initial) for place in range(len(rows))]
        doubled = {place for place, _name, _first in self.twins_of(judged[0], rows)} if rows else set()
        return [
            Row(
                place,
                row,
                self.name_of(row, place),
                place not in doubled and forms.is_valid(judged[place], locked),
                self.url_of(place),
            )
            for place, row in enumerate(rows)
        ]

    def page(self, form: Any = None, *, table_error: str = "", status: int = 200) -> HttpResponse:
        """Draw the list. form: all rows as judged, when what is wrong is to be shown. table_error: of a table."""
        step, raws, locked = self.step, self.rows, bool(self.locked())
        rows = self.listed(raws)
        asked = self.request.GET.get("remove", "")
        place = place_in(asked)
        context = {
            "journey": self.journey,
            "step": step,
            **self.page_of(rows),
            "removing": rows[place] if place < len(rows) and not locked else None,
            "removing_all": mark_of(raws) if asked == "all" and raws and not locked else "",
            "add_url": self.url_of(len(rows)) if not locked and len(rows) < self.repeat.maximum else "",
            "list_url": self.list_url(),
            "next": self.way_back(),
            "locked": locked,
            "errors": self.error_lines(form) + ([("#id_table", table_error)] if table_error else []),
            "table_error": table_error,
            "back": self.journey.preceding(step.slug),
            "reasons": self.reasons(),
            "asked_fields": [
                (label, reason) for _name, label, reason in forms.asked_fields(self.journey, step)
            ],
            **(self.table_context() if self.repeat.table and not locked else {}),
            **self.journey.step_list(step.slug),
        }
        return render(self.request, "wizard/rows.html", context, status=status)

    def page_of(self, rows: list[Row]) -> dict[str, Any]:
        """Return the rows of one page of the list, narrowed by what is searched for, with the ways to the others."""
        query = self.request.GET
        wanted, only = query.get("q", "").strip()[:100], query.get("only") == "unfinished"
        found = [row for row in rows if bare(wanted) in bare(row.name) and not (only and row.finished)]
        page = listing.page_of(len(found), place_in(query.get("page", "1")), ROWS_ON_PAGE)
        kept = {"q": wanted, "only": "unfinished" if only else ""}
        return {
            "rows": found[page.first : page.last],
            "count": len(rows),
            "finished": sum(row.finished for row in rows),
            "found": len(found),
            "searching": bool(wanted or only),
            "long": len(rows) > ROWS_ON_PAGE or bool(wanted or only),
            "q": wanted,
            "only": only,
            "page": page,
            "pages": [(number, self.list_url(page=str(number), **kept)) for number in page.numbers],
        }

    def error_lines(self, form: Any) -> list[tuple[str, str]]:
        """Return (href, text) of what is wrong in the rows, the first ones and how many more there are."""
        links = error_links(form)
        lines = [
            (checking.place_of(self.journey, self.step, href), text) for href, text in links[:ERRORS_LISTED]
        ]
        if len(links) > ERRORS_LISTED:
            more = _("And %(count)s more. Show only what is unfinished.") % {
                "count": len(links) - ERRORS_LISTED
            }
            lines.append((self.list_url(only="unfinished"), more))
        return lines

    def table_context(self) -> dict[str, Any]:
        """Return what the page says about rows handed in as a table, and the lines of it that wait."""
        return tables.context_of(self.journey, self.step, self.way_back())
