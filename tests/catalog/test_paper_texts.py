"""Texts of papers: what an editor may write, and how they are filled in."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from portal.catalog.paper_texts import UnknownWord, compose, filled, texts_list
from portal.catalog.papers import Paper, name_in, written_day
from portal.rulebook.lists import BadData

SEED = Path(__file__).parent / "none.json"
EACH = texts_list("x", "Texts", SEED, {"AA": ("persons", "origin"), "BB": ()})
ALL = texts_list("y", "Texts", SEED, ("number",))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def refusal(spec, code, **columns):
    with pytest.raises(BadData) as problem:
        spec.accept(code, columns)
    return str(problem.value)


def test_known_placeholders_are_accepted_for_their_code_only():
    EACH.accept("AA", {"title": "证明", "opening": "{origin}：\n共{persons}人"})
    assert "{persons}" in refusal(EACH, "BB", title="证明", notes="共{persons}人")


def test_an_unknown_placeholder_is_named_with_those_that_there_are():
    said = refusal(EACH, "AA", title="证明", notes_en="For {person}.")
    assert "Notes in English" in said and "{person}" in said and "{persons}, {origin}" in said


@pytest.mark.parametrize(
    "text", ["共{persons人", "共persons}人", "{}", "{{persons}}", "{persons.title}", "{0}", "{Persons}"]
)
def test_a_brace_that_is_no_placeholder_is_refused(text):
    assert "curly brace" in refusal(EACH, "AA", title="证明", opening=text)


def test_a_title_is_there_and_on_one_line():
    assert "Title" in refusal(EACH, "AA", title="")
    assert "single line" in refusal(EACH, "AA", title="证\n明")
    assert "Subtitle in English" in refusal(EACH, "AA", title="证明", subtitle_en="a\nb")


@pytest.mark.parametrize("column", ["title", "title_en", "subtitle", "subtitle_en"])
def test_what_stands_in_one_line_is_short(column):
    text = "关于准予迁入的证明" * 7 if not column.endswith("_en") else "Certificate of filing " * 7
    assert "too long" in refusal(EACH, "AA", **({"title": "证明"} | {column: text}))


def test_all_that_is_wrong_is_said_at_once():
    said = refusal(EACH, "AA", title="证\n明", opening="{nobody}", notes="{")
    assert [line.split("”")[0] for line in said.splitlines()] == [
        "“Title",
        "“Opening, a paragraph a line",
        "“Notes, one a line",
    ]


def test_a_code_that_is_no_paper_is_refused():
    assert "ZZ" in refusal(EACH, "ZZ", title="证明")


def test_a_list_with_one_set_of_words_takes_any_code():
    ALL.accept("JB:DENIED", {"title": "告知书", "notes": "{number}"})
    assert "{persons}" in refusal(ALL, "JB:DENIED", title="告知书", notes="{persons}")


def test_a_version_accepted_before_is_still_read():
    assert EACH.read({"title": "证明", "notes": "{gone}"})["notes"] == "{gone}"


def test_the_editor_is_told_the_placeholders():
    assert "{persons}, {origin}" in EACH.hint("AA")
    assert "{" not in EACH.hint("BB")


PAPER = Paper(words={"persons": "3", "origin": "东街派出所"}, paragraphs=("own",), notes=("last",))
ENTRY = EACH.read(
    {
        "title": "证明",
        "title_en": "Permit",
        "subtitle": "电子",
        "opening": "{origin}：\n\n同意{persons}人。",
        "opening_en": "To {origin}:\n{persons} persons.",
        "notes": "一。\n二。",
    }
)


def test_lines_become_paragraphs_and_notes_before_those_of_the_paper():
    paper = compose(PAPER, ENTRY, "zh-hans")
    assert (paper.title, paper.subtitle, paper.language) == ("证明", "电子", "zh-hans")
    assert paper.paragraphs == ("东街派出所：", "同意3人。", "own")
    assert paper.notes == ("一。", "二。", "last")
    assert paper.words == {}


def test_english_falls_back_to_chinese_text_by_text():
    paper = compose(PAPER, ENTRY, "en")
    assert (paper.title, paper.subtitle) == ("Permit", "电子")
    assert paper.paragraphs == ("To 东街派出所:", "3 persons.", "own")
    assert paper.notes[:2] == ("一。", "二。")


def test_what_a_word_holds_is_never_read_as_a_placeholder():
    assert filled("{a}", {"a": "{b}", "b": "secret"}) == "{b}"
    assert filled("{a}", {"a": "%(x)s \\1"}) == "%(x)s \\1"


def test_a_word_that_the_paper_does_not_have_stops_it():
    with pytest.raises(UnknownWord, match=r"\{persons\}"):
        compose(Paper(), {"title": "{persons}"}, "zh-hans")


@pytest.mark.parametrize("active", ["zh-hans", "en"])
def test_days_and_names_follow_the_paper_and_not_the_reader(active):
    with translation.override(active):
        assert written_day(date(2026, 3, 12), "zh-hans") == "2026年3月12日"
        assert written_day(date(2026, 3, 12), "en") == "12 March 2026"
    assert written_day(None, "en") == ""
    assert name_in({"name": "丙酮", "name_en": "Acetone"}, "en") == "Acetone"
    assert name_in({"name": "丙酮", "name_en": ""}, "en") == "丙酮"
    assert name_in({"name": "丙酮", "name_en": "Acetone"}, "zh-hans") == "丙酮"
