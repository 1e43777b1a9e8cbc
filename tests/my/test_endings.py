"""What a case came to: a refusal says so on the page and in the list, with reasons, remedies and the decision."""

import pytest
from django.utils.translation import override

from portal.applications import actions
from portal.applications.models import Application
from portal.applications.states import State
from portal.certificates import actions as papers
from portal.my import endings, queries
from tests import cases
from tests.certificates.notices import stories
from tests.factories import submitted_application

pytestmark = pytest.mark.django_db


def page(client, case, language="/en"):
    client.force_login(case.owner)
    answer = client.get(f"{language}/my/{case.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def box(text):
    return text.split('class="notice notice-bad"')[1].split("</section>")[0]


@pytest.fixture
def concluded(django_capture_on_commit_callbacks):
    def brought(service):
        with django_capture_on_commit_callbacks(execute=True):
            case = submitted_application(service, "DENIED")
        case = Application.objects.get(pk=case.pk)
        assert case.state == State.CONCLUDED
        notice = case.certificates.get(type="JB")
        papers.issue(certificate_id=notice.pk)
        return case

    return brought


@pytest.mark.parametrize(
    ("service", "tag", "lead", "title", "paper"),
    [
        (
            "TH",
            "Concluded (not approved)",
            "Your application was not approved.",
            "Decision: not approved",
            "Decision not to permit the move (PDF)",
        ),
        (
            "PB",
            "Concluded (not filed)",
            "Nothing was filed.",
            "Notice: not filed",
            "Notice that no filing is made (PDF)",
        ),
    ],
)
def test_a_case_that_ended_with_a_refusal_says_so_first(client, concluded, service, tag, lead, title, paper):
    case = concluded(service)
    text = page(client, case)
    head = text.split('id="case-state"')[1].split("</div>")[0]
    assert "tag-bad" in head and tag in head and f"{lead} Reasons and remedies stand below." in head
    assert title in box(text) and paper in box(text) and "60 days" in box(text)
    assert "Please tell us how it was" not in text
    assert text.index('id="case-events"') < text.index('id="rating"')
    assert text.count(paper) == 1
    listed = client.get("/en/my/").content.decode()
    assert tag in listed and "tag-good" not in listed


def test_a_case_that_ended_well_is_concluded_and_asks_for_a_rating_early(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    text = page(client, case)
    assert "notice-bad" not in text
    assert text.index('id="rating"') < text.index('id="case-events"')
    listed = client.get("/en/my/").content.decode()
    assert "tag-good" in listed and "Concluded (" not in listed


def test_a_refusal_at_intake_says_why_where_to_go_and_what_can_be_done(client):
    case, _event = stories.refused_at_intake("TH")
    text = page(client, case)
    assert "The case was not accepted. You find the reason and where to go below." in text
    told = box(text)
    assert "Decision: not accepted" in told
    for words in ("not within the powers", stories.WHERE, stories.REASON, "reconsideration", "lawsuit"):
        assert words in told


def test_a_filing_that_is_not_taken_up_is_told_in_the_words_of_filings(client):
    case, _event = stories.refused_at_intake("PB")
    told = box(page(client, case))
    assert "<h2>Not accepted</h2>" in told and "lawsuit" in told


def test_a_case_that_belongs_elsewhere_says_where(client):
    case, _event = stories.referred("TH")
    assert stories.WHERE in box(page(client, case))


def test_the_decision_is_linked_by_its_own_title_in_both_languages(client, concluded):
    case = concluded("TH")
    assert "不予迁入告知书" in box(page(client, case, ""))
    assert "Decision not to permit the move" in box(page(client, case))


def test_a_decision_that_is_still_being_made_is_named_without_a_link(client):
    case = submitted_application("TH", "DENIED")
    case.certificates.filter(type="JB").update(status="requested")
    told = box(page(client, case))
    assert "(is being made)" in told and "/my/certificates/" not in told


def test_the_receipt_is_linked_once(client):
    case = cases.submitted("TH")
    assert "Download the receipt" in page(client, case)
    notice = papers.receipt_of(Application.objects.get(pk=case.pk))
    papers.issue(certificate_id=notice.pk)
    text = page(client, case)
    assert "Receipt (PDF)" in text and "Download the receipt" not in text


def test_who_withdrew_reads_what_can_be_done(client):
    case = cases.submitted("TH")
    actions.withdraw(application=case, by=case.owner)
    assert "You withdrew this application; you may hand it in anew." in page(client, case)


def test_a_case_denied_after_an_approval_counts_as_denied(client):
    case = cases.approved("TH")
    denial = case.events.create(
        at=case.decided_at, after=State.DENIED, version=case.version + 1, note="x", kind="move"
    )
    Application.objects.filter(pk=case.pk).update(state=State.CONCLUDED)
    case = queries.cases_of(case.owner).get()
    assert case.decision == State.DENIED and endings.ending_of(case) == denial
    with override("en"):
        assert endings.label_of(case, case.decision) == "Concluded (not approved)"
