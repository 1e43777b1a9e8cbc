"""What holders and others try with the ledger of a certificate: each attempt must fail, and none breaks the page."""

import secrets
import uuid
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.policies import NotAllowed
from portal.audit.models import Entry
from portal.audit.verification import verify as verify_audit
from portal.companies.models import Company, Handler, Incident
from portal.notifications.models import Notice
from portal.reports import actions, queries, upkeep
from portal.reports.models import Ledger, Report
from portal.reports.policies import NotTaken
from portal.workdays.queries import today
from tests import cases
from tests.reports.holders import ACETONE, ACID, arrival, loss, report, row, trip, use
from tests.reports.test_reporting import fresh, refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def address(ledger, kind="use", about=""):
    return reverse("reports:new", args=[ledger.application_id, kind]) + (f"?about={about}" if about else "")


def send(page, ledger, values, kind="use", about="", token=""):
    return page.post(address(ledger, kind, about), values | {"token": token or secrets.token_hex(16)})


class TestAmounts:
    """The last milligram may be taken, and not one more (B8)."""

    def test_three_tenths_are_three_times_a_tenth(self, holder):
        ledger = holder(substances={"rows": [row(ACETONE, "0.3")]}, seller={"use_type": "MULTI"})
        made = [report(ledger, "use", use("0.1")) for _ in range(3)]
        assert ledger.balances.get().used == Decimal("0.3") and fresh(ledger).state == "USED_UP"
        for one in reversed(made):
            actions.withdraw(one, by=ledger.application.owner)
        assert ledger.balances.get().used == 0 and fresh(ledger).state == "ACTIVE"

    @pytest.mark.parametrize("typed", [("0.001", "mL", "0.5"), ("0.001", "g", "")])
    def test_dust_is_counted_and_nothing_passes_what_was_granted(self, holder, typed):
        quantity, unit, density = typed
        ledger = holder(substances={"rows": [row(ACETONE, "0.002", unit="g")]}, seller={"use_type": "MULTI"})
        for _ in range(2):
            report(ledger, "use", use(quantity, unit=unit, density=density))
        assert ledger.balances.get().used == ledger.balances.get().granted == Decimal("0.000002")
        with pytest.raises(NotTaken):
            report(ledger, "use", use("0.001", unit="g"))

    @pytest.mark.parametrize(
        "quantity",
        [
            "0",
            "-1",
            "-0",
            "0.0005",
            "1E-4",
            "NaN",
            "Infinity",
            "1e12",
            "9" * 13,
            "1,5",
            "200.001",
            "0x10",
            "",
        ],
    )
    def test_no_such_amount_is_taken(self, several, quantity):
        form = refused(several, use(quantity))
        assert set(form.errors) == {"quantity"}
        assert several.balances.get().used == 0

    @pytest.mark.parametrize(
        ("quantity", "kg"), [("1e2", 100), ("１００", 100), ("0,100", None), ("1 00", 100)]
    )
    def test_ways_of_typing_a_hundred(self, several, quantity, kg):
        if kg is None:  # a point that was mistyped is not taken for a thousand
            assert refused(several, use(quantity)).errors
        else:
            report(several, "use", use(quantity))
            assert several.balances.get().used == kg

    def test_a_little_of_one_substance_is_not_lost_beside_tons_of_another(self, holder):
        rows = [row(ACID, "5000"), row(ACETONE, "1")]
        ledger = holder(substances={"rows": rows}, seller={"use_type": "MULTI"})
        report(ledger, "use", use("5000", chem=ACID))
        assert fresh(ledger).state == "ACTIVE"
        report(ledger, "use", use("0.999"))
        assert fresh(ledger).state == "USED_UP"

    @pytest.mark.parametrize(("used", "state"), [("199.799", "ACTIVE"), ("199.8", "USED_UP")])
    def test_used_up_begins_at_its_percentage(self, several, used, state):
        report(several, "use", use(used))
        assert fresh(several).state == state

    @pytest.mark.parametrize("seed", range(3))
    def test_whatever_is_drawn_and_given_back_the_sum_is_exact(self, several, seed):
        chance, standing = Random(seed), {}
        for _step in range(25):
            used = sum(standing.values(), Decimal(0))
            if standing and chance.random() < 0.3:
                made = chance.choice(list(standing))
                actions.withdraw(made, by=several.application.owner)
                standing.pop(made)
            else:
                kg = Decimal(chance.randint(1, 60_000)) / 1000
                if used + kg > 200:
                    assert "quantity" in refused(several, use(str(kg))).errors
                elif used + kg < Decimal("199.8"):
                    standing[report(several, "use", use(str(kg)))] = kg
            assert several.balances.get().used == sum(standing.values(), Decimal(0))


class TestDays:
    """The first and the last day of a certificate, and days that no calendar has."""

    @pytest.mark.parametrize("arrives", ["9999-12-31", "9999-12-30", "2999-01-01"])
    def test_a_trip_that_arrives_at_the_end_of_time(self, moving, arrives):
        page = browser(moving.application.owner)
        answer = send(page, moving, trip(arrives_on=arrives), "trip")
        assert answer.status_code == 422 and "arrives_on" in answer.context["form"].errors
        assert not moving.reports.exists()

    @pytest.mark.parametrize("departs", ["0001-01-01", "9999-12-31"])
    def test_a_trip_that_departs_there(self, moving, departs):
        answer = send(browser(moving.application.owner), moving, trip(departs_on=departs), "trip")
        assert answer.status_code == 422
        assert not moving.reports.exists()

    def test_a_purchase_on_the_last_day_is_reported_after_it_and_none_of_the_day_after(self, several):
        with time_machine.travel(f"{several.valid_to} 23:59:30+08:00", tick=False):
            report(several, "use", use("1"))
        after = several.valid_to + timedelta(days=1)
        with time_machine.travel(f"{after} 00:00:30+08:00", tick=False):
            report(several, "use", use("1", bought_on=several.valid_to.isoformat()))
            assert "bought_on" in refused(several, use("1")).errors
            code = several.application.facts.get(key="company_uscc").text
            assert queries.left(several.number, code) is None

    def test_no_trip_begins_after_midnight_in_shanghai(self, moving):
        after = moving.valid_to + timedelta(days=1)
        with time_machine.travel(f"{after} 00:00:01+08:00", tick=False), pytest.raises(NotTaken):
            report(moving, "trip", trip(days=0))


class TestForgery:
    """What no page offers."""

    def test_reports_about_the_ledger_of_somebody_else(self, moving, holder):
        theirs = holder(by=cases.applicant("other"))
        mine = report(moving, "trip", trip())
        page = browser(moving.application.owner)
        for about in (str(mine.pk), str(uuid.uuid4()), "x", "' or 1=1 --", ""):
            answer = send(page, theirs, arrival(), "arrival", about)
            assert answer.status_code == 404
        foreign = report(theirs, "use", use("1"))
        for about in (foreign.pk, uuid.uuid4(), "x", ""):
            assert send(page, moving, arrival(), "arrival", str(about)).status_code == 302
        assert not Report.objects.filter(key="arrival").exists()
        away = reverse("reports:withdraw", args=[moving.application_id, foreign.pk])
        assert page.get(away).status_code == page.post(away).status_code == 404
        assert Report.objects.get(pk=foreign.pk).cancelled_at is None

    @pytest.mark.parametrize("kind", ["nothing", "__class__", "USE", "%00", "arrival"])
    def test_kinds_of_report_that_a_purchase_does_not_have(self, several, kind):
        page = browser(several.application.owner)
        assert page.get(f"/my/{several.application_id}/reports/new/{kind}/").status_code == 404
        assert page.post(f"/my/{several.application_id}/reports/new/{kind}/").status_code == 404

    def test_fields_that_are_not_asked_for(self, several):
        forged = {"kg": "1", "seller_name": "别的公司", "ledger": "x", "on": "2020-01-01", "cancelled_at": ""}
        made = report(several, "use", use("50") | forged)
        assert made.values["kg"] == "50.000000" and made.values["seller_name"] != "别的公司"
        assert several.balances.get().used == 50

    def test_a_substance_that_was_not_filed(self, several):
        assert "chem" in refused(several, use("1", chem=ACID)).errors

    def test_the_token_of_another_page_says_what_it_became(self, several):
        page, token = browser(several.application.owner), "a" * 32
        assert send(page, several, use("10"), token=token).status_code == 302
        assert send(page, several, use("20"), token=token).status_code == 302
        assert send(page, several, loss(), "loss", token=token).status_code == 302
        assert several.reports.count() == 1 and not Incident.objects.exists()

    @pytest.mark.parametrize("token", ["", "x" * 5000, "A" * 32, "\0" * 32, "0" * 31 + "\n"])
    def test_tokens_that_no_page_was_given(self, several, token):
        answer = browser(several.application.owner).post(address(several), use("10") | {"token": token})
        assert answer.status_code == 302 and several.reports.count() == 1


class TestPeople:
    """Who has left a company reports nothing for it, and is told nothing of it."""

    @pytest.fixture
    def company(self, moving):
        case = moving.application
        code = case.facts.get(key="company_uscc").text
        company = Company(uscc=code, name="示例公司")
        company.profile = {}
        company.save(force_insert=True)
        Application.objects.filter(pk=case.pk).update(company=company)
        self.handler(company, case.owner, "manager")
        return company

    def handler(self, company, user, role="handler", **more):
        given = {"valid_to": today() + timedelta(days=400), "state": "ACTIVE"} | more
        row = Handler(company=company, user=user, email=user.email, role=role, **given)
        row.details = {}
        row.save(force_insert=True)
        return row

    @pytest.mark.parametrize(
        "change",
        [{"state": "ENDED"}, {"scopes": ["SX"]}, {"valid_to": today() - timedelta(days=1)}],
    )
    def test_whoever_does_not_act_any_more(self, moving, company, change):
        ledger = Ledger.objects.select_related("application__company").get(pk=moving.pk)
        made = report(ledger, "trip", trip())
        leaver = ledger.application.owner
        self.handler(company, cases.applicant("heir"), "manager")
        company.handlers.filter(user=leaver).update(**change)
        page = browser(leaver)
        away = reverse("reports:withdraw", args=[ledger.application_id, made.pk])
        for there in (address(ledger, "trip"), away, reverse("reports:ledger", args=[ledger.application_id])):
            assert page.get(there).status_code == 404
            assert page.post(there, trip()).status_code in {404, 405}
        gone = User.objects.get(pk=leaver.pk)
        for act in (
            lambda: report(fresh(moving), "trip", trip(), by=gone),
            lambda: actions.withdraw(Report.objects.get(pk=made.pk), by=gone),
        ):
            with pytest.raises(NotAllowed):
                act()
        assert str(ledger.application.number) not in page.get(reverse("my:home")).content.decode()

    def test_reminders_go_to_who_acts_for_it_now(self, moving, company):
        ledger = Ledger.objects.select_related("application__company").get(pk=moving.pk)
        report(ledger, "trip", trip(days=0))
        heir, leaver = cases.applicant("heir"), ledger.application.owner
        self.handler(company, heir, "manager")
        company.handlers.filter(user=leaver).update(state="ENDED")
        with time_machine.travel(f"{fresh(moving).next_due} 12:00+08:00", tick=False):
            assert upkeep.remind() == 1
        told = Notice.objects.filter(kind="report_due")
        assert [notice.recipient for notice in told] == [heir]

    def test_nothing_that_was_typed_lies_open_in_the_database(self, moving):
        marks = ("东门外第七仓库", "门锁被撬开后少了三大桶", "欧阳示例", "13912345678")
        place, what, name, mobile = marks
        report(moving, "loss", loss(place=place, what=what, contact_name=name, contact_mobile=mobile))
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                text = repr(
                    [bytes(v) if isinstance(v, memoryview) else v for r in cursor.fetchall() for v in r]
                )
                assert not [mark for mark in marks if mark in text], table

    def test_each_act_leaves_an_entry_and_the_chain_holds(self, several):
        made = report(several, "use", use("10"))
        actions.withdraw(made, by=several.application.owner)
        report(several, "loss", loss())
        acts = list(Entry.objects.filter(action__startswith="report:").order_by("seq").values_list("action"))
        assert acts == [("report:made",), ("report:withdrawn",), ("report:made",)]
        assert verify_audit().broken is None
