"""Tables and copies with real commits, and two presses at the very same moment."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from portal.applications.models import Application
from portal.audit.models import Entry
from tests.wizard import builders, guards
from tests.wizard.builders import document, url
from tests.wizard.test_tables import at, line, table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company(gu):
    with guards.offered():
        yield guards.company_of(gu)


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def together(*acts):
    """Run functions at the same time, each on a connection of its own; return what they gave or raised."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            gate.wait(10)
            outcomes[place] = act()
        except Exception as failure:  # noqa: BLE001 -- it is what the test looks at
            outcomes[place] = failure
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_a_table_is_taken_in_and_written_into_the_audit_in_one(page, gu, company):
    draft = guards.begun(gu, company)
    builders.post(page, draft, "company")
    answer = page.post(
        at(draft, "table"), {"table": SimpleUploadedFile("a.csv", table(line(1), line(2, post="x")))}
    )
    assert answer.status_code == 302
    entry = Entry.objects.get(action="draft:table")
    assert entry.data == {"step": "guards", "kept": 1, "replaced": 0, "bad": 1}


def test_a_case_is_filed_again_remembered_and_its_papers_taken_over(page, gu, company):
    case = guards.filed(page, gu, company)
    page.post(reverse("wizard:again", args=["GD", case.pk]))
    made = Application.objects.get(state="DRAFT")
    assert made.documents.get().taken_from == case.documents.get()
    kinds = set(Entry.objects.values_list("action", flat=True))
    assert {"company:profile", "draft:again", "document:reused"} <= kinds


@pytest.mark.postgres
def test_presses_at_the_same_moment_make_one_copy_and_take_a_paper_over_once(page, gu, company):
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")
    case = guards.filed(page, gu, company)
    address = reverse("wizard:again", args=["GD", case.pk])
    browsers = [browser(gu) for _press in range(4)]
    outcomes = together(*(lambda one=one: one.post(address).status_code for one in browsers))
    assert outcomes == [302] * 4
    made = Application.objects.get(state="DRAFT")
    assert made.documents.count() == 1


@pytest.mark.postgres
def test_a_table_and_a_row_saved_at_the_same_moment_are_both_kept(page, gu, company):
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite: one writer at a time")
    draft = guards.begun(gu, company)
    builders.post(page, draft, "company")
    first = {f"guards-0-{name}": value for name, value in guards.guard(9).items()}
    page.post(builders.row_url(draft, "guards", 0), first)
    one, other = browser(gu), browser(gu)
    content = table(*(line(n) for n in range(5)))
    together(
        lambda: one.post(at(draft, "table"), {"table": SimpleUploadedFile("a.csv", content)}),
        lambda: other.post(url(draft, "guards", "wizard:autosave"), {"guards-0-note": "夜班"}),
    )
    rows = document(draft)["raw"]["guards"]["rows"]
    assert [row["id_no"] for row in rows] == [guards.id_no(n) for n in (9, 0, 1, 2, 3, 4)]
    assert rows[0]["note"] == "夜班"
