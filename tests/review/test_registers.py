"""What registers said: marks at the answers, their answers in words, and the checks that follow."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.applications.queries import timeline
from portal.audit.models import Entry
from portal.review import actions
from portal.review.models import FollowUp
from portal.review.policies import NotPossible
from portal.review.reading import case_file, sections_of
from portal.rulebook.queries import norms
from portal.workdays.queries import add_workdays, today
from tests.factories import officer, submitted_application
from tests.review.addresses import desk_url
from tests.review.registers import REPLIES, accepted_with, declare, reply, submitted_with

pytestmark = pytest.mark.django_db
NOTE = "不动产登记系统查到一套住房。"


@pytest.fixture
def registers(monkeypatch):
    declare(monkeypatch)


@pytest.fixture
def reviewer(client):
    user = officer("reviewer", last_name="吴", first_name="审核")
    client.force_login(user)
    return user


def page(client, case):
    return client.get(desk_url("case", case.pk, language="en")).content.decode()


def answers_by_key(case):
    sections = sections_of(case_file(case), "en")
    return {answer.key: answer for section in sections for row in section.rows for answer in row}


def test_an_answer_says_whether_a_register_or_the_applicant_gave_it(registers):
    found = answers_by_key(submitted_with(REPLIES))
    assert found["applicant.name"].source == "Population register"
    assert (found["applicant.ethnicity"].source, found["applicant.ethnicity"].typed) == ("", True)
    assert found["approval.approval_no"].typed  # the register was asked and did not answer
    assert not found["approval.category"].typed  # no register could have filled it
    assert not found["applicant.name"].typed


def test_a_register_that_was_not_asked_marks_nothing(registers):
    found = answers_by_key(submitted_with({"property": reply("YES")}))
    assert not any(answer.source or answer.typed for answer in found.values())


def test_the_page_shows_marks_and_the_registers_in_words(client, reviewer, registers):
    case = submitted_with(REPLIES | {"approval": reply("NO")})
    text = page(client, case)
    assert "From the register: Population register" in text
    assert text.count("Typed by the applicant") == 2
    section = text.split('id="registers"')[1].split("</details>")[0]
    for words in ("Population register", "Confirmed", "Talent approvals", "Not found", "Property register"):
        assert words in section
    assert "Not available" in section and "10:00" in section


def test_an_old_submission_has_no_marks_and_no_registers(client, reviewer):
    text = page(client, submitted_application())
    for words in ("From the register", "Typed by the applicant", 'id="registers"', "Follow-up"):
        assert words not in text


def test_checks_follow_acceptance_for_what_was_unavailable_only(registers):
    case = submitted_with(REPLIES)
    assert not case.follow_ups.exists()
    actions.accept(application=case, by=officer("intake"), version=case.version)
    rows = list(case.follow_ups.all())
    assert sorted(row.source for row in rows) == ["approval", "property"]
    days = norms(today()).value("followup.days")
    assert days == 10
    assert {row.due_on for row in rows} == {add_workdays(today(), days).on}
    actions.open_follow_ups(application=case)
    assert case.follow_ups.count() == 2
    assert not accepted_with({}, n=2).follow_ups.exists()


def test_a_result_is_kept_with_audit_and_an_internal_line_and_moves_nothing(client, reviewer, registers):
    case = accepted_with(REPLIES)
    row = case.follow_ups.get(source="property")
    url = desk_url("follow-up", case.pk, row.pk, language="en")
    assert f'action="{url}"' in page(client, case)
    response = client.post(url, {"result": "CONTRADICTED", "note": NOTE})
    assert response.url == desk_url("case", case.pk, language="en")
    row.refresh_from_db()
    assert (row.state, row.by, row.note) == ("CONTRADICTED", reviewer, NOTE)
    fresh = Application.objects.get(pk=case.pk)
    assert (fresh.state, fresh.version) == (case.state, case.version)
    entry = Entry.objects.get(action="followup:recorded")
    assert entry.data == {"source": "property", "result": "CONTRADICTED"}
    text = page(client, case)
    assert "Follow-up check – 吴审核" in text
    assert f"Internal: Property register: contradicted. {NOTE}" in text
    assert f'action="{url}"' not in text
    public = timeline(case, public_only=True)
    assert all(event.kind == "move" and NOTE not in event.note for event in public)
    client.force_login(case.owner)
    assert NOTE not in client.get(f"/en/my/{case.pk}/").content.decode()


def test_the_recommendation_stays_in_view_after_a_check(client, reviewer, registers):
    case = accepted_with(REPLIES)
    case = actions.propose(
        application=case,
        by=reviewer,
        version=case.version,
        recommendation="against",
        note="住房情况待核实，建议暂不同意。",
    )
    row = case.follow_ups.first()
    actions.record_follow_up(follow_up=row, by=reviewer, result="CONFIRMED")
    client.force_login(officer("approver"))
    assert "recommends: Deny" in page(client, case)


def test_a_contradiction_needs_a_note_and_what_was_typed_stays(client, reviewer, registers):
    case = accepted_with(REPLIES)
    row = case.follow_ups.first()
    url = desk_url("follow-up", case.pk, row.pk, language="en")
    text = client.post(url, {"result": "CONTRADICTED", "note": "查到了"}).content.decode()
    assert "at least 10 characters" in text and "查到了</textarea>" in text
    assert "note" not in client.post(url, {"note": ""}).context["form"].errors
    with pytest.raises(NotPossible):
        actions.record_follow_up(follow_up=row, by=reviewer, result="CONTRADICTED", note="短")
    with pytest.raises(NotPossible):
        actions.record_follow_up(follow_up=row, by=reviewer, result="OPEN")
    assert FollowUp.objects.filter(state="OPEN").count() == 2
    assert client.get(url).status_code == 200


def test_a_check_is_recorded_once(client, reviewer, registers):
    case = accepted_with(REPLIES)
    row = case.follow_ups.first()
    actions.record_follow_up(follow_up=row, by=reviewer, result="CONFIRMED")
    with pytest.raises(NotPossible):
        actions.record_follow_up(follow_up=row, by=reviewer, result="CONTRADICTED", note=NOTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(application=case, source=row.source, due_on=today())
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(state="OPEN").update(state="CONFIRMED")


@pytest.mark.parametrize("kind", ["supervisor", "foreign", "owner", "applicant"])
def test_nobody_else_records_a_check(client, registers, kind):
    case = accepted_with(REPLIES)
    row = case.follow_ups.first()
    elsewhere = "310151000000" if case.district != "310151" else "310101000000"
    user = {
        "supervisor": lambda: officer("supervisor"),
        "foreign": lambda: officer("intake", elsewhere),
        "owner": lambda: case.owner,
        "applicant": lambda: submitted_application("PB").owner,
    }[kind]()
    if kind == "owner":
        user.postings.create(unit="310000000000", role="reviewer")
        user.authenticator_set.create(type="totp", data={"secret": "unused"})
    client.force_login(user)
    url = desk_url("follow-up", case.pk, row.pk, language="en")
    for answer in (client.get(url), client.post(url, {"result": "CONFIRMED"})):
        assert answer.status_code == (403 if kind in {"supervisor", "owner"} else 404)
    with pytest.raises(NotAllowed):
        actions.record_follow_up(follow_up=row, by=user, result="CONFIRMED")
    row.refresh_from_db()
    assert row.state == "OPEN"


def test_a_check_of_another_case_is_not_reached_through_ones_own(client, reviewer, registers):
    case, other = accepted_with(REPLIES), accepted_with(REPLIES, n=2)
    url = desk_url("follow-up", case.pk, other.follow_ups.first().pk, language="en")
    assert client.post(url, {"result": "CONFIRMED"}).status_code == 404
    assert FollowUp.objects.filter(state="OPEN").count() == 4


def test_the_queue_filters_open_checks(client, reviewer, registers):
    case = accepted_with(REPLIES)
    accepted_with({}, n=2)
    queue = desk_url("queue", language="en")

    def listed(**parameters):
        response = client.get(queue, {"tab": "open", **parameters})
        listed.text = response.content.decode()
        return [row["case"].pk for row in response.context["rows"]]

    assert len(listed()) == 2
    assert listed(check="open") == [case.pk]  # one row, though two checks are open
    assert "Follow-up checks: Open" in listed.text
    assert listed(check="late") == []
    with time_machine.travel(f"{add_workdays(today(), 10).on + timedelta(days=1)}T02:00:00Z"):
        client.force_login(reviewer)
        assert listed(check="late") == [case.pk]
        assert "Was due on" in page(client, case)
    client.force_login(reviewer)
    for row in case.follow_ups.all():
        actions.record_follow_up(follow_up=row, by=reviewer, result="CONFIRMED")
    assert listed(check="open") == []


def test_a_case_with_checks_costs_one_query_more_at_most(client, reviewer, registers):
    with_checks, without = accepted_with(REPLIES), accepted_with({}, n=2)

    def cost(case):
        page(client, case)
        with CaptureQueriesContext(connection) as made:
            page(client, case)
        return len(made)

    assert cost(with_checks) == cost(without) <= 25


def test_many_checks_are_folded_below_the_act_until_one_is_overdue(client, reviewer, registers):
    case = accepted_with({key: reply("UNAVAILABLE") for key in ("identity", "approval", "property")})
    text = page(client, case)
    assert text.index("data-main-act") < text.index('class="checks"')
    assert '<details class="checks">' in text
    case.follow_ups.filter(source="property").update(due_on=today() - timedelta(days=1))
    assert '<details class="checks" open>' in page(client, case)
