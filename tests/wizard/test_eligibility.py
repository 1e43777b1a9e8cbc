"""Is this the right service: for anybody, answered by the address alone, and nothing stays behind."""

import logging
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.catalog import registry
from portal.catalog.declaration import Verdict

RIGHT = {
    "approval": "YES",
    "origin": "DELTA",
    "own_property": "NONE",
    "kin_can_receive": "NONE",
    "unit_collective": "NO",
    "check": "1",
}
pytestmark = pytest.mark.django_db


def ask(language: str = "/en", client: Client | None = None, **changes: str):
    """Return the answer page for five answers, some of them changed."""
    return (client or Client()).get(f"{language}/apply/TH/eligibility/?{urlencode(RIGHT | changes)}")


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("language", ["", "/en"])
def test_anybody_is_asked_the_questions(language):
    answer = Client().get(f"{language}/apply/TH/eligibility/")
    assert answer.status_code == 200
    assert 'method="get"' in answer.content.decode()
    assert not answer.context["form"].is_bound
    assert "errors" not in answer.context or not answer.context["errors"]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    ("changes", "halted"),
    [
        ({}, ""),
        ({"origin": "NATIONAL"}, ""),
        ({"approval": "NO"}, "A2"),
        ({"approval": "WAITING"}, "A2"),
        ({"origin": "SHANGHAI"}, "R-TH-02"),
        ({"origin": "OUTSIDE"}, "R-TH-02"),
        ({"own_property": "SELF"}, "A4-OWN"),
        ({"kin_can_receive": "YES"}, "A4-KIN"),
        ({"unit_collective": "YES"}, "A4-UNIT"),
    ],
)
def test_each_branch_is_answered_on_a_page_of_its_own(language, changes, halted):
    answer = ask(language, **changes)
    assert answer.status_code == 200
    halt, text = answer.context["halt"], answer.content.decode()
    assert (halt.rule if halt else "") == halted
    assert (f'href="{language}/apply/TH/"' in text) == (not halted)
    assert "change=1" in text
    assert "eligibility/?" in text, "the language switch keeps the answers"


def test_the_answer_lists_the_papers_for_certain_and_those_that_may_apply():
    plain = ask().context
    maybe = ["TH08", "TH08S", "TH09", "TH11", "TH12", "TH14", "TH15"]
    assert [line["material"].code for line in plain["maybe"]] == maybe
    codes = {line["material"].code for line in plain["now"]}
    assert {"TH01", "TH06"} <= codes
    assert not {"TH05", "TH07"} & codes
    more = ask(kin_can_receive="REFUSED", unit_collective="YES_UNABLE").context
    assert {"TH05", "TH07"} <= {line["material"].code for line in more["now"]}


def test_it_says_how_long_it_takes_and_how_to_print():
    text = ask().content.decode()
    assert "We decide within 10 working days of acceptance." in text
    assert "data-print" in text
    assert 'id="printing"' in text


def test_the_ways_round_an_upload_are_said(monkeypatch):
    service = registry.get("TH")
    paper = replace(
        service.materials[0],
        grace="TH.intake_days",
        commitment="I state that I live there.",
        later=(),
    )
    later = replace(service.materials[1], later=("ORIGIN_PENDING",))
    eligibility = replace(
        service.eligibility, judge=lambda answers, norms: Verdict(None, ("Because.",), (paper, later))
    )
    monkeypatch.setitem(registry._services, "TH", replace(service, eligibility=eligibility))
    answer = ask()
    assert [line["material"] for line in answer.context["now"]] == [paper]
    assert [line["material"] for line in answer.context["later"]] == [later]
    text = answer.content.decode()
    for words in (
        "you may sign a statement instead",
        "working days after acceptance",
        "You hand it in later",
    ):
        assert words in text


@pytest.mark.parametrize("query", ["check=1", "approval=MAYBE", "approval=YES&origin=%00", "origin=DELTA"])
def test_what_is_missing_or_wrong_is_shown_with_the_summary(query):
    answer = Client().get(f"/en/apply/TH/eligibility/?{query}")
    assert answer.status_code == 422
    assert answer.context["errors"]
    assert "data-error-summary" in answer.content.decode()


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "\x00", "9" * 5000, "{{ 7|add:7 }}", "\u202e"]
)
def test_a_strange_value_is_refused_and_not_drawn_raw(value):
    answer = ask(approval=value)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_other_parameters_are_no_answers():
    answer = Client().get("/en/apply/TH/eligibility/?utm_source=x")
    assert answer.status_code == 200
    assert not answer.context["form"].is_bound


def test_answers_can_be_changed_from_the_answer_page():
    answer = Client().get(f"/en/apply/TH/eligibility/?{urlencode(RIGHT | {'change': '1'})}")
    assert answer.status_code == 200
    assert len(re.findall(r"<input[^>]* checked", answer.content.decode())) == 5


def test_nothing_stays_behind(caplog):
    client, before = Client(), rows()
    with caplog.at_level(logging.DEBUG):
        answers = [ask(client=client), ask(client=client, approval="NOSUCHTHING")]
    assert rows() == before
    assert set(client.cookies) <= {"csrf"}
    told = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "DELTA" not in told
    assert "NOSUCHTHING" not in told
    for answer in answers:
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_the_page_asks_little_of_the_database():
    ask()  # header and footer are kept for a minute
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask()
    assert len(asked) <= 2, [query["sql"] for query in asked]


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """PB without questions before the form."""
    monkeypatch.setitem(registry._services, "PB", replace(registry.get("PB"), eligibility=None))


@pytest.mark.parametrize("code", ["XX", "PB", "th-h"])
def test_a_service_without_questions_has_no_such_page(unasked, code):
    assert Client().get(f"/apply/{code}/eligibility/").status_code == 404


def test_it_is_only_read():
    assert Client().post("/apply/TH/eligibility/", RIGHT).status_code == 405
    assert Client().head("/apply/TH/eligibility/").status_code == 200


def test_the_start_page_leads_there(page, unasked):
    address = reverse("wizard:eligibility", args=["TH"])
    assert f'href="{address}"' in page.get("/apply/TH/").content.decode()
    assert "eligibility" not in page.get("/apply/PB/").content.decode()
