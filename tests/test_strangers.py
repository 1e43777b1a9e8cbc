"""Every address with somebody else's thing in it, asked for by everybody whom it is no business of.

The list of addresses is Django's own: a new page is tried without being added here, one with a new kind of argument
fails until a value is given to it.
"""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.applications.models import Application, Event, Fact
from portal.certificates.models import Certificate, Proposal
from portal.companies.models import Company, Handler, Incident
from portal.consultations.models import Consultation
from portal.exchange.models import Packet
from portal.notifications.models import Memo
from portal.ratings.models import Rating
from portal.review import actions as review
from portal.review.models import Export, Follow, FollowUp, Label, Labelled, SavedView
from portal.signing import actions as signing
from portal.signing.models import Signature
from portal.workdays.queries import today
from tests import factories

pytestmark = pytest.mark.django_db
USCC = "91310115MA1K00001A"
#: Handlers of the company whose things they are, who have no business with them (any more).
HANDLERS: dict[str, dict[str, Any]] = {
    "a handler who was ended": {"state": "ENDED", "ended_at": timezone.now()},
    "a handler whose last day has passed": {"valid_to": today() - timedelta(days=1)},
    "a handler for other services": {"scopes": ["SX"]},
}
#: Pages without anything of anybody in their address.
PUBLIC = {"media", "list", "start", "eligibility", "answer", "figures_table", "scan", "digest"}


def addresses(patterns: Any = None, before: str = "") -> list[tuple[str, URLPattern]]:
    """Return the addresses of the portal that carry an argument."""
    found = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        whole = before + str(entry.pattern)
        if whole.startswith("admin/"):  # rules, which are nobody's; who may edit them: tests/rulebook
            continue
        if not isinstance(entry, URLPattern):
            found += addresses(entry.url_patterns, whole)
        elif entry.callback.__module__.startswith("portal.") and "<" in whole and entry.name not in PUBLIC:
            found.append((whole, entry))
    return found


@pytest.fixture
def theirs() -> dict[str, Any]:
    """The things of one applicant in one district: a value for each kind of argument."""
    draft = factories.draft(n=1)
    signing.record_all(application=draft, answers=factories.judged(draft)["answers"])
    case = factories.submitted_application(n=2, state="IN_REVIEW")
    document = case.documents.first()
    packet = Packet.objects.create(
        application=case, direction="out", type="010122", ywlsh="x-1", zqzbh="X1", exchange_status=5
    )
    check = FollowUp.objects.create(application=case, source="property", due_on=today())
    rating = Rating(
        application=case, grade=1, anonymous=False, at=timezone.now(), contact_by=today(), details=["slow"]
    )
    rating.text = {"text": "MARKER-OF-A-RATING"}
    rating.save(force_insert=True)
    consultation = consulted(case)
    certificate, proposal = issued(case)
    Fact.objects.create(application=case, key="company_uscc", text=USCC)
    incident = Incident.objects.create(uscc=USCC, kind="PENALTY", on=today(), note="MARKER-OF-A-RECORD")
    return {
        **at_the_desk(case),
        "draft": draft.pk,
        "application": case.pk,
        "case": case.pk,
        "document": document.pk,
        "packet": packet.pk,
        "check": check.pk,
        "rating": rating.pk,
        "consultation": consultation.pk,
        "certificate": certificate.pk,
        "uscc": USCC,
        "incident": incident.pk,
        "token": "f" * 64,
        "company": uuid.uuid4(),
        "handler": uuid.uuid4(),
        "kind": "use",
        "report": uuid.uuid4(),
        "service": "TH",
        "step": "family",
        "row": 0,
        "key": "applicant",
        "act": "accept",
        "material": "TH02",
        "view": SavedView.objects.create(owner=factories.officer("intake"), name="MARKER-OF-A-VIEW").pk,
        "number": 1,
        "proposal": proposal.pk,
        "upload": uuid.uuid4(),
    }


def consulted(case: Application) -> Consultation:
    """A consultation about a case."""
    consultation = Consultation(
        case=case, number="HS2026-0001", requested_by=factories.officer("reviewer"),
        requested_at=timezone.now(), convene_by=today(),
    )  # fmt: skip
    consultation.content = {"questions": ["MARKER-OF-A-CONSULTATION"], "facts": "", "options": []}
    consultation.save(force_insert=True)
    return consultation


def issued(case: Application) -> tuple[Certificate, Proposal]:
    """An issued certificate of a case, and that somebody asks for it to be suspended."""
    certificate = Certificate.objects.create(
        application=case, type="ZQ", unit=case.unit, status="issued", number="ZQ31011520260000010", sha256="1",
        seal="1", issued_on=today(), issued_at=timezone.now(), title="MARKER-OF-A-CERTIFICATE",
    )  # fmt: skip
    proposal = Proposal.objects.create(
        certificate=certificate, unit=case.unit, act="suspend", reason="MARKER-OF-A-REASON", ground="x",
        proposed_by=factories.officer("reviewer"),
    )  # fmt: skip
    return certificate, proposal


def at_the_desk(case: Application) -> dict[str, Any]:
    """What an officer of the case has around it."""
    clerk = factories.officer("intake", case.unit)
    note = review.add_note(application=case, by=clerk, text=f"@{clerk.email} MARKER-OF-A-NOTE")
    label = review.put_label(application=case, by=clerk, name="MARKER-OF-A-LABEL")
    memo = Memo.objects.create(
        recipient=clerk, kind="case_message", subject="x", context={"number": "MARKER-OF-A-MEMO"}
    )
    export = Export.objects.create(
        officer=clerk, query="q=MARKER", format="csv", language="en", state="ready"
    )
    return {"note": note.pk, "label": label.pk, "memo": memo.pk, "export": export.pk}


def filled_in(pattern: str, values: dict[str, Any]) -> str:
    """Return an address with the values in the places of its arguments."""
    parts = []
    for piece in pattern.split("<"):
        argument, end, rest = piece.partition(">")
        parts.append(f"{values[argument.rpartition(':')[2]]}{rest}" if end else piece)
    return "/" + "".join(parts)


def stranger(kind: str) -> Client:
    """Return the browser of one of the cast who has nothing to do with the things."""
    client = Client()
    if kind in HANDLERS:
        client.force_login(handler_of_their_company(**HANDLERS[kind]))
    elif kind == "another applicant":
        client.force_login(factories.UserFactory())
    elif kind == "an editor":
        client.force_login(factories.UserFactory(second_factor=True, is_staff=True, is_superuser=True))
    elif kind != "nobody":
        client.force_login(factories.officer(kind.rpartition(" ")[2], "310151000000"))
    return client


def handler_of_their_company(**given: Any) -> User:
    """Return a handler of the company that the things belong to from now on, who may not act for it in them."""
    company = Company(uscc=USCC, name="示例公司")
    company.profile = {}
    company.save(force_insert=True)
    Application.objects.update(company=company)
    user = factories.UserFactory()
    row = Handler(company=company, user=user, email=user.email, role="manager", **given)
    row.details = {}
    row.save(force_insert=True)
    return user


def snapshot() -> list[Any]:
    return [
        list(Application.objects.order_by("pk").values_list("pk", "state", "version", "draft_sealed")),
        list(Packet.objects.values_list("exchange_status")),
        list(Certificate.objects.values_list("pk", "status", "register")),
        list(Proposal.objects.values_list("outcome")),
        list(Memo.objects.order_by("pk").values_list("read_at", flat=True)),
        [Labelled.objects.count(), Follow.objects.count(), Event.objects.count(), Label.objects.count()],
        list(Export.objects.values_list("state", "attempts")),
        list(FollowUp.objects.values_list("state")),
        list(Consultation.objects.values_list("state", "version")),
        list(Rating.objects.values_list("handled_at")),
        list(Incident.objects.values_list("pk", "closed_at")),
        list(SavedView.objects.values_list("pk", "name", "unit", "place")),
        sorted(Signature.objects.values_list("key", "status", "token_hash", "code_hash", "sends")),
    ]


#: Those for whom the other tests of access are quicker: tests/companies for handlers, tests/review for officers.
OFTEN_ASKED = {"an editor", "a handler whose last day has passed", "another district's approver"}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=[pytest.mark.slow] if kind in OFTEN_ASKED else [])
        for kind in ["nobody", "another applicant", "an editor", *HANDLERS]
        + [f"another district's {role}" for role in ("intake", "approver")]
    ],
)
def test_what_is_somebody_elses_is_not_there(theirs, kind):
    translation.activate("en")
    before, client = snapshot(), stranger(kind)
    case = Application.objects.get(pk=theirs["application"])
    assert not case.unit.startswith("310151")
    for pattern, entry in addresses():
        address = filled_in(pattern, theirs)
        for way in (client.get, client.post, client.head):
            answer = way(address)
            told = f"{kind} {way.__name__} {address} {entry.name}: {answer.status_code}"
            if kind == "nobody":
                away = answer.status_code == 302 and "/accounts/login" in answer["Location"]
                assert away or answer.status_code in {401, 404, 405}, told
            else:
                # A page of the desk may say 403 to officers, but only where the case can be seen.
                assert answer.status_code in {404, 405}, told
            text = b"".join(answer) if answer.streaming else answer.content
            assert case.number.encode() not in text and b"MARKER" not in text, told
    assert snapshot() == before


def test_nothing_of_a_person_is_kept_by_any_cache(theirs):
    people = [User.objects.get(applications__pk=theirs[name]) for name in ("draft", "application")]
    for person in (*people, factories.officer("supervisor")):
        client = Client()
        client.force_login(person)
        for pattern, _entry in addresses():
            answer = client.get(filled_in(pattern, theirs))
            if answer.status_code == 200:
                assert "no-store" in answer.get("Cache-Control", ""), filled_in(pattern, theirs)
                assert "Content-Security-Policy" in answer.headers
