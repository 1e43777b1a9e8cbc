"""What the applicant reads in each state (A11), in both languages."""

import pytest
from django.utils.translation import override

from services.household.progress import PROGRESS
from services.household.service import SERVICE

from .cast import answers

WORDS = {"unit": "浦东分局花木派出所", "promised_on": "4 December", "due_on": "24 December", "items": "2"}
STATION = "南京市公安局玄武分局梅园新村派出所"


def text(state, norms, language="en", **changes):
    with override(language):
        return str(PROGRESS[state]) % (WORDS | SERVICE.progress_words(answers(**changes), norms))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("SUBMITTED", "Within 1 working day we tell you whether it is accepted."),
        ("RECEIVED", "Within 1 working day we tell you whether it is accepted."),
        ("CORRECTION", "to be corrected: 2. Please hand in everything at once by 24 December."),
        ("ACCEPTED", "We promise the decision by 4 December."),
        ("IN_REVIEW", "under review: 浦东分局花木派出所 checks your answers"),
        ("PENDING_APPROVAL", "a second officer decides. We promise the decision by 4 December."),
        ("CERT_ISSUED", "The electronic move-in permit has been issued."),
        ("ORIGIN_PENDING", f"We have asked {STATION} to release your registration. You need not go there."),
        ("REGISTERED", "You are registered in the public household 花木社区公共户."),
        ("CONCLUDED", "Please tell us how it was."),
    ],
)
def test_each_state_has_its_sentence(norms, state, words):
    assert words in text(state, norms)


@pytest.mark.parametrize("state", PROGRESS)
def test_each_sentence_can_be_written_in_chinese(norms, state):
    written = text(state, norms, "zh-hans")
    assert written and "%(" not in written


def test_the_declaration_has_them():
    assert SERVICE.progress is PROGRESS


def test_outside_the_delta_the_person_goes_to_the_place_of_origin(norms):
    written = text(
        "ORIGIN_PENDING", norms, origin={"origin_code": "620102", "origin_station_name": "雁滩派出所"}
    )
    assert "released by 雁滩派出所" in written
    assert "You need not go there" not in written


def test_more_days_of_intake_are_said_in_the_plural(norms):
    from services.household.progress import working_days

    with override("en"):
        assert (working_days(1), working_days(3)) == ("1 working day", "3 working days")


def test_a_household_that_is_gone_is_named_by_its_code(norms):
    assert "31019999000001" in text("REGISTERED", norms, household={"public_household": "31019999000001"})
