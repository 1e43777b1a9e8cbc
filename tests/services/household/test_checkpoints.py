"""Each checkpoint of a settlement case: one that passes, one with a note, one that fails (domain D2)."""

from datetime import date

import pytest

from portal.catalog.context import NoPast
from portal.rulebook.queries import norms as norms_on
from services.household.checkpoints import CHECKPOINTS
from tests.services.checked import checked, judged

from .cast import SPOUSE, answers, child, with_family

PASS, NOTE, FAIL, NOT_HERE = "PASS", "PASS_WITH_NOTE", "FAIL", "NOT_APPLICABLE"
DAUGHTER = child("2019-03-04")
MAN_OF_AGE = child("2005-03-04", 25, f_guardian_consent="SOLE")
FULL = "31011551000002"
DWELLINGS = {"property": "NO", "employer_household": "NO"}


class Used(NoPast):
    """A past in which somebody was registered with every approval."""

    def cases(self, key, value, **_conditions):
        return int(key == "approval_no")


def moved(*people, **sources):
    return with_family(*people, sources=sources)


@pytest.mark.parametrize(
    ("checkpoint", "given", "result", "words"),
    [
        ("CP13", answers(sources={"approval": "YES"}), PASS, ""),
        ("CP13", answers(sources={"approval": "UNAVAILABLE"}), NOTE, "compare with the paper"),
        ("CP13", answers(), NOTE, "could not be asked"),
        ("CP13", answers(sources={"approval": "NO"}), FAIL, "no approval for this ID number"),
        ("CP13", answers(approval={"approval_valid_to": "2026-11-22"}), FAIL, "had expired"),
        ("CP14", answers(sources={"origin": "YES"}), PASS, ""),
        ("CP14", answers(sources={"origin": "UNAVAILABLE"}), NOTE, "compare with the paper"),
        ("CP14", answers(sources={"origin": "YES"}, origin={"already_out": True}), NOTE, "moved out there already"),
        ("CP14", answers(sources={"origin": "NO"}), FAIL, "no entry for the applicant"),
        ("CP14", answers(sources={"origin": "YES"}, origin={"origin_code": "310104"}), FAIL, "in Shanghai already"),
        ("CP14", answers(sources={"origin": "YES"}, origin={"origin_code": "820001"}), FAIL, "mainland"),
        ("CP15", answers(sources=DWELLINGS), PASS, ""),
        ("CP15", answers(sources={"property": "NO"}), NOTE, "employers' households could not be asked"),
        ("CP15", answers(sources=DWELLINGS, settlement={"kin_can_receive": "REFUSED"}), NOTE, "Relatives"),
        ("CP15", answers(sources=DWELLINGS, settlement={"own_property": "SELF"}), FAIL, "a dwelling in Shanghai"),
        ("CP15", answers(sources=DWELLINGS | {"property": "YES"}), FAIL, "a dwelling in Shanghai"),
        ("CP15", answers(sources=DWELLINGS | {"employer_household": "YES"}), FAIL, "which the applicant denies"),
        ("CP15", answers(sources=DWELLINGS, settlement={"unit_collective": None}), FAIL, "not all answered"),
        ("CP16", answers(sources={"residence": "YES"}), PASS, ""),
        ("CP16", answers(sources={"residence": "UNAVAILABLE"}), NOTE, "could not be confirmed"),
        ("CP16", answers(sources={"residence": "NO"}), FAIL, "no residence of the applicant"),
        ("CP16", answers(sources={"residence": "YES"}, residence={"lease_to": "2026-12-01"}), FAIL, "long enough"),
        ("CP17", answers(), PASS, ""),
        ("CP17", answers(household={"public_household": None}), NOT_HERE, "No public household"),
        ("CP17", answers(household={"public_household": "31011551000099"}), FAIL, "is closed"),
        ("CP18", answers(), NOT_HERE, "never was married"),
        ("CP18", moved(SPOUSE, marriage="YES"), PASS, ""),
        ("CP18", moved(SPOUSE, marriage="UNAVAILABLE"), NOTE, "compare with the paper"),
        ("CP18", moved(SPOUSE, marriage="NO"), FAIL, "does not have what the applicant declares"),
        ("CP18", moved(marriage="YES"), FAIL, "no spouse is named"),
        ("CP18", answers(applicant={"marital": "40"}, sources={"marriage": "YES"}), PASS, ""),
        ("CP19", answers(), NOT_HERE, "No child"),
        ("CP19", moved(SPOUSE, DAUGHTER, parentage="YES"), PASS, ""),
        ("CP19", moved(SPOUSE, DAUGHTER, parentage="UNAVAILABLE"), NOTE, "compare with the paper"),
        ("CP19", moved(SPOUSE, DAUGHTER, parentage="NO"), FAIL, "as parent of each child"),
        ("CP19", moved(SPOUSE, MAN_OF_AGE, parentage="YES"), FAIL, "is of age"),
        ("CP20", answers(), PASS, ""),
        ("CP20", answers(origin={"move_permission": "UNKNOWN"}), NOTE, "ask the place of origin"),
        ("CP20", answers(origin={"move_permission": "PAROLE"}), FAIL, "names a restriction"),
    ],
)  # fmt: skip
def test_each_checkpoint(norms, checkpoint, given, result, words):
    found, note = judged(CHECKPOINTS[checkpoint], checked(given, norms))
    assert (found, words in note) == (result, True), note


def test_an_approval_that_was_used_fails_and_one_that_expired_since_does_not(norms):
    good = answers(sources={"approval": "YES"})
    assert judged(CHECKPOINTS["CP13"], checked(good, norms, past=Used()))[0] == FAIL
    later = norms_on(date(2027, 4, 7))
    found, note = judged(CHECKPOINTS["CP13"], checked(good, later, submitted_on=norms.on))
    assert (found, "has expired since" in note) == (NOTE, True)


@pytest.mark.parametrize(
    ("checkpoint", "changes", "paper"),
    [
        ("CP15", {"settlement": {"kin_can_receive": "REFUSED"}}, "TH07"),
        ("CP15", {"settlement": {"unit_collective": "YES_UNABLE"}}, "TH05"),
        ("CP16", {"sources": {"residence": "UNAVAILABLE"}}, "TH06"),
    ],
)
def test_what_needs_a_paper_or_a_statement_fails_without_it(norms, checkpoint, changes, paper):
    given = answers(**{"sources": DWELLINGS, **changes})
    assert judged(CHECKPOINTS[checkpoint], checked(given, norms, materials={paper}))[0] == NOTE
    assert judged(CHECKPOINTS[checkpoint], checked(given, norms, materials=()))[0] == FAIL


def test_custody_alone_needs_a_judgment(norms):
    alone = child("2019-03-04", f_custody="SOLE", f_guardian_consent="SOLE")
    given = moved(alone, parentage="YES")
    assert judged(CHECKPOINTS["CP19"], checked(given, norms))[0] == PASS
    assert judged(CHECKPOINTS["CP19"], checked(given, norms, materials=()))[0] == FAIL


def test_more_people_than_places_need_the_note_of_a_leader(norms):
    given, flags = answers(household={"public_household": FULL}), [{"rule": "R-TH-08"}]
    assert judged(CHECKPOINTS["CP17"], checked(given, norms)) == (
        PASS,
        "",
    )  # its places are held since submission
    found, note = judged(CHECKPOINTS["CP17"], checked(given, norms, flags=flags))
    assert (found, "It needs the note of a leader." in note) == (FAIL, True)
    assert judged(CHECKPOINTS["CP17"], checked(answers(), norms, flags=flags)) == (
        PASS,
        "",
    )  # others made room


def test_a_refusal_rests_on_what_fails(norms):
    given = answers(sources={"approval": "NO"})
    against = checked(given, norms, proposal="against")
    found, note = judged(CHECKPOINTS["CP13"], against)
    assert found == NOTE
    assert "no approval for this ID number" in note and "refusal" in note
    assert judged(CHECKPOINTS["CP13"], checked(given, norms, proposal="for"))[0] == FAIL
