"""Who opens and does what in a consultation: every role in every state, and members from elsewhere."""

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.applications.models import Application, Event
from portal.applications.policies import NotAllowed
from portal.assignments.models import Recusal
from portal.audit.models import Entry
from portal.consultations import actions
from portal.consultations.forms import FORMS
from portal.consultations.models import Consultation, Member, Task
from portal.consultations.policies import NotPossible
from portal.workdays.queries import today
from tests.consultations.held import TEXT, WAY, Held, fresh, place
from tests.factories import UserFactory, officer
from tests.review.addresses import desk_url

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Values that make every form valid.
VALID = {
    "reason": TEXT, "declared": "none", "stance": "for", "text": TEXT, "minutes": TEXT, "conclusion": "for",
    "kind": "expert", "due_on": str(today()), "dissent": "",
}  # fmt: skip
#: What the chair does in each state of the way; everybody else but members when they are heard does nothing.
CHAIR = {
    "REQUESTED": {"accept", "reject"},
    "ACCEPTED": {"invite", "convene", "dismiss"},
    "CONVENED": {"invite", "minutes", "conclude", "dismiss"},
    "CONCLUDED": {"task", "task-done"},
    "ADOPTED": {"task", "task-done", "archive"},
    "ARCHIVED": set(),
}
KINDS = (
    "chair",
    "requester",
    "member",
    "intake",
    "approver",
    "station",
    "applicant",
    "editor",
    "foreign",
    "owner",
)


def person(kind: str, held: Held) -> User:
    district = f"{held.case.district}000000"
    known = {
        "chair": held.chair,
        "requester": held.reviewer,
        "member": held.members[0],
        "owner": held.case.owner,
    }
    if kind in known:
        return known[kind]
    if kind in {"intake", "approver"}:
        return officer(kind, district)
    if kind == "station":
        return officer("supervisor", held.case.unit)
    if kind == "foreign":
        return officer("supervisor", "310151000000")
    return UserFactory(second_factor=True, is_staff=kind == "editor", is_superuser=kind == "editor")


def snapshot() -> list:
    return [
        list(Consultation.objects.values_list("state", "version", "record_sealed")),
        list(Member.objects.order_by("pk").values_list("pk", "declared", "stance")),
        list(Task.objects.values_list("done_at")),
        list(Application.objects.values_list("state", "version")),
        Event.objects.count(),
    ]


def prepared(state: str) -> tuple[Held, dict[str, str]]:
    """A consultation in a state in which all of its acts could be done, and what is sent for them."""
    held = Held().to(state)
    sent = dict(VALID, officer=str(officer("intake").pk))
    if state == "ACCEPTED":
        for who, kind in zip(held.members, ("handling", "legal", "business"), strict=True):
            held.invite(who, kind)
    if state in {"ACCEPTED", "CONVENED"}:
        sent["member"] = str(held.invite(officer("intake"), "station").pk)
    if state == "CONVENED":
        held.hear(("for", "for", "for"))
    if state in {"CONCLUDED", "ADOPTED"}:
        task = Task(consultation=held.row, due_on=today())
        task.text = {"text": TEXT}
        task.save(force_insert=True)
        sent["task"] = str(task.pk)
    return held, sent


@pytest.mark.parametrize("state", WAY)
def test_every_role_does_what_is_its_own_in_each_state(client, state):
    held, sent = prepared(state)
    done = []
    for kind in KINDS:
        client.force_login(person(kind, held))
        sees = kind not in {"applicant", "editor", "foreign", "owner"}
        assert client.get(place("page", held.row.pk)).status_code == (200 if sees else 404), kind
        for act in FORMS:
            chair = kind in {"chair", "station"}
            allowed = chair and act in CHAIR[state]
            allowed |= kind == "requester" and act == "task-done" and act in CHAIR[state]
            allowed |= kind == "member" and act == "opine" and state == "CONVENED"
            if allowed:
                done.append(act)
                continue
            before = snapshot()
            answer = client.post(place("act", held.row.pk, act), {**sent, "version": fresh(held.row).version})
            # A seat or thing that is not there is said on the page; everything else is refused.
            said = act in {"declare", "opine", "dismiss", "task-done"}
            assert answer.status_code in (({200, 403} if said else {403}) if sees else {404}), (kind, act)
            assert snapshot() == before, (kind, act)
    assert set(done) >= CHAIR[state]


@pytest.mark.parametrize(("state", "act"), [(state, act) for state in WAY for act in sorted(CHAIR[state])])
def test_the_chair_does_each_act_by_its_form(client, state, act):
    held, sent = prepared(state)
    if (state, act) == ("ADOPTED", "archive"):
        Task.objects.all().delete()
    client.force_login(held.chair)
    before = snapshot()
    answer = client.post(place("act", held.row.pk, act), {**sent, "version": fresh(held.row).version})
    assert (answer.status_code, snapshot() != before) == (302, True)


def test_a_member_declares_and_is_heard_by_the_form(client):
    held = Held().to("CONVENED")
    client.force_login(held.members[0])
    version = held.version
    assert "Do you have a conflict of interest" in client.get(place("page", held.row.pk)).content.decode()
    for act in ("declare", "opine"):
        answer = client.post(place("act", held.row.pk, act), {**VALID, "version": version})
        assert answer.status_code == 302
    assert held.seat().stance == "for"


def foreign_member(held: Held) -> User:
    """Name a member from another district."""
    guest = officer("reviewer", "310151000000")
    held.invite(guest, "narcotics")
    return guest


def test_a_member_from_elsewhere_reads_it_masked_and_nothing_else(client):
    held = Held()
    kept = held.case.submissions.get().content["shown"]
    secrets = {
        item["text"]
        for section in next(iter(kept.values()))
        for row in section["rows"]
        for item in row
        if item["sensitive"] and len(item["text"]) > 5
    }
    assert secrets
    one = sorted(secrets)[0]
    held.request(facts=f"{TEXT} {' '.join(sorted(secrets))}")
    held.accept()
    guest = foreign_member(held)
    client.force_login(guest)
    text = client.get(place("page", held.row.pk)).content.decode()
    assert held.row.number in text
    assert "Answers of the case, masked" in text
    assert [secret for secret in secrets if secret in text] == []
    assert desk_url("case", held.case.pk, language="en") not in text
    printed = client.get(place("minutes", held.row.pk)).content.decode()
    assert one not in printed
    document = held.case.documents.first()
    for address in (
        desk_url("case", held.case.pk),
        desk_url("answers", held.case.pk),
        desk_url("act", held.case.pk, "propose"),
        place("new", held.case.pk),
        f"/files/{document.pk}/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(desk_url("show", held.case.pk), {"field": "applicant.id_no"}).status_code == 404
    assert held.case.number not in client.get(f"{desk_url('queue')}?tab=open").content.decode()
    assert Entry.objects.get(action="consultation:read").data["masked"] is True
    inside = Client()
    inside.force_login(held.chair)
    assert one in inside.get(place("page", held.row.pk)).content.decode()


def test_after_the_hearing_the_answers_are_gone_for_those_from_elsewhere(client):
    held = Held().to("ACCEPTED")
    guest = foreign_member(held)
    held.convene()
    held.hear(("for", "for", "for"))
    held.conclude()
    client.force_login(guest)
    text = client.get(place("page", held.row.pk)).content.decode()
    assert "Conclusion" in text
    assert "Answers of the case, masked" not in text


def test_a_stranger_finds_nothing_and_the_attempt_is_recorded(client):
    held = Held().to("REQUESTED")
    stranger = officer("supervisor", "310151000000")
    client.force_login(stranger)
    for name in ("page", "minutes", "anonymous"):
        assert client.get(place(name, held.row.pk)).status_code == 404
    denied = Entry.objects.filter(action="case:denied", actor=f"user:{stranger.pk}")
    assert [entry.data for entry in denied] == [{"act": "consultation"}] * 3
    assert held.row.number not in client.get(f"{place('list')}?tab=open").content.decode()


def test_who_comes_to_have_a_part_sees_it_no_more(client):
    held = Held().to("CONVENED")
    Application.objects.filter(pk=held.case.pk).update(owner=held.members[0])
    client.force_login(held.members[0])
    assert client.get(place("page", held.row.pk)).status_code == 404
    assert client.post(place("act", held.row.pk, "declare"), {**VALID, "version": 1}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("reviewer", 200),
        ("intake", 403),
        ("approver", 403),
        ("supervisor", 403),
        ("foreign", 404),
        ("owner", 404),
    ],
)
def test_a_reviewer_of_the_case_asks_for_it(client, kind, code):
    held = Held()
    roles = {"intake", "approver", "supervisor"}
    who = officer(kind, held.case.unit) if kind in roles else None
    who = who or {"reviewer": held.reviewer, "owner": held.case.owner}.get(kind) or person("foreign", held)
    client.force_login(who)
    sent = {"version": held.case.version, "questions": "房屋权属如何认定？对不对呢？", "facts": TEXT}
    assert client.get(place("new", held.case.pk)).status_code == code
    answer = client.post(place("new", held.case.pk), sent)
    assert answer.status_code == (302 if code == 200 else code)
    assert Consultation.objects.count() == (1 if code == 200 else 0)


def test_other_cases_must_be_ones_the_reviewer_sees(client):
    held = Held()
    client.force_login(held.reviewer)
    sent = {"version": held.case.version, "questions": "房屋权属如何认定？对不对呢？", "facts": TEXT}
    answer = client.post(place("new", held.case.pk), {**sent, "others": "TH31010120260101000001X"})
    assert answer.status_code == 200
    assert "One of the other cases cannot be found." in answer.content.decode()
    assert not Consultation.objects.exists()


def test_who_stood_back_from_the_case_is_no_member_and_is_not_heard():
    held, away = Held().to("ACCEPTED"), officer("intake")
    Recusal.objects.create(application=held.case, officer=away, kind="kinship")
    with pytest.raises(NotPossible):
        held.invite(away, "business")
    held.convene()
    Recusal.objects.create(application=held.case, officer=held.members[0], kind="kinship")
    with pytest.raises(NotAllowed):
        actions.opine(member=held.seat(0), by=held.members[0], version=held.version, stance="for", text=TEXT)
