"""Consultations of invented cases, brought to a state by the real actions."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.applications.models import Application
from portal.consultations import actions
from portal.consultations.models import Consultation, Member
from portal.review import actions as review
from tests.factories import officer, submitted_application

TEXT = "关键材料之间说法不一致，需要会商后再定。"
KINDS = ("handling", "legal", "business")
WAY = ("REQUESTED", "ACCEPTED", "CONVENED", "CONCLUDED", "ADOPTED", "ARCHIVED")


def fresh(row: Consultation) -> Consultation:
    """Return a consultation as it is now."""
    return Consultation.objects.select_related("case").get(pk=row.pk)


def place(name: str, *args: Any) -> str:
    """Return the English address of a page of consultations."""
    with translation.override("en"):
        return reverse(f"desk_consultations:{name}", args=args)


class Held:
    """One case with its consultation, and everybody who takes part in it."""

    def __init__(self, service: str = "TH", n: int = 1) -> None:
        self.by: dict[str, User] = {}
        self.case = submitted_application(service, "IN_REVIEW", n=n, by=self.by)
        district = f"{self.case.district}000000"
        self.reviewer = officer("reviewer", district)
        self.chair = officer("supervisor", district)
        self.members = [officer("reviewer", district) for _ in KINDS]
        self.row: Consultation

    @property
    def version(self) -> int:
        return fresh(self.row).version

    def seat(self, n: int = 0) -> Member:
        """Return a member's seat."""
        return Member.objects.select_related("consultation").get(
            consultation=self.row, officer=self.members[n]
        )

    def to(
        self, state: str, conclusion: str = "for", stances: tuple[str, ...] = ("for", "for", "for")
    ) -> "Held":
        """Bring the consultation to a state."""
        steps = [self.request, self.accept, self.convene]
        for step in steps[: WAY.index(state) + 1]:
            step()
        if WAY.index(state) > 2:
            self.hear(stances)
            self.conclude(conclusion, "一人持不同意见。" if set(stances) != {conclusion} else "")
        if WAY.index(state) > 3:
            self.decide("approve")
        if state == "ARCHIVED":
            self.row = actions.archive(consultation=fresh(self.row), by=self.chair, version=self.version)
        return self

    def request(self, **options: Any) -> Consultation:
        case = Application.objects.get(pk=self.case.pk)
        options = {"questions": ["房屋权属如何认定？"], "facts": TEXT, "options": []} | options
        self.row = actions.request(case=case, by=self.reviewer, version=case.version, **options)
        return self.row

    def accept(self) -> None:
        self.row = actions.accept(consultation=self.row, by=self.chair, version=self.version)

    def invite(self, person: User, kind: str) -> Member:
        row = fresh(self.row)
        return actions.invite(consultation=row, by=self.chair, version=row.version, officer=person, kind=kind)

    def convene(self) -> None:
        for person, kind in zip(self.members, KINDS, strict=True):
            self.invite(person, kind)
        self.row = actions.convene(consultation=fresh(self.row), by=self.chair, version=self.version)

    def hear(self, stances: tuple[str, ...]) -> None:
        for n, stance in enumerate(stances):
            seat, who = self.seat(n), self.members[n]
            actions.declare(member=seat, by=who, version=self.version, declared="none")
            actions.opine(member=seat, by=who, version=self.version, stance=stance, text=TEXT)

    def conclude(self, conclusion: str = "for", dissent: str = "", **options: Any) -> None:
        words = {"text": TEXT, "minutes": TEXT, "dissent": dissent} | options
        self.row = actions.conclude(
            consultation=fresh(self.row), by=self.chair, version=self.version, conclusion=conclusion, **words
        )

    def decide(self, act: str, **words: Any) -> Application:
        """Propose, and decide as `approve` or `deny` of the room review."""
        case = Application.objects.get(pk=self.case.pk)
        if case.state == "IN_REVIEW":
            note = "材料齐全，建议予以同意。"
            case = review.propose(
                application=case, by=self.reviewer, version=case.version, recommendation="for", note=note
            )
        approver = self.by.setdefault("approver", officer("approver"))
        return getattr(review, act)(application=case, by=approver, version=case.version, **words)
