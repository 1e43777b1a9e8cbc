"""An invented case that a notice tells of, for editors of its texts: written down as cases are, and taken back.

The notice reads what the database says of a case, so the case is put there in a transaction that is rolled back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications import deadlines, stops
from portal.applications.gates import Move
from portal.applications.models import Application, Correction, CorrectionItem, Event, Submission
from portal.applications.outcomes import Outcome
from portal.applications.queries import EXTENSION, listed_subject
from portal.applications.states import Actor, State
from portal.catalog import registry
from portal.catalog.declaration import Answers, Service
from portal.catalog.paper_texts import compose
from portal.catalog.papers import Paper
from portal.certificates.models import Certificate, RegisterEntry
from portal.certificates.notices.registry import NOTICES
from portal.certificates.notices.texts import codes_of
from portal.companies.models import Company
from portal.review.queries import answer_day
from portal.rulebook.queries import NotInForce, RulesOfDay
from portal.workdays.queries import add_workdays

#: Working days after which a sample's stop is planned to end.
STOPPED = 5
#: How many papers a sample has: enough to see the table.
PAPERS = 4


def service_of(code: str, codes: Sequence[str]) -> Service:
    """Return the first service of whose cases the texts of a code tell, and not more particular ones.

    code, codes: of this and of all texts of notices, as "JB", "JB:TH" or "JB:filing". A code that no case would come
    to is shown for the first service.
    """
    kind, services = code.partition(":")[0], list(registry.all_services())
    notice = NOTICES[kind]

    def tells(service: Service) -> bool:
        found = (first_of(codes_of(kind, after, service), codes) for after in notice.after)
        return notice.when(Application(service=service.code), Event()) and code in found

    return next(filter(tells, services), services[0])


def first_of(wanted: Sequence[str], codes: Sequence[str]) -> str:
    """Return the first of the codes wanted that there is a text for; "" for none."""
    return next((code for code in wanted if code in codes), "")


def papers_of(
    code: str,
    entry: Mapping[str, Any],
    service: Service,
    answers: Answers,
    rules: RulesOfDay,
    languages: Sequence[str],
) -> tuple[Paper, ...]:
    """Return a notice of an invented case in each language, with these texts. Nothing of it is kept.

    answers: of the service's sample. Raises UnknownWord when a text names what the notice does not have, NotInForce.
    """
    kind, _colon, part = code.partition(":")
    found = []
    with taken_back():
        case = _case(service, answers, rules)
        event = STORIES[kind](case, rules, State(part) if part in State.values else None)
        for language in languages:
            with translation.override(language):
                paper = NOTICES[kind].content(case, event, language)
            found.append(compose(paper, entry, language))
    return tuple(found)


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back all that is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _case(service: Service, answers: Answers, rules: RulesOfDay) -> Application:
    """Return a case that was received and accepted today."""
    now, unit = timezone.now(), service.route(answers, rules)
    case = Application.objects.create(
        service=service.code,
        owner=User.objects.create(email=f"{uuid4()}@sample.invalid"),  # which nobody has
        company=None
        if service.audience == "person"
        else Company.objects.create(uscc="0" * 18, name=service.subject(answers)),
        state=State.ACCEPTED,
        version=3,
        number=f"{service.code}{unit[:6]}{rules.on:%Y%m%d}{'0' * 6}",
        unit=unit,
        district=unit[:6],
        subject=listed_subject(service, answers),
        submitted_at=now,
    )
    Submission(
        application=case, round=1, at=now, schema_version=1, content={"answers": answers, "shown": {}},
        materials=[
            {"kind": "file", "material": item.code, "title": str(item.title), "name": _("Sample") + ".pdf"}
            for item in service.materials[:PAPERS]
        ],
    ).save()  # fmt: skip
    for version, state in enumerate((State.RECEIVED, State.ACCEPTED), 2):
        for name, value in deadlines.on_entering(state, case, rules, now).items():
            setattr(case, name, value)
        _move(case, state, version=version)
    return case


def _move(case: Application, to: State, *, version: int = 4, **kept: Any) -> Event:
    return Event.objects.create(
        application=case, at=timezone.now(), after=to, version=version, actor=case.owner, **kept
    )


def _reason() -> str:
    return _("(Sample) What the officer writes about this case stands here.")


def _reached(state: State) -> Callable[..., Event]:
    """Return the story of a case that reached a state which it has passed."""

    def told(case: Application, _rules: RulesOfDay, _state: State | None) -> Event:
        return case.events.get(after=state)

    return told


def _corrected(case: Application, rules: RulesOfDay, _state: State | None = None) -> Event:
    service, now = case.declaration, timezone.now()
    asked = Correction.objects.create(
        application=case, round=1, asked_at=now, asked_by=case.owner, answer_by=answer_day()
    )
    step = service.steps[0]
    items = [{"step": step.slug, "field": next(iter(step.form.base_fields))}]
    items += [{"material": item.code} for item in service.materials[:2]]
    CorrectionItem.objects.bulk_create(
        CorrectionItem(correction=asked, reason=_reason(), **item) for item in items
    )
    return _move(case, State.CORRECTION, outcome=Outcome.CORRECTION)


def _refused(case: Application, _rules: RulesOfDay, state: State | None) -> Event:
    if state is State.REFERRED:
        return _move(case, state, note=_reason())
    if case.declaration.nature == "filing":
        return _not_filed(case, State.REJECTED_INTAKE)
    grounds = {"intake_ground": "other_item", "where": _office()}
    return _move(case, State.REJECTED_INTAKE, note=_reason(), grounds=grounds)


def _not_filed(case: Application, to: State) -> Event:
    return _move(case, to, note=_reason(), outcome=Outcome.NOT_COMPETENT, grounds={"where": _office()})


def _office() -> str:
    return _("(Sample) The office that is right")


def _granted(case: Application, _rules: RulesOfDay, _state: State | None) -> Event:
    return _move(case, State.APPROVED, note=_reason(), outcome=Outcome.GRANTED)


def _denied(case: Application, _rules: RulesOfDay, _state: State | None) -> Event:
    if case.declaration.nature == "filing":
        return _not_filed(case, State.DENIED)
    grounds = {"statement": _("(Sample) What the applicant said to it.")}
    if case.declaration.nature == "licence":
        grounds["legal_ground"] = _legal()
    return _move(case, State.DENIED, note=_reason(), grounds=grounds)


def _legal() -> str:
    return _("(Sample) The article of the law.")


def _ended(case: Application, rules: RulesOfDay, state: State | None) -> Event:
    if state is State.WITHDRAWN:
        return _move(case, state, before=State.ACCEPTED, note=_("(Sample) I have changed my plans."))
    _corrected(case, rules)
    return _move(case, State.CLOSED_NO_RESPONSE, before=State.CORRECTION, version=5)


def _stopped(case: Application, rules: RulesOfDay, _state: State | None) -> Event:
    if not (grounds := stops.for_officers(rules.on)):
        raise NotInForce(stops.GROUNDS.key)
    ground = next(iter(grounds))
    asked = {"ground": ground, "planned_on": add_workdays(rules.on, STOPPED).on.isoformat()}
    move = Move(case, State.SUSPENDED, None, Actor.SYSTEM, timezone.now(), "", "", asked, {})
    return _move(case, State.SUSPENDED, note=_reason(), grounds=stops.lawful(move))


def _extended(case: Application, rules: RulesOfDay, _state: State | None) -> Event:
    days = int(rules.value("case.extension_days"))
    before, later = str(case.promised_on), stops.later(case, days)
    grounds = {"days": days, "promised_on": str(later["promised_on"]), "promised_before": before}
    return Event.objects.create(
        application=case, at=timezone.now(), kind=EXTENSION, note=_reason(), grounds=grounds, version=4
    )


def _revoked(case: Application, rules: RulesOfDay, _state: State | None) -> Event:
    event = _move(case, State.REVOKED, note=_reason(), grounds={"legal_ground": _legal()})
    kind = case.declaration.certificate
    paper = Certificate.objects.create(
        application=case, type=kind.type, title=str(kind.title), unit=case.unit, issued_on=rules.on,
        number=f"{kind.type}{case.district}{rules.on:%Y}{'0' * 7}", register=Certificate.Register.REVOKED,
    )  # fmt: skip
    RegisterEntry.objects.create(certificate=paper, seq=1, at=event.at, act=RegisterEntry.Act.REVOKED)
    return event


#: What happened in the invented case that a type of notice tells of.
STORIES: Mapping[str, Callable[[Application, RulesOfDay, State | None], Event]] = {
    "HZ": _reached(State.RECEIVED),
    "SL": _reached(State.ACCEPTED),
    "BZ": _corrected,
    "BS": _refused,
    "XK": _granted,
    "JB": _denied,
    "ZZ": _ended,
    "ZT": _stopped,
    "YC": _extended,
    "CX": _revoked,
}
