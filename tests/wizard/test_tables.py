"""Rows handed in as a table: what a spreadsheet may hold, what becomes rows, and what waits to be put right."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.wizard import builders, guards
from tests.wizard.builders import document, row_url, url
from tests.wizard.guards import guard, id_no

HEAD = ["姓名", "身份证号", "岗位", "等级", "是否培训", "培训日期", "课时", "备注"]
FIELDS = ["name", "id_no", "post", "grade", "trained", "trained_on", "hours", "note"]


@pytest.fixture
def draft(page, gu):
    with guards.offered():
        application = builders.started(gu, "GD")
        builders.post(page, application, "company")
        yield application


def line(n, **changes):
    return [guard(n, **changes)[name] for name in FIELDS]


def table(*lines, head=HEAD, delimiter=",", encoding="utf-8-sig"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([head, *lines])
    return out.getvalue().encode(encoding)


def at(draft, name):
    return reverse(f"wizard:{name}", kwargs={"service": "GD", "draft": draft.pk, "step": "guards"})


def send(page, draft, content, name="guards.csv"):
    return page.post(at(draft, "table"), {"table": SimpleUploadedFile(name, content, "text/csv")})


def rows(draft):
    return document(draft)["raw"].get("guards", {}).get("rows", [])


def bad(draft):
    return document(draft)["tables"]["guards"]["bad"]


def test_the_template_is_a_header_that_excel_opens_and_the_page_says_what_may_stand_in_it(page, draft):
    answer = page.get(at(draft, "template"))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.decode("utf-8-sig").splitlines() == [",".join(HEAD)]
    shown = page.get(url(draft, "guards")).content.decode()
    assert at(draft, "template") in shown and "门卫、巡逻" in shown
    english = page.get("/en" + url(draft, "guards"))
    assert english.status_code == 200 and "GATE" not in english.content.decode()


def test_a_table_becomes_rows_and_the_result_is_said(page, draft):
    answer = page.post(
        at(draft, "table"), {"table": SimpleUploadedFile("a.csv", table(line(1), line(2)))}, follow=True
    )
    assert [row["name"] for row in rows(draft)] == [guard(1)["name"], guard(2)["name"]]
    assert (answer.context["count"], answer.context["finished"]) == (2, 2)
    (said,) = [str(message) for message in answer.context["messages"]]
    assert "2" in said and "替换" not in said, "what did not happen is not told"
    assert page.post(url(draft, "guards")).status_code == 302
    assert len(document(draft)["answers"]["guards"]["rows"]) == 2


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "gb18030"), ("\t", "utf-16")]
)
def test_every_usual_way_of_saving_a_table_is_read(page, draft, delimiter, encoding):
    send(page, draft, table(line(1), delimiter=delimiter, encoding=encoding), "a.txt")
    assert rows(draft) == [guard(1)]


def test_old_signs_of_gb_18030_come_to_their_standard_place(page, draft):
    content = table(line(1, name="王Q明"), encoding="gb18030").replace(b"Q", b"\xfe\x59")
    send(page, draft, content)
    assert rows(draft)[0]["name"] == "王\u9fb4明"


def test_headers_are_found_by_label_or_name_in_any_order_and_unknown_ones_are_told(page, draft):
    head = ["note", "ＩＤ＿ＮＯ", "颜色", "姓名", "岗位", "等级", "trained", "培训日期"]
    values = guard(3, note="夜班")
    names = ("note", "id_no", "", "name", "post", "grade", "trained", "trained_on")
    content = table([values.get(name, "红") for name in names], head=head)
    answer = page.post(at(draft, "table"), {"table": SimpleUploadedFile("a.csv", content)}, follow=True)
    (row,) = rows(draft)
    assert (row["note"], row["id_no"]) == ("夜班", id_no(3))
    assert "颜色" in str(next(iter(answer.context["messages"])))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"post": "巡逻"}, {"post": "PATROL"}),
        ({"post": "patrol"}, {"post": "PATROL"}),
        ({"grade": "二级"}, {"grade": "2"}),
        ({"grade": "２"}, {"grade": "2"}),
        ({"trained": "是"}, {"trained": "yes"}),
        ({"trained": "TRUE"}, {"trained": "yes"}),
        ({"trained": "0", "trained_on": ""}, {"trained": "no"}),
        ({"trained_on": "2026/5/4"}, {"trained_on": "2026-05-04"}),
        ({"trained_on": "2026年5月4日"}, {"trained_on": "2026-05-04"}),
        ({"trained_on": "２０２６０５０４"}, {"trained_on": "2026-05-04"}),
        ({"trained_on": "2026/5/4 0:00"}, {"trained_on": "2026-05-04"}),
        ({"id_no": f"'{id_no(1)}"}, {"id_no": id_no(1)}),
        ({"id_no": f'="{id_no(1)}"'}, {"id_no": id_no(1)}),
        ({"note": "'=1+1"}, {"note": "=1+1"}),
        ({"note": "=1+1"}, {"note": "=1+1"}),
        ({"note": "@夜班"}, {"note": "@夜班"}),
    ],
)
def test_a_cell_is_read_as_a_person_means_it(page, draft, typed, kept):
    send(page, draft, table(line(1, **typed)))
    (row,) = rows(draft)
    assert {name: row[name] for name in kept} == kept


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.csv", b"", ""),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 50, "CSV"),
        ("a.csv", b"PK\x03\x04" + b"x" * 50, "CSV"),
        ("a.csv", b"%PDF-1.7", "CSV"),
        ("a.doc", "姓名\n".encode(), ".csv"),
        ("a.csv", b"a" * (2 * 1024 * 1024 + 1), "2 MB"),
        ("a.csv", ",".join(HEAD).encode(), ""),
        ("a.csv", "颜色,大小\n红,大\n".encode(), ""),
        ("a.csv", "姓名,岗位\n王明,门卫\n".encode(), "身份证号"),
        ("a.csv", b"\xff\xfe\xff", ""),
        ("a.csv", b"name\x00,id_no\nx,y\n", ""),
        ("a.csv", (",".join(HEAD) + "\nx" * 1001).encode(), "1000"),
    ],
)
def test_what_is_no_table_is_refused_beside_the_field_and_nothing_changes(page, draft, name, content, part):
    send(page, draft, table(line(1)))
    answer = send(page, draft, content, name)
    assert answer.status_code == 422
    assert part in answer.context["table_error"]
    assert answer.context["table_error"] in answer.content.decode()
    assert ("#id_table", answer.context["table_error"]) in answer.context["errors"]
    assert rows(draft) == [guard(1)]


def test_without_a_file_one_is_asked_for(page, draft):
    assert page.post(at(draft, "table")).status_code == 422


def test_a_bad_line_waits_with_what_is_wrong_and_the_good_ones_are_taken(page, draft):
    send(page, draft, table(line(1), line(2, post="食堂", id_no=id_no(2)[:-1] + "0"), line(3)))
    assert [row["id_no"] for row in rows(draft)] == [id_no(1), id_no(3)]
    (item,) = bad(draft)
    assert (item["line"], item["raw"]["post"]) == (3, "食堂")
    assert set(item["errors"]["zh-hans"]) == set(item["errors"]["en"]) == {"post", "id_no"}
    shown = page.get(url(draft, "guards"))
    assert {cell["was"] for cell in shown.context["bad"][0]["cells"]} == {"食堂", item["raw"]["id_no"]}
    assert "食堂" in shown.content.decode()
    # it keeps nobody from going on, and the check says so
    assert page.post(url(draft, "guards")).status_code == 302


def test_a_number_that_excel_has_destroyed_is_told_apart_from_a_typing_error(page, draft):
    send(page, draft, table(line(1, id_no="3.10105E+17"), line(2, hours="4E1")))
    (item,) = bad(draft)
    assert item["raw"]["id_no"] == "3.10105E+17"
    assert "text" in item["errors"]["en"]["id_no"]
    assert [row["hours"] for row in rows(draft)] == ["4E1"]


def test_who_comes_twice_in_the_table_is_bad_and_who_is_there_already_is_replaced(page, draft):
    send(page, draft, table(line(1), line(2)))
    answer = page.post(
        at(draft, "table"),
        {"table": SimpleUploadedFile("a.csv", table(line(2, note="新"), line(5), line(5, note="又")))},
        follow=True,
    )
    assert [(row["id_no"], row["note"]) for row in rows(draft)] == [
        (id_no(1), ""),
        (id_no(2), "新"),
        (id_no(5), ""),
    ]
    (item,) = bad(draft)
    assert item["line"] == 4 and "3" in item["errors"]["en"]["id_no"]
    kept = document(draft)["tables"]["guards"]
    assert (kept["kept"], kept["replaced"]) == (1, 1)
    assert answer.context["bad_count"] == 1


def test_a_table_with_fewer_columns_leaves_the_others_of_a_row_as_they_are(page, draft):
    send(page, draft, table(line(1, note="夜班")))
    send(page, draft, table(line(1, post="PATROL")[:7], head=HEAD[:7]))
    (row,) = rows(draft)
    assert (row["post"], row["note"]) == ("PATROL", "夜班")


def test_more_rows_than_there_may_be_are_refused_as_a_whole(page, gu):
    few = guards.replace(guards.GUARDS, repeat=guards.replace(guards.GUARDS.repeat, maximum=2))
    steps = tuple(few if step.slug == "guards" else step for step in guards.service().steps)
    with guards.offered(steps=steps):
        draft = builders.started(gu, "GD")
        builders.post(page, draft, "company")
        answer = send(page, draft, table(line(1), line(2), line(3)))
        assert answer.status_code == 422 and "2" in answer.context["table_error"]
        assert rows(draft) == []
        send(page, draft, table(line(1), line(2)))
        send(page, draft, table(line(1, note="新"), line(2)))
        assert len(rows(draft)) == 2


def test_a_bad_line_is_put_right_on_a_page_of_its_own(page, draft):
    send(page, draft, table(line(1), line(2, post="食堂")))
    (item,) = page.get(url(draft, "guards")).context["bad"]
    assert item["url"] == row_url(draft, "guards", 1) + "?line=3"
    shown = page.get(item["url"])
    assert shown.context["form"]["name"].value() == guard(2)["name"]
    assert [href for href, _text in shown.context["errors"]] == ["#id_guards-1-post_0"]
    sent = {f"guards-1-{name}": value for name, value in guard(2).items()}
    assert page.post(item["url"], sent).status_code == 302
    assert [row["id_no"] for row in rows(draft)] == [id_no(1), id_no(2)]
    assert bad(draft) == []


def test_who_leaves_the_page_of_a_bad_line_bars_nobody_and_loses_nothing(page, draft):
    send(page, draft, table(line(1), line(2, post="食堂")))
    address = page.get(url(draft, "guards")).context["bad"][0]["url"]
    sent = {f"guards-1-{name}": value for name, value in guard(2, post="", note="夜班").items()}
    assert page.post(address, sent | {"go-back": "1"})["Location"] == url(draft, "guards")
    assert len(rows(draft)) == 1
    assert bad(draft)[0]["raw"]["note"] == "夜班"
    assert page.get(address).context["form"]["note"].value() == "夜班"
    assert page.post(url(draft, "guards")).status_code == 302


def test_bad_lines_are_left_out_one_by_one_or_all(page, draft):
    send(page, draft, table(line(1, post="x"), line(2, post="x"), line(3, post="x")))
    page.post(at(draft, "table"), {"leave-out": "3"})
    assert [item["line"] for item in bad(draft)] == [2, 4]
    page.post(at(draft, "table"), {"leave-out": "99"})
    assert len(bad(draft)) == 2
    page.post(at(draft, "table"), {"leave-all": "1"})
    assert bad(draft) == []


def test_bad_lines_go_to_excel_and_come_back(page, draft):
    send(page, draft, table(line(1, post="食堂", note="=1+1"), line(2, trained_on="下周")))
    content = page.get(at(draft, "mending")).content
    (head, first, _second) = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert head[:-1] == HEAD and first[-1]
    assert first[7] == "'=1+1"  # no spreadsheet carries it out
    mended = content.replace("食堂".encode(), "门卫".encode()).replace("下周".encode(), b"2026-05-04")
    answer = page.post(at(draft, "table"), {"table": SimpleUploadedFile("b.csv", mended)}, follow=True)
    assert rows(draft) == [guard(1, note="=1+1"), guard(2)]
    assert bad(draft) == []
    *_earlier, said = answer.context["messages"]
    assert said.level_tag == "success"  # the column of errors is no unknown one


def test_the_check_says_how_many_lines_are_left_out(page, draft):
    send(page, draft, table(line(1), line(2, post="x")))
    page.post(url(draft, "guards"))
    builders.post(page, draft, "tour")
    builders.post(page, draft, "oath")
    builders.upload(draft.owner, draft, "GD01")
    page.post(url(draft, "materials"))
    shown = page.get(url(draft, "check"))
    assert [(item["title"], item["count"]) for item in shown.context["left_out"]] == [("保安员", 1)]
    assert "#bad-lines" in shown.content.decode()


def test_somebody_elses_draft_takes_no_table_and_gives_none_away(client, draft):
    client.force_login(builders.person("other@example.test"))
    assert send(client, draft, table(line(1))).status_code == 404
    assert client.get(at(draft, "template")).status_code == 404
    assert client.get(at(draft, "mending")).status_code == 404
    assert rows(draft) == []


def test_a_signed_out_visitor_is_led_to_the_sign_in_and_back_to_the_list(page, draft):
    page.logout()
    assert send(page, draft, table(line(1))).status_code == 302
    page.force_login(draft.owner)
    assert page.get(at(draft, "table"))["Location"] == url(draft, "guards")
    assert rows(draft) == []


def test_a_step_that_takes_no_table_has_no_such_page(page, gu):
    draft = builders.filled(page, gu, until="family")
    file = SimpleUploadedFile("a.csv", table(line(1)))
    assert page.post(url(draft, "family") + "table/", {"table": file}).status_code == 404


def test_a_list_that_needs_an_entry_does_not_say_that_none_is_needed(page, draft, gu):
    assert "直接继续即可" in page.get(url(draft, "guards")).content.decode()
    needed = builders.filled(page, gu, "PB", until="substances")
    text = page.get(url(needed, "substances")).content.decode()
    assert "直接继续即可" not in text and "至少" in text
