"""The draft document."""

from copy import deepcopy
from dataclasses import replace

from portal.catalog import registry
from portal.wizard import draft


def test_a_valid_step_is_complete_and_keeps_what_was_typed_beside_what_it_means():
    document: draft.Document = {}
    draft.keep_valid(document, "who", {"born": "1990/1/2"}, {"born": "1990-01-02"})
    assert document == {
        "raw": {"who": {"born": "1990/1/2"}},
        "answers": {"who": {"born": "1990-01-02"}},
        "complete": ["who"],
        "attempted": ["who"],
    }


def test_typing_something_else_makes_a_step_incomplete_but_its_last_valid_answer_stays():
    document: draft.Document = {}
    draft.keep_valid(document, "who", {"name": "a"}, {"name": "a"})
    draft.keep_typed(document, "who", {"name": "b"})
    assert not draft.is_complete(document, "who")
    assert document["answers"] == {"who": {"name": "a"}}


def test_typing_the_same_again_changes_nothing():
    document: draft.Document = {}
    draft.keep_valid(document, "who", {"name": "a"}, {"name": "a"})
    before = deepcopy(document)
    draft.keep_typed(document, "who", {"name": "a"})
    assert document == before


def test_a_refused_step_may_show_its_errors_a_typed_one_may_not():
    document: draft.Document = {}
    draft.keep_typed(document, "who", {"name": ""})
    assert not draft.was_attempted(document, "who")
    draft.keep_refused(document, "who", {"name": ""})
    draft.keep_refused(document, "who", {"name": ""})
    assert document["attempted"] == ["who"]


def test_a_new_row_is_not_shown_with_errors():
    document: draft.Document = {}
    draft.keep_refused(document, "rows", {"rows": [{"a": ""}]})
    draft.keep_rows(document, "rows", [{"a": ""}, {}])
    assert not draft.was_attempted(document, "rows")
    assert draft.typed(document, "rows") == {"rows": [{"a": ""}, {}]}


def test_locked_fields_stay_as_stored():
    assert draft.without_locked({"a": "1", "b": "1"}, {"a": "2", "b": "2"}, {"a"}) == {"a": "1", "b": "2"}
    assert draft.without_locked({"a": "1"}, {"a": "2"}, ()) == {"a": "2"}


def test_locked_rows_can_be_neither_added_nor_removed():
    stored = {"rows": [{"a": "1", "b": "1"}, {"a": "2", "b": "2"}]}
    more = {"rows": [{"a": "x", "b": "8"}, {"a": "x", "b": "9"}, {"a": "x", "b": "x"}]}
    assert draft.without_locked(stored, more, {"a"}) == {"rows": [{"a": "1", "b": "8"}, {"a": "2", "b": "9"}]}
    assert draft.without_locked(stored, {"rows": []}, {"a"}) == stored


def test_answers_of_steps_that_are_not_asked_for_are_left_out():
    service = registry.get("TH")
    steps = tuple(
        replace(step, when=lambda answers: answers.get("consent", {}).get("go") is True)
        if step.slug == "applicant"
        else step
        for step in service.steps
    )
    asking = replace(service, steps=steps)
    document = {"answers": {"applicant": {"name": "a"}, "consent": {"go": True}}}
    assert list(draft.answers_of(asking, document)) == ["consent", "applicant"]
    document["answers"]["consent"]["go"] = False
    assert list(draft.answers_of(asking, document)) == ["consent"]


def test_a_correction_opens_the_steps_concerned_once():
    document: draft.Document = {"raw": {"a": {"x": "1"}}, "attempted": ["a"]}
    draft.begin_correction(document, 1, {"a": {"x": "1"}, "b": {"y": "1"}}, {"a"})
    assert (document["complete"], document["attempted"]) == (["b"], [])
    draft.keep_valid(document, "a", {"x": "2"}, {"x": "2"})
    draft.begin_correction(document, 1, {"a": {"x": "1"}, "b": {"y": "1"}}, {"a"})
    assert document["answers"]["a"] == {"x": "2"}
    assert document["before"]["a"] == {"x": "1"}
