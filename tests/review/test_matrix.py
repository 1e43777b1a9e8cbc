"""Every role at every address of the desk, on own cases, those of the unit and foreign ones: pages and attempts."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing as tokens
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone, translation

from portal.accounts.models import Posting, Role, User
from portal.applications.models import Application, Correction, Event, Fact, Submission
from portal.assignments import actions as assignments
from portal.assignments.models import Absence, Claim, Interest, Recusal
from portal.certificates.models import BatchItem, Certificate, Proposal, RegisterEntry
from portal.checkpoints.models import Result
from portal.companies.models import Incident
from portal.consultations.models import Consultation, Member
from portal.correspondence.models import Message
from portal.exchange.models import Packet
from portal.notifications.models import Memo
from portal.ratings.models import Rating
from portal.review import actions as review
from portal.review.models import DeskSettings, Export, Follow, FollowUp, Label, Labelled, SavedView
from portal.review.saved_views import SALT
from portal.workdays.queries import add_workdays, today
from tests.factories import CITY, REASON, UserFactory, officer, submitted_application
from tests.review.matrix import PLACES, STATES, TABLE, Row, Who, in_a_batch

pytestmark = pytest.mark.django_db
USCC = "91310115MA1K00001A"
OUTSIDERS = ("visitor", "applicant", "editor")
#: Posts that cover more than the station say the same about its case.
WIDE = ("district", "city")
NEAR = tuple(place for place in PLACES if place not in WIDE)
#: What must stand after an attempt as it stood before it.
KEPT: tuple[type[Model], ...] = (
    Application, Event, Submission, Correction, Label, Labelled, Follow, Claim, Recusal, Absence, Interest, Result,
    Consultation, Member, Message, Memo, Export, SavedView, DeskSettings, FollowUp, Rating, Incident, Packet,
    Certificate, RegisterEntry, Proposal, BatchItem,
)  # fmt: skip


def addresses(patterns: Any = None, before: str = "", space: str = "") -> Iterator[str]:
    """Yield the names of all addresses below /desk/, as the resolver has them."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        whole = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if whole.startswith("desk/"):
                yield f"{space}:{entry.name}"
        else:
            yield from addresses(entry.url_patterns, whole, entry.namespace or space)


def test_every_address_of_the_desk_has_a_row():
    with translation.override("zh-hans"):
        assert set(addresses()) == set(TABLE)


class Scene:
    """One case with everything that can stand around it, and a colleague at its station who has things of his own."""

    def __init__(self, state: str) -> None:
        self.case = submitted_application(owner=UserFactory(second_factor=True), state=state)
        self.clerk = clerk = officer("intake", self.case.unit)
        case = self.case
        Fact.objects.create(application=case, key="company_uscc", text=USCC)
        # Of the unit that reaches every officer of the desk, so that the batch offers it to all of them.
        self.everywhere = Label.objects.create(unit=CITY, name="city")
        view = SavedView.objects.create(owner=clerk, name="mine")
        incident = Incident.objects.create(uscc=USCC, kind="PENALTY", on=today(), note=REASON)
        self.absence = Absence.objects.create(
            officer=clerk, by=clerk, first_on=today() + timedelta(9), last_on=today() + timedelta(9)
        )
        self.interest = assignments.record_interest(officer=clerk, kind="company", number=USCC[:-1] + "B")
        packet = Packet.objects.create(
            application=case, direction="out", type="010122", ywlsh="x-1", zqzbh="X1", exchange_status=5
        )
        deleted = {"name": "gone", "query": "", "unit": "", "columns": [], "place": 0}
        self.token = tokens.dumps(deleted, salt=f"{SALT}.{clerk.pk}", compress=True)
        requested, concluded = self.consultations()
        Labelled.objects.create(application=case, label=self.everywhere, by=clerk)
        self.things: dict[str, Any] = {
            "case": case.pk,
            "label": review.put_label(application=case, by=clerk, name="ours").pk,
            "note": review.add_note(application=case, by=clerk, text="MARKER").pk,
            "memo": Memo.objects.create(recipient=clerk, kind="case_message", subject="x", context={}).pk,
            "export": Export.objects.create(officer=clerk, format="csv", language="en", state="failed").pk,
            "view": view.pk,
            "check": FollowUp.objects.create(application=case, source="property", due_on=today()).pk,
            "uscc": USCC,
            "incident": incident.pk,
            "rating": self.rating().pk,
            "packet": packet.pk,
            "requested": requested.pk,
            "concluded": concluded.pk,
            "table": "summary",
            **self.certificates(),
        }

    def certificates(self) -> dict[str, Any]:
        """Return two issued certificates of the case: one alone, one that a colleague wants suspended; and a batch."""
        alone, asked = (
            Certificate.objects.create(
                application=self.case, type=kind, unit=self.case.unit, status="issued", number=number, sha256="1",
                seal="1", issued_on=today(), issued_at=timezone.now(),
            )
            for kind, number in (("ZQ", "ZQ31011520260000010"), ("LH", "LH31010120270000103"))
        )  # fmt: skip
        by = {"unit": self.case.unit, "reason": REASON, "proposed_by": self.clerk}
        proposal = Proposal.objects.create(certificate=asked, act="suspend", ground=REASON, **by)
        batch = Proposal.objects.create(act="reissue", **by)
        BatchItem.objects.create(proposal=batch, certificate=alone)
        return {"certificate": alone.pk, "proposal": proposal.pk, "batch": batch.pk}

    def consultations(self) -> list[Consultation]:
        """Return a consultation that was asked for, and one that has been concluded."""
        found = []
        for number, more in enumerate(
            (
                {},
                {"state": "CONCLUDED", "conclusion": "for", "chair": self.clerk, "conclude_by": today(),
                 "convened_at": timezone.now(), "concluded_at": timezone.now()},
            )
        ):  # fmt: skip
            row = Consultation(
                case=self.case, number=f"HS2026-000{number}", requested_by=self.clerk, convene_by=today(),
                requested_at=timezone.now(), **more,
            )  # fmt: skip
            row.content = {"questions": [REASON], "facts": REASON, "options": []}
            row.record = {"conclusion": REASON}
            row.save(force_insert=True)
            found.append(row)
        return found

    def rating(self) -> Rating:
        """Return a bad rating that waits for a call."""
        row = Rating(
            application=self.case,
            grade=1,
            anonymous=False,
            at=timezone.now(),
            contact_by=today(),
            details=["slow"],
        )
        row.text = {"text": REASON}
        row.save(force_insert=True)
        return row

    def officer(self, role: str, place: str) -> User:
        """Return a new officer of a role somewhere; the applicant with a post of that role for "own"."""
        unit, other = self.case.unit, "310151" if self.case.district != "310151" else "310101"
        if place == "own":
            Posting.objects.create(user=self.case.owner, unit=unit, role=Role(role))
            return User.objects.get(pk=self.case.owner_id)
        units = {
            "station": unit,
            "district": f"{self.case.district}000000",
            "city": CITY,
            "another station": f"{self.case.district}{int(unit[6:]) + 10000:06d}",
            "another district": f"{other}000000",
        }
        return officer(role, units[place])

    def address(self, name: str, row: Row, what: str) -> str:
        """Return an address of the desk about the things of the scene."""
        with translation.override("zh-hans"):
            return reverse(name, args=[(self.things | {"what": what})[arg] for arg in row.args])

    def sent(self, name: str, what: str) -> dict[str, Any]:
        """Return what makes every form of the desk valid, in the version that the case is in."""
        case, clerk = self.case, self.clerk
        values = {
            "version": case.version, "note": REASON, "reason": REASON, "text": REASON, "where_to_go": REASON,
            "grounds": REASON, "legal_ground": REASON, "facts": REASON, "questions": REASON, "name": "new",
            "ground": "expert" if what == "suspend" else "other_item", "recommendation": "for",
            "ask::TH02": "on", "why::TH02": REASON, "confirmed": "1",
            "planned_on": add_workdays(today(), 3).on.isoformat(),
            "case": f"{case.pk}:{case.version}", "act": what, "officer": clerk.pk, "to": clerk.pk,
            "label": self.everywhere.pk, "unit": case.unit, "tone": "neutral", "kind": "kinship", "token": self.token,
            "first_on": today().isoformat(), "last_on": today().isoformat(),
            "absence": self.absence.pk, "interest": self.interest.pk, "on": today().isoformat(),
            "result": "CONFIRMED", "follow": "1", "checkpoint": "CP01", "declared": "none", "stance": "for",
            "conclusion": "for", "delete": "1", "answer": REASON, f"{self.things['rating'].hex}-note": REASON,
        }  # fmt: skip
        values |= {f"cp_CP{number:02d}": "on" for number in range(1, 40)}
        if name == "desk_consultations:act":
            values["version"] = 1
        if name == "review:company-add":
            values["kind"] = "PENALTY"
        if name == "desk_certificates:batch_new":
            values |= {"act": "reissue", "type": "ZQ", "ask": "1"}
        if name == "review:columns":
            values.pop("name")
        if name == "review:view":
            values["act"] = "delete"
        return values


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in KEPT}


def changed(before: dict[str, Any]) -> list[str]:
    """Return which tables differ from a snapshot."""
    after = snapshot()
    return [name for name, rows in before.items() if after[name] != rows]


def lines(state: str) -> Iterator[tuple[str, Row, str]]:
    """Yield each address with each thing that it can be asked for; what no state of the case changes, once."""
    for name, row in TABLE.items():
        if row.of_case or row.send is in_a_batch or state == STATES[0]:
            for what in row.codes:
                yield name, row, what


def got(row: Row, who: Who) -> set[int]:
    """Return what an officer may get by GET."""
    if row.page is None:
        return {404, 405}
    if row.page(who):
        return {row.ok}
    return {403 if row.of_case and (who.sees or who.place == "own") else 404}


def refused(row: Row, who: Who) -> set[int]:
    """Return what the answer to an attempt may be: a foreign case is not there, one's own is told to be that."""
    if row.send is None:
        return {404, 405}
    if row.of_case and not who.sees:
        return {403} if who.place == "own" else {404}
    return {200, 204, 302, 403, 404, 409, 422}


@pytest.fixture(params=STATES)
def scene(request) -> Scene:
    return Scene(request.param)


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role.values))
def test_exactly_the_allowed_open_a_page(scene, role):
    wrong: list[str] = []
    for place, client in people(scene, role):
        for name, row, what in lines(scene.case.state):
            who = Who(role, place, scene.case.state, what)
            with (
                transaction.atomic()
            ):  # what opening a page keeps (a claim, what was read) is no part of the next
                status = client.get(scene.address(name, row, what)).status_code
                transaction.set_rollback(True)
            if status not in got(row, who):
                wrong.append(f"{place}: {name} {what} {status}, not {got(row, who)}")
    assert wrong == []


@pytest.mark.parametrize("role", list(Role.values))
@pytest.mark.parametrize("places", [NEAR, pytest.param(WIDE, marks=pytest.mark.slow)])
def test_attempts_of_everybody_else_change_nothing(scene, role, places):
    wrong: list[str] = []
    for place, client in people(scene, role, places):
        before = snapshot()
        with transaction.atomic():
            wrong += attempts(scene, client, role, place)
            was = changed(before)
            transaction.set_rollback(True)
        if was:  # once more, to say which
            wrong += attempts(scene, client, role, place, look=True)
    assert wrong == []


def people(scene: Scene, role: str, places: Sequence[str] = PLACES) -> Iterator[tuple[str, Client]]:
    """Yield a browser of an officer of a role at each place."""
    for place in places:
        with transaction.atomic():
            client = Client()
            client.force_login(scene.officer(role, place))
            yield place, client
            transaction.set_rollback(True)


def attempts(scene: Scene, client: Client, role: str, place: str, look: bool = False) -> list[str]:
    """Send everything that is not this officer's to send; return what was answered wrongly, or changed something."""
    wrong, before = [], snapshot() if look else {}
    for name, row, what in lines(scene.case.state):
        who = Who(role, place, scene.case.state, what)
        if row.send is not None and row.send(who):
            continue
        status = client.post(scene.address(name, row, what), scene.sent(name, what)).status_code
        if status not in refused(row, who):
            wrong.append(f"{place}: {name} {what} {status}")
        if look and (which := changed(before)):
            wrong.append(f"{place}: {name} {what} changed {which}")
            before = snapshot()
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("kind", OUTSIDERS)
def test_the_desk_is_not_there_for_anybody_else(scene, kind):
    client, before, wrong = Client(), snapshot(), []
    if kind == "applicant":
        client.force_login(scene.case.owner)
    elif kind == "editor":
        client.force_login(UserFactory(second_factor=True, is_staff=True, is_superuser=True))
    for name, row, what in lines(scene.case.state):
        url = scene.address(name, row, what)
        for answer in (client.get(url), client.post(url, scene.sent(name, what))):
            away = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
            if not (away if kind == "visitor" else answer.status_code in {404, 405}):
                wrong.append(f"{name} {what} {answer.status_code}")
    assert wrong == []
    assert changed(before) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role.values))
def test_the_next_case_is_claimed_by_whose_turn_it_is(scene, role):
    for place, client in people(scene, role):
        answer = client.get(scene.address("review:next", TABLE["review:next"], ""))
        mine = Who(role, place, scene.case.state).turn
        assert (str(scene.case.pk) in answer["Location"]) is mine, place
        assert Claim.objects.filter(application=scene.case).exists() is mine, place
