"""Uses and what they leave: never more than there is, once for each page, and the end of the certificate."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from portal.applications import actions as applications
from portal.applications.policies import NotAllowed
from portal.applications.states import State as CaseState
from portal.audit.models import Entry
from portal.certificates.models import Certificate
from portal.reports import actions, queries
from portal.reports.models import Balance, Draw, Ledger, Report
from portal.reports.policies import NotTaken
from portal.workdays.queries import add_workdays, today
from tests import cases
from tests.reports.holders import ACETONE, loss, report, row, use

State = Ledger.State


def code_of(ledger):
    return ledger.application.facts.get(key="company_uscc").text


def left(ledger):
    found = queries.left(ledger.number, code_of(ledger))
    return found and found[ACETONE]


def fresh(ledger):
    return Ledger.objects.select_related("application").get(pk=ledger.pk)


def refused(ledger, values, key="use", **options):
    with pytest.raises(actions.Refused) as told:
        report(ledger, key, values, **options)
    return told.value.form


def test_a_certificate_opens_a_ledger_once_with_what_it_allows(once):
    certificate = once.application.certificates.get(event=None)
    assert (once.number, once.valid_to, once.state) == (certificate.number, certificate.valid_to, "ACTIVE")
    assert left(once) == Decimal(200)
    again = actions.open_ledger(
        application=once.application, number=once.number, issued_on=once.issued_on, valid_to=once.valid_to
    )
    assert again == once
    assert Balance.objects.count() == 1


def test_a_real_certificate_opens_its_ledger_when_it_has_been_stored(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    ledger, certificate = case.ledgers.get(), case.certificates.get(event=None)
    assert (ledger.number, ledger.valid_to) == (certificate.number, certificate.valid_to)
    filed = cases.answers_of("PB")["substances"]["rows"]
    assert ledger.balances.count() == len({row["chem"] for row in filed})


@pytest.mark.django_db
def test_a_service_without_reports_has_no_ledger():
    case = cases.submitted("TH")
    made = actions.open_ledger(application=case, number="ZQ1", issued_on=today(), valid_to=None)
    assert made is None
    assert not Ledger.objects.exists()


def test_a_use_is_kept_and_taken_off(several):
    made = report(several, "use", use("50.5"))
    assert left(several) == Decimal("149.5")
    assert made.number == 1 and made.on == today() and not made.late
    assert made.values["kg"] == "50.500000"
    assert (
        made.values["seller_name"]
        == several.application.submissions.get().content["answers"]["seller"]["seller_name"]
    )
    assert Draw.objects.get().amount == Decimal("50.5")
    entry = Entry.objects.get(action="report:made")
    assert entry.subject == f"application:{several.application_id}"
    assert "SH-2026-001" not in entry.data_json


def test_a_volume_is_kept_as_typed_with_its_density_and_in_kilograms(several):
    made = report(several, "use", use("100", unit="L"))
    kept = made.values
    assert (kept["quantity"], kept["unit"], kept["density"], kept["kg"]) == ("100", "L", "0.791", "79.100000")
    assert left(several) == Decimal("120.9")


def test_what_is_more_than_left_is_refused_with_what_is_left_and_nothing_is_kept(several):
    report(several, "use", use("150"))
    form = refused(several, use("50.001"))
    assert "50 kg" in form.errors["quantity"][0] and "50.001" in form.errors["quantity"][0]
    assert form.data["document_no"] == "SH-2026-001"
    assert left(several) == Decimal(50)
    assert Report.objects.count() == 1


def test_the_database_itself_refuses_an_overdrawn_balance(several):
    with pytest.raises(IntegrityError), transaction.atomic():
        several.balances.update(used=Decimal("200.000001"))
    with pytest.raises(IntegrityError), transaction.atomic():
        several.balances.update(used=Decimal("-0.000001"))


def test_a_substance_that_was_not_filed_cannot_be_chosen(several):
    assert "chem" in refused(several, use(chem="3-05")).errors


def test_a_page_sent_twice_makes_one_report(several):
    first = report(several, "use", use("50"), token="a" * 32)
    assert report(several, "use", use("50"), token="a" * 32) == first
    assert left(several) == Decimal(150)
    with pytest.raises(actions.AlreadySent):
        report(several, "use", use("60"), token="a" * 32)
    assert Report.objects.count() == 1


def test_the_last_kilogram_sent_twice_is_one_report_and_no_refusal(once):
    first = report(once, "use", use("200"), token="b" * 32)
    assert fresh(once).state == State.USED_UP
    assert report(once, "use", use("200"), token="b" * 32) == first


@pytest.mark.parametrize(("kg", "state"), [("199.8", "USED_UP"), ("199.79", "ACTIVE")])
def test_a_certificate_is_used_up_at_999_in_a_thousand(once, kg, state):
    report(once, "use", use(kg))
    assert fresh(once).state == state
    expected = "used" if state == "USED_UP" else "active"
    assert Certificate.objects.get(number=once.number).register == expected


def test_one_use_is_used_up_when_it_is_closed(once):
    report(once, "use", use("20", closed="yes"))
    assert fresh(once).state == State.USED_UP
    assert left(once) is None
    assert Certificate.objects.get(number=once.number).register == "used"
    with pytest.raises(NotTaken):
        report(once, "use", use("1"))


def test_several_uses_are_not_asked_whether_it_was_the_last(several):
    made = report(several, "use", use("20", closed="yes"))
    assert "closed" not in made.values
    assert fresh(several).state == State.ACTIVE


def test_a_stranger_reports_nothing(several):
    with pytest.raises(NotAllowed):
        report(several, "use", use(), by=cases.applicant("stranger"))
    assert left(several) == Decimal(200)


def test_a_use_is_late_after_three_working_days_but_taken(several):
    with time_machine.travel(add_workdays(today(), 3).on.isoformat() + " 12:00+08:00", tick=False):
        in_time = report(several, "use", use("1", bought_on=several.issued_on.isoformat()))
    with time_machine.travel(add_workdays(today(), 4).on.isoformat() + " 12:00+08:00", tick=False):
        late = report(several, "use", use("1", bought_on=several.issued_on.isoformat()))
    assert (in_time.late, late.late) == (False, True)


def test_a_use_before_the_issue_or_after_the_end_or_tomorrow_is_refused(once):
    for day in (once.issued_on - timedelta(days=1), today() + timedelta(days=1)):
        assert set(refused(once, use(bought_on=day.isoformat())).errors) == {"bought_on"}
    after = once.valid_to + timedelta(days=1)
    with time_machine.travel(after.isoformat() + " 12:00+08:00", tick=False):
        assert set(refused(once, use(bought_on=after.isoformat())).errors) == {"bought_on"}
        made = report(once, "use", use(bought_on=once.valid_to.isoformat()))  # bought on the last day
    assert made.pk


def test_a_certificate_out_of_force_takes_losses_only(several):
    actions.close_ledgers(application=several.application)
    assert fresh(several).state == State.ENDED
    with pytest.raises(NotTaken):
        report(several, "use", use())
    assert report(several, "loss", loss()).urgent


def test_rows_of_one_substance_are_one_balance(holder):
    ledger = holder(substances={"rows": [row(ACETONE, "20"), row(ACETONE, "30")]})
    assert left(ledger) == Decimal(50)


def test_left_of_an_unknown_or_empty_number_is_none(once):
    code = code_of(once)
    assert queries.left("GB31011620260001230", code) is None
    assert queries.left("", code) is None
    assert queries.left("x" * 500, code) is None


def test_left_is_told_of_nobody_elses_certificate(once):
    assert queries.left(once.number, code_of(once)) is not None
    for other in ("91310115MADEM00109", "", code_of(once).lower()):
        assert queries.left(once.number, other) is None


def test_rules_across_cases_read_what_is_left(several):
    from portal.applications.past import PastCases

    case = cases.draft("PB")
    assert PastCases(case, queries.left).left(several.number, code_of(several)) == {ACETONE: Decimal(200)}
    assert PastCases(case).left(several.number, code_of(several)) is None


def test_a_case_is_reported_about_all_the_same_when_it_is_archived(several):
    applications.move(several.application, CaseState.ARCHIVED, by=None)
    report(fresh(several), "use", use("50"))
    assert left(several) == Decimal(150)
