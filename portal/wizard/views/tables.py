"""Rows handed in as a table: the upload, the lines left out, the files to download."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from portal.ui import spreadsheets
from portal.wizard import tables
from portal.wizard.views.rows import RowsView

FILES = {"template": tables.template_of, "mending": tables.mending_of}


class TableView(RowsView):
    """Take a table in. It is the one file that passes through a page of the wizard: read at once, never stored."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lead to the list: after a sign-in in between, for instance."""
        return HttpResponseRedirect(self.list_url())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Read the table, or leave lines of the last one out. One that cannot be taken is refused beside it (422)."""
        if there := self.elsewhere(self.step.slug):
            return there
        if self.locked():
            raise Http404
        if "leave-out" in request.POST or "leave-all" in request.POST:
            return self.leave_out("" if "leave-all" in request.POST else str(request.POST["leave-out"]))
        file = request.FILES.get("table")
        if file is None:
            return self.page(table_error=_("Please choose a file first."), status=422)
        try:
            taken = self.take_in(file)
        except spreadsheets.Refused as refusal:
            return self.page(table_error=str(refusal), status=422)
        self.tell(taken)
        return HttpResponseRedirect(self.list_url())

    def take_in(self, file: "UploadedFile[Any]") -> tables.Taken:
        """Read the file and put its lines to the rows. Raises Refused; one that is too large is not read at all."""
        name = file.name or ""
        spreadsheets.check_kind(name, file.size or 0, file.read(8))
        file.seek(0)
        return tables.take_in(self.journey, self.step, name=name, content=file.read(), by=self.request.user)

    def tell(self, taken: tables.Taken) -> None:
        """Say what became of the table, in one sentence that is read out."""
        text = _("From the table: %(kept)s added, %(replaced)s replaced, %(bad)s to be put right.")
        if not taken.replaced:
            text = _("From the table: %(kept)s added, %(bad)s to be put right.")
        text %= {"kept": taken.kept, "replaced": taken.replaced, "bad": taken.bad}
        if taken.unknown:
            unknown = _("Columns that are not known were passed over: %(names)s") % {
                "names": "、".join(name[:30] for name in taken.unknown[:10])
            }
            text = _("%(first)s %(second)s") % {"first": text, "second": unknown}
        (messages.warning if taken.bad or taken.unknown else messages.success)(self.request, text)

    def leave_out(self, wanted: str) -> HttpResponse:
        """Drop one of the bad lines, or all of them."""
        gone: list[int] = []
        slug = self.step.slug
        self.journey.keep(
            self.request.user, lambda document: gone.append(tables.leave_out(document, slug, wanted))
        )
        if sum(gone):
            messages.success(self.request, _("Lines left out: %(count)s") % {"count": sum(gone)})
        return HttpResponseRedirect(self.list_url())


class TableFileView(RowsView):
    """The empty table to fill in, and the lines that have to be put right, as CSV files."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send the file."""
        if there := self.elsewhere(self.step.slug):
            return there
        text = FILES[kwargs["file"]](self.journey, self.step)
        response = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
        name = f"{self.journey.service.code}-{self.step.slug}-{kwargs['file']}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Refuse: there is nothing to send here."""
        return HttpResponse(status=405)
