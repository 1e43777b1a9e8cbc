"""Each checkpoint of a transport: one that passes, one with a note, one that fails (domain D2)."""

import pytest

from services.filings.transport.declaration import TB, TP
from tests.services.checked import checked, judged
from tests.services.filings.past import OtherCases
from tests.services.filings.transport.answers import (
    ACETONE,
    ANHYDRIDE,
    COMPANY,
    DRIVER,
    VEHICLE,
    transport,
)

PASS, NOTE, FAIL, NOT_HERE = "PASS", "PASS_WITH_NOTE", "FAIL", "NOT_APPLICABLE"
M12 = {"validity_requested": "M12"}


def known(state="YES", **steps):
    return {**transport(**steps), "sources": {"enterprise": {"state": state}}}


@pytest.mark.parametrize(
    ("service", "checkpoint", "given", "result", "words"),
    [
        (TB, "CP22", known(), PASS, ""),
        (TB, "CP22", known("UNAVAILABLE"), NOTE, "business licence"),
        (TB, "CP22", known(company={**COMPANY, "reg_status": "CANCELLED"}), FAIL, "cancelled"),
        (TB, "CP23", transport(), PASS, ""),
        (TP, "CP23", transport(), FAIL, "not filed here: row 1."),
        (TB, "CP23", transport(substances=[ACETONE, ANHYDRIDE]), FAIL, "not filed here: row 2."),
        (TP, "CP23", transport(substances=[ANHYDRIDE]), PASS, ""),
        (TB, "CP24", transport(), PASS, ""),
        (TB, "CP26", transport(), PASS, ""),
        (TB, "CP26", transport(trips=M12), FAIL, "not open to this owner yet"),
        (TB, "CP27", transport(), PASS, ""),
        (TB, "CP27", transport(place={"dispatch_district": "320508"}), FAIL, "do not leave from Shanghai"),
        (TB, "CP27", transport(place={"destination_district": "310115"}), FAIL, "neither crosses"),
        (TB, "CP28", transport(), PASS, ""),
        (TB, "CP28", transport(carrier={"mode": "RAIL"}), NOT_HERE, "by road"),
        (TB, "CP28", transport(escorts=[]), FAIL, "without an escort"),
        (TB, "CP28", transport(carrier={"carrier_scope": ["8"]}), FAIL, "of class 3"),
        (TB, "CP28", transport(carrier={"carrier_valid_to": "2026-12-31"}), FAIL, "the carrier's licence"),
        (TP, "CP28", transport(drivers=[DRIVER, DRIVER | {"valid_to": "2027-02-23"}]), FAIL, "driver 2"),
        (TB, "CP28", transport(vehicles=[VEHICLE | {"valid_to": "2027-02-24"}]), PASS, ""),
    ],
)
def test_each_checkpoint(norms, service, checkpoint, given, result, words):
    found, note = judged(service.checkpoints[checkpoint], checked(given, norms))
    assert (found, words in note) == (result, True), note


def test_no_name_of_a_person_stands_in_what_is_kept(norms):
    drivers = [DRIVER | {"valid_to": "2026-12-31"}]
    _found, note = judged(TB.checkpoints["CP28"], checked(transport(drivers=drivers), norms))
    assert "driver 1" in note
    assert DRIVER["driver_name"] not in note


def test_a_penalty_is_shown_and_twelve_months_open_after_their_probation(norms):
    past = OtherCases(certified="2026-01-01", service="TB")
    assert judged(TB.checkpoints["CP26"], checked(transport(trips=M12), norms, past=past)) == (PASS, "")
    past = OtherCases(incident="2026-01-01", kind="PENALTY")
    found, note = judged(TB.checkpoints["CP26"], checked(transport(), norms, past=past))
    assert (found, "penalty is on record" in note) == (NOTE, True)
