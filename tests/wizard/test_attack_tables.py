"""Tables that nobody's spreadsheet saves: none breaks a page, fills a draft, or carries anything out elsewhere."""

import csv
import io
import zipfile

import pytest

from portal.accounts.models import User
from portal.applications.models import Application
from portal.audit.models import Entry
from portal.audit.verification import verify as verify_audit
from portal.companies.models import Handler
from portal.ui.spreadsheets import MOST_SIGNS
from portal.workdays.queries import today
from tests.companies.test_attack_handlers import everything
from tests.wizard import builders, guards
from tests.wizard.guards import MOST, guard, id_no
from tests.wizard.test_tables import HEAD, at, bad, line, rows, send, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(page, gu):
    with guards.offered():
        application = builders.started(gu, "GD")
        builders.post(page, application, "company")
        yield application


def packed(name="a.csv", size=50_000_000):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"," * size)
    return out.getvalue()


REFUSED = {
    "zip bomb": packed(),
    "zip bomb behind text": b"x\n" + packed(),
    "nothing": b"",
    "nul": table(line(1, note="\0")),
    "utf-16 without its mark": table(line(1), encoding="utf-16-le"),
    "half a pair in utf-16": b"\xff\xfe" + table(line(1), encoding="utf-16-le") + b"\x00\xd8",
    "bytes of no encoding": b"\xff" * 100,
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "2 MB and one": b"a" * (2 * 1024 * 1024 + 1),
    "1,001 lines": table(*([line(1)] * 1001)),
    "a quote that never ends": table(line(1)) + b'"' + b"x" * 200_000,
    "blanks of all kinds": " \n\r\t\x0b\x0c\u3000\u2028".encode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_so_and_changes_nothing(page, draft, name):
    send(page, draft, table(line(1), line(2, post="GATEKEEPER")))
    before = builders.document(draft)
    answer = send(page, draft, REFUSED[name])
    assert answer.status_code == 422, name
    assert answer.context["table_error"]
    assert builders.document(draft) == before


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("g.csv", "utf-8"), ("g.TXT", "gb18030"), ("g.csv", "utf-16"), ("../../g.csv", "utf-8-sig")],
)
def test_encodings_and_names_that_are_taken(page, draft, name, encoding):
    assert send(page, draft, table(line(1), encoding=encoding), name).status_code == 302
    assert [row["name"] for row in rows(draft)] == [guard(1)["name"]]


@pytest.mark.parametrize("name", ["g.csv.exe", "g.xlsx", "g", ".csv\n.exe", "g.html", "x" * 300])
def test_names_that_are_not(page, draft, name):
    assert send(page, draft, table(line(1)), name).status_code == 422
    assert rows(draft) == []


def test_headers_reach_no_field_that_is_not_a_column(page, draft):
    head = [*HEAD, "company-uscc", "rows", "__class__", "csrfmiddlewaretoken", "DELETE", "姓名", "<b>x</b>"]
    answer = send(page, draft, table([*line(1), "1", "2", "3", "4", "on", "别人", "5"], head=head))
    assert answer.status_code == 302
    (row,) = rows(draft)
    assert set(row) == set(guard(1)) and row["name"] == guard(1)["name"]
    shown = page.get(builders.url(draft, "guards")).content.decode()
    assert "<b>x</b>" not in shown


def test_a_header_in_full_width_or_with_invisible_signs_is_no_other_field(page, draft):
    head = ["\u200b姓名", "ｉｄ＿ｎｏ", *HEAD[2:]]
    answer = send(page, draft, table(line(1), head=head))
    assert answer.status_code in {302, 422}
    assert all(set(row) <= set(guard(1)) for row in rows(draft))


@pytest.mark.parametrize("sign", ["\u202e", "\u200f", "\ue000", "\x07", "<script>", "\U000f0000"])
def test_signs_that_no_name_has_stay_in_a_bad_line(page, draft, sign):
    assert send(page, draft, table(line(1, name=f"王{sign}五"))).status_code == 302
    assert rows(draft) == [] and list(bad(draft)[0]["errors"]["zh-hans"]) == ["name"]
    assert "<script>" not in page.get(builders.url(draft, "guards")).content.decode().replace(
        "<script nonce", ""
    )


@pytest.mark.parametrize("number", ["{}\u200b", " {}", "\ufeff{}", "'{}", '="{}"'])
def test_the_same_person_in_another_way_of_writing_is_no_second_guard(page, draft, number):
    send(page, draft, table(line(1)))
    send(page, draft, table(line(2, id_no=number.format(id_no(1)))))
    assert len(rows(draft)) <= 1


def test_formulas_that_were_handed_in_are_not_handed_out(page, draft):
    cells = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", " =1", "\u200b=1", "＝1", "\t=1"]
    send(page, draft, table(*(line(n, note=cell * 30, post=cell) for n, cell in enumerate(cells))))
    assert len(bad(draft)) == len(cells)
    text = page.get(at(draft, "mending")).content.decode("utf-8-sig")
    assert text.startswith(HEAD[0])
    for row in list(csv.reader(io.StringIO(text)))[1:]:
        for cell in row:
            visible = cell.lstrip(" \u200b\t\u3000")
            assert not visible.startswith(("=", "+", "-", "@", "＝")), cell


def test_what_waits_in_a_draft_has_bounds(page, draft):
    """2 MB of nonsense: as many lines as there can be rows, and no cell longer than any field takes."""
    huge = "长" * (MOST_SIGNS + 5000)
    assert send(page, draft, table(*(line(n, note=huge) for n in range(80)))).status_code == 302
    assert {len(item["raw"]["note"]) for item in bad(draft)} == {MOST_SIGNS}
    assert send(page, draft, table(*(line(n, post="x") for n in range(1000)))).status_code == 302
    assert len(bad(draft)) == MOST
    assert len(bytes(Application.objects.get(pk=draft.pk).draft_sealed)) < 1_000_000
    assert page.get(builders.url(draft, "guards")).status_code == 200


def test_bad_lines_lie_sealed_and_the_act_is_recorded(page, draft, caplog):
    marks = ("李机密", id_no(77), "不是岗位的岗位")
    send(page, draft, table(line(1, name=marks[0], id_no=marks[1], post=marks[2])))
    assert len(bad(draft)) == 1
    for name, text in everything():
        assert not [mark for mark in marks if mark in text], name
    assert not [mark for mark in marks if mark in caplog.text]
    entry = Entry.objects.get(action="draft:table")
    assert '"bad":1' in entry.data_json.replace(" ", "") and verify_audit().broken is None


@pytest.mark.parametrize("kind", ["stranger", "ended", "expired", "out of scope"])
def test_nobody_else_sends_or_fetches_a_table(page, draft, gu, kind, client):
    send(page, draft, table(line(1, post="x")))
    company, other = guards.company_of(gu), builders.person("other@example.test")
    if kind != "stranger":
        Application.objects.filter(pk=draft.pk).update(company=company)
        ended = {"ended": "ENDED"}.get(kind, "ACTIVE")
        until = today().replace(year=2020) if kind == "expired" else today()
        row = Handler(company=company, user=other, state=ended, valid_to=until)
        row.scopes = ["SX"] if kind == "out of scope" else []
        row.details = {}
        row.save(force_insert=True)
    client.force_login(User.objects.get(pk=other.pk))
    before = builders.document(draft)
    for name in ("table", "template", "mending"):
        assert client.get(at(draft, name)).status_code == 404
        assert client.post(at(draft, name), {"leave-all": ""}).status_code in {404, 405}
    assert send(client, draft, table(line(2))).status_code == 404
    assert builders.document(draft) == before
