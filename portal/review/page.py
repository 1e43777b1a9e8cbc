"""What the page of a case shows, put together for the template."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import outcomes
from portal.applications.models import Application, CorrectionItem, Event
from portal.applications.outcomes import FINAL
from portal.applications.queries import timeline
from portal.applications.states import State
from portal.applications.sums import HistoryOfCase
from portal.catalog.declaration import Aid
from portal.checkpoints.panel import panel_of as checkpoints_of
from portal.documents.queries import Holding, holdings
from portal.review import labels, notes
from portal.review.acts import PREVIEWED, Act, recommendations_for, split_recommendation
from portal.review.clock import clock_of, open_stop, stops_of
from portal.review.company import panel_of
from portal.review.correction_form import CorrectionForm
from portal.review.earlier import earlier_of
from portal.review.forms import FORMS, ActForm
from portal.review.legal_grounds import LegalGrounds
from portal.review.limit_forms import LIMIT_FORMS
from portal.review.notes import NoteForm
from portal.review.policies import acts_for
from portal.review.reading import CaseFile, case_file, changed_since_last, sections_of
from portal.review.registers import checks_of, registers_of
from portal.review.snippets import CHOSEN, TEXTS, Snippet, appended, filled, offer, texts_for
from portal.review.timeline import lines_of
from portal.review.who import held_back, who_of
from portal.rulebook.queries import unit_in
from portal.signing.queries import signed_for
from portal.workdays.queries import today

BEFORE_ACCEPTANCE = frozenset({State.RECEIVED, State.CORRECTION})
#: States in which the findings matter for what comes next; later they stand folded.
UNDECIDED = frozenset(
    {State.RECEIVED, State.IN_REVIEW, State.CONSULTATION, State.SUSPENDED, State.PENDING_APPROVAL}
)
#: Acts whose form has a page of its own: the list of corrections, and what is rare and needs thought.
OWN_PAGE = frozenset({"correct", "suspend", "extend", "revoke"})
#: So many later checks stand on the page unfolded.
FEW_CHECKS = 2


@dataclass(frozen=True)
class Paper:
    """One material that the answers call for, with what the case holds for it.

    changed: other papers than in the last round. later: its time has not come yet. overdue: it was promised and
    its day has passed.
    """

    code: str
    title: str
    held: Holding
    required: bool
    changed: bool
    later: bool = False
    overdue: bool = False

    @property
    def missing(self) -> bool:
        """Whether nothing is there and nothing stands instead."""
        held = self.held
        return not (self.later or held.files or held.statement or held.promise or held.shared)


def context_of(
    application: Application, officer: User, unmasked: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return the context of the page of a case. unmasked: keys of sensitive answers shown in clear."""
    language = get_language() or "zh-hans"
    file = case_file(application)
    file.norms.read_together("units", TEXTS.key)
    events = timeline(application, public_only=False)
    acts = acts_for(officer, application, events)
    who = who_of(application, officer, acts)
    texts = texts_for(application, file.norms) if acts else []
    return {
        "case": application,
        **labels.context_of(application, officer),
        **told_of(file, events, language, unmasked),
        **history_of(application, officer, events),
        **aids_of(file),
        "company": panel_of(application, file.norms),
        "earlier": earlier_of(application, officer),
        "registers": registers_of(file),
        "checkpoints": checkpoints_of(application, officer, file.latest.round, events),
        **checks_in(application, officer),
        "who": who,
        "previewed": PREVIEWED,
        "acts": [
            (act, None if act.why else small_form(act, application, texts)) for act in held_back(who, acts)
        ],
    }


def told_of(file: CaseFile, events: list[Event], language: str, unmasked: frozenset[str]) -> dict[str, Any]:
    """Return what was submitted and where the case stands."""
    application = file.application
    stops = stops_of(application, events)
    return {
        "service": application.declaration,
        "state": application.face.staff,
        "clock": clock_of(application, stop=open_stop(stops)),
        "stops": stops,
        "unit": unit_in(file.norms, application.unit, language),
        "round": file.latest.round,
        "submitted": file.latest.at,
        "sections": sections_of(file, language, unmasked),
        "unmasked": sorted(unmasked),
        "papers": papers_of(file),
        "signatures": signed_for(application, file.latest) if application.declaration.is_signed else [],
        "flags": flags_of(file, language),
        "flags_open": application.state in UNDECIDED,
    }


def history_of(application: Application, officer: User, events: list[Event]) -> dict[str, Any]:
    """Return what has happened: the timeline, what was asked for, recommended and decided, the officers' notes."""
    corrected = any(event.after == State.CORRECTION for event in events)
    return {
        "note_form": NoteForm(auto_id="id_note_%s"),
        "to_strike": notes.mine_to_strike(events, officer),
        "refusal": refusal_of(events),
        "lines": lines_of(application, events),
        "proposal": proposal_of(events, application.declaration.nature),
        "outcome": outcome_in(events),
        "corrections": corrections_of(application) if corrected else [],
    }


def checks_in(application: Application, officer: User) -> dict[str, Any]:
    """Return the later checks; they are opened with the acceptance, so before it there are none to ask for."""
    checks = [] if application.state in BEFORE_ACCEPTANCE else checks_of(application, officer)
    # Many that are not due yet would only push the act out of sight.
    return {
        "checks": checks,
        "checks_open": len(checks) <= FEW_CHECKS or any(check.overdue for check in checks),
    }


def small_form(act: Act, application: Application, texts: list[Snippet]) -> ActForm | None:
    """Return the empty form of an act for the side of the page; None for those that have a page of their own.

    texts: the standard texts of the case, read once for all forms.
    """
    if act.code in OWN_PAGE:
        return None
    form = (FORMS | LIMIT_FORMS)[act.code](application=application, auto_id=f"id_{act.code}_%s")
    offer(form, form.standard, act.code, texts)
    return form


def form_of(
    act: Act, application: Application, data: Any = None, initial: dict[str, Any] | None = None
) -> ActForm:
    """Return the form of an act with its standard texts: bound to what was sent, or filled with `initial`."""
    options: dict[str, Any] = {"application": application, "auto_id": f"id_{act.code}_%s"}
    if initial is not None:
        options["initial"] = initial
    texts = texts_for(application)
    if act.code == "correct":
        file = case_file(application)
        sections = sections_of(file, get_language() or "zh-hans")
        form: ActForm = CorrectionForm(data, file=file, sections=sections, **options)
        form.texts = [text for text in texts if text.act == act.code]
        return form
    form = (FORMS | LIMIT_FORMS)[act.code](data, **options)
    offer(form, form.standard, act.code, texts)
    return form


def with_text(act: Act, application: Application, data: QueryDict) -> ActForm:
    """Return the form of an act with what was typed and the chosen standard text put into the field named.

    data: what was sent; `insert` names the field, `standard_text` the text. Nothing is judged yet.
    """
    form, target = form_of(act, application, data), data["insert"]
    initial = {name: form[name].value() for name in form.fields}
    chosen = next((text for text in texts_for(application) if text.code == data.get(CHOSEN)), None)
    if chosen and chosen.act == act.code and target in initial:
        box = form.fields.get(f"ask:{target.removeprefix('why:')}")
        item = str(box.label) if box else ""
        initial[target] = appended(str(initial[target] or ""), filled(chosen, application, item))
    return form_of(act, application, initial=initial)


def papers_of(file: CaseFile) -> list[Paper]:
    """Return the materials the answers call for with what the case holds, then whatever else was handed in."""
    held = holdings(file.latest)
    changed = changed_since_last(file)[1]
    papers = []
    for item in file.service.materials_for(file.answers):
        own = held.pop(item.code, Holding())
        promise = own.promise
        overdue = bool(promise and not promise.fulfilled_at and promise.due_on and promise.due_on < today())
        later = bool(item.later) and not own.files and file.application.state not in item.later
        papers.append(
            Paper(item.code, str(item.title), own, item.required, item.code in changed, later, overdue)
        )
    titles = {item.code: str(item.title) for item in file.service.materials}
    return papers + [Paper(code, titles.get(code, code), rest, False, False) for code, rest in held.items()]


def flags_of(file: CaseFile, language: str) -> list[dict[str, str]]:
    """Return the findings for the officer: rule, slug and title of the step, message in the language of the page."""
    titles = {step.slug: str(step.title) for step in file.service.steps}
    return [
        {
            "rule": flag["rule"],
            "slug": flag["step"],
            "step": titles.get(flag["step"], ""),
            "message": flag.get("messages", {}).get(language) or flag["message"],
        }
        for flag in file.latest.flags
    ]


def outcome_in(events: list[Event]) -> str:
    """Return what the case came to, in words, and whether it was revoked since; "" while it has no outcome."""
    outcome = outcomes.label(next((event.outcome for event in events if event.outcome in FINAL), ""))
    if outcome and any(event.after == State.REVOKED for event in events):
        return _("%(outcome)s; revoked since") % {"outcome": outcome}
    return outcome


#: Icon and word of a tone: nothing is said by colour alone.
TONES = {"": "check-circle", "yellow": "clock", "orange": "exclamation-triangle", "red": "shield-exclamation"}


def aids_of(file: CaseFile) -> dict[str, list[tuple[Aid, str, str]]]:
    """Return what helps to judge the amounts, each with icon and word of its tone. It decides nothing (B8).

    aids: those to look at, the strongest tone first. usual: the rest, which stands folded: fifty usual amounts would
    push the act out of sight.
    """
    words = {
        "": _("Usual"),
        "yellow": _("Look at it"),
        "orange": _("Look closely"),
        "red": _("Look very closely"),
    }
    history = HistoryOfCase(file.application)
    found = file.service.aids(file.answers, file.norms, history)
    found = sorted(found, key=lambda aid: [*TONES].index(aid.tone), reverse=True)
    said = [(aid, TONES[aid.tone], words[aid.tone]) for aid in found]
    return {"aids": [row for row in said if row[0].tone], "usual": [row for row in said if not row[0].tone]}


def refusal_of(events: list[Event]) -> str:
    """Return why the place of origin did not release, while that is what the case waits with; "" otherwise."""
    newest = next((event for event in events if event.kind == "move"), None)
    return str(newest.note) if newest and newest.after == State.ORIGIN_REFUSED else ""


def proposal_of(events: list[Event], nature: str) -> dict[str, Any] | None:
    """Return the reviewer's recommendation while the decision is pending: who, code, words and note."""
    newest = next((event for event in events if event.kind == "move"), None)
    if newest is None or newest.after != State.PENDING_APPROVAL:
        return None
    code, note = split_recommendation(newest.note)
    return {
        "who": newest.actor,
        "code": code,
        "words": recommendations_for(nature).get(code, ""),
        "note": note,
    }


def corrections_of(application: Application, grounds: LegalGrounds | None = None) -> list[dict[str, Any]]:
    """Return the corrections asked for so far, newest first, each item with title, reason and legal ground.

    grounds: the legal grounds, where they are to be shown; "" otherwise. One query: each correction has items.
    """
    service = application.declaration
    materials = {item.code: str(item.title) for item in service.materials}
    steps = {step.slug: step for step in service.steps}
    found: dict[int, dict[str, Any]] = {}
    rows = CorrectionItem.objects.filter(correction__application=application)
    for item in rows.select_related("correction__asked_by").order_by("-correction__round", "pk"):
        step = steps.get(item.step)
        title = materials.get(item.material, item.material) or (str(step.title) if step else item.step)
        if step and item.field in step.form.base_fields:
            title = f"{title} – {step.form.base_fields[item.field].label}"
        entry = found.setdefault(item.correction_id, {"row": item.correction, "items": []})
        ground = grounds.of(item.material or item.step) if grounds else ""
        entry["items"].append({"title": title, "reason": item.reason, "ground": ground})
    return list(found.values())
