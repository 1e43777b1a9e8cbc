"""The record of a company: what the desk shows, who may read and write it, and what a penalty asks for (R-EN-16)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from portal.applications.models import Application, Fact
from portal.applications.policies import NotAllowed
from portal.applications.states import State
from portal.audit.models import Entry
from portal.catalog import registry
from portal.companies.models import Company, Handler, Incident
from portal.review import actions
from portal.review.company import (
    account_in_words,
    amounts_of,
    cases_seen,
    filings_of,
    may_record,
    record_of,
    uscc_of,
)
from portal.review.policies import NotPossible
from portal.rulebook.queries import norms
from portal.standards.periods import add_months
from portal.workdays.queries import today
from tests.factories import REASON, UserFactory, officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
NOTE = "违反易制毒化学品管理规定被处罚。"


@pytest.fixture
def case() -> Application:
    return submitted_application("PB", language="en")


@pytest.fixture
def uscc(case) -> str:
    return uscc_of(case)


def entry(uscc: str, kind: str = "PENALTY", on=None, **fields) -> Incident:
    return Incident.objects.create(uscc=uscc, kind=kind, on=on or today(), note=NOTE, **fields)


def url(name: str, *args) -> str:
    return desk_url(name, *args, language="en")


def test_the_case_page_shows_the_company_its_filings_and_its_amounts(client, case, uscc):
    submitted_application("PB", "DENIED", owner=case.owner)
    amounts = {"kg:9-99": Decimal(1000), "kg:9-98": Decimal("1234.5")}
    Fact.objects.bulk_create(Fact(application=case, key=key, number=kg) for key, kg in amounts.items())
    client.force_login(officer("intake"))
    panel = client.get(url("case", case.pk)).content.decode().split('id="company"')[1].split("</details>")[0]
    assert uscc in panel and case.subject in panel
    assert url("year", case.pk) in panel  # fetched when the page stands
    year = client.get(url("year", case.pk)).content.decode()
    assert "No filing is needed for this matter: 1" in year and "Received: 1" in year
    assert "9-98: 1,234.5 kg" in year and "9-99: 1,000 kg" in year  # what no list names stays a code
    assert case.company is not None and account_in_words(case.company) in panel
    household = submitted_application()
    assert client.get(url("year", household.pk)).status_code == 204
    assert 'id="company"' not in client.get(url("case", household.pk)).content.decode()


def test_the_sums_are_of_this_company_and_of_twelve_months(case, uscc):
    old = submitted_application("PB", owner=case.owner)
    Application.objects.filter(pk=old.pk).update(submitted_at=timezone.now() - timedelta(days=400))
    Fact.objects.create(application=case, key="kg:9-99", number=Decimal("7.5"))
    record = record_of(uscc, case)
    assert ("9-99", "7.5") in [amount[1:] for amount in record.amounts]
    assert [count for _service, _words, count in filings_of(uscc, add_months(today(), -12))] == [1]
    assert [count for _service, _words, count in filings_of(uscc, add_months(today(), -24))] == [2]


@pytest.mark.parametrize(("language", "name"), [("en", "Acetone"), ("zh-hans", "丙酮")])
@pytest.mark.parametrize("name_of_page", ["year", "company"])
def test_substances_are_named_in_the_language_of_the_page(client, case, uscc, name_of_page, language, name):
    Fact.objects.filter(application=case, key__startswith="kg:").delete()
    moved = submitted_application("TB", n=2)
    Fact.objects.filter(application=moved, key__startswith="kg:").delete()
    Fact.objects.filter(application=moved, key="company_uscc").update(text=uscc)
    for row, kg in ((case, 200), (moved, 150)):
        Fact.objects.create(application=row, key="kg:3-02", number=Decimal(kg))
    client.force_login(officer("reviewer"))
    page = client.get(
        desk_url(name_of_page, case.pk if name_of_page == "year" else uscc, language=language)
    ).content.decode()
    with override(language):
        bought, transported = str(case.declaration.title), str(moved.declaration.title)
    # The purchase and the transport of the same kilograms are never one sum.
    assert f"{escape(bought)} · 3-02 {name}: 200 kg" in page
    assert f"{escape(transported)} · 3-02 {name}: 150 kg" in page
    assert "350 kg" not in page


def test_the_amounts_of_a_service_that_is_gone_stay_under_their_codes(case, uscc, monkeypatch):
    Fact.objects.create(application=case, key="kg:9-99", number=Decimal(7))
    monkeypatch.delitem(registry._services, "PB")
    assert ("PB", "9-99", "7") in amounts_of(uscc, add_months(today(), -12), norms(today()))


def test_whether_the_account_is_confirmed_is_said(case, uscc):
    account = Company.objects.create(uscc=uscc, name="示范化工有限公司")
    case.company = account
    assert record_of(uscc, case).name == "示范化工有限公司"
    said = {record_of(uscc, case).account}
    account.confirmed_at, account.confirmed_by = timezone.now(), Company.Confirmed.REGISTER
    said.add(record_of(uscc, case).account)
    case.company = None
    said.add(record_of(uscc, case).account)
    assert len(said) == 3


def test_a_penalty_asks_for_a_decision_and_only_that(client, case, uscc):
    row, intake = entry(uscc), officer("intake")
    client.force_login(intake)
    page = client.get(url("case", case.pk)).content.decode()
    assert "Decision required" in page and "I have considered the penalty" in page
    with pytest.raises(NotPossible) as refusal:
        actions.accept(application=case, by=intake, version=case.version)
    assert refusal.value.field == "acknowledged"
    answer = client.post(url("act", case.pk, "accept"), {"version": case.version})
    assert "acknowledged" in answer.context["form"].errors
    assert Application.objects.get(pk=case.pk).state == State.RECEIVED
    client.post(url("act", case.pk, "accept"), {"version": case.version, "acknowledged": "on"})
    event = case.events.get(after=State.ACCEPTED)
    assert event.grounds == {"penalties_seen": [str(row.pk)]}
    page = client.get(url("case", case.pk)).content.decode()
    sentence = "Accepted although a penalty stands on the company&#x27;s record."
    assert sentence in page
    client.force_login(case.owner)
    assert "penalty" not in client.get(f"/en/my/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("kind", "months", "asks"),
    [
        ("PENALTY", 0, True),
        ("PENALTY", 36, True),
        ("PENALTY", 37, False),
        ("VIOLATION", 0, False),
        ("LOSS", 1, False),
    ],
)
def test_only_a_penalty_within_three_years_is_flagged(case, uscc, kind, months, asks):
    entry(uscc, kind, add_months(today(), -months))
    entry("91310115MA1K00002B")  # of another company
    assert bool(record_of(uscc, case).penalties) == asks
    if not asks:
        accepted = actions.accept(application=case, by=officer("intake"), version=case.version)
        assert accepted.events.get(after=State.ACCEPTED).grounds == {}


def test_a_penalty_that_was_closed_still_asks(case, uscc):
    entry(uscc, closed_at=timezone.now(), closing_note="罚款已缴清")
    with pytest.raises(NotPossible):
        actions.accept(application=case, by=officer("intake"), version=case.version)
    assert record_of(uscc, case).incidents == []


@pytest.mark.parametrize("role", ["intake", "reviewer", "approver", "supervisor"])
def test_officers_of_the_unit_read_the_record_and_each_reading_is_kept(client, case, uscc, role):
    user = officer(role, f"{case.district}000000")
    entry(uscc, "VIOLATION")
    client.force_login(user)
    page = client.get(url("company", uscc))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert NOTE in page.content.decode() and case.number in page.content.decode()
    assert ("Put it on the record" in page.content.decode()) == (role != "intake")
    kept = Entry.objects.get(action="company:read")
    assert (kept.actor, kept.subject) == (f"user:{user.pk}", f"company-record:{uscc}")


@pytest.mark.parametrize("who", ["foreign", "applicant", "handler", "owner"])
def test_nobody_else_finds_the_record(client, case, uscc, who):
    row = entry(uscc)
    other = "310151000000" if case.district != "310151" else "310101000000"
    user = UserFactory(second_factor=True) if who == "applicant" else officer("reviewer", other)
    if who in {"handler", "owner"}:
        user = officer("reviewer")
    if who == "handler":
        account = Company.objects.create(uscc=uscc, name="示范化工有限公司")
        Handler.objects.create(company=account, user=user)
    if who == "owner":
        Application.objects.filter(pk=case.pk).update(owner=user)
    client.force_login(user)
    sent = {"kind": "PENALTY", "on": today(), "note": NOTE}
    assert client.get(url("company", uscc)).status_code == 404
    assert client.post(url("company-add", uscc), sent).status_code == 404
    assert client.post(url("company-close", uscc, row.pk), {"note": NOTE}).status_code == 404
    assert Incident.objects.filter(closed_at=None).count() == 1
    denied = Entry.objects.filter(action="company:denied", actor=f"user:{user.pk}")
    assert denied.count() == (0 if who == "applicant" else 3)
    with pytest.raises(NotAllowed):
        actions.record_incident(uscc=uscc, by=user, kind="PENALTY", on=today(), note=NOTE)
    with pytest.raises(NotAllowed):
        actions.close_incident(incident=row, by=user, note=NOTE)


@pytest.mark.django_db(transaction=True)
def test_a_reading_is_kept_although_nothing_else_is_written(client):
    case = submitted_application("PB")
    client.force_login(officer("reviewer"))
    assert client.get(url("company", uscc_of(case))).status_code == 200
    assert Entry.objects.filter(action="company:read").count() == 1


def test_a_company_without_a_case_here_does_not_exist(client):
    client.force_login(officer("reviewer"))
    assert client.get(url("company", "91310115MA1K00002B")).status_code == 404
    assert not Entry.objects.filter(action="company:denied").exists()


def test_whoever_is_signed_out_is_led_to_the_sign_in(client, uscc):
    assert client.get(url("company", uscc)).status_code == 302
    assert client.post(url("company-add", uscc), {}).status_code == 302


def test_an_intake_officer_reads_but_does_not_write(client, case, uscc):
    row, user = entry(uscc), officer("intake")
    assert cases_seen(user, uscc).exists() and not may_record(user, uscc)
    client.force_login(user)
    sent = {"kind": "VIOLATION", "on": today(), "note": NOTE}
    assert client.post(url("company-add", uscc), sent).status_code == 403
    assert client.post(url("company-close", uscc, row.pk), {"note": NOTE}).status_code == 403
    assert Incident.objects.get().closed_at is None
    assert Entry.objects.filter(action="company:denied").count() == 2


@pytest.mark.parametrize("role", ["reviewer", "approver", "supervisor"])
def test_an_entry_is_recorded_and_closed_each_with_a_note_and_in_the_audit(client, case, uscc, role):
    user = officer(role)
    client.force_login(user)
    sent = {"kind": "PENALTY", "on": today(), "note": NOTE, "case": case.number}
    assert client.post(url("company-add", uscc), sent).status_code == 302
    row = Incident.objects.get()
    assert (row.uscc, row.kind, row.on, row.note, row.case) == (uscc, "PENALTY", today(), NOTE, case.number)
    assert row.recorded_by == user
    assert client.post(url("company-close", uscc, row.pk), {"note": REASON}).status_code == 302
    row.refresh_from_db()
    assert (row.closed_by, row.closing_note, row.closed_at is not None) == (user, REASON, True)
    acts = Entry.objects.filter(subject=f"company-record:{uscc}", actor=f"user:{user.pk}")
    assert set(acts.values_list("action", flat=True)) >= {"incident:recorded", "incident:closed"}
    page = client.get(url("company", uscc)).content.decode()
    assert REASON in page and "Close this entry" not in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "LOSS"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"on": "2999-01-01"}, "on"),
        ({"note": "太短"}, "note"),
    ],
)
def test_what_cannot_be_recorded_comes_back_with_what_was_typed(client, case, uscc, values, field):
    user = officer("reviewer")
    client.force_login(user)
    sent = {"kind": "PENALTY", "on": today().isoformat(), "note": NOTE, **values}
    answer = client.post(url("company-add", uscc), sent)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert sent["note"] in answer.content.decode() and "error-summary" in answer.content.decode()
    assert not Incident.objects.exists()


def test_the_writer_refuses_what_a_form_would(case, uscc):
    user = officer("reviewer")
    for values in ({"kind": "LOSS"}, {"on": today() + timedelta(days=1)}, {"note": "短"}):
        sent = {"kind": "PENALTY", "on": today(), "note": NOTE, **values}
        with pytest.raises(NotPossible):
            actions.record_incident(uscc=uscc, by=user, **sent)
    row = entry(uscc)
    with pytest.raises(NotPossible):
        actions.close_incident(incident=row, by=user, note="短")
    actions.close_incident(incident=row, by=user, note=NOTE)
    with pytest.raises(NotPossible):
        actions.close_incident(incident=row, by=user, note=NOTE)


def test_an_entry_of_another_company_is_not_closed_through_this_one(client, case, uscc):
    row = entry("91310115MA1K00002B")
    client.force_login(officer("reviewer"))
    assert client.post(url("company-close", uscc, row.pk), {"note": NOTE}).status_code == 404
    assert Incident.objects.get().closed_at is None


def test_the_tick_names_the_penalty_and_without_it_a_sentence_says_which_one_is_meant(client, case, uscc):
    entry(uscc)
    client.force_login(officer("intake"))
    page = client.post(url("act", case.pk, "accept"), {"version": case.version}).content.decode()
    assert "A penalty stands on the company&#x27;s record. Please tick" in page
    assert NOTE in page
    assert Application.objects.get(pk=case.pk).state == State.RECEIVED
