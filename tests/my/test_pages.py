"""The applicant's own pages: only one's own, told in sentences, at a constant cost."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.my import progress, queries
from portal.signing.models import Signature
from portal.ui.templatetags.ui import local_date
from tests import cases
from tests.factories import submitted_application

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def person(client):
    user = cases.applicant()
    client.force_login(user)
    return user


def url(name, case):
    return reverse(f"my:{name}", args=[case.pk])


def test_only_ones_own_drafts_and_cases_are_listed(client, person):
    mine, draft = cases.submitted("PB"), cases.draft("TH")
    theirs = cases.submitted("PB", n=2, by=cases.applicant("other"))  # for another company
    text = client.get("/my/").content.decode()
    assert Application.objects.get(pk=mine.pk).number in text
    assert str(draft.pk) in text
    assert Application.objects.get(pk=theirs.pk).number not in text


def test_a_draft_that_waits_for_a_signature_says_so_and_a_refusal_comes_first(client, person):
    draft = cases.draft("TH")
    assert queries.signing_of(person) == {}
    Signature.objects.create(application=draft, key="applicant", status="SIGNED", digest="d", signed_at=NOW)
    spouse = Signature.objects.create(application=draft, key="spouse", status="INVITED", token_hash="t1")
    with override("en"):
        assert "Waiting for a signature." in client.get("/en/my/").content.decode()
    spouse.status = "DECLINED"
    spouse.save()
    Signature.objects.create(application=draft, key="guardian:1", status="INVITED", token_hash="t2")
    with override("en"):
        text = client.get("/en/my/").content.decode()
        assert "does not agree" in text and "Waiting for a signature." not in text
        assert queries.signing_of(cases.applicant("other")) == {}


@pytest.mark.parametrize("name", ["case", "withdraw", "discard"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_case_does_not_exist(client, name, method):
    case = cases.draft() if name == "discard" else cases.submitted()
    for stranger in (cases.applicant("other"), None):
        client.logout()
        if stranger:
            client.force_login(stranger)
        answer = getattr(client, method)(url(name, case))
        if stranger is None:
            assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        else:
            assert answer.status_code in {404, 405}
    state = Application.objects.get(pk=case.pk).state
    assert state == (State.DRAFT if name == "discard" else State.RECEIVED)


def test_an_officer_reads_cases_at_the_desk_not_here(client, settings):
    settings.DEMO = True
    client.force_login(cases.officer("intake"))
    assert client.get(url("case", cases.submitted())).status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("service", ["TH", "PB"])
def test_a_case_says_where_it_stands(client, person, service, language):
    case = Application.objects.get(pk=cases.submitted(service).pk)
    answer = client.get(f"{language}/my/{case.pk}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert case.number in text
    assert "no-store" in answer["Cache-Control"]
    assert reverse("certificates:receipt", args=[case.pk]) in text
    assert f"{language}/my/{case.pk}/withdraw/" in text
    own = case.state in case.declaration.progress  # then the sentence on top says what comes next
    assert [step.state for step in answer.context["events"]] == (["now"] if own else ["now", "done"])


def test_a_draft_leads_back_to_the_wizard(client, person):
    case = cases.draft()
    assert f"/apply/TH/{case.pk}/" in client.get(url("case", case))["Location"]


def test_a_correction_says_what_to_do(client, person):
    case = cases.correction(cases.submitted("TH"), step="applicant", field="name")
    text = client.get(url("case", case)).content.decode()
    item = case.corrections.get().items.get()
    step = case.declaration.step("applicant")
    with override("zh-hans"):
        assert f"{step.title} – {step.form.base_fields['name'].label}" in text
    assert item.reason in text
    assert f"/apply/TH/{case.pk}/" in text


@pytest.mark.parametrize(
    "item", [{"step": "applicant"}, {"material": "M1"}, {"step": "substances", "field": "nothing"}]
)
def test_every_kind_of_item_has_a_title(item):
    service = "PB" if item.get("step") == "substances" else "TH"
    lawful = {name: value for name, value in item.items() if value != "nothing"}
    case = cases.correction(cases.submitted(service), **lawful)
    case.corrections.get().items.update(field=item.get("field", ""))  # a field that is no more
    titles = [row["title"] for row in queries.items_with_titles(case.corrections.get())]
    assert all(str(title) for title in titles) and len(titles) == 1


def test_what_waits_for_the_person_comes_first(person):
    with time_machine.travel("2026-11-02T02:00:00Z"):
        old = cases.correction(cases.submitted("TH"), material="M1")
    new = cases.submitted("PB")
    assert [case.pk for case in queries.cases_of(person)] == [old.pk, new.pk]


def test_the_draft_edited_last_comes_first(person):
    with time_machine.travel("2026-11-02T02:00:00Z"):
        first = cases.draft()
    with time_machine.travel("2026-11-03T02:00:00Z"):
        second = cases.draft()
    with time_machine.travel("2026-11-04T02:00:00Z"):
        actions.save_draft(application=first, by=person, change=lambda document: None)
    assert list(queries.drafts_of(person)) == [first, second]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-25T02:00:00Z", "10 working days are left"),
        ("2026-12-09T02:00:00Z", "due today"),
        ("2026-12-11T02:00:00Z", "late by 2 working days"),
    ],
)
def test_the_state_in_a_sentence(now, words):
    with time_machine.travel("2026-11-24T02:00:00Z"):
        case = Application.objects.get(pk=cases.submitted("TH").pk)
    with time_machine.travel(now), override("en"):
        assert words in progress.time_left(case)
    case.state = State.CONCLUDED
    with override("en"):
        assert progress.time_left(case) == ""


def test_the_timeline_tells_each_stage_once_and_no_internal_note(
    client, person, django_capture_on_commit_callbacks
):
    case = cases.proposed("PB")
    case = actions.move(
        case, State.IN_REVIEW, by=cases.officer("approver"), note="internal words", public=False
    )
    text = client.get(url("case", case)).content.decode()
    assert "internal words" not in text
    steps = queries.timeline_of(case)
    assert steps[0].state == "now"
    with override("en"):
        titles = [str(step.title) for step in steps[1:]]
    assert titles.count("Received") == titles.count("Accepted") == 1


def test_a_finished_case_has_nothing_next(person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    case.refresh_from_db()
    assert case.state == State.CONCLUDED
    steps = queries.timeline_of(case)
    assert all(step.state == "done" for step in steps)
    assert queries.tone_of(case) == "good"
    assert case.certificates.get(event=None).number in [step.text for step in steps]


def test_the_certificate_can_be_downloaded_from_the_page(client, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    certificate = case.certificates.get(event=None)
    text = client.get(url("case", case)).content.decode()
    assert reverse("certificates:download", args=[certificate.pk]) in text
    assert certificate.verify_url.removeprefix("http://testserver") in text
    for status, there in (("requested", False), ("failed", False)):
        case.certificates.filter(event=None).update(status=status, error="secret reason")
        text = client.get(url("case", case)).content.decode()
        assert "secret reason" not in text
        assert (reverse("certificates:download", args=[certificate.pk]) in text) is there


def test_withdrawing_asks_first(client, person):
    case = cases.submitted("PB")
    assert client.get(url("withdraw", case)).status_code == 200
    assert Application.objects.get(pk=case.pk).state == State.RECEIVED
    assert client.post(url("withdraw", case))["Location"] == url("case", case)
    assert Application.objects.get(pk=case.pk).state == State.WITHDRAWN
    assert client.post(url("withdraw", case)).status_code == 302  # pressed twice
    assert case.events.filter(after=State.WITHDRAWN).count() == 1
    assert client.get(url("case", case)).status_code == 200


def test_after_the_approval_nothing_is_withdrawn(client, person):
    case = cases.approved("PB")
    client.post(url("withdraw", case))
    assert Application.objects.get(pk=case.pk).state == State.APPROVED


def test_discarding_asks_first_and_is_for_drafts(client, person):
    case, handed_in = cases.draft(), cases.submitted()
    assert client.get(url("discard", case)).status_code == 200
    assert client.post(url("discard", handed_in)).status_code == 404
    assert client.post(url("discard", case))["Location"] == "/my/"
    assert set(Application.objects.values_list("pk", flat=True)) == {handed_in.pk}
    assert client.post(url("discard", case)).status_code == 404


def count(client, path):
    with CaptureQueriesContext(
        connection,
    ) as queries_made:
        assert client.get(path).status_code == 200
    return len(queries_made)


def test_the_list_costs_the_same_for_thirty(client, person):
    cases.submitted("PB")
    cases.draft()
    client.get("/my/")
    once = count(client, "/my/")
    handed_in = cases.handed_in("PB")
    for _ in range(29):
        actions.submit(application=cases.draft("PB"), by=person, **handed_in)
        cases.draft()
    assert count(client, "/my/") == once <= 12


def test_a_case_costs_the_same_with_a_long_history(client, person):
    case = cases.submitted("TH")
    client.get(url("case", case))
    once = count(client, url("case", case))
    for n in (2, 3, 4):  # asked again for what is different each time
        case = cases.correction(Application.objects.get(pk=case.pk), step="applicant")
        actions.resubmit(application=case, by=person, **cases.handed_in("TH", n))
    assert count(client, url("case", case)) == once <= 16


@pytest.mark.slow
@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_the_page_opens_in_every_state(client, person, state):
    case = cases.approved("PB")
    Application.objects.filter(pk=case.pk).update(state=state)
    for language in ("", "/en"):
        assert client.get(f"{language}/my/{case.pk}/").status_code == 200


def test_a_correction_pauses_the_promise_and_says_so(client, person):
    case = cases.correction(cases.submitted("TH"), step="applicant", field="name")
    by = case.corrections.get().answer_by
    row = queries.cases_of(person).get()
    assert row.answer_by == by
    with override("en"):
        assert "They pause now" in client.get(f"/en/my/{case.pk}/").content.decode()
        filing = cases.correction(cases.submitted("PB", by=cases.applicant("other")), step="company")
        assert "time limit pauses" in queries.status_sentence(filing)
        promised = local_date(row.promised_on)
        assert promised and f"decision promised by {promised}" not in client.get("/en/my/").content.decode()
        assert f"please correct by {local_date(by)}" in client.get("/en/my/").content.decode()
        assert "Decision promised by" not in client.get(f"/en/my/{case.pk}/").content.decode()


def test_a_withdrawn_case_promises_nothing(client, person):
    case = cases.submitted("TH")
    assert "Decision promised by" in client.get(f"/en/my/{case.pk}/").content.decode()
    actions.withdraw(application=case, by=person)
    assert "Decision promised by" not in client.get(f"/en/my/{case.pk}/").content.decode()


def test_a_refusal_with_its_grounds_and_remedies_stands_above_everything_else(client, person):
    granted = submitted_application("TP", "APPROVED", owner=person)
    denied = submitted_application("TP", "DENIED", owner=person, n=2)
    page = client.get(url("case", denied)).content.decode()
    decision = page.split('class="notice notice-bad"')[1].split("</section>")[0]
    assert "行政复议" in decision and "法律依据" in decision
    assert page.index("行政复议") < page.index('class="facts"')
    assert "行政复议" not in client.get(url("case", granted)).content.decode()
