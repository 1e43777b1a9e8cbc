"""Where the applicant stands: the stops of one draft, which may be opened, and what is locked."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.applications import actions
from portal.applications.models import Application
from portal.applications.past import PastCases
from portal.applications.queries import latest_submission
from portal.applications.representing import is_of_its_company
from portal.catalog.context import NoPast
from portal.catalog.declaration import Answers, Finding, Halt, Service, Step
from portal.companies.queries import overtaken
from portal.reports.queries import left
from portal.rulebook.queries import RulesOfDay, norms
from portal.wizard import draft
from portal.wizard.correcting import Asked, asked_of
from portal.workdays.queries import today

MATERIALS, CHECK = "materials", "check"
TITLES = {MATERIALS: _("Materials"), CHECK: _("Check your answers")}


@dataclass(frozen=True)
class Stop:
    """One page of the way: a step of the service, the materials, or the check."""

    slug: str
    title: Any


class Journey:
    """One draft (or correction) on its way through its service, for the length of one request."""

    def __init__(self, application: Application, asked: Asked | None) -> None:
        self.application = application
        self.service: Service = application.declaration
        self.asked = asked
        self.norms: RulesOfDay = norms(today(), without=str(application.pk))
        self.past = PastCases(application, left)
        self.adopt(application.draft)

    def adopt(self, document: draft.Document) -> None:
        """Take over the document as it is kept now, and find the stops it leads to."""
        self.document = document
        self.answers = draft.answers_of(self.service, document)
        self.stops = [Stop(step.slug, step.title) for step in self.service.steps if self._passes(step)]
        self.stops += [Stop(slug, TITLES[slug]) for slug in (MATERIALS, CHECK) if self._has(slug)]
        open_stops = (stop.slug for stop in self.stops if not draft.is_complete(document, stop.slug))
        self.first_incomplete: str = next(open_stops, CHECK)

    def _passes(self, step: Step) -> bool:
        if not step.when(self.answers):
            return False
        # A step that the correction itself has called for was never submitted: it is asked in full.
        return self.asked is None or step.slug in self.asked.steps or step.slug not in self.before

    def _has(self, slug: str) -> bool:
        if slug == MATERIALS:
            return bool(self.asked.materials if self.asked else self.service.materials)
        return True

    @property
    def before(self) -> dict[str, Any]:
        """The answers as submitted, while a correction is open."""
        return dict(self.document.get("before", {}))

    def keep(self, by: User, change: draft.Document | Any, *, quietly: bool = False) -> None:
        """Change the draft document through `save_draft` and go on with what is kept. Raises Conflict."""
        kept: list[draft.Document] = []

        def edit(document: draft.Document) -> None:
            change(document)
            draft.hold_filled(document, self.opens)
            kept.append(document)

        self.application = actions.save_draft(
            application=self.application, by=by, change=edit, quietly=quietly
        )
        self.adopt(kept[-1])
        if self.application.draft_step != self.first_incomplete:
            actions.note_step(application=self.application, step=self.first_incomplete)

    def opens(self, step: str, field: str) -> bool:
        """Return whether the correction that is open lets a field be changed; False in a draft."""
        wanted = self.asked.fields(step) if self.asked else set()
        return wanted is None or field in wanted

    def norms_of(self, slug: str) -> RulesOfDay:
        """Return the rules by which a step is put into words: what a correction leaves as it was, by those of its day.

        An entry of a list that has ended since keeps its name on what was submitted.
        """
        return self.norms if self.asked is None or slug in self.slugs() else self._norms_submitted

    @cached_property
    def _norms_submitted(self) -> RulesOfDay:
        submitted = self.application.submitted_at
        return self.norms.at(localdate(submitted)) if submitted else self.norms

    def slugs(self) -> list[str]:
        """Return the slugs of the stops, in order."""
        return [stop.slug for stop in self.stops]

    def may_open(self, slug: str) -> bool:
        """Return whether a stop may be opened: it exists and everything before it is complete."""
        slugs = self.slugs()
        return slug in slugs and slugs.index(slug) <= slugs.index(self.first_incomplete)

    def following(self, slug: str) -> str:
        """Return the stop after a stop; the last one follows itself."""
        slugs = self.slugs()
        return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)] if slug in slugs else self.first_incomplete

    def preceding(self, slug: str) -> str | None:
        """Return the stop before a stop; None for the first."""
        place = self.slugs().index(slug)
        return self.slugs()[place - 1] if place else None

    def shows_errors(self, slug: str) -> bool:
        """Return whether the errors of a step are shown when it is opened."""
        return draft.was_attempted(self.document, slug) and not draft.is_complete(self.document, slug)

    def halt(self) -> Halt | None:
        """Return why the case cannot go on; in a correction only what the applicant can change counts."""
        found = self.service.halt(self.answers, self.norms)
        if found and self.asked and found.step not in self.slugs():
            return None
        return found

    def findings(self, answers: Answers) -> list[Finding]:
        """Return the findings of the rules across fields and across cases, in the active language.

        Of a company that this draft is not for, nothing is asked: what others filed and what stands on their record
        is told to nobody who types their code (R-EN-15 refuses the submission).
        """
        return self.service.findings(answers, self.norms, self.past if self._knows(answers) else NoPast())

    def _knows(self, answers: Answers) -> bool:
        company = self.application.company
        return is_of_its_company(self.application, answers) and not (company and overtaken([company]))

    def url(self, slug: str = "", name: str = "wizard:step", **more: Any) -> str:
        """Return the address of a stop, or of another page of this draft."""
        kwargs = {"service": self.service.code, "draft": self.application.pk, **more}
        return reverse(name, kwargs={**kwargs, "step": slug} if slug else kwargs)

    def step_list(self, current: str) -> dict[str, Any]:
        """Return the context of `ui/step_list.html`: steps with their state, and which one is open."""
        slugs = self.slugs()
        reach = slugs.index(self.first_incomplete)
        steps = [
            {
                "title": stop.title,
                "url": self.url(stop.slug) if place <= reach else "",
                "state": self._state(stop.slug, current),
            }
            for place, stop in enumerate(self.stops)
        ]
        return {"steps": steps, "number": slugs.index(current) + 1, "total": len(slugs)}

    def _state(self, slug: str, current: str) -> str:
        if slug == current:
            return "current"
        if draft.is_complete(self.document, slug):
            return "done"
        return "error" if draft.was_attempted(self.document, slug) else "todo"


def open_journey(application: Application, by: User) -> Journey:
    """Return the journey of a draft, for a company with what its account says of the company and of `by`.

    The first time in a correction, the steps concerned are opened again.
    """
    from portal.wizard.account import take_over  # it stands on the journey

    journey = Journey(application, asked_of(application))
    asked = journey.asked
    if asked and journey.document.get("correction") != asked.round_number:
        submission = latest_submission(application)
        submitted = submission.content["answers"] if submission else {}
        journey.keep(
            by,
            lambda document: draft.begin_correction(document, asked.round_number, submitted, asked.steps),
        )
    take_over(journey, by)
    return journey
