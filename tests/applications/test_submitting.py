"""Handing in, handing in a correction, drafts: idempotent, numbered without gap, kept as it was."""

import pytest
import time_machine
from django.db import connection, transaction

from portal.applications import actions
from portal.applications.models import Application, Counter, Event, Fact, Submission
from portal.applications.numbers import NotInTransaction, draw
from portal.applications.policies import Conflict, NotAllowed
from portal.applications.queries import open_correction
from portal.applications.states import State
from portal.applications.upkeep import close_unanswered
from portal.catalog import registry
from portal.keyring.sealing import blind_index
from portal.notifications.models import Notice
from portal.standards.case_numbers import valid
from tests import cases

pytestmark = pytest.mark.django_db


def serial(case):
    return int(case.number[16:22])


@pytest.mark.parametrize("service", ["TH", "PB"])
def test_a_case_has_a_number_a_unit_and_what_was_handed_in(service):
    with time_machine.travel("2026-11-24T02:00:00Z"):
        case, given = cases.submitted(service), cases.answers_of(service)
    assert case.state == State.SUBMITTED or Application.objects.get(pk=case.pk).state == State.RECEIVED
    assert valid(case.number)
    assert case.number.startswith(f"{service}{case.district}20261124")
    assert case.district == case.unit[:6]
    kept = case.submissions.get()
    assert kept.content["answers"] == given
    assert kept.schema_version == registry.get(service).schema_version


def test_a_person_is_masked_in_lists_a_company_is_not():
    person, company = cases.submitted("TH"), cases.submitted("PB")
    name = cases.answers_of("TH")["applicant"]["name"]
    assert name not in person.subject
    assert "*" in person.subject or "＊" in person.subject or "某" in person.subject
    assert company.subject == registry.get("PB").subject(cases.answers_of("PB"))


def test_answers_are_sealed_in_the_database():
    case = cases.submitted()
    own = cases.answers_of("TH")["applicant"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT content_sealed FROM applications_submission")
        blob = bytes(cursor.fetchone()[0])
    facts = str(list(Fact.objects.values_list()))
    assert own["id_no"].encode() not in blob and own["name"].encode() not in blob
    assert own["id_no"] not in facts and own["name"] not in facts
    assert Fact.objects.filter(application=case).exists()


def test_a_secret_fact_is_found_by_its_blind_index():
    cases.submitted("TH")
    id_no = cases.answers_of("TH")["applicant"]["id_no"]
    keys = {fact.key for fact in Fact.objects.exclude(index="")}
    assert any(Fact.objects.filter(key=key, index=blind_index(key, id_no)).exists() for key in keys)


def test_handing_in_twice_is_one_case():
    case, person = cases.draft(), cases.applicant()
    first = actions.submit(application=case, by=person, **cases.handed_in("TH"))
    again = actions.submit(application=case, by=person, **cases.handed_in("TH", 2))
    assert again.number == first.number
    assert Submission.objects.get().content["answers"] == cases.answers_of("TH", 1)
    assert Notice.objects.filter(kind="received").count() == 1


def test_somebody_else_cannot_hand_it_in():
    case = cases.draft()
    with pytest.raises(NotAllowed):
        actions.submit(application=case, by=cases.applicant("other"), **cases.handed_in("TH"))
    assert not Submission.objects.exists()


def test_serials_count_up_by_service_district_and_day():
    with time_machine.travel("2026-11-24T02:00:00Z"):
        first = cases.submitted("PB", 1)
        second = cases.submitted("PB", 1)
        other_service = cases.submitted("TH", 1)
    with time_machine.travel("2026-11-25T02:00:00Z"):
        next_day = cases.submitted("PB", 1)
    assert [serial(case) for case in (first, second, other_service, next_day)] == [1, 2, 1, 1]


def test_the_day_of_a_number_is_shanghais():
    with time_machine.travel("2026-12-31T16:00:01Z"):  # midnight has passed in Shanghai
        assert cases.submitted().number[8:16] == "20270101"


def test_a_roll_back_gives_the_serial_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        cases.submitted("PB")
        raise ZeroDivisionError
    assert serial(cases.submitted("PB")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_is_drawn_only_inside_a_transaction():
    with pytest.raises(NotInTransaction):
        draw("case:x")
    with transaction.atomic():
        assert [draw("case:x"), draw("case:x"), draw("case:y")] == [1, 2, 1]
    assert Counter.objects.get(pk="case:x").value == 2


def test_a_case_of_which_the_kept_row_fails_is_not_numbered():
    case = cases.draft("PB")
    handed_in = cases.handed_in("PB")
    handed_in["materials"] = [object()]  # nothing that JSON carries
    with pytest.raises(TypeError), transaction.atomic():
        actions.submit(application=case, by=case.owner, **handed_in)
    assert not Counter.objects.filter(scope__startswith="case:").exists()
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_a_correction_is_a_new_round_beside_the_first():
    case = cases.correction(cases.submitted(), material="M1")
    assert open_correction(case).answer_by
    new = cases.handed_in("TH", 3)
    actions.resubmit(application=case, by=case.owner, **new)
    actions.resubmit(application=case, by=case.owner, **cases.handed_in("TH", 4))  # the button pressed twice
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    assert [row.round for row in case.submissions.all()] == [1, 2]
    assert case.submissions.last().content["answers"] == cases.answers_of("TH", 3)
    assert case.corrections.get().answered_at
    assert open_correction(case) is None


def test_facts_are_those_of_the_last_round():
    case = cases.correction(cases.submitted("PB", 1), material="M1")
    new = cases.handed_in("PB", 2)
    new["answers"]["company"]["uscc"] = case.company.uscc  # another company's would be refused (R-EN-15)
    actions.resubmit(application=case, by=case.owner, **new)
    facts = registry.get("PB").facts(new["answers"], cases.norms_on(cases.today()))
    assert case.facts.count() == len(facts)
    kept = set(case.facts.values_list("key", "text", "index"))
    assert {text for key, text, _ in kept if key == "company_name"} == {new["answers"]["company"]["name"]}


def test_a_correction_cannot_be_handed_in_by_others_or_after_the_end():
    case = cases.correction(cases.submitted(), material="M1")
    with pytest.raises(NotAllowed):
        actions.resubmit(application=case, by=cases.applicant("other"), **cases.handed_in("TH"))
    actions.withdraw(application=case, by=case.owner)
    with pytest.raises(Conflict) as conflict:
        actions.resubmit(application=case, by=case.owner, **cases.handed_in("TH"))
    assert conflict.value.event.after == State.WITHDRAWN


def test_an_unanswered_correction_is_closed_after_its_last_day_not_on_it():
    with time_machine.travel("2026-11-24T02:00:00Z"):
        case = cases.correction(cases.submitted(), material="M1")
    with time_machine.travel("2026-12-24T15:59:00Z"):
        assert close_unanswered() == 0
    with time_machine.travel("2026-12-24T16:01:00Z"):
        assert close_unanswered() == 1
        assert close_unanswered() == 0
    case.refresh_from_db()
    assert case.state == State.CLOSED_NO_RESPONSE
    assert case.due_at is None
    assert Notice.objects.filter(kind="closed_no_response").count() == 1


def test_an_answered_correction_of_an_earlier_round_closes_nothing():
    with time_machine.travel("2026-11-02T02:00:00Z"):
        case = cases.correction(cases.submitted(), material="M1")
        given = {**cases.handed_in("TH"), "materials": cases.another_paper(case)}
        actions.resubmit(application=case, by=case.owner, **given)
        case.refresh_from_db()
    with time_machine.travel("2026-12-20T02:00:00Z"):
        cases.correction(case, material="M1")
        assert close_unanswered() == 0


def test_two_tabs_saving_different_fields_do_not_undo_each_other():
    case = cases.draft()
    one, two = Application.objects.get(pk=case.pk), Application.objects.get(pk=case.pk)
    actions.save_draft(application=one, by=case.owner, change=lambda document: document.update(a=1))
    kept = actions.save_draft(application=two, by=case.owner, change=lambda document: document.update(b=2))
    assert kept.draft == {"a": 1, "b": 2}
    assert Application.objects.get(pk=case.pk).draft == {"a": 1, "b": 2}
    assert kept.draft_saved_at


def test_a_draft_is_saved_by_its_owner_while_it_is_open():
    case = cases.draft()
    with pytest.raises(NotAllowed):
        actions.save_draft(application=case, by=cases.applicant("other"), change=lambda document: None)
    actions.submit(application=case, by=case.owner, **cases.handed_in("TH"))
    with pytest.raises(Conflict) as conflict:
        actions.save_draft(application=case, by=case.owner, change=lambda document: None)
    assert conflict.value.event.after == State.SUBMITTED


def test_only_drafts_of_ones_own_are_discarded():
    case, handed_in = cases.draft(), cases.submitted()
    for row, by in ((case, cases.applicant("other")), (handed_in, handed_in.owner)):
        with pytest.raises(NotAllowed):
            actions.discard(application=row, by=by)
    actions.discard(application=case, by=case.owner)
    assert not Application.objects.filter(pk=case.pk).exists()
    assert not Event.objects.filter(application_id=case.pk).exists()


def test_a_service_that_is_not_offered_cannot_be_started():
    with pytest.raises(KeyError):
        actions.start(by=cases.applicant(), service="ZZ", language="en")


def test_a_sealed_draft_moved_to_another_row_cannot_be_opened():
    from portal.keyring.sealing import CannotOpen

    one, other = cases.draft(), cases.draft()
    actions.save_draft(application=one, by=one.owner, change=lambda document: document.update(name="林"))
    blob = Application.objects.get(pk=one.pk).draft_sealed
    Application.objects.filter(pk=other.pk).update(draft_sealed=blob)
    with pytest.raises(CannotOpen):
        _ = Application.objects.get(pk=other.pk).draft
