"""The account of a company is founded and confirmed."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections
from django.urls import reverse

from portal.audit.models import Entry
from portal.catalog.sources import Reply
from portal.companies import actions
from portal.companies.actions.founding import MOST_A_DAY
from portal.companies.models import Company, Handler
from portal.companies.policies import AlreadyMember, Taken
from portal.workdays.queries import today
from tests.companies import accounts

pytestmark = pytest.mark.django_db
YES = {"legal_rep": accounts.REPRESENTATIVE[0], "legal_rep_id": accounts.REPRESENTATIVE[1]}
TYPED = {
    "uscc": "9131 0115 MADEM00117",
    "name": "上海示例新材料有限公司",
    "org_type": "ENT",
    "reg_district": "浦东新区",
    "legal_rep": accounts.REPRESENTATIVE[0],
    "legal_rep_id": accounts.REPRESENTATIVE[1],
    "handler_name": "孙样例",
    "handler_doc_no": "310104197102021001",
    "handler_mobile": "13900000001",
    "authorization_no": "授〔2026〕1号",
}


@pytest.fixture
def register(settings):
    """Connect a register of enterprises that gives the reply put into it."""
    settings.SOURCES = {"companies.enterprise": "tests.companies.test_founding.Register"}
    Register.asked.clear()
    yield Register
    Register.reply = Reply("UNAVAILABLE")


class Register:
    reply = Reply("UNAVAILABLE")
    asked: list[dict] = []

    def ask(self, source, question):
        self.asked.append(dict(question))
        return self.reply


def typed(**changes):
    return TYPED | {"valid_to": str(today() + timedelta(days=365))} | changes


def send(page, **changes):
    return page.post(reverse("companies:new"), typed(**changes))


def test_the_founder_becomes_manager_and_the_data_are_kept(page, sun):
    answer = send(page)
    company = Company.objects.get()
    assert answer["Location"] == reverse("companies:account", args=[company.pk])
    assert (company.uscc, company.confirmed_at, company.profile_on) == ("91310115MADEM00117", None, today())
    assert company.profile == {
        "name": TYPED["name"],
        "org_type": "ENT",
        "reg_district": "310115",
        "legal_rep": TYPED["legal_rep"],
        "legal_rep_id": TYPED["legal_rep_id"],
    }
    manager = company.handlers.get()
    assert (manager.user, manager.role, manager.state) == (sun, "manager", "ACTIVE")
    assert manager.details["handler_doc_type"] == "ID_CARD"
    assert manager.details["authorization_no"] == "授〔2026〕1号"
    shown = page.get(answer["Location"]).content.decode()
    assert TYPED["legal_rep"] in shown and TYPED["legal_rep_id"] not in shown


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(page):
    answer = send(page, uscc="91310115MADEM00118", valid_to=str(today() - timedelta(days=1)), name="短")
    assert answer.status_code == 422
    assert {href for href, _text in answer.context["errors"]} == {"#id_uscc", "#id_valid_to", "#id_name"}
    assert "91310115MADEM00118" in answer.content.decode()
    assert not Company.objects.exists()


def test_yes_with_the_same_representative_confirms_at_once(page, register):
    register.reply = Reply("YES", YES)
    send(page)
    company = Company.objects.get()
    assert (company.confirmed_by, bool(company.confirmed_at)) == ("register", True)
    assert register.asked == [
        {
            "uscc": "91310115MADEM00117",
            "name": TYPED["name"],
            "legal_rep": TYPED["legal_rep"],
            "legal_rep_id": TYPED["legal_rep_id"],
        }
    ]


@pytest.mark.parametrize(
    "reply",
    [
        Reply("NO"),
        Reply("YES", YES | {"legal_rep": "别人"}),
        Reply("YES", {"legal_rep_id": "310104197102021001"}),
    ],
)
def test_a_register_that_contradicts_refuses(page, register, reply):
    register.reply = reply
    answer = send(page)
    assert answer.status_code == 422 and answer.context["errors"][0][0] == "#id_legal_rep"
    assert not Company.objects.exists()


@pytest.mark.parametrize("reply", [Reply("UNAVAILABLE"), Reply("YES"), Reply("YES", {"legal_rep": "林示例"})])
def test_a_register_that_does_not_tell_leaves_it_unconfirmed(page, register, reply):
    register.reply = reply
    assert send(page).status_code == 302
    assert Company.objects.get().confirmed_at is None


def test_a_company_with_a_confirmed_account_is_not_founded_again(page, sun):
    manager = accounts.person("manager")
    theirs = {**accounts.DETAILS, "handler_name": "郑经理", "handler_mobile": "13911112222"}
    given = accounts.founding(confirmed_by=Company.Confirmed.REGISTER, details=theirs)
    actions.found(by=manager, **given)
    answer = send(page)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert not any(secret in text for secret in (manager.email, "郑经理", "13911112222"))
    assert Company.objects.count() == 1


def test_others_may_found_one_of_a_code_that_nobody_has_confirmed(page, sun):
    actions.found(by=accounts.person("other"), **accounts.founding())
    assert send(page).status_code == 302
    assert Company.objects.count() == 2


def test_pressing_twice_founds_one(page, sun):
    send(page)
    assert send(page).status_code == 422
    assert Company.objects.count() == 1
    with pytest.raises(AlreadyMember):
        actions.found(by=sun, **accounts.founding())


def test_the_register_is_asked_a_few_times_a_day(page, register):
    register.reply = Reply("NO")
    for _ in range(MOST_A_DAY):
        send(page)
    assert len(register.asked) == MOST_A_DAY
    register.reply = Reply("YES", YES)
    assert send(page).status_code == 422
    assert len(register.asked) == MOST_A_DAY and not Company.objects.exists()


def test_the_way_leads_back_to_the_service_but_to_no_other_site(page):
    start = reverse("wizard:start", args=[accounts.CODE])
    assert send(page, next="https://evil.example/")["Location"].startswith("/my/companies/")
    Handler.objects.all().delete()
    assert send(page, next=start)["Location"] == start


def test_the_first_approved_filing_confirms(sun):
    company = actions.found(by=sun, **accounts.founding())
    assert actions.confirm_by_filing(company=company, case="PB1")
    company.refresh_from_db()
    first = company.confirmed_at
    assert company.confirmed_by == "filing"
    assert actions.confirm_by_filing(company=company, case="PB2")
    company.refresh_from_db()
    assert company.confirmed_at == first


def test_the_second_account_of_a_code_stays_unconfirmed(sun):
    mine = actions.found(by=sun, **accounts.founding())
    theirs = actions.found(by=accounts.person("other"), **accounts.founding())
    assert actions.confirm_by_filing(company=theirs, case="PB1")
    assert not actions.confirm_by_filing(company=mine, case="PB2")
    mine.refresh_from_db()
    assert mine.confirmed_at is None
    assert Entry.objects.filter(action="company:not-confirmed", subject=f"company:{mine.pk}").count() == 1


def test_nothing_of_a_person_stands_in_the_audit(page):
    send(page)
    text = " ".join(entry.data_json for entry in Entry.objects.all())
    for secret in (
        TYPED["legal_rep_id"],
        TYPED["legal_rep"],
        TYPED["handler_doc_no"],
        TYPED["handler_mobile"],
    ):
        assert secret not in text
    row = Company.objects.get()
    assert TYPED["legal_rep_id"].encode() not in bytes(row.profile_sealed)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestRaces:
    @pytest.fixture(autouse=True)
    def on_postgres(self):
        if connection.vendor != "postgresql":
            pytest.skip("the tests run on SQLite: one writer at a time")

    def at_once(self, *acts):
        outcomes, gate = [], threading.Barrier(len(acts))

        def run(act):
            gate.wait()
            try:
                outcomes.append(act())
            except (Taken, AlreadyMember, DatabaseError) as problem:
                outcomes.append(problem)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    def test_of_many_confirmed_foundings_one_comes_about(self):
        people = [accounts.person(f"p{place}") for place in range(6)]
        given = accounts.founding(confirmed_by=Company.Confirmed.REGISTER)
        outcomes = self.at_once(*(lambda user=user: actions.found(by=user, **given) for user in people))
        assert Company.objects.count() == 1
        assert sum(isinstance(one, Taken) for one in outcomes) == 5

    def test_two_presses_of_one_founder_found_one_account(self):
        user = accounts.person("p")
        given = accounts.founding()
        outcomes = self.at_once(*(lambda: actions.found(by=user, **given) for _ in range(4)))
        assert Company.objects.count() == 1
        assert sum(isinstance(one, AlreadyMember) for one in outcomes) == 3

    def test_of_several_approvals_and_a_founding_one_is_confirmed(self):
        rows = [actions.found(by=accounts.person(f"p{n}"), **accounts.founding()) for n in range(4)]
        late = accounts.person("late")
        given = accounts.founding(confirmed_by=Company.Confirmed.REGISTER)
        acts = [lambda row=row: actions.confirm_by_filing(company=row, case="PB1") for row in rows]
        outcomes = self.at_once(*acts, lambda: actions.found(by=late, **given))
        assert Company.objects.filter(confirmed_at__isnull=False).count() == 1
        assert all(isinstance(one, bool | Company | Taken) for one in outcomes), outcomes
