"""From the approval to the conclusion in both lanes, on the pages of officers and applicants."""

import pytest
from django.core import mail
from django.core.management import call_command

from portal.applications.states import State
from portal.exchange.receiving import poll
from portal.workdays.queries import today
from tests import cases
from tests.cases import fresh

pytestmark = pytest.mark.django_db
RELEASE = {"number": "甘00000007", "issued_by": "雁滩派出所", "note": ""}


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


def page(client, user, path):
    client.force_login(user)
    return client.get(f"/en/{path}").content.decode()


def act(client, commits, case, code, **values):
    """Let an officer carry out an act of the desk; return the answer."""
    client.force_login(cases.officer("intake"))
    with commits(execute=True):
        return client.post(f"/en/desk/{case.pk}/{code}/", {"version": fresh(case).version, **values})


def conclude(client, commits, case, tmp_path):
    """Register a case and download the paper that closes it."""
    answer = act(client, commits, case, "register", household_no="310115 000001", registered_on=today())
    assert answer.status_code == 302
    assert fresh(case).state == State.CONCLUDED
    notice = case.certificates.get(type="LH")
    mine = page(client, case.owner, f"my/{case.pk}/")
    assert f"/my/certificates/{notice.pk}/" in mine
    assert "Household number 310115000001" in mine
    told = next(sent for sent in mail.outbox if sent.subject.startswith("Registered"))
    assert "Settlement notice" in told.body
    file = tmp_path / "notice.pdf"
    file.write_bytes(client.get(f"/my/certificates/{notice.pk}/").content)
    call_command("verify_certificate", str(file))
    assert "310115000001" in page(client, cases.officer("intake"), f"desk/{case.pk}/")


def test_the_delta_lane(client, origin, waiting, django_capture_on_commit_callbacks, tmp_path):
    case = waiting(0, language="en")
    mine = page(client, case.owner, f"my/{case.pk}/")
    assert "We asked 姑苏区 平江派出所" in mine and "You need not go there" in mine
    assert "What you have to do" not in mine
    assert "沪00000001" in page(client, cases.officer("intake"), f"desk/{case.pk}/")
    origin.release(case)
    with django_capture_on_commit_callbacks(execute=True):
        assert poll() == 1
    assert "Migration certificate 苏00000009" in page(client, case.owner, f"my/{case.pk}/")
    conclude(client, django_capture_on_commit_callbacks, case, tmp_path)


def test_the_national_lane(client, origin, waiting, django_capture_on_commit_callbacks, tmp_path):
    case = waiting(3, language="en")
    mine = page(client, case.owner, f"my/{case.pk}/")
    assert "What you have to do" in mine and "雁滩派出所" in mine
    assert "Post the original" in mine and "示范路" in mine
    assert "You need not go there" not in mine
    assert "is not reached by the exchange" in page(client, cases.officer("intake"), f"desk/{case.pk}/")
    commits = django_capture_on_commit_callbacks
    wrong = act(client, commits, case, "release", **{**RELEASE, "number": "7", "issued_on": today()})
    assert wrong.status_code == 200
    assert 'href="#id_release_number"' in wrong.content.decode()
    assert fresh(case).state == State.ORIGIN_PENDING
    answer = act(client, commits, case, "release", **RELEASE, issued_on=today())
    assert answer.status_code == 302
    conclude(client, commits, case, tmp_path)


def test_without_an_exchange_the_desk_is_told_to_ask_by_hand(
    client, waiting, django_capture_on_commit_callbacks
):
    case = waiting(0, language="en")
    assert "No exchange is connected" in page(client, cases.officer("intake"), f"desk/{case.pk}/")
    assert "We ask 姑苏区 平江派出所" in page(client, case.owner, f"my/{case.pk}/")
    commits = django_capture_on_commit_callbacks
    assert act(client, commits, case, "release", **RELEASE, issued_on=today()).status_code == 302
    assert fresh(case).state == State.ORIGIN_RELEASED


def test_an_answer_that_moved_nothing_is_shown_to_the_desk_and_not_to_the_applicant(client, origin, waiting):
    case = waiting(0, language="en")
    origin.release(case, body={"czr_gmsfhm": "110101199003070097"})
    assert poll() == 0
    assert "not about the persons" in page(client, cases.officer("intake"), f"desk/{case.pk}/")
    assert "not about the persons" not in page(client, case.owner, f"my/{case.pk}/")


def test_a_refusal_by_hand_needs_a_reason(client, waiting, django_capture_on_commit_callbacks):
    case = waiting(3)
    commits = django_capture_on_commit_callbacks
    assert act(client, commits, case, "origin-refusal", reason="太短").status_code == 200
    assert fresh(case).state == State.ORIGIN_PENDING
    reason = "迁出地派出所答复：申请人涉案，依法不予办理迁出。"
    assert act(client, commits, case, "origin-refusal", reason=reason).status_code == 302
    assert fresh(case).state == State.ORIGIN_REFUSED


def test_pages_of_a_waiting_case_need_few_queries(client, origin, waiting, django_assert_max_num_queries):
    case = waiting(3)
    client.force_login(case.owner)
    with django_assert_max_num_queries(26):
        client.get(f"/my/{case.pk}/")
    client.force_login(cases.officer("intake"))
    client.get(f"/desk/{case.pk}/")
    with django_assert_max_num_queries(30):
        client.get(f"/desk/{case.pk}/")
