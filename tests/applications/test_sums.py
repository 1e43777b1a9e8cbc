"""Sums over facts: what counts, for whom, since when; and that no table is read whole for them."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.applications import sums
from portal.applications.models import Application, Event, Fact
from portal.applications.states import State
from tests import cases

pytestmark = pytest.mark.django_db
ACETONE, OURS, THEIRS = "kg:3-02", "91310115MA1K00001A", "91310115MA1K00002B"
BOUGHT, MOVED = {"PB"}, {"TB", "TP"}
SINCE = date(2025, 11, 24)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def filed(
    company: str,
    kg: str,
    on: str = "2026-06-01",
    state: str = State.CONCLUDED,
    group: str = "C26:50",
    **fields,
) -> Application:
    """A case with its facts, straight in the tables: the sums read nothing else."""
    at = datetime.fromisoformat(on).replace(tzinfo=SHANGHAI)
    if state != State.DRAFT:
        fields |= {"number": uuid.uuid4().hex[:23], "submitted_at": at}
    case = Application.objects.create(
        **{"service": "PB", "owner": cases.applicant(), "state": state} | fields
    )
    facts = [("company_uscc", company), ("peer_group", group)]
    Fact.objects.bulk_create([Fact(application=case, key=key, text=text) for key, text in facts])
    Fact.objects.create(application=case, key=ACETONE, number=Decimal(kg))
    return case


def test_the_kilograms_of_a_company_are_added_up_and_no_others():
    filed(OURS, "100")
    filed(OURS, "0.000001")
    filed(THEIRS, "5000")
    assert sums.total(ACETONE, OURS, SINCE, services=BOUGHT) == Decimal("100.000001")
    assert sums.total("kg:3-01", OURS, SINCE, services=BOUGHT) == 0
    assert sums.total(ACETONE, "", SINCE, services=BOUGHT) == 0


@pytest.mark.parametrize(
    "state", [State.RECEIVED, State.CORRECTION, State.DELIVERED, State.REVOKED, *sorted(sums.NEVER)]
)
def test_what_came_to_nothing_does_not_count(state):
    filed(OURS, "7", state=state)
    assert sums.total(ACETONE, OURS, SINCE, services=BOUGHT) == (0 if state in sums.NEVER else 7)


def test_every_state_either_counts_or_does_not():
    assert set(sums.COUNTED) | sums.NEVER == set(State)
    assert not set(sums.COUNTED) & sums.NEVER


def test_a_denial_does_not_count_though_the_case_is_concluded():
    case = filed(OURS, "7")
    Event.objects.create(application=case, at=case.submitted_at, after=State.DENIED, version=6)
    assert sums.total(ACETONE, OURS, SINCE, services=BOUGHT) == 0


def test_the_first_and_the_last_day_count_whole_in_shanghai():
    filed(OURS, "1", "2025-11-23T23:59:59")
    filed(OURS, "2", "2025-11-24T00:00:00")
    filed(OURS, "4", "2026-05-31T23:59:59")
    filed(OURS, "8", "2026-06-01T00:00:00")
    assert sums.total(ACETONE, OURS, SINCE, services=BOUGHT) == 14
    assert sums.total(ACETONE, OURS, SINCE, date(2026, 5, 31), services=BOUGHT) == 6


def test_totals_are_by_key_and_the_largest_comes_first():
    case = filed(OURS, "3")
    Fact.objects.create(application=case, key="kg:3-01", number=Decimal(9))
    Fact.objects.create(application=case, key="total_kg", number=Decimal(12))
    filed(OURS, "4")
    assert sums.totals("kg:", OURS, SINCE) == [("PB", "3-01", Decimal(9)), ("PB", "3-02", Decimal(7))]
    assert sums.totals("kg:", OURS, SINCE, most=1) == [("PB", "3-01", Decimal(9))]


def test_the_history_of_a_case_is_that_of_others_of_the_company_oldest_first():
    case = filed(OURS, "1", "2026-11-01")
    filed(OURS, "2", "2026-03-01")
    filed(OURS, "3", "2026-01-01")
    filed(OURS, "4", "2025-01-01")
    filed(THEIRS, "5")
    history = sums.HistoryOfCase(case)
    found = history.amounts(ACETONE, company=OURS, since=SINCE)
    assert found == [(date(2026, 1, 1), Decimal(3)), (date(2026, 3, 1), Decimal(2))]
    assert history.amounts(ACETONE, company=OURS, since=SINCE) is found


def test_peers_are_others_of_the_group_the_newest_and_never_the_same_company(monkeypatch):
    case = filed(OURS, "1")
    filed(OURS, "2")
    filed(THEIRS, "3", "2026-02-01")
    filed("91310115MA1K00003C", "4", "2026-03-01")
    filed("91310115MA1K00004D", "5", group="C27:50")
    filed("91310115MA1K00005E", "6", state=State.WITHDRAWN)
    history = sums.HistoryOfCase(case)
    assert history.peers(ACETONE, group="C26:50", since=SINCE) == [Decimal(4), Decimal(3)]
    assert history.peers(ACETONE, group="", since=SINCE) == []
    monkeypatch.setattr(sums, "MOST_PEERS", 1)
    assert sums.HistoryOfCase(case).peers(ACETONE, group="C26:50", since=SINCE) == [Decimal(4)]


def test_a_case_of_nobodys_company_has_all_others_as_peers():
    case = filed("", "1")
    filed("", "2")
    filed(THEIRS, "3")
    assert sorted(sums.HistoryOfCase(case).peers(ACETONE, group="C26:50", since=SINCE)) == [2, 3]


def test_the_numbers_of_fifty_items_of_others_are_read_at_once():
    case, other = filed(OURS, "1"), filed(THEIRS, "3")
    codes = [f"kg:9-{n:02}" for n in range(50)]
    for row in (case, other):
        Fact.objects.bulk_create(Fact(application=row, key=key, number=Decimal(5)) for key in codes)
    history = sums.HistoryOfCase(case)
    with CaptureQueriesContext(connection) as captured:
        found = [history.peers(key, group="C26:50", since=SINCE) for key in [ACETONE, *codes]]
    assert found == [[Decimal(3)], *[[Decimal(5)]] * 50]
    assert len(captured) == 2
    Fact.objects.create(application=other, key="kg:8-01", number=Decimal(8))  # of no item of the case
    assert sums.HistoryOfCase(case).peers("kg:8-01", group="C26:50", since=SINCE) == [Decimal(8)]


def test_what_is_moved_is_no_history_of_what_is_bought():
    bought, moved = filed(OURS, "1"), filed(OURS, "2", service="TB")
    filed(THEIRS, "3", service="TB")
    assert sums.HistoryOfCase(bought).amounts(ACETONE, company=OURS, since=SINCE) == []
    assert sums.HistoryOfCase(bought).peers(ACETONE, group="C26:50", since=SINCE) == []
    assert sums.HistoryOfCase(moved).peers(ACETONE, group="C26:50", since=SINCE) == [Decimal(3)]


def test_purchases_and_transports_as_they_are_filed_are_summed_apart():
    """Through the real services: a purchase of acetone, its transport, and a transport of category 2."""
    first = cases.submitted("PB")
    company = first.company
    for service, chem, kg in [("PB", "3-02", "200"), ("TB", "3-02", "150"), ("TP", "2-02", "30")]:
        given = cases.handed_in(service)
        row = {**given["answers"]["substances"]["rows"][0], "chem": chem, "quantity": kg, "unit": "kg"}
        given["answers"]["substances"] = {"rows": [row]}
        given["answers"]["company"]["uscc"] = company.uscc
        draft = cases.actions.start(by=first.owner, service=service, language="en", company=company)
        cases.actions.submit(application=draft, by=first.owner, **given)
    before = {fact.key: fact.number for fact in first.facts.filter(key__startswith="kg:")}
    with CaptureQueriesContext(connection) as captured:
        bought = sums.total(ACETONE, company.uscc, SINCE, services=BOUGHT)
    assert len(captured) == 1
    assert bought == 200 + before.get(ACETONE, 0)
    assert sums.total(ACETONE, company.uscc, SINCE, services=MOVED) == 150
    assert sums.total("kg:2-02", company.uscc, SINCE, services=MOVED) == 30
    assert sums.total("kg:2-02", company.uscc, SINCE, services={"TB"}) == 0
    found = {(service, key): kg for service, key, kg in sums.totals("kg:", company.uscc, SINCE)}
    assert found["PB", "3-02"] == bought
    assert (found["TB", "3-02"], found["TP", "2-02"]) == (150, 30)


@pytest.fixture
def five_thousand():
    """5,000 facts of 1,250 cases of 250 companies in 25 groups, with rows as wide as real ones."""
    person, at = cases.applicant(), datetime(2026, 6, 1, tzinfo=SHANGHAI)
    rows = Application.objects.bulk_create(
        Application(
            service="PB",
            owner=person,
            state=State.CONCLUDED,
            number=f"{n:023}",
            submitted_at=at + timedelta(hours=n),
            draft_sealed=bytes(1500),
        )
        for n in range(1250)
    )
    facts = []
    for n, row in enumerate(rows):
        code = f"9131{n % 250:014}"
        facts += [
            Fact(application=row, key="company_uscc", text=code),
            Fact(application=row, key="peer_group", text=f"C{n % 25}:50"),
            Fact(application=row, key=f"kg:3-0{1 + n % 8}", number=Decimal(n)),
            Fact(application=row, key="total_kg", number=Decimal(n)),
        ]
    Fact.objects.bulk_create(facts)
    Event.objects.bulk_create(
        Event(application=row, at=at, after=state, version=version)
        for row in rows
        for version, state in enumerate(["SUBMITTED", "RECEIVED", "ACCEPTED", "IN_REVIEW", "APPROVED"], 2)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rows


#: What SQLite goes through that an index has found already, to number it; and what is no table at all.
NO_TABLES = ("SCAN (subquery", "SCAN qualify", "SCAN CONSTANT")


def plan_of(sql: str) -> str:
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_no_table_is_read_whole(five_thousand):
    history, code = sums.HistoryOfCase(five_thousand[7]), "9131" + "7".zfill(14)
    with CaptureQueriesContext(connection) as captured:
        assert sums.total("kg:3-08", code, SINCE, services=BOUGHT) > 0
        assert sums.totals("kg:", code, SINCE)
        assert history.amounts("kg:3-08", company=code, since=SINCE)
        assert history.peers("kg:3-08", group="C7:50", since=SINCE)
    assert len(captured) == 5
    for query in captured:
        plan = plan_of(query["sql"])
        scans = [line for line in plan.splitlines() if line.startswith("SCAN ")]
        whole = [line for line in scans if not line.startswith(NO_TABLES)]
        assert not whole, plan
        assert "Seq Scan" not in plan, plan
