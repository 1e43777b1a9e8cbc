"""The holder's pages: who sees them, what they say, and that nothing typed is lost."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.reports import actions
from portal.reports.models import Report
from portal.workdays.queries import today
from tests import cases
from tests.factories import officer
from tests.reports.holders import arrival, loss, report, trip, use
from tests.reports.test_reporting import left

MOST_QUERIES = 22


def url(ledger, more=""):
    return f"/en/my/{ledger.application_id}/reports/{more}"


def page(client, ledger, more=""):
    client.force_login(ledger.application.owner)
    answer = client.get(url(ledger, more))
    assert answer.status_code == 200
    return answer


def token_of(answer):
    return re.search(r'name="token" value="([0-9a-f]{32})"', answer.content.decode()).group(1)


def send(client, ledger, kind, values, about=""):
    more = f"new/{kind}/" + (f"?about={about}" if about else "")
    shown = page(client, ledger, more)
    return client.post(url(ledger, more), {**values, "token": token_of(shown)}, follow=True)


def test_the_first_page_tells_what_is_left_and_what_to_do(client, once):
    text = page(client, once).content.decode()
    assert "200 of 200 kg left" in text
    assert re.search(r'<meter[^>]* value="100"[^>]* aria-label="[^"]*200 of 200 kg left"', text)
    assert once.number in text and "Report a purchase" in text
    assert "Nothing has been reported yet" in text
    assert "Annual report" in text


def test_the_page_of_the_case_leads_there_and_tells_what_is_left(client, once):
    report(once, "use", use("50"))
    client.force_login(once.application.owner)
    text = client.get(f"/en/my/{once.application_id}/").content.decode()
    assert f'href="{url(once)}"' in text and "150 of 200 kg left" in text


def test_of_a_certificate_out_of_force_nothing_is_left(client, once):
    actions.close_ledgers(application=once.application)
    text = page(client, once).content.decode()
    assert "Was valid until" in text and "200 kg left" not in text and "What is left" not in text
    assert "200 kg left" not in client.get(f"/en/my/{once.application_id}/").content.decode()


def test_a_case_without_certificate_or_with_a_service_without_reports_has_no_such_page(client, db):
    for service in ("PB", "TH"):
        case = cases.submitted(service)
        client.force_login(case.owner)
        assert client.get(f"/en/my/{case.pk}/reports/").status_code == 404
        assert "/reports/" not in client.get(f"/en/my/{case.pk}/").content.decode()


def test_a_report_is_made_confirmed_and_listed(client, several):
    answer = send(client, several, "use", use("50"))
    text = answer.content.decode()
    assert answer.redirect_chain == [(url(several), 302)]
    assert "Kept as report 1" in text and "150 of 200 kg left" in text and "SH-2026-001" in text
    assert left(several) == 150


def test_a_double_click_makes_one_report_and_says_the_same(client, several):
    shown = page(client, several, "new/use/")
    values = {**use("50"), "token": token_of(shown)}
    first, second = (client.post(url(several, "new/use/"), values, follow=True) for _ in range(2))
    assert "Kept as report 1" in first.content.decode() and "Kept as report 1" in second.content.decode()
    changed = client.post(url(several, "new/use/"), {**values, "quantity": "70"}, follow=True)
    assert "sent already and became report 1" in changed.content.decode()
    assert Report.objects.count() == 1


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, several):
    answer = send(client, several, "use", use("201", document_no="SH-77"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_quantity"' in text and "Only 200 kg are left" in text
    assert 'value="SH-77"' in text and 'value="201"' in text
    empty = send(client, several, "use", {})
    assert {"chem", "quantity", "bought_on", "document_no"} <= set(empty.context["form"].errors)
    assert not Report.objects.exists()


def test_a_page_without_its_token_still_works_once(client, several):
    client.force_login(several.application.owner)
    for token in ({}, {"token": "short"}, {"token": "x" * 400}):
        client.post(url(several, "new/use/"), {**use("1"), **token})
    assert Report.objects.count() == 3


def test_what_cannot_be_reported_now_is_said_and_an_unknown_kind_is_not_there(client, moving):
    client.force_login(moving.application.owner)
    answer = client.get(url(moving, "new/arrival/?about=nothing"), follow=True)
    assert "does not stand any more" in answer.content.decode()
    for way in (client.get, client.post):
        assert way(url(moving, "new/teleport/")).status_code == 404
    assert "cannot be reported now" in client.get(url(moving, "new/annual/"), follow=True).content.decode()


def test_an_arrival_is_confirmed_at_the_row_of_its_trip(client, moving):
    made = report(moving, "trip", trip("60", days=0))
    text = page(client, moving).content.decode()
    assert f"new/arrival/?about={made.pk}" in text and "Confirm arrival" in text
    answer = send(client, moving, "arrival", arrival("60"), about=made.pk)
    assert "Kept as report 2" in answer.content.decode()
    assert f"new/arrival/?about={made.pk}" not in answer.content.decode()


def test_a_report_is_withdrawn_after_one_question(client, several):
    made = report(several, "use", use("50"))
    address = url(several, f"{made.pk}/withdraw/")
    assert address in page(client, several).content.decode()
    assert client.get(address).status_code == 200
    assert left(several) == 150
    text = client.post(address, follow=True).content.decode()
    assert "has been withdrawn" in text and "200 of 200 kg left" in text and "Withdrawn" in text
    assert "withdrawn already" in client.post(address, follow=True).content.decode()


def test_strangers_and_visitors_find_nothing(client, several):
    made = report(several, "use", use("50"))
    pages = [url(several), url(several, "new/use/"), url(several, f"{made.pk}/withdraw/")]
    for address in pages:
        assert client.get(address)["Location"].startswith("/en/accounts/login/")
    for person in (cases.applicant("stranger"), officer("reviewer")):
        client.force_login(person)
        for address in pages:
            assert client.get(address).status_code == 404
            assert client.post(address, use("1")).status_code in (404, 405)
    assert left(several) == 150


def test_a_report_of_another_ledger_is_not_withdrawn_through_ones_own(client, several, holder):
    other = holder(by=cases.applicant("other"))
    made = report(other, "use", use("50"))
    client.force_login(several.application.owner)
    assert client.post(url(several, f"{made.pk}/withdraw/")).status_code == 404
    assert left(other) == 150
    foreign = report(other, "loss", loss())
    answer = client.get(url(several, f"new/use/?about={foreign.pk}"))
    assert answer.status_code == 200 and answer.context["about"] is None


def test_the_pages_are_kept_by_no_cache(client, several):
    for more in ("", "new/use/"):
        assert "no-store" in page(client, several, more)["Cache-Control"]


def test_late_duties_come_first_with_word_and_icon(client, moving):
    report(moving, "trip", trip(days=0))
    with time_machine.travel(f"{today().year + 1}-01-05 12:00+08:00", tick=False):
        answer = page(client, moving)
    duties = answer.context["duties"]
    assert [(duty.key, duty.late) for duty in duties] == [("arrival", True), ("annual", False)]
    assert "Late: it was due by" in answer.content.decode()


@pytest.mark.parametrize("many", [30])
def test_thirty_reports_cost_no_more_queries_than_one(client, several, many):
    def cost():
        client.force_login(several.application.owner)
        with CaptureQueriesContext(connection) as made:
            assert client.get(url(several)).status_code == 200
        return len(made)

    report(several, "use", use("1"))
    cost()
    once = cost()
    for _ in range(many - 1):
        report(several, "use", use("1"))
    assert cost() == once <= MOST_QUERIES


def test_a_long_list_has_pages(client, several):
    for _ in range(31):
        report(several, "use", use("1"))
    first, second = page(client, several), page(client, several, "?page=2")
    assert (len(first.context["lines"]), len(second.context["lines"])) == (30, 1)
    assert "?page=2" in first.content.decode()
    assert first.context["amounts"][0].used == "31"


def test_who_reports_a_loss_learns_that_the_office_knows(client, several):
    answer = send(client, several, "loss", loss())
    assert "The office has been told" in answer.content.decode()
    assert "The office has been told" not in send(client, several, "use", use()).content.decode()
