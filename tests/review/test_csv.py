"""The table of a case's answers: everything, in clear, for who may see it, and never a formula."""

import csv
import io

import pytest

from portal.audit.models import Entry
from portal.catalog.sources import SOURCES
from portal.review.export import HEAD, table_of
from tests.factories import UserFactory, draft, officer, submitted_application
from tests.review.addresses import desk_url
from tests.review.registers import REPLIES, accepted_with

pytestmark = pytest.mark.django_db


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_answer_is_in_it_as_submitted(client):
    case = submitted_application("PB")
    client.force_login(officer("intake"))
    response = client.get(desk_url("answers", case.pk))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{case.number}-answers.csv"'
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"\xef\xbb\xbf")
    head, *lines = rows_of(response.content.decode("utf-8"))
    assert tuple(head) == HEAD
    answers = dict(case.submissions.get().content["answers"])
    assert answers.pop(SOURCES)  # replies of registers are no answers
    count = sum(len(row) for fields in answers.values() for row in fields.get("rows", [fields]))
    assert len(lines) == count
    found = {(step, row, field): value for step, row, field, value in lines}
    assert len(found) == count
    for number, row in enumerate(answers["substances"]["rows"], 1):
        for name, value in row.items():
            if isinstance(value, str) and not value.startswith("-"):
                assert found["substances", str(number), name] == value
    company = {name: value for name, value in answers["company"].items() if isinstance(value, str)}
    assert all(found["company", "1", name] == value for name, value in company.items())


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_no_cell_is_a_formula(sign):
    evil = f"{sign}cmd|' /C calc'!A0"
    lines = rows_of(table_of({"a": {"x": evil, "y": f"a{evil}", evil: "ok"}}))
    assert lines[1] == ["a", "1", "x", f"'{evil}"]
    assert lines[2][3] == f"a{evil}"
    assert lines[3][2] == f"'{evil}"


def test_kinds_of_values_and_replies_of_registers():
    answers = {
        "a": {"yes": True, "none": None, "many": ["x", "y"], "quote": '说"好"，\n再见'},
        "b": {"rows": [{"n": "1.5"}, {"n": "2"}]},
        "sources": REPLIES,
    }
    assert rows_of(table_of(answers))[1:] == [
        ["a", "1", "yes", "true"],
        ["a", "1", "none", ""],
        ["a", "1", "many", "x, y"],
        ["a", "1", "quote", '说"好"，\n再见'],
        ["b", "1", "n", "1.5"],
        ["b", "2", "n", "2"],
    ]


def test_each_export_is_recorded_as_a_reading(client):
    case = submitted_application()
    user = officer("reviewer")
    client.force_login(user)
    assert "answers.csv" in client.get(desk_url("case", case.pk)).content.decode()
    client.get(desk_url("answers", case.pk))
    client.get(desk_url("answers", case.pk))
    entries = Entry.objects.filter(action="case:read", subject=f"application:{case.pk}")
    assert [entry.data for entry in entries.order_by("seq")] == [
        {},
        {"export": "answers"},
        {"export": "answers"},
    ]
    assert {entry.actor for entry in entries} == {f"user:{user.pk}"}


def test_only_officers_of_the_unit_take_answers_away(client):
    case = submitted_application()
    url = desk_url("answers", case.pk)
    secret = case.submissions.get().content["answers"]["applicant"]["id_no"]
    elsewhere = "310151000000" if case.district != "310151" else "310101000000"
    strangers = [officer("intake", elsewhere), UserFactory(second_factor=True), case.owner]
    strangers.append(UserFactory(second_factor=True, is_staff=True, is_superuser=True))
    for person in strangers:
        client.force_login(person)
        response = client.get(url)
        assert response.status_code == 404
        assert secret not in response.content.decode()
    client.logout()
    assert client.get(url).status_code == 302
    case.owner.postings.create(unit=case.unit, role="intake")
    case.owner.authenticator_set.create(type="totp", data={"secret": "unused"})
    client.force_login(case.owner)
    assert client.get(url).status_code == 403
    client.force_login(officer("intake", case.unit))
    assert secret in client.get(url).content.decode()
    assert client.post(url).status_code == 405
    assert client.get(desk_url("answers", draft().pk)).status_code == 404
    assert Entry.objects.filter(action="case:read", data_json__contains="export").count() == 1


def test_a_case_with_registers_can_be_taken_away(client, monkeypatch):
    from tests.review.registers import declare

    declare(monkeypatch)
    case = accepted_with(REPLIES)
    client.force_login(officer("intake"))
    text = client.get(desk_url("answers", case.pk)).content.decode()
    assert "sources" not in text and "approval_no" in text
