"""Guards by the hundred: the table others use, and how long it takes to judge five hundred rows one by one."""

import csv
import io

import pytest

from portal.catalog import registry
from services.filings.security.guards import guard_findings
from services.filings.security.reading import Guard
from services.filings.security.samples import guard
from services.filings.security.steps.guards import MOST_GUARDS, GuardForm
from tests.pace import spent
from tests.services.filings.security.answers import service
from tests.services.filings.security.guards import BAD_FIELDS, guards_csv, header, row
from tests.services.filings.security.test_rules import START


def lines(content, encoding="utf-8-sig"):
    return list(csv.reader(io.StringIO(content.decode(encoding))))


def judged(cells, norms):
    said = {"是": "yes", "否": "no"}
    typed = {name: said.get(cell, cell) for name, cell in zip(GuardForm.base_fields, cells, strict=True)}
    form = GuardForm(typed, norms=norms, answers=service())
    return set() if form.is_valid() else set(form.errors)


def test_a_table_of_120_guards_with_three_bad_rows(norms):
    table = lines(guards_csv(120, 3))
    assert table[0] == header()
    assert len(table) == 121
    outcomes = [judged(cells, norms) for cells in table[1:]]
    assert outcomes[:117] == [set()] * 117
    assert outcomes[117:] == [{name} for name in BAD_FIELDS]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_the_table_reads_alike_in_every_encoding(encoding):
    assert lines(guards_csv(20, 3, encoding=encoding), encoding) == lines(guards_csv(20, 3))


def test_no_two_invented_guards_share_a_number():
    guards = [row(n) for n in range(MOST_GUARDS)]
    for name in ("g_id_no", "g_cert_no"):
        assert len({one[name] for one in guards}) == MOST_GUARDS


@pytest.mark.parametrize("slug", ["SX", "SF"])
def test_guards_come_on_pages_of_their_own_or_as_a_table(slug):
    repeat = registry.get(slug).step("guards").repeat
    assert (repeat.single, repeat.table, repeat.maximum) == (True, True, 500)
    assert repeat.unique == ("g_id_no", "g_cert_no")
    assert repeat.minimum == (1 if slug == "SX" else 0)


def test_five_hundred_rows_are_judged_one_by_one_in_two_seconds(norms):
    answers = service()
    judge = [guard(n) for n in range(MOST_GUARDS)]
    GuardForm(judge[0], norms=norms, answers=answers).is_valid()  # the rulebook is read once
    with spent() as took:
        assert all(GuardForm(typed, norms=norms, answers=answers).is_valid() for typed in judge)
    assert took.seconds < 2


def test_the_rules_across_five_hundred_rows_take_no_time(norms):
    guards = [
        Guard(one["g_name"], one["g_id_no"], "", one["g_edu"], one["g_cert_no"], True, True)
        for one in (guard(n) for n in range(MOST_GUARDS))
    ]
    with spent() as took:
        assert list(guard_findings(guards, START, norms)) == []
    assert took.seconds < 0.5
