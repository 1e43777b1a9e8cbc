"""The table of moves is whole: nothing unreachable, nothing without a way out, everything said."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from portal.applications.management.commands.state_diagram import page
from portal.applications.states import (
    AFTER_CERTIFICATE,
    ALSO_BY_SYSTEM,
    CLOSED,
    DECIDED_FOR,
    FACES,
    FILING_FACES,
    MOVES,
    Actor,
    Owner,
    State,
    allowed,
    face_of,
    label_of,
    with_certificate,
)
from portal.catalog import registry
from portal.flow import CONSEQUENCES

FINAL = {
    State.REJECTED_INTAKE,
    State.REFERRED,
    State.WITHDRAWN,
    State.CLOSED_NO_RESPONSE,
    State.REVOKED,
}


def test_every_state_stands_in_every_table():
    assert set(State) == set(MOVES) == set(FACES) == set(CONSEQUENCES)


def test_every_state_can_be_reached_from_the_draft():
    reached, open_ = {State.DRAFT}, [State.DRAFT]
    while open_:
        new = set(MOVES[open_.pop()]) - reached
        reached |= new
        open_ += new
    assert reached == set(State)


def test_only_the_final_states_have_no_way_out():
    assert {state for state, moves in MOVES.items() if not moves} == FINAL


def test_final_states_are_nobodys_turn_and_others_are_somebodys():
    assert FINAL < CLOSED
    assert {State.CONCLUDED, State.ARCHIVED} == CLOSED - FINAL
    assert all(FACES[state].owner is not Owner.NOBODY for state in set(State) - CLOSED)


def test_the_owner_of_a_state_has_a_move_in_it():
    for state, face in FACES.items():
        if face.owner is Owner.APPLICANT:
            assert Actor.APPLICANT in MOVES[state].values(), state


def test_nothing_is_decided_for_but_through_approval():
    entries = {
        state for state, moves in MOVES.items() if moves.keys() & DECIDED_FOR and state not in DECIDED_FOR
    }
    assert entries == {State.PENDING_APPROVAL}


@pytest.mark.parametrize(
    "state",
    [s for s in State if s not in CLOSED and s not in DECIDED_FOR and FACES[s].owner is not Owner.NOBODY],
)
def test_until_the_decision_an_open_case_can_be_withdrawn(state):
    after_decision = {State.DENIED, State.DELIVERED, State.ORIGIN_REFUSED, State.CERT_EXPIRED, State.DRAFT}
    assert (allowed(state, State.WITHDRAWN) is Actor.APPLICANT) == (state not in after_decision)


def test_what_the_portal_may_do_as_well_is_a_persons_move_otherwise():
    assert {(S.value, to.value) for S, to in ALSO_BY_SYSTEM} == {
        ("ORIGIN_PENDING", "ORIGIN_RELEASED"),
        ("ORIGIN_PENDING", "ORIGIN_REFUSED"),
        ("IN_REVIEW", "SUSPENDED"),
        ("SUSPENDED", "IN_REVIEW"),
        ("CONSULTATION", "IN_REVIEW"),
    }
    assert all(MOVES[state][to] in {Actor.INTAKE, Actor.REVIEWER} for state, to in ALSO_BY_SYSTEM)


def test_every_service_says_what_follows_its_certificate():
    for service in registry.all_services():
        assert AFTER_CERTIFICATE[service.after] in MOVES[State.CERT_ISSUED]


def test_labels_and_sentences_are_there():
    for language, stop in (("en", "."), ("zh-hans", "。")):
        with override(language):
            for state, face in FACES.items():
                assert state.label and face.staff and str(face.next).endswith(stop), (state, language)


def test_the_diagram_in_docs_is_drawn_from_the_table():
    drawn = (Path(settings.BASE_DIR) / "docs" / "states.md").read_text()
    assert drawn == page(), "run `make diagrams`"


def test_a_filing_is_neither_approved_nor_denied():
    with override("en"):
        for state in State:
            for text in (str(label_of(state, "filing")), str(face_of(state, "filing").staff)):
                assert "pprove" not in text and "enied" not in text and "Refused at intake" not in text, state
        assert label_of(State.DENIED, "licence") == "Not approved"
        assert face_of(State.APPROVED, "confirmation") is FACES[State.APPROVED]


def test_the_sentences_about_a_filing_are_there():
    for language, stop in (("en", "."), ("zh-hans", "。")):
        with override(language):
            for state, face in FILING_FACES.items():
                assert face.staff and str(face.next).endswith(stop), (state, language)


@pytest.mark.parametrize("after", sorted(AFTER_CERTIFICATE))
def test_a_certificate_is_looked_for_only_where_one_may_have_been_issued(after):
    held = with_certificate(after)
    assert {State.CERT_ISSUED, State.DELIVERED, State.CONCLUDED, State.ARCHIVED, State.REVOKED} <= held
    assert not held & {State.DRAFT, State.SUBMITTED, State.RECEIVED, State.CORRECTION, State.ACCEPTED}
    # Only where the place of origin acts does a case come back to its review with a certificate.
    assert (State.IN_REVIEW in held) == (after == "origin")
