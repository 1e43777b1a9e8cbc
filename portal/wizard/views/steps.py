"""The steps of a service: a formtools wizard whose storage is the draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlWizardView

from portal.catalog.declaration import Service, Step
from portal.catalog.sources import ACCOUNT
from portal.ui.errors import error_links
from portal.wizard import draft, forms, prefill, registers, rescue
from portal.wizard.journey import CHECK
from portal.wizard.views.drafts import DraftView


class StepView(DraftView, NamedUrlWizardView):
    """One step: shown with what was typed so far; every button keeps what is typed, valid or not.

    The steps open now are formtools' form list; after the last of them come the materials and the check.
    """

    storage_name = "portal.wizard.storage.DraftStorage"
    template_name = "wizard/step.html"
    service: Service = None  # type: ignore[assignment]  # given by urls.py

    @property
    def step(self) -> Step:
        """The step of the address."""
        return self.service.step(self.kwargs["step"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the step; its errors only after an attempt to save it."""
        slug = kwargs["step"]
        if there := self.elsewhere(slug):
            return there
        self.storage.current_step = slug
        if rescue.restore(request, self.journey, slug):
            messages.info(request, _("You were signed out. What you typed is here again; please save it."))
        data = self.storage.current_step_data if self.journey.shows_errors(slug) else None
        return self.render(self.get_form(data=data))

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was typed and do what the button says. An invalid step is shown again with status 422."""
        slug = kwargs["step"]
        if there := self.elsewhere(slug):
            return there
        self.storage.current_step = slug
        if (rows := self.rows_after_button()) is not None:
            self.storage.set_step_data(slug, lambda document: draft.keep_rows(document, slug, rows))
            return HttpResponseRedirect(
                f"{self.get_step_url(slug)}{self.way_back()}#{slug}-{max(len(rows) - 1, 0)}"
            )
        form = self.get_form(data=self.request.POST)
        valid = forms.is_valid(form, self.locked)
        self.storage.set_step_data(slug, self.change(form, valid))
        if valid:
            registers.ask_due(self.journey, self.request.user)
        if "save-and-leave" in self.request.POST:
            return self.leave()
        if "go-back" in self.request.POST:
            return HttpResponseRedirect(self.previous_url() or self.journey.url(slug))
        if valid:
            return self.render_next_step(form)
        response = self.render(form)
        response.status_code = 422
        return response

    def rows_after_button(self) -> list[draft.Raw] | None:
        """Return the rows after "add" or "remove"; None when neither was pressed, or rows are locked."""
        if self.step.repeat is None or self.locked:
            return None
        rows: list[draft.Raw] | None = forms.form_class(self.step).rows_after(
            self.request.POST, self.step.slug
        )
        return rows

    def change(self, form: Any, valid: bool) -> Any:
        """Return the change of the draft that keeps this step."""
        slug = self.step.slug
        raw = self.process_step(form)
        if valid:
            stored = self.journey.document.get("answers", {}).get(slug, {})
            values = forms.values_of(form, stored, self.locked)
            return lambda document: draft.keep_valid(document, slug, raw, values)
        if self.request.POST.keys() & {"go-back", "save-and-leave"}:
            return lambda document: draft.keep_typed(document, slug, raw)
        return lambda document: draft.keep_refused(document, slug, raw)

    def get_form_step_data(self, form: Any) -> draft.Raw:
        """Return only what belongs to the step: formtools would keep the request, CSRF token included."""
        stored = draft.typed(self.journey.document, self.step.slug)
        return forms.raw_of(self.step, form, stored, self.locked | self.filled)

    @property
    def locked(self) -> frozenset[str]:
        """The fields that cannot be changed, found once a request."""
        if not hasattr(self, "_locked"):
            self._locked = forms.locked_fields(self.journey, self.step)
        return self._locked

    @property
    def filled(self) -> frozenset[str]:
        """The fields that a register has filled in."""
        return forms.filled_fields(self.journey, self.step)

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Return the form with the fields marked that a register has filled in."""
        form = super().get_form(*args, **kwargs)
        return forms.mark_filled(self.journey, self.step, form, self.filled)

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> str | None:
        """Return no prefix for a single form: nothing but the fields of one step is ever sent together."""
        return forms.prefix_of(self.step)

    def get_form_initial(self, step: str) -> Any:
        """Return what was typed so far."""
        return forms.initial_of(self.journey, self.step, self.locked)

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        """Return what `StepForm` takes besides Django's arguments."""
        return {
            "norms": self.journey.norms,
            "answers": self.journey.answers,
            "locked": self.locked | self.filled,
        }

    def get_step_url(self, step: str) -> str:
        """Return the address of a stop of this draft."""
        return self.journey.url(step)

    def render_next_step(self, form: Any, **kwargs: Any) -> HttpResponse:
        """Go on after a valid step: to the page that says why not, back to the check, or to the next stop."""
        if self.journey.halt():
            return HttpResponseRedirect(self.journey.url(name="wizard:halt"))
        if self.way_back():
            return HttpResponseRedirect(self.get_step_url(self.journey.first_incomplete))
        return HttpResponseRedirect(self.get_step_url(self.journey.following(self.step.slug)))

    def way_back(self) -> str:
        """Return the query that leads back to the check, empty when the person did not come from there."""
        return f"?next={CHECK}" if self.request.GET.get("next") == CHECK else ""

    def previous_url(self) -> str | None:
        """Return where "back" leads; None on the first step."""
        if self.way_back() and self.journey.first_incomplete == CHECK:
            return self.get_step_url(CHECK)
        before = self.journey.preceding(self.step.slug)
        return self.get_step_url(before) if before else None

    def disputed_in(self) -> Any:
        """Return the title of the step that asks what a register has wrong, when one has filled in answers here."""
        slug, own = self.service.disputed_in, draft.filled_of(self.journey.document, self.step.slug, ACCOUNT)
        registers = forms.filled_fields(self.journey, self.step) - own
        return self.service.step(slug).title if slug and registers else ""

    def put_reasons(self, form: Any) -> dict[str, Any]:
        """Put the reasons of a correction to their fields.

        Return the reasons about the whole step, and (href, label) of the fields that are asked for.
        """
        if self.journey.asked is None:
            return {}
        forms.put_reasons(self.journey, self.step, form)
        fields = [
            (forms.anchor(self.step, name), label)
            for name, label, _reason in forms.asked_fields(self.journey, self.step)
        ]
        return {"reasons": self.journey.asked.reasons(step=self.step.slug), "asked_fields": fields}

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the step: list of steps, errors, reasons, ways on and back."""
        slug = self.step.slug
        keys = {"service": self.service.code, "draft": self.journey.application.pk, "step": slug}
        return super().get_context_data(
            form=form,
            journey=self.journey,
            step=self.step,
            errors=error_links(form),
            **self.put_reasons(form),
            disputed_in=self.disputed_in(),
            profile_on=prefill.day_of(self.journey, slug),
            back=self.previous_url(),
            autosave_url=reverse("wizard:autosave", kwargs=keys),
            **self.journey.step_list(slug),
            **kwargs,
        )
