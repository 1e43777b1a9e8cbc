"""Filings of many rows at the desk: a line a row, the amounts that are usual folded, corrections of single rows."""

import pytest

from portal.applications.models import Application, CorrectionItem
from portal.catalog.declaration import Aid
from portal.review.correction_form import RowsField, in_short, tidy
from portal.review.reading import ROWS_IN_LINES, Answer, in_a_line
from tests.factories import REASON, officer, submitted_application
from tests.review import kinds
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
GUARDS = "guards"


def url(case, *args):
    return desk_url(*(args[:1] or ("case",)), case.pk, *args[1:], language="en")


@pytest.fixture
def intake(client):
    user = officer("intake")
    client.force_login(user)
    return user


@pytest.fixture
def case(intake):
    """A filing of so many guards that each stands on one line."""
    found = submitted_application("SX", n=1)
    assert len(found.submissions.get().content["answers"][GUARDS]["rows"]) >= ROWS_IN_LINES
    return found


def test_each_of_many_rows_is_a_line_without_what_is_masked(client, case):
    rows = case.submissions.get().content["answers"][GUARDS]["rows"]
    page = client.get(url(case)).content.decode()
    lines = page.split('class="row-line"')[1:]
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        summary = line.split("</summary>")[0]
        assert row["g_name"] in summary and row["g_cert_no"] in summary
        assert row["g_id_no"] not in page


def test_a_line_leaves_out_yes_no_masked_and_empty_answers_and_cuts_long_ones():
    row = [
        Answer("s.a", "A", "丙酮"),
        Answer("s.b", "B", "秘密", sensitive=True),
        Answer("s.c", "C", "Yes", yes_no=True),
        Answer("s.d", "D", "", blank=True),
        Answer("s.e", "E", "长" * 80),
    ]
    told = in_a_line(row)
    assert told.startswith("丙酮 · 长长长")
    assert len(told) < 40
    assert not {"秘密", "Yes"} & set(told.split(" · "))


def sent(case, rows):
    key = f"{GUARDS}:g_cert_no"
    return {"version": case.version, f"ask:{key}": "on", f"why:{key}": REASON, f"rows:{key}": rows}


def test_a_correction_names_its_rows_in_the_applicants_language(client, case):
    assert client.post(url(case, "act", "correct"), sent(case, "3、1至2")).status_code == 200
    assert not CorrectionItem.objects.exists()
    client.post(url(case, "act", "correct"), sent(case, "3、1至2") | {"confirmed": "1"})
    item = CorrectionItem.objects.get()
    assert (item.step, item.field) == (GUARDS, "g_cert_no")
    assert "3, 1-2" in item.reason and REASON in item.reason and item.reason != REASON


@pytest.mark.parametrize("rows", ["0", "4000", "2-1", "x", "1-2-3", "1; drop"])
def test_rows_that_are_not_there_get_a_sentence_and_nothing_is_sent(client, case, rows):
    page = client.post(url(case, "act", "correct"), sent(case, rows) | {"confirmed": "1"}).content.decode()
    assert "Please give numbers of rows from 1 to" in page and "error-summary" in page
    assert REASON in page
    assert not CorrectionItem.objects.exists()


def test_rows_without_a_reason_are_asked_for_one(client, case):
    fields = {"version": case.version, f"rows:{GUARDS}:g_cert_no": "2", "confirmed": "1"}
    assert "Please write at least" in client.post(url(case, "act", "correct"), fields).content.decode()
    assert Application.objects.get().state == "RECEIVED"


def test_rows_are_given_back_tidy_and_many_answers_in_short():
    assert RowsField(9).clean(" 3，5 – 7;9 ") == "3, 5-7, 9"
    assert RowsField(9).clean("") == tidy(" ") == ""
    assert in_short(["a", "b"]) == "a；b"
    assert in_short(["a"] * 500) == "a；a；a… (500)"


def test_amounts_to_look_at_come_first_and_usual_ones_are_folded(client, intake, monkeypatch):
    said = [Aid("A", "usual", ""), Aid("B", "much", "yellow"), Aid("C", "very much", "red")]
    kinds.as_pb(monkeypatch, aids=lambda answers, norms, history: said)
    page = client.get(url(submitted_application("PB"))).content.decode()
    amounts = page.split('class="amounts"')[1].split("</section>")[0]
    notable, usual = amounts.split('<details class="usual">')
    assert notable.index("<strong>C</strong>") < notable.index("<strong>B</strong>")
    assert "<details open>" in notable and "To look at: 2" in notable
    assert "<strong>A</strong>" in usual and "Usual: 1" in usual
