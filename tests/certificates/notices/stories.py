"""Cases brought by the real actions to the move that each notice tells of.

Internal notes hold `INTERNAL`, every officer is called `NAME`: neither may ever stand on a notice.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from portal.accounts.models import User
from portal.applications import actions
from portal.applications import upkeep as applications
from portal.applications.actions.extending import extend
from portal.applications.models import Application, Event
from portal.applications.outcomes import Outcome
from portal.applications.queries import EXTENSION
from portal.applications.states import State
from portal.certificates.actions import confirm, propose
from portal.certificates.actions.turning import add
from portal.certificates.models import Certificate, RegisterEntry
from portal.certificates.notices import due
from portal.documents.actions import promises
from portal.documents.models import Standin
from portal.review import actions as review
from portal.review.policies import Item
from portal.review.reading import case_file, correctable
from portal.workdays.queries import add_workdays
from tests import factories

INTERNAL = "内部意见七七三一：请勿外传。"
NAME = "甄不露"
REASON = "提交的合同没有载明双方约定的数量，与申报的内容不一致，经电话核实仍不能说明。"
LEGAL = "《易制毒化学品管理条例》第二十条第一款"
WHERE = "甘肃省兰州市城关区公安分局"
#: A Monday without holidays near.
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=timezone.get_default_timezone())

Story = tuple[Application, Event]


def officers() -> dict[str, User]:
    """Return one officer for each role, all called `NAME`."""
    return {
        role: factories.officer(role, last_name=NAME[0], first_name=NAME[1:])
        for role in ("intake", "reviewer", "approver")
    }


def told(case: Application, **event: Any) -> Story:
    """Return a case as it is now with its newest event of that kind."""
    found = case.events.filter(**event).order_by("-version", "-pk")[:1].get()
    return Application.objects.get(pk=case.pk), found


def later(days: int) -> Any:
    """Travel to the tenth hour of the day so many days after `NOW`."""
    moment = datetime.combine(NOW.date() + timedelta(days=days), time(10), NOW.tzinfo)
    return time_machine.travel(moment, tick=False)


def received(service: str = "TH", language: str = "zh-hans") -> Story:
    return told(factories.submitted_application(service, language=language), after=State.RECEIVED)


def accepted(service: str = "TH", language: str = "zh-hans") -> Story:
    case, by = factories.submitted_application(service, language=language), officers()
    review.accept(application=case, by=by["intake"], version=case.version, note=INTERNAL)
    return told(case, after=State.ACCEPTED)


def corrected(
    service: str = "TH", language: str = "zh-hans", count: int = 3, reason: str = factories.REASON
) -> Story:
    case = factories.submitted_application(service, language=language)
    fields, materials = correctable(case_file(case), "")
    items = [Item(material=code, reason=reason) for code in materials]
    items += [Item(step, field, reason=reason) for step, field in fields]
    wanted = items[:count]
    review.ask_correction(application=case, by=officers()["intake"], version=case.version, items=wanted)
    return told(case, after=State.CORRECTION)


def submitted_again(service: str = "TH", language: str = "zh-hans") -> Story:
    case, _event = corrected(service, language, count=1)
    code = case.corrections.get().items.get().material
    case.documents.filter(material=code).update(removed_at=timezone.now())
    factories.paper(case, code, "the second one")
    case.documents.filter(removed_at=None, material=code).update(name="第二次.pdf")
    actions.resubmit(application=case, **factories.handed_in(case))
    return told(case, after=State.RECEIVED)


def refused_at_intake(service: str = "TH", language: str = "zh-hans", **given: Any) -> Story:
    case = factories.submitted_application(service, language=language)
    filing = case.declaration.nature == "filing"
    ground = Outcome.NOT_COMPETENT.value if filing else "not_our_powers"
    wanted = {"ground": ground, "reason": REASON, "where_to_go": WHERE} | given
    review.refuse_at_intake(application=case, by=officers()["intake"], version=case.version, **wanted)
    return told(case, after=State.REJECTED_INTAKE)


def referred(service: str = "TH", language: str = "zh-hans") -> Story:
    case, by = factories.submitted_application(service, language=language), officers()["intake"]
    words = f"请向{WHERE}提出申请，那里办理您的事项。"
    review.refer(application=case, by=by, version=case.version, where_to_go=words)
    return told(case, after=State.REFERRED)


def pending(service: str, language: str, by: dict[str, User]) -> Application:
    """Return a case that waits for the decision, with internal notes of everybody."""
    case = factories.submitted_application(service, language=language)
    review.accept(application=case, by=by["intake"], version=case.version, note=INTERNAL)
    case = Application.objects.get(pk=case.pk)
    return review.propose(
        application=case, by=by["reviewer"], version=case.version, recommendation="against", note=INTERNAL
    )


def granted(service: str = "TP", language: str = "zh-hans", grounds: str = REASON) -> Story:
    by = officers()
    case = pending(service, language, by)
    review.approve(application=case, by=by["approver"], version=case.version, note=INTERNAL, grounds=grounds)
    return told(case, after=State.APPROVED)


def denied(
    service: str = "TH", language: str = "zh-hans", reason: str = REASON, statement: str = ""
) -> Story:
    by = officers()
    case = pending(service, language, by)
    filing = case.declaration.nature == "filing"
    ground = {"ground": "forbidden", "bar": next(iter(case.declaration.bars))} if filing else {}
    legal = LEGAL if case.declaration.nature == "licence" else ""
    decided = {"reason": reason, "legal_ground": legal, "statement": statement, **ground}
    review.deny(application=case, by=by["approver"], version=case.version, **decided)
    return told(case, after=State.DENIED)


def withdrawn(service: str = "TH", language: str = "zh-hans", reason: str = "计划有变。") -> Story:
    case = factories.submitted_application(service, language=language)
    actions.withdraw(application=case, by=case.owner, reason=reason)
    return told(case, after=State.WITHDRAWN)


def unanswered(service: str = "TH", language: str = "zh-hans") -> Story:
    case, _event = corrected(service, language, count=1)
    with later(40):
        applications.close_unanswered()
    return told(case, after=State.CLOSED_NO_RESPONSE)


def stopped(service: str = "TH", language: str = "zh-hans", reason: str = REASON) -> Story:
    case, _event = accepted(service, language)
    by = factories.officer("reviewer", last_name=NAME[0], first_name=NAME[1:])
    day: date = add_workdays(timezone.localdate(), 8).on
    review.suspend(
        application=case, by=by, version=case.version, ground="expert", planned_on=day, reason=reason
    )
    return told(case, after=State.SUSPENDED)


def promised(service: str = "TH", language: str = "zh-hans") -> Application:
    """Return a case that was accepted although one of its papers is still to come."""
    draft = factories.draft(service, language=language)
    gone = draft.documents.filter(removed_at=None).order_by("material").first()
    assert gone is not None
    draft.documents.filter(material=gone.material).update(removed_at=timezone.now())
    row = Standin(application=draft, kind=Standin.Kind.OMISSION, material=gone.material, days=5)
    row.made_at, row.made_by, row.digest = timezone.now(), draft.owner, "0" * 64
    row.text = {"zh-hans": "我承诺补交。", "en": "I will hand it in."}
    row.save()
    entry = {
        "kind": "later",
        "material": gone.material,
        "title": "材料",
        "standin": str(row.pk),
        "sha256": "",
    }
    given = factories.handed_in(draft)
    case = actions.submit(application=draft, **{**given, "materials": [*given["materials"], entry]})
    case = Application.objects.get(pk=case.pk)
    review.accept(application=case, by=officers()["intake"], version=case.version, note=INTERNAL)
    return Application.objects.get(pk=case.pk)


def lapsed(service: str = "TH", language: str = "zh-hans") -> Story:
    case = promised(service, language)
    with later(14):
        promises.suspend_overdue()
    return told(case, after=State.SUSPENDED)


def never_came(service: str = "TH", language: str = "zh-hans") -> Story:
    case, _event = lapsed(service, language)
    with later(60):
        promises.close_overdue()
    return told(case, after=State.CLOSED_NO_RESPONSE)


def extended(service: str = "TH", language: str = "zh-hans", reason: str = REASON) -> Story:
    case, _event = accepted(service, language)
    by = factories.officer("approver", last_name=NAME[0], first_name=NAME[1:])
    extend(application=case, by=by, version=case.version, reason=reason)
    return told(case, kind=EXTENSION)


def revoked(service: str = "TP", language: str = "zh-hans") -> Story:
    case, _event = granted(service, language)
    certificate = certificate_of(case)
    actions.move(Application.objects.get(pk=case.pk), State.CERT_ISSUED, by=None)
    first, second = officers()["reviewer"], officers()["approver"]
    with later(1):
        asked = propose(certificate=certificate, act="revoke", by=first, reason=REASON, ground=LEGAL)
        confirm(proposal=asked, by=second)
    return told(case, after=State.REVOKED)


def certificate_of(case: Application) -> Certificate:
    """Return the certificate of a granted case as an issued one, in the register."""
    row = case.certificates.get(event=None)
    row.number, row.title, row.issued_on = "YX31011620260001230", "运输许可证", timezone.localdate()
    row.status, row.sha256, row.seal, row.issued_at = "issued", "0" * 64, "0" * 64, timezone.now()
    row.save()
    add(row, RegisterEntry.Act.ISSUED)
    return row


#: A story for each type of notice, and for each way to it that reads differently.
STORIES: dict[str, tuple[str, Callable[..., Story], str]] = {
    "receipt": ("HZ", received, "TH"),
    "receipt of a filing": ("HZ", received, "PB"),
    "receipt of a correction": ("HZ", submitted_again, "TH"),
    "acceptance": ("SL", accepted, "TH"),
    "acceptance of a filing": ("SL", accepted, "PB"),
    "correction": ("BZ", corrected, "TH"),
    "refused at intake": ("BS", refused_at_intake, "TH"),
    "no filing": ("BS", refused_at_intake, "PB"),
    "referred": ("BS", referred, "TH"),
    "granted": ("XK", granted, "TP"),
    "denied": ("JB", denied, "TH"),
    "licence denied": ("JB", denied, "TP"),
    "not filed": ("JB", denied, "PB"),
    "withdrawn": ("ZZ", withdrawn, "TH"),
    "unanswered": ("ZZ", unanswered, "TH"),
    "promised paper never came": ("ZZ", never_came, "TH"),
    "stopped": ("ZT", stopped, "TH"),
    "stopped for a promised paper": ("ZT", lapsed, "TH"),
    "extended": ("YC", extended, "TH"),
    "revoked": ("CX", revoked, "TP"),
}


def story(name: str, language: str = "zh-hans", **given: Any) -> Story:
    """Return the case and the event of a story that begins at `NOW`, and check that it calls for its notice."""
    kind, tell, service = STORIES[name]
    with time_machine.travel(NOW, tick=False):
        case, event = tell(service, language, **given)
    assert due(case, event) == kind
    return case, event
