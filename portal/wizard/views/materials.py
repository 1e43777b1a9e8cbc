"""The page on which papers are handed in. Each file is sent by its own form to `documents`."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from portal.wizard import draft, materials
from portal.wizard.journey import MATERIALS
from portal.wizard.views.drafts import DraftView


class MaterialsView(DraftView):
    """The materials the answers call for. "Save and continue" is refused while one is missing."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the materials, with what was said about the last upload."""
        if there := self.elsewhere(MATERIALS):
            return there
        if self.journey.halt():
            return HttpResponseRedirect(self.journey.url(name="wizard:halt"))
        return self.page(missing=self.journey.shows_errors(MATERIALS))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Go on when nothing is missing; go back or leave at any time."""
        if there := self.elsewhere(MATERIALS):
            return there
        if "save-and-leave" in request.POST:
            return self.leave()
        if "go-back" in request.POST:
            return HttpResponseRedirect(self.journey.url(self.journey.preceding(MATERIALS) or MATERIALS))
        if materials.missing_of(materials.rows_of(self.journey)):
            self.journey.keep(request.user, lambda document: draft.keep_refused(document, MATERIALS, {}))
            response = self.page(missing=True)
            response.status_code = 422
            return response
        self.journey.keep(request.user, lambda document: draft.mark_complete(document, MATERIALS))
        return HttpResponseRedirect(self.journey.url(self.journey.first_incomplete))

    def page(self, missing: bool) -> HttpResponse:
        """Draw the page. missing: also name what is missing in the error summary and at each material."""
        rows = materials.rows_of(self.journey)
        others = materials.add_messages(rows, get_messages(self.request))
        if missing:
            for row in rows:
                if (row.missing or row.coming) and not row.problems:
                    row.problems.append(materials.missing_text(row))
        context = {
            "journey": self.journey,
            "application": self.journey.application,
            "rows": [
                {"row": row, "files": materials.files_of(self.journey, row)} for row in rows if not row.later
            ],
            "later": [row for row in rows if row.later],
            "errors": materials.problems_of(rows),
            "messages": others,
            "here": self.journey.url(MATERIALS),
            "back": self.journey.preceding(MATERIALS),
            **self.journey.step_list(MATERIALS),
        }
        return render(self.request, "wizard/materials.html", context)
