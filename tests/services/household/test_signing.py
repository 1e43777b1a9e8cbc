"""Who signs what (A5, R-TH-15)."""

from portal.standards.digests import canonical_json, sha256
from services.household.service import SERVICE

from .cast import SPOUSE, answers, child, number, with_family

BABY = child("2017-05-21")
FATHER = {"f_other_guardian_name": "许另一", "f_other_guardian_id": number("340104", "1985-03-04", 31),
          "f_other_guardian_mobile": "13500135000"}  # fmt: skip


def keys(given, norms):
    return [signer.key for signer in SERVICE.signers(given, norms)]


def digest(given, norms, key):
    return {s.key: sha256(canonical_json(dict(s.content))) for s in SERVICE.signers(given, norms)}[key]


def test_somebody_who_moves_alone_signs_alone(norms):
    assert keys(answers(), norms) == ["applicant"]
    (signer,) = SERVICE.signers(answers(), norms)
    assert (signer.name, signer.mobile) == ("顾长宁", "13800138000")
    assert len(signer.statements) == 2


def test_a_spouse_who_moves_along_signs_and_so_for_the_children_of_both(norms):
    assert keys(with_family(SPOUSE), norms) == ["applicant", "spouse"]
    assert keys(with_family(SPOUSE, BABY), norms) == ["applicant", "spouse"]
    alone, with_child = (
        SERVICE.signers(given, norms)[1] for given in (with_family(SPOUSE), with_family(SPOUSE, BABY))
    )
    assert len(with_child.statements) == len(alone.statements) + 1
    assert with_child.mobile == SPOUSE["f_mobile"]


def test_for_a_child_of_the_spouse_who_moves_along_nothing_is_typed_again(norms):
    short = child("2017-05-21", f_guardian_consent="SPOUSE", f_other_guardian_name=None,
                  f_other_guardian_id=None, f_other_guardian_mobile=None)  # fmt: skip
    said, named = (SERVICE.signers(with_family(SPOUSE, row), norms) for row in (short, BABY))
    assert [signer.key for signer in said] == [signer.key for signer in named] == ["applicant", "spouse"]
    assert [signer.statements for signer in said] == [signer.statements for signer in named]


def test_a_guardian_who_stays_signs_once_for_all_children(norms):
    given = with_family({**BABY, **FATHER}, child("2010-02-03", 28, **FATHER), marital="40")
    found = SERVICE.signers(given, norms)
    assert [signer.key for signer in found] == ["applicant", "guardian:1"]
    assert found[1].name == "许另一"
    assert (
        len([label for label, _text in found[1].shown if str(label) == "随迁" or "along" in str(label)]) <= 2
    )


def test_nobody_else_signs_for_grown_children_or_sole_custody(norms):
    sole = child("2017-05-21", f_custody="SOLE", f_guardian_consent="SOLE")
    grown = child("2007-05-21", f_in_school="示范中学", f_school_kind="SENIOR")
    assert keys(with_family(sole, grown, marital="40"), norms) == ["applicant"]


def test_an_edit_of_what_was_signed_voids_the_signature(norms):
    before = with_family(SPOUSE)
    for changed in (
        with_family(SPOUSE, household={"public_household": "31011552000001"}),
        with_family({**SPOUSE, "f_marriage_no": "J320102-2016-000001"}),
        with_family(SPOUSE, applicant={"name": "顾长安"}),
    ):
        assert digest(changed, norms, "spouse") != digest(before, norms, "spouse")
        assert digest(changed, norms, "applicant") != digest(before, norms, "applicant")


def test_what_a_co_signer_did_not_see_voids_only_the_applicants_signature(norms):
    before, after = with_family(SPOUSE), with_family(SPOUSE, delivery={"post_code": "200120"})
    assert digest(after, norms, "spouse") == digest(before, norms, "spouse")
    assert digest(after, norms, "applicant") != digest(before, norms, "applicant")


def test_a_register_that_answers_again_voids_nothing(norms):
    before, after = answers(), answers(sources={"property": "NO"})
    assert digest(after, norms, "applicant") == digest(before, norms, "applicant")


def test_keys_hold_nothing_of_an_id_number_and_tell_guardians_apart_that_end_alike(norms):
    one, other = number("340104", "1985-03-04", 31), number("330106", "1985-03-04", 31)
    given = with_family(
        child("2017-05-21", **{**FATHER, "f_other_guardian_id": one}),
        child("2010-02-03", 28, **{**FATHER, "f_other_guardian_id": other[:-6] + one[-6:]}),
        marital="40",
    )
    found = keys(given, norms)
    assert len(set(found)) == 3
    assert not any(one[-6:-1] in key for key in found)
