"""What a running case still waits for, on the applicant's pages and at the desk."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.certificates.notices.receipt import receipt
from portal.documents.models import Document, Standin
from portal.work.sweeping import sweep_all
from tests import cases, standins
from tests.standins import PROMISED, STAGE, STATED, send

pytestmark = pytest.mark.django_db
WORDS = "Still to hand in: Contract with the seller by Monday 16 November"


@pytest.fixture
def now(client):
    """Monday, 2 November 2026, in the morning; can be moved on."""
    moment = dt.datetime(2026, 11, 2, 10, 0, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(moment, tick=False) as traveller, standins.declared():

        def go_to(day):
            traveller.move_to(moment.replace(month=day.month, day=day.day))
            client.force_login(cases.applicant())  # the session has run out since

        yield go_to


@pytest.fixture
def case(client, now):
    client.force_login(cases.applicant())
    return standins.accepted(client)


def page(client, case):
    answer = client.get(f"/en/my/{case.pk}/")
    assert answer.status_code == 200
    return answer


def desk(case, settings):
    settings.DEMO = True
    client = Client()
    client.force_login(cases.officer("reviewer"))
    return client.get(f"/en/desk/{case.pk}/").content.decode()


def test_the_list_and_the_case_say_what_is_due_and_take_it(client, case):
    assert WORDS in client.get("/en/my/").content.decode()
    text = page(client, case).content.decode()
    assert WORDS in text
    assert reverse("documents:upload", args=[case.pk, PROMISED]).removeprefix("/en") in text
    assert text.count('type="file"') == 1
    send(client, case, "upload", PROMISED, next=f"/en/my/{case.pk}/")
    assert WORDS not in client.get("/en/my/").content.decode()
    answer = page(client, case)
    text = answer.content.decode()
    assert WORDS not in text and "Handed in: Contract with the seller" in text
    assert "Paper handed in" in [str(step.title) for step in answer.context["events"]]


def test_the_case_shows_the_statement_as_signed(client, case):
    assert standins.STATEMENT in page(client, case).content.decode()


def test_a_refused_file_is_told_at_its_paper(client, case):
    from tests.documents import files

    address = reverse("documents:upload", args=[case.pk, PROMISED])
    client.post(address, {"file": files.upload("a.pdf", files.EXE)})
    assert page(client, case).context["owed"][0].problems
    assert Standin.objects.get(material=PROMISED).fulfilled_at is None


def test_a_case_suspended_for_a_paper_says_so_and_goes_on_with_it(client, case, now):
    now(dt.date(2026, 11, 17))
    sweep_all()
    answer = page(client, case)
    assert answer.context["case"].state == State.SUSPENDED
    assert "after Tuesday 1 December the case is closed" in answer.content.decode()
    assert answer.context["events"][0].text == "Please hand in what is missing. The review then goes on."
    send(client, case, "upload", PROMISED)
    assert page(client, case).context["case"].state == State.IN_REVIEW


def test_a_closed_case_asks_for_nothing(client, case, now):
    now(dt.date(2026, 11, 17))
    sweep_all()
    now(dt.date(2026, 12, 2))
    sweep_all()
    answer = page(client, case)
    assert answer.context["case"].state == State.CLOSED_NO_RESPONSE
    assert answer.context["owed"] == [] and 'type="file"' not in answer.content.decode()
    assert "Still to hand in" not in client.get("/en/my/").content.decode()


def test_a_stage_asks_for_its_paper_with_its_guidance(client, case, settings):
    assert "Post the original, too." not in page(client, case).content.decode()
    reviewer = cases.officer("reviewer")
    actions.move(
        case,
        State.PENDING_APPROVAL,
        by=reviewer,
        note="for: 材料齐全，建议同意。",
        changes={"reviewer": reviewer},
    )
    text = page(client, case).content.decode()
    assert "Please hand in: Proof of receipt" in text and "Post the original, too." in text
    send(client, case, "upload", STAGE)
    document = Document.objects.get(material=STAGE)
    text = desk(case, settings)
    assert (
        reverse("documents:read", args=[document.pk]).removeprefix("/en") in text
        and "Handed in later" in text
    )
    assert "Recommends: approve" in text or "recommends" in text, "a later paper does not hide the proposal"


def test_the_desk_sees_statement_promise_and_late_paper(client, case, settings, now):
    text = desk(case, settings)
    assert standins.STATEMENT in text and "Promised for Monday 16 November" in text
    assert text.count("Not handed in") == 0
    now(dt.date(2026, 11, 17))
    assert "Promised for Monday 16 November, not handed in" in desk(case, settings)
    send(client, case, "upload", PROMISED)
    text = desk(case, settings)
    assert "Handed in later" in text and "Paper handed in later – The applicant" in text
    assert "Promised for" not in text


def test_the_receipt_says_what_was_signed_and_promised(case):
    paper = receipt(case, "en")
    texts = paper.texts()
    assert standins.STATEMENT in texts
    assert "I will hand in “Contract with the seller” within 10 working days of acceptance." in texts


def test_the_receipt_reads_submissions_from_before_there_were_kinds(case):
    submission = case.submissions.get()
    submission.materials = [
        {"id": "x", "material": "ZA01", "title": "Licence", "name": "a.pdf", "size": 1, "sha256": ""}
    ]
    submission.save()
    assert "a.pdf" in receipt(case, "en").texts()


def test_a_register_that_answered_is_named(client, now, settings):
    client.force_login(cases.applicant())
    from tests.wizard import builders

    draft = builders.filled(client, cases.applicant(), standins.CODE)
    standins.answered(draft, entry="YES")
    send(client, draft, "upload", "ZA01")
    send(client, draft, "promise", PROMISED)
    for step in ("materials", "check"):
        assert client.post(builders.url(draft, step)).status_code == 302
    case = Application.objects.get(pk=draft.pk)
    kinds = {entry["material"]: entry["kind"] for entry in case.submissions.get().materials}
    assert kinds[STATED] == "shared"
    for text in (page(client, case).content.decode(), desk(case, settings), str(receipt(case, "en").texts())):
        assert "Fetched from the register of enterprises" in text


def test_what_is_owed_costs_the_list_one_query(client, case):
    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few = cost("/en/my/")
    for _ in range(3):
        standins.accepted(client)
    assert cost("/en/my/") <= few
    assert cost(f"/en/my/{case.pk}/") <= 30


def test_a_strangers_case_with_a_promise_does_not_exist(client, case):
    client.force_login(cases.applicant("other"))
    assert client.get(f"/en/my/{case.pk}/").status_code == 404
    assert "Still to hand in" not in client.get("/en/my/").content.decode()
