"""Messages between applicant and office: who may write and read, that nothing is lost, sent twice or told to others."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.applications.actions import move, withdraw
from portal.applications.models import Application, Event
from portal.applications.policies import NotAllowed
from portal.applications.queries import timeline
from portal.audit.models import Entry
from portal.correspondence import actions
from portal.correspondence.models import Message
from portal.correspondence.policies import MOST_A_DAY, MOST_FILES, NotSent
from portal.documents import actions as documents
from portal.documents.models import Document
from portal.documents.queries import holdings, snapshot
from portal.notifications.models import Memo, Notice
from tests import factories
from tests.documents.files import EXE, image, pdf, upload
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
OTHER = "310101000000"


@pytest.fixture
def case() -> Application:
    return factories.submitted_application()


@pytest.fixture
def intake(case):
    return factories.officer("intake", case.unit)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def mine(case, language="en") -> str:
    return f"/{language}/my/{case.pk}/messages/"


def desk(case) -> str:
    return desk_url("messages", case.pk, language="en")


def posted(text="When do I get an answer?", **more):
    return {"text": text, "key": str(uuid.uuid4()), **more}


def write(case, by, text="您好，请问还需要多久？", **more) -> Message:
    return actions.send(application=case, by=by, text=text, key=uuid.uuid4(), **more)


def test_the_applicant_writes_and_the_officer_who_works_on_the_case_is_told(case, intake):
    Application.objects.filter(pk=case.pk).update(assignee=intake)
    page = browser(case.owner).post(mine(case), posted(), follow=True)
    assert page.status_code == 200
    assert "When do I get an answer?" in page.content.decode()
    memo = Memo.objects.get()
    assert (memo.recipient, memo.kind, memo.context) == (intake, "message", {"number": case.number})
    assert not Notice.objects.filter(kind="message").exists()


def test_the_office_answers_in_the_name_of_the_unit_and_the_applicant_is_told_by_mail(case, intake):
    intake.last_name, intake.first_name = "欧阳", "见微"
    intake.save()
    answer = browser(intake).post(desk(case), posted("Within five days."), follow=True)
    assert str(intake) in answer.content.decode()
    assert Notice.objects.get(kind="message").recipient == case.owner
    seen = browser(case.owner).get(mine(case)).content.decode()
    assert "Within five days." in seen
    assert "欧阳" not in seen and intake.email not in seen


def test_what_was_written_lies_sealed_and_in_no_audit_or_mail(case):
    message = write(case, case.owner, "我的手机是13800001111")
    assert b"13800001111" not in bytes(Message.objects.get().content_sealed)
    assert message.text == "我的手机是13800001111"
    told = [str(row.data) for row in Entry.objects.all()] + [str(row.note) for row in Event.objects.all()]
    assert not any("13800001111" in text for text in told)


def test_a_second_press_sends_nothing_twice(case, intake):
    data, client = posted("Once."), browser(case.owner)
    client.post(mine(case), data)
    client.post(mine(case), data)
    assert Message.objects.count() == 1
    with pytest.raises(NotAllowed):
        actions.send(application=case, by=intake, text="forged", key=uuid.UUID(data["key"]))


@pytest.mark.parametrize(("text", "sentence"), [("  ", "Please write something."), ("长" * 4001, "4000")])
def test_an_empty_or_endless_message_is_told_at_its_field_and_keeps_what_was_typed(case, text, sentence):
    page = browser(case.owner).post(mine(case), posted(text)).content.decode()
    assert sentence in page
    assert text.strip() in page
    assert not Message.objects.exists()


def test_an_applicant_writes_so_much_a_day_and_the_office_as_it_needs(case, intake):
    for _ in range(MOST_A_DAY):
        write(case, case.owner)
    with pytest.raises(NotSent):
        write(case, case.owner)
    assert write(case, intake).side == "office"
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert write(case, case.owner).side == "applicant"


def test_strangers_other_units_and_supervisors_write_nothing(case):
    others = [
        factories.UserFactory(),
        factories.officer("intake", OTHER),
        factories.officer("supervisor"),
    ]
    for other in others:
        with pytest.raises(NotAllowed):
            write(case, other)
        assert browser(other).post(mine(case), posted()).status_code == 404
    assert browser(others[1]).get(desk(case)).status_code == 404
    assert browser(others[1]).post(desk(case), posted()).status_code == 404
    reading = browser(others[2]).get(desk(case))
    assert reading.status_code == 200 and b"<textarea" not in reading.content
    assert browser(others[2]).post(desk(case), posted()).status_code == 302
    assert not Message.objects.exists()


def test_nobody_writes_as_the_office_about_ones_own_case():
    officer = factories.officer("intake")
    case = factories.submitted_application(owner=officer)
    assert browser(officer).get(desk(case)).status_code == 403
    assert write(case, officer).side == "applicant"


def test_when_the_case_has_ended_the_thread_is_read_and_no_more_written(case, intake):
    write(case, case.owner, "First words.")
    withdraw(application=Application.objects.get(pk=case.pk), by=case.owner)
    page = browser(case.owner).get(mine(case)).content.decode()
    assert "First words." in page and "<textarea" not in page
    for by in (case.owner, intake):
        with pytest.raises(NotAllowed):
            write(case, by)


def test_opening_the_thread_notes_the_reading_once_and_tells_the_writer(case, intake):
    write(case, case.owner)
    assert "Not read yet" in browser(case.owner).get(mine(case)).content.decode()
    for _ in range(2):
        browser(intake).get(desk(case))
    row = Message.objects.get()
    assert row.read_by == intake
    assert Entry.objects.filter(action="message:read").count() == 1
    assert "Not read yet" not in browser(case.owner).get(mine(case)).content.decode()


def test_who_only_supervises_reads_along_and_the_message_stays_new_for_the_office(case, intake):
    write(case, case.owner)
    supervisor = factories.officer("supervisor")
    assert "请问还需要多久" in browser(supervisor).get(desk(case)).content.decode()
    assert Message.objects.get().read_at is None
    assert not Entry.objects.filter(action="message:read").exists()
    withdraw(application=Application.objects.get(pk=case.pk), by=case.owner)
    browser(intake).get(desk(case))
    assert Message.objects.get().read_by == intake, "what came before the end is read after it, too"


def test_messages_stand_on_the_timeline_of_the_desk_and_not_of_the_applicant(case, intake):
    write(case, case.owner)
    write(case, intake)
    assert [event.kind for event in timeline(case, public_only=False)][:2] == ["message", "message"]
    assert "message" not in {event.kind for event in timeline(case, public_only=True)}
    page = browser(intake).get(desk_url("case", case.pk, language="en")).content.decode()
    assert "Message – The applicant" in page
    assert "2 messages" in page


def test_a_file_goes_with_a_message_and_is_no_paper_of_the_case(case, intake):
    before = [entry["id"] for entry in snapshot(case)]
    data = posted(
        "See the letter.", file=[upload("letter.pdf", pdf()), upload("photo.png", image("PNG", 300))]
    )
    answer = browser(case.owner).post(mine(case), data, follow=True)
    assert "letter.pdf" in answer.content.decode()
    message = Message.objects.get()
    assert [row.document.name for row in message.enclosures.all()] == ["letter.pdf", "photo.png"]
    assert [entry["id"] for entry in snapshot(case)] == before
    assert "MSG" not in holdings(case.submissions.get())
    file = message.enclosures.first().document
    assert file.late is False
    assert browser(intake).get(reverse("documents:view", args=[file.pk])).status_code == 200
    assert (
        browser(factories.officer("intake", OTHER)).get(reverse("documents:view", args=[file.pk])).status_code
        == 404
    )


def test_a_bad_file_holds_the_message_back_and_loses_neither_text_nor_the_good_file(case):
    data = posted("Two files.", file=[upload("good.pdf", pdf()), upload("evil.pdf", EXE)])
    client = browser(case.owner)
    page = client.post(mine(case), data).content.decode()
    assert "evil.pdf" in page and "good.pdf" in page and "Two files." in page
    assert not Message.objects.exists()
    good = Document.objects.get(material="MSG")
    assert f'value="{good.pk}" id="id_message_files_0" checked' in page
    client.post(mine(case), posted("Two files.", files=[str(good.pk)]))
    assert Message.objects.get().enclosures.get().document == good


def test_a_file_that_was_not_sent_is_its_writers_alone_and_can_be_taken_away(case, intake):
    browser(intake).post(desk(case), posted("", attach="1", file=[upload("draft.pdf", pdf())]))
    file = Document.objects.get(material="MSG")
    url = reverse("documents:read", args=[file.pk])
    assert browser(case.owner).get(url).status_code == 404
    assert browser(factories.officer("reviewer", case.unit)).get(url).status_code == 404
    colleague = browser(factories.officer("approver", case.unit))
    assert colleague.post(desk(case), posted("", drop=str(file.pk))).status_code == 404
    assert Document.objects.filter(pk=file.pk).exists()
    browser(intake).post(desk(case), posted("", drop=str(file.pk)))
    assert not Document.objects.filter(material="MSG").exists()


def test_somebody_elses_file_or_paper_is_not_sent(case, intake):
    paper = case.documents.first()
    file = documents.receive(application=case, material="MSG", file=upload("a.pdf", pdf()), by=case.owner)
    for by, stolen in ((intake, file), (case.owner, paper)):
        with pytest.raises(NotSent):
            write(case, by, files=[stolen.pk])
    assert not Message.objects.exists()


def test_a_message_takes_five_files(case):
    files = [
        documents.receive(
            application=case, material="MSG", file=upload(f"{n}.png", image("PNG", 300)), by=case.owner
        )
        for n in range(MOST_FILES + 1)
    ]
    with pytest.raises(NotSent):
        write(case, case.owner, files=[row.pk for row in files])
    assert (
        write(case, case.owner, files=[row.pk for row in files[:MOST_FILES]]).enclosures.count() == MOST_FILES
    )


def test_enclosures_that_were_never_sent_are_swept_after_two_days(case):
    kept = documents.receive(application=case, material="MSG", file=upload("a.pdf", pdf()), by=case.owner)
    write(case, case.owner, files=[kept.pk])
    documents.receive(application=case, material="MSG", file=upload("b.pdf", pdf()), by=case.owner)
    assert actions.drop_forgotten() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert actions.drop_forgotten() == 1
    assert Document.objects.get(material="MSG") == kept


def test_an_enclosure_does_not_let_a_suspended_case_go_on(case):
    factories.submitted_application(n=2)
    file = documents.receive(application=case, material="MSG", file=upload("a.pdf", pdf()), by=case.owner)
    assert not case.events.filter(kind="paper").exists()
    assert file.material == "MSG"
    assert Application.objects.get(pk=case.pk).state == "RECEIVED"


@pytest.mark.parametrize("side", ["applicant", "office"])
def test_a_long_thread_costs_no_more_queries_than_a_short_one(case, intake, side):
    user, url = (case.owner, mine(case)) if side == "applicant" else (intake, desk(case))
    client, counted = browser(user), []
    for rows in (1, 15):
        for number in range(rows):
            write(case, (case.owner, intake)[number % 2])
            if number % 2 == 0:
                Message.objects.filter(side="applicant").update(at=timezone.now() - timedelta(days=2))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_draft_has_no_thread():
    draft = factories.draft()
    assert browser(draft.owner).get(mine(draft)).status_code == 404
    with pytest.raises(NotAllowed):
        write(draft, draft.owner)


def test_moves_and_messages_do_not_disturb_each_other(case, intake):
    write(case, case.owner)
    moved = move(case, "REFERRED", by=intake, note="请到街道办事处办理，地址见通知。", version=case.version)
    assert moved.state == "REFERRED"
