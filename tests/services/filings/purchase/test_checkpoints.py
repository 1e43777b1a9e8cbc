"""Each checkpoint of a purchase filing: one that passes, one with a note, one that fails (domain D2)."""

from decimal import Decimal

import pytest

from services.filings.purchase.checkpoints import CHECKPOINTS
from tests.services.checked import Filed, checked, judged
from tests.services.filings.answers import ACETONE, PERMANGANATE, PERSON, PHOTORESIST, filing
from tests.services.filings.past import OtherCases

PASS, NOTE, FAIL, NOT_HERE = "PASS", "PASS_WITH_NOTE", "FAIL", "NOT_APPLICABLE"


def known(state="YES", rows=None, **steps):
    """Return a filing about which the register of enterprises answered."""
    return {**filing(rows, **steps), "sources": {"enterprise": {"state": state}}}


@pytest.mark.parametrize(
    ("checkpoint", "given", "result", "words"),
    [
        ("CP22", known(), PASS, ""),
        ("CP22", known("UNAVAILABLE"), NOTE, "compare with the business licence"),
        ("CP22", filing(), NOTE, "could not be asked"),
        ("CP22", known(company={"reg_status": "ABNORMAL"}), NOTE, "listed as abnormal"),
        ("CP22", known("NO"), FAIL, "knows no organisation"),
        ("CP22", known(company={"reg_status": "REVOKED"}), FAIL, "revoked or cancelled"),
        ("CP22", known(company={"licence_valid_to": "2026-11-23"}), FAIL, "had expired"),
        ("CP22", known(company={"licence_valid_to": "2026-11-24"}), PASS, ""),
        ("CP22", known(company=PERSON), NOT_HERE, "individual"),
        ("CP23", filing(), PASS, ""),
        ("CP23", filing([]), FAIL, "No substance"),
        ("CP23", filing([ACETONE, ACETONE | {"chem": "9-99"}]), FAIL, "Not in the catalogue: row 2."),
        ("CP23", filing([ACETONE | {"chem": "1-01"}]), FAIL, "not filed here: row 1."),
        ("CP23", filing([ACETONE, PHOTORESIST]), FAIL, "needs no filing: row 2."),
        ("CP23", filing(company=PERSON), FAIL, "may not buy category 2"),
        ("CP23", filing([PERMANGANATE], company=PERSON), FAIL, "own use"),
        ("CP24", filing(), PASS, ""),
        ("CP26", filing(), PASS, ""),
        ("CP26", filing(seller={"use_type": "MULTI"}), FAIL, "not open to this buyer yet"),
        ("CP26", filing([PERMANGANATE], company=PERSON, seller={"use_type": "MULTI"}), FAIL, "not open"),
    ],
)
def test_each_checkpoint(norms, checkpoint, given, result, words):
    found, note = judged(CHECKPOINTS[checkpoint], checked(given, norms))
    assert (found, words in note) == (result, True), note


@pytest.mark.parametrize("checkpoint", ["CP22", "CP26"])
def test_a_penalty_is_shown_and_bars_nothing_by_itself(norms, checkpoint):
    past = OtherCases(incident="2025-01-01", kind="PENALTY")
    found, note = judged(CHECKPOINTS[checkpoint], checked(known(), norms, past=past))
    assert (found, "An officer has to decide" in note) == (NOTE, True)


def test_multiple_use_is_open_after_its_probation(norms):
    past = OtherCases(certified="2025-01-01")
    case = checked(filing(seller={"use_type": "MULTI"}), norms, past=past)
    assert judged(CHECKPOINTS["CP26"], case) == (PASS, "")


@pytest.mark.parametrize(
    ("demand", "stock", "before", "tone"),
    [
        ("2400", "0", ("195", "200", "205", "200"), ""),
        ("150", "0", ("100", "100", "100", "100"), "Red"),
        ("100", "300", (), "Red"),
    ],
)
def test_orange_and_red_amounts_ask_for_a_written_note(norms, demand, stock, before, tone):
    rows = [ACETONE | {"annual_demand_kg": demand, "stock_kg": stock}]
    history = Filed(own=tuple(map(Decimal, before)))
    found, note = judged(CHECKPOINTS["CP24"], checked(filing(rows), norms, history=history))
    assert found == (NOTE if tone else PASS)
    assert note.startswith(tone)
    assert ("needs a written note" in note) is bool(tone)
