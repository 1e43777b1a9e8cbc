"""Filings of many rows at the desk: a line a row, and the amounts that are usual folded."""

import pytest

from portal.catalog.declaration import Aid
from portal.review.reading import ROWS_IN_LINES, Answer, in_a_line
from tests.factories import officer, submitted_application
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


def test_amounts_to_look_at_come_first_and_usual_ones_are_folded(client, intake, monkeypatch):
    said = [Aid("A", "usual", ""), Aid("B", "much", "yellow"), Aid("C", "very much", "red")]
    kinds.as_pb(monkeypatch, aids=lambda answers, norms, history: said)
    page = client.get(url(submitted_application("PB"))).content.decode()
    amounts = page.split('class="amounts"')[1].split("</section>")[0]
    notable, usual = amounts.split('<details class="usual">')
    assert notable.index("<strong>C</strong>") < notable.index("<strong>B</strong>")
    assert "<details open>" in notable and "To look at: 2" in notable
    assert "<strong>A</strong>" in usual and "Usual: 1" in usual
