"""Exports of the queue: what is in them, for whom, and what becomes of one whose worker died."""

import csv
import io
import uuid
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.applications.models import Application
from portal.audit.models import Entry
from portal.catalog import registry
from portal.documents import auditing, storage
from portal.review import actions, columns, exporting, ordering
from portal.review.actions import exporting as making
from portal.review.models import Export
from portal.review.policies import NotPossible
from portal.ui.opendocument import SPACES
from portal.ui.sheets import FORMATS, begun
from tests.factories import UserFactory, officer, submitted_application
from tests.review.addresses import desk_url
from tests.review.test_labels import elsewhere

pytestmark = pytest.mark.django_db
State = Export.State
#: A formula, names with characters of the second plane, blanks, signs that no XML may hold.
TRICKY = ["=1+1", "𠮷田𪚥", "  两  格 ", "a\x0bb\nc", "@SUM(A1)", "<&>\"'"]


def made(user, query="", kind="csv", **fields) -> Export:
    """Return an export that lies ready (or not), made at once."""
    export = Export.objects.create(officer=user, query=query, format=kind, language="en", **fields)
    actions.make_export(export_id=export.pk)
    return Export.objects.get(pk=export.pk)


def copies(case, count):
    rows = []
    for number in range(count):
        row = Application.objects.get(pk=case.pk)
        row.pk, row.number = uuid.uuid4(), f"TH310101202601010{number:05d}X"
        rows.append(row)
    Application.objects.bulk_create(rows)


def table(export) -> list[list[str]]:
    """Return the rows of a table, whatever its format."""
    content = storage.read(export.key)
    return read(export.format, content)


def read(kind: str, content: bytes) -> list[list[str]]:
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "inlineStr", "n"}
        return [[cell.value or "" for cell in row] for row in sheet]
    return read_ods(content)


def read_ods(content: bytes) -> list[list[str]]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.header_offset) == ("mimetype", zipfile.ZIP_STORED, 0)
    assert archive.read("mimetype").decode() == FORMATS["ods"] and archive.testzip() is None
    named = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
    paths = {value for entry in named for key, value in entry.attrib.items() if key.endswith("full-path")}
    assert paths == {"/", "content.xml", "styles.xml"}
    text, cells = f"{{{SPACES['text']}}}", f"{{{SPACES['table']}}}"
    root = ElementTree.fromstring(archive.read("content.xml"))

    def said(line):
        parts = [line.text or ""]
        for inner in line:
            parts += [
                " " * int(inner.get(f"{text}c", "1")) if inner.tag == f"{text}s" else "\t",
                inner.tail or "",
            ]
        return "".join(parts)

    return [
        ["\n".join(said(line) for line in cell.iter(f"{text}p")) for cell in row.iter(f"{cells}table-cell")]
        for row in root.iter(f"{cells}table-row")
    ]


@pytest.mark.parametrize("kind", list(FORMATS))
def test_every_format_is_read_again_and_holds_no_formula(kind):
    file = io.BytesIO()
    sheet = begun(kind, file, "表 [1]" if kind == "ods" else "表", len(TRICKY))
    sheet.write([f"h{n}" for n in range(len(TRICKY))])
    sheet.write(TRICKY)
    sheet.write([""] * len(TRICKY))
    sheet.close()
    head, line, *_rest = read(kind, file.getvalue())
    assert head[0] == "h0"
    assert line[0] == "'=1+1" and line[1] == "𠮷田𪚥" and line[2] == "  两  格 " and line[4] == "'@SUM(A1)"
    assert line[5] == "<&>\"'" and line[3] in {"a\x0bb\nc", "ab\nc"}


@pytest.mark.parametrize("kind", list(FORMATS))
@pytest.mark.parametrize("count", [1, 30])
def test_a_list_becomes_a_table_with_what_the_queue_shows_only(kind, count):
    case, user = submitted_application(), officer("intake", last_name="=钱")
    actions.put_label(application=case, by=user, name="+急")
    copies(case, count - 1)
    export = made(user, "tab=open", kind)
    assert (export.state, export.done, export.total, export.attempts) == (State.READY, count, count, 1)
    head, *lines = table(export)
    assert head[:3] == ["Number", "Service", "Applicant"] and len(lines) == count
    assert {line[0] for line in lines} == set(Application.objects.values_list("number", flat=True))
    assert "'+急" in next(line for line in lines if line[0] == case.number)
    assert all(len(line) == len(columns.COLUMNS) for line in lines)
    answers = case.submissions.get().content["answers"]
    everything = str(lines)
    assert answers["applicant"]["id_no"] not in everything and answers["applicant"]["name"] not in everything


@pytest.mark.parametrize("count", [1, 30])
def test_a_portion_costs_the_same_queries(count):
    case, user = submitted_application(), officer("intake")
    copies(case, count - 1)
    export = Export.objects.create(officer=user, query="tab=open", format="csv", language="en")
    with CaptureQueriesContext(connection) as captured:
        actions.make_export(export_id=export.pk)
    assert len(captured) <= 22


def test_columns_and_filters_are_those_of_the_list():
    case, user = submitted_application(), officer("intake")
    submitted_application("PB", n=2)
    export = made(user, "tab=open&service=TH", columns=["state", "number", "nonsense"])
    assert table(export) == [["State", "Number"], ["Intake", case.number]]
    searched = made(user, f"q={case.number}", columns=["number"])
    assert table(searched) == [["Number"], [case.number]]


def test_facts_are_written_whole_and_moments_so_that_they_sort(monkeypatch):
    names = {"until": "Until", "kind": "Kind", "hidden": "Hidden"}
    monkeypatch.setitem(registry.get("TH").__dict__, "fact_names", names)
    case, user = submitted_application(), officer("intake", last_name="示例", first_name="收")
    Application.objects.update(acceptor=user, submitted_at=datetime(2026, 3, 1, 16, 5, tzinfo=UTC))
    case.facts.create(key="until", date="2030-03-01")
    for word in ("A1", "A2", "A3", "A4"):
        case.facts.create(key="kind", text=word)
    case.facts.create(key="hidden", index="f" * 64)
    wanted = ["number", "submitted", "officers", "fact:until", "fact:kind", "fact:hidden"]
    export = ordering.ask_export(by=user, query="tab=open", columns=wanted, kind="csv", language="en")
    assert export.columns == wanted
    actions.make_export(export_id=export.pk)
    line = [case.number, "2026-03-02 00:05", "示例收", "2030-03-01", "A1, A2, A3, A4", ""]
    assert table(Export.objects.get(pk=export.pk))[1] == line


def test_only_what_the_officer_sees_at_that_moment():
    case = submitted_application()
    station, foreign = officer("intake", case.unit), officer("intake", elsewhere(case))
    assert made(station, "tab=open").done == 1
    assert made(foreign, "tab=open").done == 0
    waiting = Export.objects.create(officer=station, query="tab=open", format="csv", language="en")
    station.postings.update(active=False)
    assert actions.make_export(export_id=waiting.pk)
    waiting.refresh_from_db()
    assert waiting.done == 0 and len(table(waiting)) == 1


def test_the_page_asks_shows_and_hands_out(client, django_capture_on_commit_callbacks):
    case, user = submitted_application(), officer("intake")
    client.force_login(user)
    queue = client.get(desk_url("queue", language="en") + "?tab=open&service=TH").content.decode()
    assert 'name="q" value="service:TH"' in queue and "at most" in queue
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            desk_url("exports", language="en"),
            {"tab": "open", "service": "TH", "after": "x", "format": "csv"},
        )
    export = Export.objects.get()
    assert (export.query, export.state, export.officer) == ("tab=open&q=service%3ATH", State.READY, user)
    page = client.get(desk_url("exports", language="en")).content.decode()
    assert "Download the CSV file" in page and "every 2s" not in page
    answer = client.get(desk_url("export-file", export.pk))
    content = b"".join(answer.streaming_content)
    assert case.number.encode() in content and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith('attachment; filename="queue-')
    entry = Entry.objects.get(action="queue:exported")
    assert (entry.actor, entry.subject) == (f"user:{user.pk}", f"export:{export.pk}")
    data = entry.data
    assert len(data.pop("searched")) == 64
    assert data == {"count": 1, "format": "csv", "tab": "open"}


def test_what_was_searched_for_stands_in_no_record(client):
    submitted_application()
    user = officer("intake")
    export = made(user, "q=示例公司")
    client.force_login(user)
    client.get(desk_url("export-file", export.pk))
    data = Entry.objects.get(action="queue:exported").data
    assert "示例" not in str(data) and "%E7" not in str(data) and len(data["searched"]) >= 32


def test_one_that_is_being_made_says_how_far_it_is(client):
    user = officer("intake")
    export = Export.objects.create(
        officer=user, format="ods", language="en", state=State.RUNNING, done=500, total=1200
    )
    client.force_login(user)
    page = client.get(desk_url("exports", language="en")).content.decode()
    assert "500 of 1200" in page and "every 2s" in page and "Look again" in page
    part = client.get(desk_url("export", export.pk, language="en"), headers={"HX-Request": "true"})
    assert "500 of 1200" in part.content.decode() and "<html" not in part.content.decode()
    assert client.get(desk_url("export", export.pk)).url == desk_url("exports")
    assert client.get(desk_url("export-file", export.pk)).status_code == 404


def test_nobody_elses_export_is_shown_taken_or_retried(client):
    mine = made(officer("intake"))
    for person in (officer("intake"), officer("supervisor"), UserFactory(second_factor=True)):
        client.force_login(person)
        for name in ("export", "export-file"):
            assert client.get(desk_url(name, mine.pk)).status_code == 404
        assert client.post(desk_url("export-retry", mine.pk)).status_code == 404
    assert client.get(desk_url("exports")).status_code == 404
    with pytest.raises(NotPossible):
        ordering.retry_export(export=mine, by=officer("intake"))
    owner = mine.officer
    owner.postings.update(active=False)
    client.force_login(owner)
    assert client.get(desk_url("export-file", mine.pk)).status_code == 404
    assert not Entry.objects.filter(action="queue:exported").exists()


def ask(user, query="tab=open", kind="csv"):
    return ordering.ask_export(by=user, query=query, columns=[], kind=kind, language="en")


def test_asked_for_twice_it_is_made_once_and_not_too_many_at_once():
    user = officer("intake")
    assert ask(user) == ask(user)
    ask(user, kind="ods")
    ask(user, kind="xlsx")
    with pytest.raises(NotPossible):
        ask(user, "tab=waiting")
    assert user.exports.count() == 3


@pytest.mark.parametrize(
    ("query", "kind"), [("", "exe"), ("q=" + "x" * 600, "csv"), ("q=310101199001011234", "csv")]
)
def test_what_is_not_exported_is_said(client, query, kind):
    user = officer("intake")
    with pytest.raises(NotPossible):
        ask(user, query, kind)
    client.force_login(user)
    name, _mark, value = query.partition("=")
    answer = client.post(desk_url("exports", language="en"), {name: value, "format": kind}, follow=True)
    assert "notice-bad" in answer.content.decode() and not Export.objects.exists()


def test_a_killed_worker_is_replaced_and_leaves_nothing_behind():
    submitted_application()
    user, past = officer("intake"), timezone.now() - timedelta(seconds=1)
    left = "exports/" + uuid.uuid4().hex
    storage.put(left, b"half")
    export = Export.objects.create(
        officer=user, query="tab=open", format="csv", language="en", state=State.RUNNING, attempts=1, key=left
    )
    Export.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert not actions.make_export(export_id=export.pk)
    Export.objects.update(claimed_until=past, created_at=timezone.now() - timedelta(hours=1))
    assert making.sweep() == 1
    export.refresh_from_db()
    assert (export.state, export.attempts, export.done) == (State.READY, 2, 1)
    assert [one.key for one in storage.keys("exports/")] == [export.key] != [left]
    assert not actions.make_export(export_id=export.pk)


def test_who_lost_the_claim_writes_nothing(monkeypatch):
    submitted_application()
    export = Export.objects.create(officer=officer("intake"), query="tab=open", format="csv", language="en")
    real = exporting.lines_of

    def slow(row):
        for lines in real(row):
            Export.objects.update(claimed_until=timezone.now() + timedelta(minutes=9))
            yield lines

    monkeypatch.setattr(exporting, "lines_of", slow)
    assert not actions.make_export(export_id=export.pk)
    export.refresh_from_db()
    assert export.state == State.RUNNING and not list(storage.keys("exports/"))


def test_after_three_attempts_it_has_failed_and_can_be_tried_again(client, monkeypatch, caplog):
    submitted_application()
    user = officer("intake")
    export = Export.objects.create(officer=user, query="tab=open", format="csv", language="en")
    location = storages["documents"].location
    monkeypatch.setattr(storages["documents"], "_save", lambda *_: (_ for _ in ()).throw(OSError("away")))
    for _ in range(4):
        actions.make_export(export_id=export.pk)
        Export.objects.update(claimed_until=None)
    export.refresh_from_db()
    assert (export.state, export.attempts) == (State.FAILED, 3) and location
    client.force_login(user)
    assert "Try again" in client.get(desk_url("exports", language="en")).content.decode()
    monkeypatch.undo()
    client.post(desk_url("export-retry", export.pk))
    export.refresh_from_db()
    assert (export.state, export.attempts) == (State.WAITING, 0)
    assert actions.make_export(export_id=export.pk)
    client.post(desk_url("export-retry", export.pk))
    export.refresh_from_db()
    assert export.state == State.READY


def test_a_worker_that_always_dies_is_not_tried_for_ever():
    export = Export.objects.create(
        officer=officer("intake"), format="csv", language="en", state=State.RUNNING, attempts=3
    )
    Export.objects.update(created_at=timezone.now() - timedelta(hours=1))
    making.sweep()
    export.refresh_from_db()
    assert export.state == State.FAILED


def test_after_a_day_it_is_gone(client, django_capture_on_commit_callbacks):
    user = officer("intake")
    old, fresh = made(user), made(user)
    Export.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    client.force_login(user)
    assert client.get(desk_url("export-file", old.pk)).status_code == 404
    assert "Its day is over" in client.get(desk_url("exports", language="en")).content.decode()
    assert auditing.audit().agrees
    with django_capture_on_commit_callbacks(execute=True):
        assert making.sweep() == 1
    assert [one.key for one in storage.keys("exports/")] == [fresh.key]
    assert auditing.audit().agrees


def test_a_list_that_is_too_long_is_cut_and_says_so(client, monkeypatch):
    case, user = submitted_application(), officer("intake")
    copies(case, 4)
    monkeypatch.setattr(exporting, "MOST_ROWS", 3)
    export = made(user, "tab=open")
    assert export.done == 3 and len(table(export)) == 4
    client.force_login(user)
    assert "Only the first 3 are in it" in client.get(desk_url("exports", language="en")).content.decode()


def test_a_table_that_cannot_be_reached_is_no_error_page(client):
    export = made(officer("intake"))
    storage.delete(export.key)
    client.force_login(export.officer)
    answer = client.get(desk_url("export-file", export.pk), follow=True)
    assert answer.status_code == 200 and answer.redirect_chain
    assert not Entry.objects.filter(action="queue:exported").exists()
