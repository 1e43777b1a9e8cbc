"""The page of a case: answers, differences, masks, papers, acts, conflicts, and what it costs."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.applications import actions as applications
from portal.applications.models import Application, Correction
from portal.applications.states import State
from portal.audit.models import Entry
from portal.checkpoints.catalogue import for_pages
from portal.review import actions
from portal.review.policies import Item
from portal.review.reading import masked
from tests.factories import REASON, handed_in, officer, paper, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
MOST_QUERIES = 26


def url(case: Application, name: str = "case", *more: str) -> str:
    return desk_url(name, case.pk, *more, language="en")


@pytest.fixture
def intake(client):
    """An intake officer of the city, signed in."""
    user = officer("intake", last_name="周", first_name="受理")
    client.force_login(user)
    return user


def text_of(response) -> str:
    return response.content.decode()


def test_answers_and_papers_are_shown_and_sensitive_ones_masked(client, intake):
    case = submitted_application()
    answers = case.submissions.get().content["answers"]
    page = text_of(client.get(url(case)))
    assert answers["approval"]["approval_no"] in page
    assert "TH01.pdf" in page
    for step, field in (("applicant", "id_no"), ("applicant", "name"), ("origin", "origin_address")):
        assert answers[step][field] not in page


def test_showing_a_sensitive_answer_is_recorded_without_its_value(client, intake):
    case = submitted_application()
    secret = case.submissions.get().content["answers"]["applicant"]["mobile"]
    page = text_of(client.post(url(case, "show"), {"field": ["applicant.mobile", "applicant.nonsense"]}))
    assert secret in page
    entry = Entry.objects.get(action="sensitive:shown")
    assert entry.data == {"fields": ["applicant.mobile"]}
    assert (entry.actor, entry.subject) == (f"user:{intake.pk}", f"application:{case.pk}")


def test_nothing_is_uncovered_by_get_or_by_an_unknown_key(client, intake):
    case = submitted_application()
    assert client.get(url(case, "show") + "?field=applicant.mobile").status_code == 405
    client.post(url(case, "show"), {"field": "applicant.nonsense"})
    assert not Entry.objects.filter(action="sensitive:shown").exists()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("林晓岚", "林*岚"),
        ("320508198501010018", "320***********0018"),
        ("江苏省苏州市平江路18号", "******"),
        ("5", "******"),
    ],
)
def test_masks(text, shown):
    assert masked(text) == shown


def test_opening_is_recorded_once_in_ten_minutes(client, intake):
    case = submitted_application()
    readings = Entry.objects.filter(action="case:read", subject=f"application:{case.pk}")
    client.get(url(case))
    client.get(url(case))
    assert readings.count() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.get(url(case))
    assert readings.count() == 2
    client.force_login(officer("reviewer"))
    client.get(url(case))
    assert readings.count() == 3


def test_the_second_round_is_shown_against_the_first(client, intake):
    case = submitted_application()
    items = [Item(step="approval", field="approval_no", reason=REASON), Item(material="TH02", reason=REASON)]
    case = actions.ask_correction(application=case, by=intake, version=case.version, items=items)
    before = case.submissions.get().content["answers"]["approval"]["approval_no"]
    case.documents.filter(material="TH02").update(removed_at=timezone.now())
    paper(case, "TH02", "another scan")
    applications.resubmit(application=case, **handed_in(case, approval={"approval_no": "示范〔2026〕999999"}))
    page = text_of(client.get(url(case)))
    assert f"<del>{before}</del>" in page
    assert "示范〔2026〕999999" in page
    assert page.count("<del>") == 1
    assert REASON in page
    assert "Corrections asked for by 周受理" in page
    household = page.split("Household register", 1)[1].split("</h3>")[0]
    assert "Changed" in household


def test_the_reviewers_recommendation_and_internal_notes_are_shown(client):
    case = submitted_application(state="PENDING_APPROVAL")
    client.force_login(officer("approver"))
    page = text_of(client.get(url(case)))
    assert "recommends: Approve" in page
    assert "材料齐全，建议予以同意。" in page
    assert 'name="then"' in page


def test_an_act_with_an_error_comes_back_with_what_was_typed(client, intake):
    case = submitted_application()
    response = client.post(
        url(case, "act", "refuse"), {"version": case.version, "ground": "other_item", "reason": "太短了"}
    )
    page = text_of(response)
    assert response.status_code == 200
    assert "error-summary" in page
    assert "太短了" in page
    assert Application.objects.get().state == State.RECEIVED


def test_accept_and_take_the_next(client, intake):
    case, other = submitted_application(), submitted_application(n=2)
    response = client.post(url(case, "act", "accept"), {"version": case.version, "then": "next"}, follow=True)
    assert response.redirect_chain[-1][0] == url(other)
    assert f'{case.number} accepted · <a href="{url(case)}">' in text_of(response)


def test_who_comes_second_reads_who_and_when_and_keeps_what_was_typed(client):
    case = submitted_application(state="PENDING_APPROVAL")
    first, second = officer("approver", last_name="李", first_name="明"), officer("approver")
    with time_machine.travel("2026-11-24T06:02:00+00:00", tick=False):
        actions.approve(application=case, by=first, version=case.version)
        client.force_login(second)
        response = client.post(url(case, "act", "deny"), {"version": case.version, "reason": REASON})
    page = text_of(response)
    assert response.status_code == 409
    assert "李明 approved this case at 14:02." in page
    assert REASON in page
    assert "Approved, paper in production" in page
    assert Application.objects.get().approver == first


def test_a_form_without_a_version_is_a_conflict(client, intake):
    case = submitted_application()
    assert client.post(url(case, "act", "accept")).status_code == 409
    assert Application.objects.get().state == State.RECEIVED


def correction(case: Application, **fields: str) -> dict[str, str]:
    return {"version": str(case.version), **fields}


def test_a_correction_is_confirmed_before_it_leaves(client, intake):
    case = submitted_application()
    sent = correction(
        case, **{"ask:origin:origin_address": "on", "why:origin:origin_address": REASON, "why::TH02": REASON}
    )
    response = client.post(url(case, "act", "correct"), sent)
    assert "You ask for corrections: 2." in text_of(response)
    assert (
        "Present registration" not in text_of(response) or Application.objects.get().state == State.RECEIVED
    )
    again = client.post(url(case, "act", "correct"), sent | {"edit": "1"})
    assert REASON in text_of(again)
    assert Correction.objects.count() == 0
    response = client.post(url(case, "act", "correct"), sent | {"confirmed": "1"})
    assert response.status_code == 302
    assert Correction.objects.get().items.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"ask:origin:salary": "on", "why:origin:salary": REASON},
        {"ask::EN01": "on", "why::EN01": REASON},
        {"ask::TH02": "on"},
        {"why::TH02": "太短"},
    ],
)
def test_a_forged_or_empty_correction_is_refused_with_a_sentence(client, intake, fields):
    case = submitted_application()
    response = client.post(url(case, "act", "correct"), correction(case, confirmed="1", **fields))
    assert response.status_code == 200
    assert "error-summary" in text_of(response)
    assert Application.objects.get().state == State.RECEIVED
    assert not Correction.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("state", ["RECEIVED", "CORRECTION", "PENDING_APPROVAL", "APPROVED", "DENIED"])
@pytest.mark.parametrize("service", ["TH", "PB", "TB", "SX"])
def test_a_case_costs_few_queries(client, service, state):
    case = submitted_application(service, state)
    user = officer("intake")
    user.postings.create(unit="310000000000", role="approver")
    client.force_login(user)
    for_pages()  # kept for a minute, so that hardly any page reads the list of the checkpoints
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url(case)).status_code == 200
    # The transaction that records the reading is none: outside of tests it begins and ends without a savepoint.
    asked = [row["sql"] for row in captured if "SAVEPOINT" not in row["sql"]]
    assert len(asked) <= MOST_QUERIES, "\n".join(sql[:160] for sql in asked)


def test_one_press_uncovers_a_whole_step_and_nothing_else(client, intake):
    case = submitted_application()
    answers = case.submissions.get().content["answers"]
    page = text_of(client.post(url(case, "show"), {"section": ["applicant", "nonsense"]}))
    assert answers["applicant"]["mobile"] in page
    assert answers["applicant"]["name"] in page
    assert answers["origin"]["origin_address"] not in page
    kept = Entry.objects.get(action="sensitive:shown").data["fields"]
    assert "applicant.id_no" in kept
    assert all(key.startswith("applicant.") for key in kept)


def test_a_date_of_birth_in_words_is_masked_whole():
    assert masked("10 March 1986") == "******"
    assert masked("310 101 19860310 0018").endswith("0018")


def test_what_was_left_out_takes_one_line(client, intake):
    page = text_of(client.get(url(submitted_application())))
    assert "Not filled in:" in page
    assert "<dt>Former names" not in page


def test_why_the_origin_refused_stands_above_the_act_and_the_findings_are_open_again(client):
    applications.move(submitted_application(state="APPROVED"), State.CERT_ISSUED, by=None)
    case, reviewer = Application.objects.get(), officer("reviewer")
    actions.record_refusal(application=case, by=officer("intake"), version=case.version, reason=REASON)
    case.submissions.update(flags=[{"rule": "R", "step": "origin", "field": "", "message": "看这里。"}])
    client.force_login(reviewer)
    page = text_of(client.get(url(case)))
    side = page.split('id="act-title"')[1].split("data-main-act")[0]
    assert REASON in side
    assert '<details class="flags">' in side
    fresh = Application.objects.get()
    actions.reopen(application=fresh, by=reviewer, version=fresh.version, reason=REASON)
    page = text_of(client.get(url(case)))
    assert REASON not in page.split('id="act-title"')[1]
    assert '<details class="flags" open>' in page
    assert 'href="#step-origin"' in page
