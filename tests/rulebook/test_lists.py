"""Declarations read what fits and say plainly what does not."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from portal.rulebook.lists import (
    BadData,
    Column,
    DuplicateKey,
    ListSpec,
    ValueSpec,
    declare_list,
    read_scalar,
)
from portal.rulebook.places import DISTRICTS


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", "三十日", "三十日"),
        ("integer", 40, 40),
        ("decimal", "0.10", Decimal("0.10")),
        ("date", "2026-02-28", date(2026, 2, 28)),
        ("flag", False, False),
        ("choice", "OPEN", "OPEN"),
    ],
)
def test_a_scalar_reads_as_its_kind(kind, raw, value):
    assert read_scalar(kind, raw, ("OPEN", "CLOSED")) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text", 5),
        ("integer", "40"),
        ("integer", True),
        ("decimal", 0.1),
        ("decimal", "NaN"),
        ("decimal", "ten"),
        ("date", "2026-02-30"),
        ("flag", 1),
        ("choice", "SHUT"),
    ],
)
def test_a_scalar_of_another_kind_is_refused(kind, raw):
    with pytest.raises(BadData):
        read_scalar(kind, raw, ("OPEN", "CLOSED"))


SPEC = ListSpec(
    "test_things",
    "Things",
    (
        Column("name", "Name"),
        Column("limit", "Limit", "decimal", required=False),
        Column("hint", "Hint", required=False),
    ),
    Path("nowhere.json"),
)


def test_an_entry_has_every_column_even_those_left_out():
    assert SPEC.read({"name": "甲"}) == {"name": "甲", "limit": None, "hint": ""}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({}, "name"),
        ({"name": "甲", "nmae": "乙"}, "nmae"),
        ({"name": "甲", "limit": 1.5}, "limit"),
        ([], "brackets"),
    ],
)
def test_an_entry_that_does_not_fit_names_the_column(data, word):
    with translation.override("en"), pytest.raises(BadData, match=word):
        SPEC.read(data)


def test_a_key_belongs_to_one_declaration():
    assert declare_list(DISTRICTS) is DISTRICTS
    with pytest.raises(DuplicateKey, match="districts"):
        declare_list(ListSpec("districts", "Others", (), Path("other.json")))


def test_a_value_reads_by_its_kind():
    assert ValueSpec("x", "X", "integer", "days").read(3) == 3
    with pytest.raises(BadData):
        ValueSpec("x", "X", "integer", "days").read("3")


def test_a_list_may_hold_a_whole_entry_to_a_rule_of_its_own():
    def shorter(code, columns):
        if len(columns["name"]) > len(code):
            raise BadData("too long")

    spec = ListSpec("x", "X", (Column("name", "Name"),), Path("none.json"), check=shorter)
    spec.accept("310115", {"name": "浦东新区"})
    with pytest.raises(BadData, match="too long"):
        spec.accept("31", {"name": "浦东新区"})
    with pytest.raises(BadData, match="name"):
        spec.accept("31", {})
    assert spec.read({"name": "浦东新区"}) == {"name": "浦东新区"}, "what was accepted before is still read"
