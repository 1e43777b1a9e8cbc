"""Hundreds of rows: the list in pages, what is asked of the database, and how long it takes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.applications.models import Application
from portal.ui.formsets import step_formset
from tests import factories
from tests.pace import spent
from tests.wizard import builders, guards
from tests.wizard.builders import document, row_url, url
from tests.wizard.guards import guard, id_no
from tests.wizard.test_tables import at, line, table

MANY = 500


@pytest.fixture
def draft(page, gu):
    with guards.offered():
        application = builders.started(gu, "GD")
        builders.post(page, application, "company")
        yield application


def fill(page, draft, *lines):
    return page.post(at(draft, "table"), {"table": SimpleUploadedFile("a.csv", table(*lines))}, follow=True)


def save(page, draft, row, values, query="", **buttons):
    data = {f"guards-{row}-{name}": value for name, value in values.items()}
    data |= {name.replace("_", "-"): value for name, value in buttons.items()}
    return page.post(row_url(draft, "guards", row) + query, data)


def timed(act):
    with spent() as took, CaptureQueriesContext(connection) as queries:
        answer = act()
    return answer, took.seconds, len(queries)


def test_500_guards_are_checked_and_shown_in_3_seconds_and_30_queries(page, draft):
    content = table(*(line(n) for n in range(MANY)))
    file = SimpleUploadedFile("a.csv", content)
    answer, seconds, queries = timed(lambda: page.post(at(draft, "table"), {"table": file}, follow=True))
    print(f"{MANY} rows by table and the list after it: {seconds:.2f} s, {queries} queries")
    assert (answer.context["count"], answer.context["finished"]) == (MANY, MANY)
    assert len(answer.context["rows"]) == 50
    assert seconds < 3
    assert queries <= 30


def test_500_rows_are_saved_checked_submitted_and_read_in_a_sensible_time(page, draft, gu):
    fill(page, draft, *(line(n) for n in range(MANY)))
    answer, seconds, queries = timed(lambda: page.post(url(draft, "guards")))
    assert answer.status_code == 302
    print(f"settle: {seconds:.2f} s, {queries} queries")
    assert seconds < 4
    answer, again, _queries = timed(
        lambda: page.post(url(draft, "guards", "wizard:autosave"), {"guards-7-note": "x"})
    )
    assert answer.status_code == 200 and again < 0.5
    page.post(url(draft, "guards"))
    builders.post(page, draft, "tour")
    builders.post(page, draft, "oath")
    builders.upload(gu, draft, "GD01")
    page.post(url(draft, "materials"))
    answer, seconds, queries = timed(lambda: page.get(url(draft, "check")))
    print(f"check: {seconds:.2f} s, {queries} queries")
    section = next(part for part in answer.context["sections"] if part["slug"] == "guards")
    assert (len(section["pages"]), section["more"]) == (20, MANY - 20)
    assert seconds < 3 and queries <= 30
    answer, seconds, queries = timed(lambda: page.post(url(draft, "check")))
    print(f"submit: {seconds:.2f} s, {queries} queries")
    assert answer.status_code == 302 and seconds < 6
    case = Application.objects.get(pk=draft.pk)
    assert len(case.submissions.get().content["answers"]["guards"]["rows"]) == MANY
    page.force_login(factories.officer("intake"))
    answer, seconds, queries = timed(lambda: page.get(f"/desk/{case.pk}/"))
    print(f"desk: {seconds:.2f} s, {queries} queries")
    assert answer.status_code == 200 and seconds < 5
    shown = answer.content.decode()
    assert shown.count('class="row-line"') == MANY
    assert shown.index("<details>", shown.index("step-guards")) > shown.index(guard(19)["name"])


def test_the_list_comes_in_pages_and_can_be_searched(page, draft):
    fill(page, draft, *(line(n) for n in range(120)))
    first = page.get(url(draft, "guards"))
    assert [row.place for row in first.context["rows"]] == list(range(50))
    assert [number for number, _url in first.context["pages"]] == [1, 2, 3]
    last = page.get(url(draft, "guards", page="3"))
    assert [row.place for row in last.context["rows"]] == list(range(100, 120))
    assert page.get(url(draft, "guards", page="99")).context["page"].number == 3
    assert page.get(url(draft, "guards", page="x")).status_code == 200
    name = guard(77)["name"]
    found = page.get(url(draft, "guards", q=name))
    assert {row.name for row in found.context["rows"]} == {name}
    assert 77 in [row.place for row in found.context["rows"]]
    assert page.get(url(draft, "guards", q="没有")).context["found"] == 0


def test_only_what_is_unfinished_is_shown_on_request(page, draft):
    fill(page, draft, *(line(n) for n in range(60)))
    save(page, draft, 55, guard(55, post=""), go_back="1")
    assert page.get(url(draft, "guards")).context["finished"] == 59
    only = page.get(url(draft, "guards", only="unfinished"))
    assert [row.place for row in only.context["rows"]] == [55]
    assert 'id="row-55"' in only.content.decode()


def test_one_row_after_another_and_back_to_where_one_was(page, draft):
    answer = save(page, draft, 0, guard(0), add_another="1")
    assert answer["Location"] == row_url(draft, "guards", 1)
    assert save(page, draft, 1, guard(1))["Location"] == url(draft, "guards") + "#row-1"
    assert save(page, draft, 2, guard(2, post=""), add_another="1").status_code == 422
    fill(page, draft, *(line(n) for n in range(60)))
    assert save(page, draft, 55, guard(55))["Location"] == url(draft, "guards") + "?page=2#row-55"


def test_removing_all_asks_first_and_takes_only_what_was_asked_about(page, draft):
    fill(page, draft, *(line(n) for n in range(3)))
    asked = page.get(url(draft, "guards", remove="all"))
    mark = asked.context["removing_all"]
    assert mark and mark in asked.content.decode()
    save(page, draft, 3, guard(3))
    page.post(url(draft, "guards"), {"remove-all": mark})
    assert len(document(draft)["raw"]["guards"]["rows"]) == 4
    mark = page.get(url(draft, "guards", remove="all")).context["removing_all"]
    page.post(url(draft, "guards"), {"remove-all": mark})
    assert document(draft)["raw"]["guards"]["rows"] == []


def test_nobody_is_entered_twice(page, draft):
    save(page, draft, 0, guard(1))
    answer = save(page, draft, 1, guard(2) | {"id_no": id_no(1)})
    assert answer.status_code == 422
    ((href, text),) = answer.context["errors"]
    assert href == "#id_guards-1-id_no" and guard(1)["name"] in text
    listed = page.get(url(draft, "guards")).context["rows"]
    assert [row.finished for row in listed] == [True, False]
    refused = page.post(url(draft, "guards"))
    assert refused.status_code == 422
    ((href, text),) = refused.context["errors"]
    assert "guards/1/" in href and "保安员 1" in text
    assert save(page, draft, 1, guard(2)).status_code == 302
    assert page.post(url(draft, "guards")).status_code == 302


def test_a_formset_refuses_what_two_rows_share_however_it_is_written(db):
    made = step_formset(guards.GuardForm, 1, 9, row="保安员", unique=("id_no",))
    digits = str.maketrans("0123456789", "０１２３４５６７８９")
    data = {}
    for place, values in enumerate((guard(1), guard(2), guard(3) | {"id_no": id_no(1).translate(digits)})):
        data |= {f"form-{place}-{name}": value for name, value in values.items()}
    formset = made(data)
    assert not formset.is_valid()
    assert [bool(form.errors) for form in formset.forms] == [False, False, True]
    assert "保安员 1" in formset.forms[2].errors["id_no"][0]
    data |= {"form-2-id_no": id_no(3)}
    assert made(data).is_valid()
