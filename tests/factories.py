"""People and cases of the tests, made by the real actions. Everybody here is invented."""

import hashlib
import json
import uuid
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from django.core.serializers.json import DjangoJSONEncoder

from portal.accounts.models import Posting, Role, User
from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.catalog import registry
from portal.documents.models import Document
from portal.documents.queries import snapshot, to_upload
from portal.management.demo_companies import company_of
from portal.review import actions as review
from portal.rulebook.queries import norms
from portal.signing import actions as signing
from portal.wizard import checking
from portal.wizard.journey import open_journey
from portal.workdays.queries import today

CITY = "310000000000"
_judged: dict[str, str] = {}
REASON = "扫描件不清晰，请重新拍摄并确保四角完整。"


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with a mail address and a Chinese name; `second_factor=True` lets staff pages open."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@people.test")
    last_name = factory.Iterator("李王张刘陈杨")
    first_name = factory.Iterator(["明", "静", "伟", "芳", "洋"])
    password = factory.django.Password("Right-Password-1")

    @factory.post_generation
    def second_factor(user: User, create: bool, wanted: bool | None, **_: Any) -> None:  # noqa: N805
        if wanted:
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})


def officer(role: str = "intake", unit: str = CITY, **fields: Any) -> User:
    """Return a new officer with one posting and a second factor."""
    user = UserFactory(second_factor=True, **fields)
    Posting.objects.create(user=user, unit=unit, role=Role(role))
    return user


def paper(application: Application, material: str, content: str = "") -> Document:
    """Add a file to an application without its bytes: the desk shows names and compares digests only."""
    content = content or f"{application.pk}:{material}"
    return Document.objects.create(
        application=application,
        material=material,
        name=f"{material}.pdf",
        content_type="application/pdf",
        size=1234,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        sm3="0" * 64,
        key=f"documents/{uuid.uuid4().hex}",
        uploaded_by=application.owner,
    )


def draft(
    service: str = "TH", n: int = 1, owner: User | None = None, language: str = "zh-hans"
) -> Application:
    """Return a filled-in draft of invented applicant n with a file for every paper that is asked for."""
    owner = owner or UserFactory()
    declaration = registry.get(service)
    raw = declaration.sample(n, norms(today()))
    company = company_of(declaration, raw, owner)
    application = actions.start(by=owner, service=service, language=language, company=company)

    def type_in(document: dict[str, Any]) -> None:
        document.update(raw=raw)

    application = actions.save_draft(application=application, by=owner, change=type_in)
    for material in to_upload(declaration, judged(application)["answers"]):
        if material.required:
            paper(application, material.code)
    return application


def judged(application: Application, **changes: dict[str, Any]) -> dict[str, Any]:
    """Return answers, how they are shown and the flags of what was typed. Judged once for equal typing."""
    raw = json.dumps(
        [application.service, application.draft.get("raw"), changes], sort_keys=True, default=str
    )
    if raw not in _judged:
        journey = open_journey(application, application.owner)
        answers = checking.judge(journey).answers
        for step, fields in changes.items():
            answers[step] = {**answers[step], **fields}
        shown = checking.shown_in_each_language(journey.service, answers, journey.norms_of)
        found = {"answers": answers, "shown": shown, "flags": checking.flags(journey, answers)}
        _judged[raw] = json.dumps(found, cls=DjangoJSONEncoder)
    return json.loads(_judged[raw])


def handed_in(application: Application, **changes: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of `submit` and `resubmit`; changes: step={field: value} put into the answers."""
    return {"by": application.owner, "materials": snapshot(application), **judged(application, **changes)}


def submitted_application(
    service: str = "TH",
    state: str = State.RECEIVED,
    *,
    n: int = 1,
    owner: User | None = None,
    by: dict[str, User] | None = None,
    language: str = "zh-hans",
) -> Application:
    """Return a case in a state that the desk can bring it to.

    by: officers by role who act; new ones of the city are made for roles that are missing.
    """
    application = draft(service, n, owner, language)
    signing.record_all(application=application, answers=judged(application)["answers"])
    case = actions.submit(application=application, **handed_in(application))
    case = Application.objects.get(pk=case.pk)
    for target in path_to(state):
        case = STEPS[target](case, by if by is not None else {})
    return Application.objects.get(pk=case.pk)


def path_to(state: str) -> list[State]:
    """Return the states to pass after RECEIVED."""
    way = [State.IN_REVIEW, State.PENDING_APPROVAL, State.APPROVED]
    if state == State.RECEIVED:
        return []
    if state in way:
        return way[: way.index(State(state)) + 1]
    return [*way[:2], State.DENIED] if state == State.DENIED else [State(state)]


def who(by: dict[str, User], role: str) -> User:
    """Return the officer who acts in a role, made at first use."""
    return by.setdefault(role, officer(role)) if role not in by else by[role]


def _accept(case: Application, by: dict[str, User]) -> Application:
    return review.accept(application=case, by=who(by, "intake"), version=case.version)


def _correct(case: Application, by: dict[str, User]) -> Application:
    from portal.review.policies import Item

    code = case.submissions.get().materials[0]["material"]
    items = [Item(material=code, reason=REASON)]
    return review.ask_correction(application=case, by=who(by, "intake"), version=case.version, items=items)


def _propose(case: Application, by: dict[str, User]) -> Application:
    case = Application.objects.get(pk=case.pk)  # acceptance moved it on to the review
    return review.propose(
        application=case,
        by=who(by, "reviewer"),
        version=case.version,
        recommendation="for",
        note="材料齐全，建议予以同意。",
    )


def _approve(case: Application, by: dict[str, User]) -> Application:
    return review.approve(application=case, by=who(by, "approver"), version=case.version, grounds=REASON)


def _deny(case: Application, by: dict[str, User]) -> Application:
    ground = "not_required" if case.declaration.nature == "filing" else ""
    return review.deny(
        application=case,
        by=who(by, "approver"),
        version=case.version,
        reason=REASON,
        ground=ground,
        legal_ground=REASON,  # of a licence; other cases keep none
    )


STEPS = {
    State.CORRECTION: _correct,
    State.IN_REVIEW: _accept,
    State.PENDING_APPROVAL: _propose,
    State.APPROVED: _approve,
    State.DENIED: _deny,
}
