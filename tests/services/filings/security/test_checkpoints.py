"""Each checkpoint of SX and SF: one that passes, one with a note, one that fails (domain D2)."""

import pytest

from services.filings.security.declaration import SF, SX
from tests.services.checked import checked, judged
from tests.services.filings.past import OtherCases
from tests.services.filings.security.answers import (
    ARMED_CONTRACT,
    ARMED_LICENCE,
    GUARD,
    OTHER_GUARD,
    USCC,
    YOUNG_ID,
    branch,
    service,
)

PASS, NOTE, FAIL, NOT_HERE = "PASS", "PASS_WITH_NOTE", "FAIL", "NOT_APPLICABLE"
YOUNG = OTHER_GUARD | {"g_id_no": YOUNG_ID, "g_sex": "1"}
KEY_UNIT, FOREIGN = {"client_key_unit": True}, {"foreign_invested": True}
ARMED = {"licence": ARMED_LICENCE, "contract": ARMED_CONTRACT}


def known(answers, licence="YES", guards="YES"):
    """Return a filing about which the registers of licences and of guards answered."""
    return {
        **answers,
        "sources": {"security_licence": {"state": licence}, "guard_certificates": {"state": guards}},
    }


@pytest.mark.parametrize(
    ("of", "checkpoint", "given", "result", "words"),
    [
        (SX, "CP29", known(service()), PASS, ""),
        (SX, "CP29", known(service(), "UNAVAILABLE"), NOTE, "compare with the licence"),
        (SX, "CP29", known(service(licence={"sec_licence_no": "12"})), NOTE, "usual form"),
        (SX, "CP29", known(service(), "NO"), FAIL, "knows no such licence"),
        (SX, "CP29", known(service(contract={"services": ["GATE", "ESCORT"]})), FAIL, "does not cover"),
        (SF, "CP29", known(branch()), PASS, ""),
        (SF, "CP29", known(branch(), "NO"), FAIL, "knows no such licence"),
        (SF, "CP29", known(branch(licence={"sec_licence_no": ""})), FAIL, "No security licence"),
        (SX, "CP31", known(service()), PASS, ""),
        (SX, "CP31", known(service(), guards="UNAVAILABLE"), NOTE, "compare with the certificates"),
        (SX, "CP31", known(service(), guards="NO"), FAIL, "does not have all of them"),
        (SX, "CP31", known(service([GUARD, GUARD])), FAIL, "row 2."),
        (SX, "CP31", known(service([])), FAIL, "No guard is named."),
        (SX, "CP31", known(service([GUARD | {"g_cert_no": ""}])), FAIL, "Without a certificate: row 1."),
        (SX, "CP31", known(service([GUARD, YOUNG], contract={"service_start": "2027-01-22"})), FAIL, "row 2."),
        (SX, "CP31", known(service([GUARD, YOUNG], contract={"service_start": "2027-01-23"})), PASS, ""),
        (SX, "CP31", known(service(leader={"leader_id": YOUNG_ID})), FAIL, "Who leads the guards"),
        (SF, "CP31", known(branch()), NOT_HERE, "no guards yet"),
        (SF, "CP31", known(branch([GUARD])), PASS, ""),
        (SF, "CP31", known(branch([YOUNG])), FAIL, "row 1."),
        (SX, "CP32", service(), PASS, ""),
        (SX, "CP32", service(licence=FOREIGN), NOTE, "is foreign-invested"),
        (SX, "CP32", service(licence=FOREIGN, client=KEY_UNIT), FAIL, "may not serve a key unit"),
        (SX, "CP32", service(client={"client_uscc": USCC}), FAIL, "security company itself"),
        (SX, "CP32", service(**ARMED), PASS, ""),
        (SX, "CP32", service(**ARMED, company={"reg_capital": "999"}), FAIL, "capital is less"),
        (SX, "CP32", service(contract=ARMED_CONTRACT), FAIL, "does not cover armed escort"),
    ],
)  # fmt: skip
def test_each_checkpoint(norms, of, checkpoint, given, result, words):
    found, note = judged(of.checkpoints[checkpoint], checked(given, norms))
    assert (found, words in note) == (result, True), note


def test_a_guard_who_stands_in_another_filing_is_named_by_the_row(norms):
    past = OtherCases(posted=frozenset({OTHER_GUARD["g_id_no"]}))
    found, note = judged(SX.checkpoints["CP31"], checked(known(service()), norms, past=past))
    assert (found, note) == (NOTE, "Named in other filings as well: row 2.")


def test_hundreds_of_rows_are_not_named_one_by_one(norms):
    rows = [GUARD | {"g_id_no": f"{n:018d}", "g_cert_no": ""} for n in range(200)]
    _found, note = judged(SX.checkpoints["CP31"], checked(known(service(rows)), norms))
    assert "… (200)" in note
    assert len(note) < 600
