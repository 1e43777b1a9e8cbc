"""What every notice names: the case, whom it is about, the office, and the move that is told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.applications import outcomes
from portal.applications.models import Application, Event, Submission
from portal.applications.states import State
from portal.catalog.declaration import Answers, Service
from portal.catalog.papers import Paper, Table, is_english
from portal.certificates.notices.wording import labelled, spelled
from portal.rulebook.queries import office

Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Matter:
    """A case as the notice of one of its moves names it, in one language, which is the active one.

    What was handed in counts as it was at the move; later rounds have notices of their own. Asks the database for the
    submission (two queries) and for the office (one) once each, and only when they are named.
    """

    application: Application
    event: Event
    language: str

    @property
    def service(self) -> Service:
        """The service applied for."""
        return self.application.declaration

    @property
    def on(self) -> date:
        """The day of the move in Shanghai."""
        return timezone.localdate(self.event.at)

    @cached_property
    def submission(self) -> Submission:
        """What had been handed in last when the case was moved. Raises Submission.DoesNotExist for a draft."""
        rounds = self.times(State.RECEIVED) or 1  # withdrawn before the portal registered it
        return self.application.submissions.filter(round__lte=rounds).order_by("-round")[:1].get()

    def times(self, state: State) -> int:
        """Return how often the case had reached a state when it was moved, this move included. One query."""
        moves = self.application.events.filter(kind="move", after=state, version__lte=self.event.version)
        return moves.count()

    @cached_property
    def answers(self) -> Answers:
        """The answers of that submission."""
        answers: Answers = self.submission.content["answers"]
        return answers

    @cached_property
    def applicant(self) -> str:
        """Whom the case is about, in clear: a paper that decides about somebody says about whom."""
        return self.service.subject(self.answers)

    @property
    def note(self) -> str:
        """What was written with the move, if the applicant may read it; an internal note is never told."""
        return self.event.note if self.event.public else ""

    @cached_property
    def _office(self) -> dict[str, str]:
        return office(self.application.unit, self.language)

    @property
    def contact(self) -> str:
        """Whom to ask: the unit with its phone, never a person."""
        name, phone = self._office["name"], self._office["phone"]
        if not phone:
            return name
        return f"{name} ({phone})" if is_english(self.language) else f"{name}（电话：{phone}）"

    def day(self, value: date | datetime | str | None) -> str:
        """Return a day, of an ISO text too, as the paper writes it; "" for none."""
        return spelled(date.fromisoformat(value) if isinstance(value, str) else value, self.language)

    def reasons(self, label: str) -> tuple[str, ...]:
        """Return the note of the move as paragraphs under a label; () when there is none to be told."""
        return labelled(label, self.note, self.language)

    def remedies(self) -> tuple[str, ...]:
        """Return how the decision can be contested, as it was kept with it; () when nothing was kept (许可法 38)."""
        found = outcomes.remedies(self.event.grounds)
        return (found,) if found else ()

    def paper(
        self,
        *,
        fields: Fields = (),
        paragraphs: Iterable[str] = (),
        tables: Iterable[Table] = (),
        applicant: str = "",
        **words: str,
    ) -> Paper:
        """Return the paper with what is the case's own; title and standing sentences come from the rulebook.

        fields: those of this notice, between the case's and the office's; empty ones are left out. paragraphs: follow
        the opening. applicant: how the paper names whom it is about, in clear when left out. words: what the standing
        sentences may name besides `texts.WORDS`.
        """
        named = applicant or self.applicant
        rows = (
            (_("Case number"), self.application.number or ""),
            (_("Service"), str(self.service.title)),
            (_("Applicant"), named),
            *fields,
            (_("Handled by"), self.contact),
        )
        common = {
            "number": self.application.number or "",
            "service": str(self.service.title),
            "applicant": named,
            "you": _("your company") if self.application.company_id else _("you"),
            "on": self.day(self.on),
            "contact": self.contact,
        }
        return Paper(
            language=self.language,
            paragraphs=tuple(paragraphs),
            fields=tuple((label, text) for label, text in rows if text),
            tables=tuple(tables),
            words=common | words,
        )
