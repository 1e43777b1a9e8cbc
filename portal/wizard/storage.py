"""The storage of formtools, on the draft of an application instead of the session."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from formtools.wizard.storage.base import BaseStorage

from portal.wizard import draft, forms
from portal.wizard.journey import Journey


class DraftStorage(BaseStorage):
    """Reads and keeps the steps of the draft that `request.journey` leads through.

    The current step is the one of the address, so two tabs cannot confuse each other.
    """

    def __init__(self, prefix: str, request: HttpRequest | None = None, file_storage: Any = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.journey: Journey = request.journey  # type: ignore[union-attr]
        self.init_data()

    def get_step_data(self, step: str) -> Any:
        """Return what was typed into a step as a request would carry it; None when nothing was."""
        raw = draft.typed(self.journey.document, step)
        return forms.data_of(self.journey.service.step(step), raw) if raw else None

    def set_step_data(self, step: str, cleaned_data: Any) -> None:
        """Keep a change of the draft. cleaned_data: a function that edits the document (see `draft`)."""
        self.journey.keep(self.request.user, cleaned_data)

    def reset(self) -> None:
        """Forget nothing: a draft ends by being submitted or deleted, never by being looked at."""

    def get_step_files(self, step: str) -> None:
        """Return None: files are the business of `documents`."""

    def set_step_files(self, step: str, files: Any) -> None:
        """Keep no files: they never pass through the forms of steps."""

    def update_response(self, response: HttpResponse) -> None:
        """Add nothing to the response."""
