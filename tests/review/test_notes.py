"""Internal notes: who reads them, who is told, and that no applicant ever sees one."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from portal.applications.models import Event
from portal.applications.queries import timeline
from portal.audit.models import Entry
from portal.notifications import inbox
from portal.notifications.models import Notice
from portal.review import actions
from portal.review.mentions import mentioned_in, suggested
from portal.review.policies import NotPossible, OwnCase
from tests.factories import CITY, UserFactory, officer, submitted_application
from tests.review.addresses import desk_url
from tests.review.test_labels import elsewhere

pytestmark = pytest.mark.django_db
SECRET = "此人材料可疑，内部核查中"


def test_a_note_stands_in_the_timeline_of_officers_and_nowhere_else(
    client, django_capture_on_commit_callbacks
):
    case, user = submitted_application(), officer("intake")
    client.force_login(user)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(desk_url("note", case.pk, language="en"), {"text": SECRET}, follow=True)
    assert SECRET in answer.content.decode() and "The note is written." in answer.content.decode()
    event = case.events.get(kind="note")
    assert (event.public, event.actor, event.role, event.note) == (False, user, "intake", SECRET)
    actions.accept(application=case, by=user, version=case.version)
    client.force_login(case.owner)
    for address in ("/my/", f"/my/{case.pk}/", f"/en/my/{case.pk}/"):
        assert SECRET not in client.get(address, follow=True).content.decode()
    assert event not in timeline(case, public_only=True)
    assert SECRET not in str([notice.context for notice in Notice.objects.all()])
    assert not any(SECRET in message.body or SECRET in message.subject for message in mail.outbox)
    client.force_login(user)
    assert SECRET not in client.get(desk_url("answers", case.pk)).content.decode()
    entries = Entry.objects.filter(action="note:written")
    assert [entry.data for entry in entries] == [{"note": event.pk, "mentioned": []}]


def test_an_empty_or_endless_note_is_said_in_words_and_keeps_the_text(client):
    case = submitted_application()
    client.force_login(officer("intake"))
    url = desk_url("note", case.pk, language="en")
    for text in ("", "  ", "长" * 2001):
        answer = client.post(url, {"text": text})
        assert answer.status_code == 422 and not case.events.filter(kind="note").exists()
    answer = client.post(url, {"text": "请 @张三丰 看一下"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nobody who may see this case is called “张三丰”" in page and "请 @张三丰 看一下" in page


def test_the_mentioned_find_it_in_the_inbox_but_not_who_wrote_it():
    case = submitted_application()
    author = officer("intake", last_name="钱", first_name="一")
    reader = officer("reviewer", case.unit, last_name="孙", first_name="二")
    english = officer("approver", last_name="Smith", first_name="Ann")
    actions.add_note(application=case, by=author, text="@孙二 和 @ann smith，请看；@钱一。 @孙二")
    assert [memo.kind for memo in reader.memos.all()] == ["mentioned"]
    assert english.memos.count() == 1 and not author.memos.exists()
    said = inbox.said(reader.memos.get())
    assert case.number in said and str(author) in said


def test_unknown_ambiguous_and_foreign_names_are_errors():
    case = submitted_application()
    author = officer("intake")
    twins = [officer("reviewer", last_name="周", first_name="全") for _ in range(2)]
    foreign = officer("reviewer", elsewhere(case), last_name="郑", first_name="远")
    officer("reviewer", last_name="吴", first_name="名").postings.update(active=False)
    for text in ("@周全 好", f"@{foreign} 好", f"@{foreign.email}", "@吴名", "@周全全", f"@{case.owner}"):
        with pytest.raises(NotPossible):
            actions.add_note(application=case, by=author, text=text)
    assert not case.events.filter(kind="note").exists()
    actions.add_note(application=case, by=author, text=f"@{twins[1].email}, 好；信箱 a@b.cn 不算")
    assert twins[1].memos.count() == 1 and not twins[0].memos.exists()
    with pytest.raises(NotPossible, match=twins[0].email):
        mentioned_in("@周全", case)


def test_whoever_has_a_part_in_the_case_is_not_mentioned():
    case = submitted_application()
    case.owner.postings.create(unit=CITY, role="reviewer")
    with pytest.raises(NotPossible):
        actions.add_note(application=case, by=officer("intake"), text=f"@{case.owner.email} 看")


def test_suggestions_begin_as_typed(client):
    case = submitted_application()
    officer("reviewer", last_name="冯", first_name="春")
    officer("reviewer", elsewhere(case), last_name="冯", first_name="外")
    user = officer("intake")
    assert [str(one) for one in suggested(case, "冯")] == ["冯春"]
    client.force_login(user)
    url = desk_url("people", case.pk, language="en")
    part = client.get(url, {"begun": "冯"}, headers={"HX-Request": "true"}).content.decode()
    assert 'data-mention="冯春"' in part and "冯外" not in part and "<html" not in part
    assert "@冯春" in client.get(url).content.decode()


def test_a_note_is_struck_through_by_its_author_for_a_quarter_of_an_hour(client):
    case, user = submitted_application(), officer("intake")
    note = actions.add_note(application=case, by=user, text=SECRET)
    page = desk_url("case", case.pk, language="en")
    strike = desk_url("strike", case.pk, note.pk, language="en")
    client.force_login(officer("reviewer"))
    assert "Strike it through" not in client.get(page).content.decode()
    client.post(strike)
    assert not case.events.filter(kind="note-struck").exists()
    client.force_login(user)
    assert "Strike it through" in client.get(page).content.decode()
    client.post(strike)
    client.post(strike)
    assert case.events.filter(kind="note-struck").count() == 1
    after = client.get(page).content.decode()
    assert "Note struck through" in after and SECRET in after and "Strike it through" not in after
    assert Entry.objects.get(action="note:struck").data == {"note": note.pk}
    note.refresh_from_db()
    assert note.note == SECRET


def test_later_than_that_it_stands():
    case, user = submitted_application(), officer("intake")
    note = actions.add_note(application=case, by=user, text=SECRET)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(NotPossible):
        actions.strike_note(note=note, by=user)
    moved = case.events.filter(kind="move").first()
    with pytest.raises(NotPossible):
        actions.strike_note(note=moved, by=user)


def test_foreign_officers_applicants_and_the_owner_write_nothing(client):
    case = submitted_application()
    note = actions.add_note(application=case, by=officer("intake"), text="x")
    strangers = [officer("intake", elsewhere(case)), UserFactory(second_factor=True), case.owner]
    for person in strangers:
        client.force_login(person)
        for url in (desk_url("note", case.pk), desk_url("strike", case.pk, note.pk)):
            assert client.post(url, {"text": "y"}).status_code == 404
        assert client.get(desk_url("people", case.pk)).status_code == 404
    case.owner.postings.create(unit=CITY, role="intake")
    case.owner.authenticator_set.create(type="totp", data={"secret": "unused"})
    client.force_login(case.owner)
    assert client.post(desk_url("note", case.pk), {"text": "y"}).status_code == 403
    assert client.post(desk_url("strike", case.pk, note.pk)).status_code == 403
    with pytest.raises(OwnCase):
        actions.add_note(application=case, by=case.owner, text="y")
    other = submitted_application(n=2)
    client.force_login(officer("intake"))
    assert client.post(desk_url("strike", other.pk, note.pk)).status_code == 404
    assert Event.objects.filter(kind__startswith="note").count() == 1


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "@<b>x"])
def test_a_note_is_text(client, text):
    case = submitted_application()
    client.force_login(officer("intake"))
    answer = client.post(desk_url("note", case.pk, language="en"), {"text": text}, follow=True)
    assert text not in answer.content.decode()
