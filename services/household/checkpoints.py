"""The mandatory checkpoints of a settlement case (domain D2, CP13 to CP20): their automatic halves.

Each judges by the same rules as the form (`rules`, by their codes) and by what the registers said at submission. The
papers, the call to the applicant (CP21) and whatever a register could not tell are the officer's own half.
"""

from django.utils.translation import gettext_lazy as _

from portal.catalog.checking import Checked, Judgement
from portal.catalog.context import Text
from portal.catalog.judging import LATER, Judging, not_here, said
from portal.catalog.sources import state_of

from . import outcomes, rules

#: What fails a checkpoint, said to officers. Other codes are noted in the words of their finding.
FAILED: dict[str, Text] = {
    "APPROVAL_EXPIRED": _("The talent approval had expired when the case was submitted."),
    "APPROVAL_USED": _("Somebody has already been registered with this approval."),
    "UNIT_HAS_HOUSEHOLD": _("The register shows a collective household of the employer, which the applicant denies."),
    "LEASE_TOO_SHORT": _("The lease did not run long enough when the case was submitted."),
    "STATION_ELSEWHERE": _("The police station is not that of the address, and no sufficient reason is given."),
    "HOUSEHOLD_ELSEWHERE": _("The public household belongs to another police station."),
    "SPOUSE_MISSING": _("The applicant is married, but no spouse is named."),
    "SPOUSE_UNEXPECTED": _("A spouse is named, but the marital status is another."),
    "SPOUSE_TWICE": _("More than one spouse is named."),
    "CHILD_OF_AGE": _("A child is of age and not at ordinary senior high school or below."),
    "GUARDIAN_NOT_LISTED": _("The spouse should sign as guardian of a child, but no spouse moves along."),
}  # fmt: skip
#: Rules of the findings that say: more people than places.
OVER = {"R-TH-08", "PLACES"}
BY_PAPER = _("The register could not be asked. Please compare with the paper.")
PRECEDENCE: dict[str, Text] = {
    "REFER_OWN": _("The applicant or the spouse has a dwelling in Shanghai, so the registration belongs there."),
    "REFER_KIN": _("A household of close kin receives the applicant, so the registration belongs there."),
    "REFER_UNIT": _("The employer's collective household receives the applicant, so the registration belongs there."),
    "": _("The questions about dwelling, kin and employer are not all answered."),
}  # fmt: skip

NOT_ASKED: dict[str, Text] = {
    "property": _("The register of dwellings could not be asked."),
    "employer_household": _("The register of employers' households could not be asked."),
}


def look(judging: Judging, found: list[str], *codes: str) -> None:
    """Take what the rules found of some codes into account: those of `FAILED` fail, the others are noted."""
    for code in codes:
        words = outcomes.FINDINGS[code]
        add = judging.fail if code in FAILED else judging.note
        text = FAILED.get(code) or said(words.message, **outcomes.words_of(judging.checked.norms))
        add(code in found, text, f"rule:{words.rule}")


def problems(checked: Checked) -> list[str]:
    """Return the codes of the rules across fields, on the day of submission: nobody loses by our taking time."""
    return outcomes.codes_of(checked.answers, checked.norms, on=checked.submitted_on)


def approval(checked: Checked) -> Judgement:
    """CP13: the approval is found at its source for this ID number, has not expired and is not used (A6 step 2)."""
    judging = Judging(checked, "material:TH03")
    judging.register("approval", _("The register of approvals has no approval for this ID number."), BY_PAPER)
    crossings = outcomes.crossing_codes(checked.answers, checked.norms, checked.past)
    codes = ("APPROVAL_EXPIRED", "APPROVAL_USED", "SOCIAL_INSURANCE_DIFFERS")
    look(judging, [*problems(checked), *crossings], *codes)
    valid_to = rules.day(checked.answers, "approval", "approval_valid_to")
    over = valid_to and checked.submitted_on <= valid_to < checked.norms.on
    judging.note(over, _("The approval has expired since; it was valid when the case was submitted."))
    return judging.result()


def origin(checked: Checked) -> Judgement:
    """CP14: the record at the place of origin matches, is not cancelled and not in Shanghai (户口登记条例 6, 10)."""
    judging = Judging(checked, "material:TH02")
    missing = _("The register of households has no entry for the applicant at this place.")
    judging.register("origin", missing, BY_PAPER)
    elsewhere = rules.origin_halt(checked.answers)
    judging.fail(
        elsewhere == "REFER_LOCAL", _("The applicant is registered in Shanghai already."), "rule:R-TH-02"
    )
    judging.fail(elsewhere == "REFER_OUTSIDE", _("The place of origin is not in the mainland provinces."))
    already_out = rules.given(checked.answers, "origin", "already_out")
    judging.note(already_out, _("The applicant has been moved out there already and holds a certificate."))
    return judging.result()


def precedence(checked: Checked) -> Judgement:
    """CP15: dwelling, kin and employer come first; that none of them takes the person is answered and shown (A4)."""
    answers, judging = checked.answers, Judging(checked)
    route = rules.settle_route(answers)
    judging.fail(route in PRECEDENCE, PRECEDENCE.get(route, ""), "rule:A4")
    look(judging, problems(checked), "UNIT_HAS_HOUSEHOLD")
    for key, text in NOT_ASKED.items():
        state = state_of(answers, key)
        judging.note(state not in {"YES", "NO"}, text, f"source:{key}")
        judging.note(state == "UNAVAILABLE", LATER)
    for field, value, paper, text in (
        ("kin_can_receive", "REFUSED", "TH07", _("Relatives with a household do not receive the applicant.")),
        (
            "unit_collective",
            "YES_UNABLE",
            "TH05",
            _("The employer's household cannot receive the applicant."),
        ),
    ):
        if rules.given(answers, "settlement", field) == value:
            judging.note(True, text, f"material:{paper}")
            judging.fail(
                paper not in checked.materials, said(_("%(paper)s, which shows it, is missing."), paper=paper)
            )
    return judging.result()


def residence(checked: Checked) -> Judgement:
    """CP16: the proof of residence holds, and the address lies in the area of the station (A4, R-TH-07, R-TH-09)."""
    judging = Judging(checked)
    missing = _("The register shows no residence of the applicant at this address.")
    judging.register("residence", missing, _("The residence could not be confirmed by the register."))
    nothing = state_of(checked.answers, "residence") != "YES" and "TH06" not in checked.materials
    judging.fail(nothing, _("There is no proof of the residence, nor a statement instead."), "material:TH06")
    crossings = outcomes.crossing_codes(checked.answers, checked.norms, checked.past)
    codes = (
        "LEASE_TOO_SHORT",
        "STATION_ELSEWHERE",
        "HOUSEHOLD_ELSEWHERE",
        "STATION_OVERRIDDEN",
        "ADDRESS_CROWDED",
    )
    look(judging, [*problems(checked), *crossings], *codes)
    return judging.result()


def capacity(checked: Checked) -> Judgement:
    """CP17: the persons of the case fit into the public household, or a leader has noted otherwise (A4, R-TH-08).

    A case holds its places from its submission on and loses them to nobody. So one that was found to go beyond the
    places then, and still does, fails. The leader's note is the reason for which the approver sets this failure aside
    (D2): only a leader can write it, and answers for it. A household that has paused takes a case that was in
    progress (A4), which is noted; a closed one takes none.
    """
    code = rules.given(checked.answers, "household", "public_household")
    if not code:
        return not_here(_("No public household was chosen."))
    judging = Judging(checked, f"entry:public_households:{code}", "rule:R-TH-08")
    entry = checked.norms.entries("public_households").get(code)
    if entry is None or entry["status"] == "CLOSED":
        judging.fail(True, _("The public household is closed. Please agree on another one."))
        return judging.result()
    in_progress = _("The public household takes nobody new now; this case was in progress.")
    judging.note(entry["status"] != "OPEN", in_progress)
    persons = rules.persons(checked.answers)
    beyond = not OVER.isdisjoint(flag["rule"] for flag in checked.flags)
    full = _("%(persons)s come to %(occupied)s of %(capacity)s places. It needs the note of a leader.")
    words = {"persons": persons, "occupied": entry["occupied"], "capacity": entry["capacity"]}
    judging.fail(beyond and not rules.within_capacity(entry, persons), said(full, **words))
    return judging.result()


def marriage(checked: Checked) -> Judgement:
    """CP18: the record of the marriage is as declared; asked of everybody but the never married (A7)."""
    marital = rules.given(checked.answers, "applicant", "marital")
    moves = rules.spouse_in(rules.accompanying(checked.answers)) is not None
    if marital not in rules.EVER_MARRIED and not moves:
        return not_here(_("The applicant is not and never was married, and no spouse moves along."))
    judging = Judging(checked, "material:TH08" if moves else "material:TH08S")
    missing = _("The register of marriages does not have what the applicant declares.")
    judging.register("marriage", missing, BY_PAPER)
    look(judging, problems(checked), "SPOUSE_MISSING", "SPOUSE_UNEXPECTED", "SPOUSE_TWICE")
    return judging.result()


def children(checked: Checked) -> Judgement:
    """CP19: parentage is shown, guardians have consented, and each child may move (A5, PIPL art. 31)."""
    moving = rules.children(checked.answers)
    if not moving:
        return not_here(_("No child moves along."))
    judging = Judging(checked, "material:TH09")
    judging.register(
        "parentage", _("The register does not show the applicant as parent of each child."), BY_PAPER
    )
    alone = any(child.get("f_custody") == "SOLE" for child in moving)
    no_judgment = alone and "TH11" not in checked.materials
    judging.fail(
        no_judgment, _("Custody of one parent alone is stated, and nothing shows it."), "material:TH11"
    )
    codes = ("CHILD_OF_AGE", "GUARDIAN_NOT_LISTED", "GUARDIAN_UNREACHABLE", "CHILD_NEAR_IN_AGE")
    look(judging, problems(checked), *codes)
    return judging.result()


def restrictions(checked: Checked) -> Judgement:
    """CP20: nothing restricts the move (户口登记条例 art. 14). An approval of the organ in charge is a leader's to see.

    Somebody who is not sure is asked by the officer, whose half it is.
    """
    permission = rules.given(checked.answers, "origin", "move_permission")
    judging = Judging(checked, "rule:R-TH-12")
    restricted = _(
        "The applicant names a restriction on moving; no approval of the organ in charge is on file."
    )
    judging.fail(permission in {"PAROLE", "CASE"}, restricted)
    unsure = _(
        "The applicant is not sure whether something restricts the move. Please ask the place of origin."
    )
    judging.note(permission not in {"NONE", "PAROLE", "CASE"}, unsure)
    return judging.result()


CHECKPOINTS = {
    "CP13": approval,
    "CP14": origin,
    "CP15": precedence,
    "CP16": residence,
    "CP17": capacity,
    "CP18": marriage,
    "CP19": children,
    "CP20": restrictions,
}
