"""The pages of consultations: what they say, how many queries they take, and what the sweeper reminds of."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import Posting
from portal.applications.models import Application
from portal.consultations import upkeep
from portal.consultations.models import Consultation
from portal.notifications.models import Memo
from portal.review import actions as review
from portal.workdays.queries import today
from tests.consultations.held import TEXT, Held, fresh, place
from tests.factories import officer
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db


def more(held: Held, count: int) -> None:
    """Add concluded consultations of the same case."""
    for n in range(count):
        row = Consultation(
            case=held.case, number=f"HS2020-{n:04d}", state="ADOPTED", requested_by=held.reviewer,
            requested_at=timezone.now(), chair=held.chair, convene_by=today(), convened_at=timezone.now(),
            conclude_by=today(), concluded_at=timezone.now(), conclusion="for",
        )  # fmt: skip
        row.content = {"questions": [TEXT], "facts": TEXT, "options": []}
        row.save(force_insert=True)


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_the_list_takes_as_many_queries_for_30_rows_as_for_1(client):
    held = Held().to("CONCLUDED")
    client.force_login(held.chair)
    address = f"{place('list')}?tab=concluded"
    one = queries(client, address)
    more(held, 29)
    assert client.get(address).content.decode().count("HS20") >= 30
    assert queries(client, address) == one <= 12


def test_the_page_takes_as_many_queries_for_many_members_as_for_three(client):
    held = Held().to("CONVENED")
    client.force_login(held.chair)
    address = place("page", held.row.pk)
    few = queries(client, address)
    for _ in range(20):
        held.invite(officer("intake"), "expert")
    assert queries(client, address) == few <= 25


def test_the_case_page_takes_one_query_more_at_most(client):
    held = Held()
    client.force_login(held.reviewer)
    address = desk_url("case", held.case.pk, language="en")
    with CaptureQueriesContext(connection) as made:
        text = client.get(address).content.decode()
    assert sum("consultations_consultation" in query["sql"] for query in made) == 1
    assert "Ask for a consultation" in text
    held.request()
    text = client.get(address).content.decode()
    assert f"Consultation {held.row.number}" in text
    assert "asked for" in text
    assert "Ask for a consultation" not in text


def test_the_approver_reads_what_was_concluded_and_gives_reasons_to_depart(client):
    held = Held().to("CONCLUDED", "against", ("against",) * 3)
    case = Application.objects.get(pk=held.case.pk)
    note = "材料齐全，建议予以同意。"
    review.propose(application=case, by=held.reviewer, version=case.version, recommendation="for", note=note)
    approver = officer("approver")
    client.force_login(approver)
    text = client.get(desk_url("case", case.pk, language="en")).content.decode()
    assert "It advises, you decide." in text
    address = desk_url("act", case.pk, "approve", language="en")
    version = Application.objects.get(pk=case.pk).version
    answer = client.post(address, {"version": version, "note": ""})
    assert answer.status_code == 200
    assert (
        f"The consultation {held.row.number} concluded: Against the application." in answer.content.decode()
    )
    assert client.post(address, {"version": version, "note": TEXT}).status_code == 302
    assert fresh(held.row).state == "NOT_ADOPTED"


def test_the_navigation_says_how_many_wait(client):
    held = Held().to("REQUESTED")
    for person, waits in ((held.chair, True), (held.reviewer, False), (held.members[0], False)):
        client.force_login(person)
        assert ("waiting for you" in client.get(place("list")).content.decode()) == waits
        assert ("waiting for you" in client.get(desk_url("counts", language="en")).content.decode()) == waits
    held.accept()
    held.convene()
    client.force_login(held.members[0])
    assert "waiting for you" in client.get(place("list")).content.decode()
    held.hear(("for",))
    assert "waiting for you" not in client.get(place("list")).content.decode()


def test_the_chair_finds_members_by_name(client):
    held = Held().to("ACCEPTED")
    there = officer("intake", held.case.unit, last_name="欧阳", first_name="若兰")
    away = officer("intake", "310151000000", last_name="欧阳", first_name="若竹")
    Posting.objects.create(user=away, unit="310151000000", role="reviewer")
    client.force_login(held.chair)
    text = client.get(f"{place('page', held.row.pk)}?q=欧阳若").content.decode()
    assert text.index(there.name) < text.index(away.name)
    assert text.count("From another unit: reads this consultation") == 1
    assert "Nobody of that name" in client.get(f"{place('page', held.row.pk)}?q=zzz").content.decode()
    client.force_login(held.reviewer)
    assert there.name not in client.get(f"{place('page', held.row.pk)}?q=欧阳若").content.decode()


def test_who_comes_second_reads_who_was_faster_and_keeps_what_was_typed(client):
    held = Held().to("REQUESTED")
    client.force_login(held.chair)
    sent = {"version": held.version, "reason": TEXT}
    held.accept()
    answer = client.post(place("act", held.row.pk, "reject"), sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"{held.chair} changed this at" in text
    assert TEXT in text
    assert fresh(held.row).state == "ACCEPTED"


def test_passed_terms_are_shown_in_words_and_told_once(client):
    held = Held().to("REQUESTED")
    assert upkeep.remind() == 0
    Consultation.objects.update(convene_by=today() - timedelta(days=10))
    assert (upkeep.remind(), upkeep.remind()) == (1, 0)
    told = Memo.objects.filter(kind="consultation_late")
    assert set(told.values_list("recipient", flat=True)) == {held.reviewer.pk, held.chair.pk}
    client.force_login(held.chair)
    text = client.get(place("list")).content.decode()
    assert "level-red" in text
    assert "Overdue by" in text
    held.accept()
    held.convene()
    Consultation.objects.update(conclude_by=today() - timedelta(days=1))
    assert (upkeep.remind(), upkeep.remind()) == (1, 0)


def test_the_text_for_the_knowledge_base_names_nobody(client):
    held = Held()
    kept = next(iter(held.case.submissions.get().content["shown"].values()))
    answers = {item["name"]: item["text"] for section in kept for row in section["rows"] for item in row}
    name, number = held.case.owner.name, answers["id_no"]
    facts = f"{name}的证件{number}与{answers['name']}不一致，由{held.chair.name}主持，电话13800138000。"
    held.request(facts=facts)
    client.force_login(held.chair)
    assert client.get(place("anonymous", held.row.pk)).status_code == 404
    held.accept()
    held.convene()
    held.hear(("for", "for", "for"))
    held.conclude()
    text = client.get(place("anonymous", held.row.pk)).content.decode()
    body = text[text.index("<textarea") : text.index("</textarea>")]
    assert TEXT in body
    for secret in (name, number, answers["name"], held.chair.name, "13800138000", held.case.number):
        assert secret not in body, secret


def test_the_minutes_can_be_printed(client):
    held = Held().to("CONCLUDED", "for", ("for", "for", "other"))
    client.force_login(held.reviewer)
    text = client.get(place("minutes", held.row.pk)).content.decode()
    for words in ("Minutes of the joint consultation", held.row.number, "Dissenting opinion", "Legal unit"):
        assert words in text
