"""What the page of a consultation shows, put together for the template."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext

from portal.accounts.models import User
from portal.accounts.queries import postings_of
from portal.applications.policies import covers
from portal.consultations.forms import (
    FORMS,
    AcceptForm,
    ArchiveForm,
    ConcludeForm,
    ConsultationForm,
    ConveneForm,
    DeclareForm,
    DismissForm,
    InviteForm,
    OpineForm,
    RejectForm,
    TaskDoneForm,
    TaskForm,
)
from portal.consultations.masking import Cover, cover_for
from portal.consultations.models import Consultation, Member
from portal.consultations.policies import can_chair, missing_members, missing_opinions
from portal.consultations.queries import history_of, officers_found
from portal.consultations.states import DECIDED, GATHERING, WITH_CONCLUSION, Declared, Stance, State
from portal.consultations.terms import term_of
from portal.consultations.wording import said
from portal.review.reading import case_file, sections_of
from portal.rulebook.queries import unit_name, unit_names
from portal.ui.timeline import Line

TONES = {
    State.REQUESTED: "warn", State.ACCEPTED: "warn", State.CONVENED: "info", State.CONCLUDED: "info",
    State.ADOPTED: "good", State.NOT_ADOPTED: "bad", State.REJECTED: "neutral", State.ARCHIVED: "neutral",
}  # fmt: skip


@dataclass
class Seen:
    """A consultation as one officer sees it.

    inside: he or she may open the case itself; everybody else reads it as a member, masked. forms: those that were
    sent back with errors, by code.
    """

    row: Consultation
    officer: User
    forms: dict[str, ConsultationForm] = field(default_factory=dict)
    query: str = ""

    def __post_init__(self) -> None:
        self.inside = covers(self.officer, self.row.case)
        self.leads = can_chair(self.officer, self.row)
        self.cover: Cover = str if self.inside else cover_for(self.row.case)
        self.members = list(self.row.members.select_related("officer").order_by("kind", "pk"))
        self.seat = next((one for one in self.members if one.officer_id == self.officer.pk), None)

    def form(self, kind: type[ConsultationForm], **initial: Any) -> ConsultationForm:
        """Return the form of an act: the one sent back, or an empty one."""
        suffix = "".join(
            f"_{value}" for name, value in initial.items() if name in {"officer", "member", "task"}
        )
        back = self.forms.get(kind.code)
        sent_for = (
            all(str(back.data.get(name)) == str(value) for name, value in initial.items()) if back else False
        )
        if back is not None and sent_for:
            return back
        return kind(row=self.row, suffix=suffix, initial=initial)


def context_of(seen: Seen) -> dict[str, Any]:
    """Return the context of the page."""
    row, language = seen.row, get_language() or "zh-hans"
    return {
        "wrong": None,
        "row": row,
        "case": row.case,
        "service": row.case.declaration,
        "unit": unit_name(row.case.unit, language),
        "inside": seen.inside,
        "tone": TONES[State(row.state)],
        "term": term_of(row),
        **texts_of(row, seen.cover),
        "others": list(row.others.only("number", "service", "state").order_by("number")),
        "members": [member_line(seen, member) for member in seen.members],
        "lines": lines_of(row),
        "tasks": tasks_of(seen),
        "closed": row.state in WITH_CONCLUSION or row.state == State.ARCHIVED,
        **acts_of(seen),
        **(materials_of(row, seen.cover, language) if needs_materials(seen) else {}),
    }


def texts_of(row: Consultation, cover: Cover) -> dict[str, Any]:
    """Return the texts of the request and of the record, covered."""
    content, record = row.content, row.record
    options = content.get("options", [])
    return {
        "questions": [cover(text) for text in content.get("questions", [])],
        "facts": cover(content.get("facts", "")),
        "options": [{name: cover(text) for name, text in option.items()} for option in options],
        "record": {name: cover(text) for name, text in record.items()},
    }


def member_line(seen: Seen, member: Member) -> dict[str, Any]:
    """Return what the page shows of a member, with the way to take off who has said nothing yet."""
    removable = seen.leads and seen.row.state in GATHERING and not member.declared and not member.stance
    return {
        "row": member,
        "mine": member is seen.seat,
        "text": seen.cover(member.opinion.get("text", "")),
        "note": seen.cover(member.note.get("text", "")),
        "differs": bool(seen.row.conclusion and member.stance and member.stance != seen.row.conclusion),
        "conflict": member.declared == Declared.CONFLICT,
        "dismiss": seen.form(DismissForm, member=member.pk) if removable else None,
    }


def lines_of(row: Consultation) -> list[Line]:
    """Return the history of the consultation, newest first."""
    portal = gettext("The portal")
    return [
        Line(f"{said(event.grounds['what'])} – {event.actor or portal}", event.at, "", "done")
        for event in history_of(row)
    ]


def tasks_of(seen: Seen) -> list[dict[str, Any]]:
    """Return the follow-ups with the way to note them as done."""
    row = seen.row
    may = row.state in WITH_CONCLUSION and (seen.leads or row.requested_by_id == seen.officer.pk)
    return [
        {
            "row": task,
            "text": seen.cover(task.text.get("text", "")),
            "form": seen.form(TaskDoneForm, task=task.pk) if may and not task.done_at else None,
        }
        for task in row.tasks.select_related("done_by")
    ]


def acts_of(seen: Seen) -> dict[str, Any]:
    """Return the forms of what the officer may do now, the main one of the state first."""
    row, acts, found = seen.row, dict[str, Any](), list[type[ConsultationForm]]()
    if seen.leads and row.state == State.REQUESTED:
        found = [AcceptForm, RejectForm]
    if seen.leads and row.state == State.ACCEPTED:
        acts["missing"] = missing_members(seen.members)
        found = [] if acts["missing"] else [ConveneForm]
    if row.state == State.CONVENED and seen.seat is not None:
        found += _seat_forms(seen.seat)
    if seen.leads and row.state == State.CONVENED:
        acts["missing"] = missing_opinions(seen.members)
        found.append(ConcludeForm)
    if seen.leads and row.state in WITH_CONCLUSION:
        found += [ArchiveForm, TaskForm] if row.state in DECIDED else [TaskForm]
    if seen.leads and row.state in GATHERING:
        acts |= {"gathering": True, "query": seen.query, "found": candidates(seen)}
    return {"acts": [seen.form(kind) for kind in found], **acts}


def _seat_forms(seat: Member) -> list[type[ConsultationForm]]:
    if seat.declared == Declared.CONFLICT:
        return []
    return [OpineForm] if seat.declared == Declared.NONE else [DeclareForm]


def candidates(seen: Seen) -> list[dict[str, Any]]:
    """Return the officers found for the search: those who may see the case first, the others marked as invited."""
    names = unit_names(get_language() or "zh-hans") if seen.query.strip() else {}
    rows = [
        {
            "officer": person,
            "inside": covers(person, seen.row.case),
            "postings": [
                f"{names.get(one.unit, one.unit)} · {one.get_role_display()}" for one in postings_of(person)
            ],
            "form": seen.form(InviteForm, officer=person.pk),
        }
        for person in officers_found(seen.query, seen.row)
    ]
    return sorted(rows, key=lambda found: not found["inside"])


def needs_materials(seen: Seen) -> bool:
    """Return whether the page shows the masked materials: to a member from another unit, while it is being heard.

    Not to one who declared a conflict of interest: he or she is not heard.
    """
    conflict = seen.seat is not None and seen.seat.declared == Declared.CONFLICT
    return not (seen.inside or conflict) and seen.row.state in GATHERING


def materials_of(row: Consultation, cover: Cover, language: str) -> dict[str, Any]:
    """Return what a member from another unit reads of the case: masked answers, and names of papers only."""
    file = case_file(row.case)
    titles = {item.code: str(item.title) for item in file.service.materials}
    papers = [
        (titles.get(entry["material"], entry["material"]), cover(entry.get("name", "")))
        for entry in file.latest.materials
    ]
    return {"sections": sections_of(file, language), "papers": papers}


def anonymous_text(row: Consultation, cover: Cover) -> str:
    """Return a concluded consultation as a text without names, for the knowledge base."""
    texts = texts_of(row, cover)
    record = texts["record"]
    options = [f"{one.get('text', '')} ({one.get('grounds', '')})" for one in texts["options"]]
    opinions = [
        f"{member.get_kind_display()}: {member.get_stance_display()}. {cover(member.opinion['text'])}"
        for member in row.members.exclude(stance="").order_by("kind", "pk")
    ]
    parts: list[tuple[str, list[str]]] = [
        (gettext("Service"), [str(row.case.declaration.title)]),
        (gettext("Questions to answer"), texts["questions"]),
        (gettext("Facts"), [texts["facts"]]),
        (gettext("Options"), options),
        (gettext("Opinions"), opinions),
        (gettext("Conclusion"), [Stance(row.conclusion).label, record.get("conclusion", "")]),
        (gettext("Dissenting opinion"), [record.get("dissent", "")]),
        (gettext("Decision"), [row.get_state_display(), record.get("adoption", "")]),
    ]
    kept = [(title, [str(line) for line in lines if line]) for title, lines in parts]
    return "\n\n".join("\n".join([title, *lines]) for title, lines in kept if lines)


__all__ = ["FORMS", "Seen", "anonymous_text", "context_of"]
