"""Time limits in words, from the rules in force today."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from portal.catalog import registry
from portal.catalog.declaration import Limits, Material, Service, Source
from portal.catalog.queries import legal_text, promise_text, ways_of
from portal.rulebook import lists
from portal.rulebook.models import RuleValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(monkeypatch):
    """Declare the value `test.days`; gives a function that puts a number of days in force."""
    monkeypatch.setitem(lists._values, "test.days", lists.ValueSpec("test.days", "Days", "integer", "days"))

    def put(days: int, until: date | None = None) -> None:
        RuleValue.objects.create(
            key="test.days", data=days, effective_from=date(2020, 1, 1), effective_to=until, mark="P"
        )

    return put


def service(**limits) -> Service:
    return replace(registry.all_services()[0], limits=Limits(**limits))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (10, "within 10 working days of acceptance"),
        (1, "within one working day of acceptance"),
        (0, "the same working day"),
    ],
)
def test_a_limit_is_said_in_words(rule, days, words):
    rule(days)
    assert promise_text(service(decision="test.days"), "en") == words
    assert legal_text(service(statutory="test.days"), "en") == words


def test_a_service_decided_the_same_day_says_what_happens_late_in_the_day(rule):
    rule(0)
    words = promise_text(service(decision="test.days", same_day=True), "en")
    assert words == "the same working day, or the next when it arrives late in the day"


def test_no_limit_is_not_said(rule):
    assert promise_text(service(), "en") == ""
    assert legal_text(service(), "en") == ""


def test_a_limit_that_has_ended_is_not_promised_any_more(rule):
    rule(10, until=timezone.localdate() - timedelta(days=1))
    assert promise_text(service(decision="test.days"), "en") == ""


def test_every_registered_service_names_limits_that_are_declared():
    for declared in registry.all_services():
        assert promise_text(declared, "zh-hans"), declared.code
        assert isinstance(legal_text(declared, "zh-hans"), str)


def test_a_plain_upload_needs_no_words():
    assert ways_of(service(), Material(code="X1", title="Paper")) == []


def test_the_ways_round_an_upload_are_said(rule):
    rule(5)
    register = Source("property", "the property register", ask=lambda answers: None)
    declared = replace(service(), sources=(register,))
    paper = Material("X1", "Paper", source="property", commitment="I state it.", grace="test.days")
    with override("en"):
        assert ways_of(declared, paper) == [
            "We look for it in this register: the property register. Upload it only if we do not find it.",
            "While the register cannot be reached, you may sign a statement instead.",
            "You may hand it in up to 5 working days after acceptance.",
        ]
        later = Material("X2", "Paper", later=("ORIGIN_PENDING",), source="nobody")
        assert ways_of(declared, later) == ["You hand it in later, when we ask for it."]


def test_a_statement_without_a_register_waits_for_none():
    with override("en"):
        paper = Material(code="X1", title="Paper", commitment="I state it.")
        assert ways_of(service(), paper) == ["You may sign a statement instead."]
