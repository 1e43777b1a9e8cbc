"""The query language: what is understood, what is refused and where, and that writing and reading agree."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.review.language import Query, QueryError, Term, parse, write
from portal.review.language.terms import KEYS, is_private

T = Term


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("  \t ", []),
        ("is:overdue", [T("is", "overdue")]),
        ("IS:Overdue", [T("is", "overdue")]),
        ("is：overdue", [T("is", "overdue")]),
        ("@me", [T("@", "me")]),
        ("＠李明", [T("@", "李明")]),
        ('@"Li Ming"', [T("@", "Li Ming")]),
        ("-@me", [T("@", "me", negated=True)]),
        ("service:PB -service:SX", [T("service", "PB"), T("service", "SX", negated=True)]),
        ("state:IN_REVIEW turn:Reviewer", [T("state", "IN_REVIEW"), T("turn", "reviewer")]),
        ("due:<2d", [T("due", "2d", op="<")]),
        ("due:>=2026-12-01", [T("due", "2026-12-01", op=">=")]),
        ("due:=2d", [T("due", "2d")]),
        ("due:2026-12-01..2026-12-05", [T("due", "2026-12-01", op="..", upper="2026-12-05")]),
        ("warnings:>0", [T("warnings", "0", op=">")]),
        ('label:"on hold"', [T("label", "on hold")]),
        ("label:“容 缺”", [T("label", "容 缺")]),
        (r'label:"a \"b\" \\"', [T("label", 'a "b" \\')]),
        ("check:late", [T("check", "late")]),
        ("fact:kg:7697-37-2>100", [T("fact", "100", op=">", name="kg:7697-37-2")]),
        ("fact:use_type=A", [T("fact", "A", name="use_type")]),
        ("fact:total_kg=5..10", [T("fact", "5", op="..", upper="10", name="total_kg")]),
        ('fact:employer="a..b"', [T("fact", "a..b", name="employer")]),
        ("Acme Trading Co", [T("text", "Acme Trading Co")]),
        ('"Acme" Trading', [T("text", "Acme"), T("text", "Trading")]),
        ("张三 is:open 李四", [T("text", "张三"), T("is", "open"), T("text", "李四")]),
        ("TH310101 PB310115", [T("text", "TH310101"), T("text", "PB310115")]),
        ("Acme TH310101 Co", [T("text", "Acme"), T("text", "TH310101"), T("text", "Co")]),
        ('"service:PB"', [T("text", "service:PB")]),
        ("-张三", [T("text", "张三", negated=True)]),
        ("-", [T("text", "-")]),
        (":x", [T("text", ":x")]),
        ('""', []),
        ("a\x00b", [T("text", "a b")]),
    ],
)
def test_what_is_understood(text, terms):
    assert list(parse(text).terms) == terms


@pytest.mark.parametrize(
    ("text", "code", "nearest", "place"),
    [
        ("servce:PB", "key", "service", "servce:PB"),
        ("@me labl:x", "key", "label", "labl:x"),
        ("公司：x", "key", "", "公司：x"),
        ("is:overdu", "choice_is", "overdue", "is:overdu"),
        ("is:xyz", "choice_is", "", "is:xyz"),
        ("turn:aprover", "choice_turn", "approver", "turn:aprover"),
        ("check:lat", "choice_check", "late", "check:lat"),
        ("service:", "empty", "", "service:"),
        ("is:open @", "empty", "", "@"),
        ('label:"  "', "empty", "", 'label:"  "'),
        ("due:soon", "day", "", "due:soon"),
        ("due:2026-02-30", "day", "", "due:2026-02-30"),
        ("due:<", "day", "", "due:<"),
        ("due:0000-01-01", "day", "", "due:0000-01-01"),
        ("submitted:5d..2d", "backwards", "", "submitted:5d..2d"),
        ("due:2026-12-05..2026-12-01", "backwards", "", "due:2026-12-05..2026-12-01"),
        ("warnings:many", "number", "", "warnings:many"),
        ("warnings:3..1", "backwards", "", "warnings:3..1"),
        ("fact:total_kg", "fact", "", "fact:total_kg"),
        ("fact:=3", "fact", "", "fact:=3"),
        ("fact:x=", "fact", "", "fact:x="),
        ('is:open label:"容', "unclosed", "", '"容'),
    ],
)
def test_what_is_refused_and_where(text, code, nearest, place):
    with pytest.raises(QueryError) as refused:
        parse(text)
    found = refused.value
    assert (found.code, found.nearest) == (code, nearest)
    assert text[found.start : found.end] == place


def test_a_query_has_an_end():
    with pytest.raises(QueryError, match="long"):
        parse("a" * 401)
    with pytest.raises(QueryError, match="many"):
        parse("is:open " * 31)


PIECES = [*(f"{key}:" for key in KEYS), "@", "-", '"', "“", "”", "\\", "：", " ", "<", ">=", "..", "=", "2d", "张三",
          "2026-12-01", "TH310101", "open", "x", "3", ":", ".", "fact:a=", "is:near", "310101199001011234"]  # fmt: skip


@given(st.one_of(st.text(max_size=90), st.lists(st.sampled_from(PIECES), max_size=20).map("".join)))
@example('a "b"')
@example('fact:a="-x"')
@example("label:a..")
@example("fact:a=..b")
@example('fact:a="b"..c')
@example("due:<=2d")
def test_reading_never_fails_otherwise_and_writing_is_read_as_the_same(text):
    try:
        query = parse(text)
    except QueryError as refused:
        assert 0 <= refused.start <= refused.end <= len(text)
        return
    written = write(query)
    assert parse(written) == query
    assert write(parse(written)) == written


def test_queries_are_taken_apart_and_put_together():
    query = parse("is:near @me service:PB is:open")
    assert write(query.without("time", "assignee")) == "service:PB is:open"
    assert write(query.minus(query.terms[0])) == "@me service:PB is:open"
    assert query.plus(Term("is", "open")) == query
    assert write(Query().plus(Term("label", "on hold"))) == 'label:"on hold"'


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("is:open service:PB @wang", False),
        ("TH31010120260101000012", False),
        ("张三", True),
        ("310101199001011234", True),
        ("fact:plate=沪A12345", True),
    ],
)
def test_what_may_name_a_person_is_told_apart(text, private):
    assert is_private(parse(text)) is private
