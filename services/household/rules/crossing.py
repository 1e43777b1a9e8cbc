"""Rules that look at other cases (R-TH-03, R-TH-10, R-TH-11, R-TH-13), as pure functions of counts."""

from collections.abc import Callable

from .people import everybody
from .places import address
from .route import Answers, given

#: Returns how many other cases hold a fact: kind of question, value.
Count = Callable[[str, str], int]


def residence_key(answers: Answers) -> str:
    """Return what makes two residences the same: street or town and address; "" while there is none."""
    area = given(answers, "residence", "residence_area")
    return f"{area}{address(answers)}" if area else ""


def crossings(answers: Answers, count: Count, *, most_at_address: int, most_of_mobile: int) -> list[str]:
    """Return the codes of what other cases say against this one, or for an officer to see.

    count: "approval_used" and "residence", "mobile", "person" with a value give numbers of other cases.
    """
    found = []
    approval, mobile = given(answers, "approval", "approval_no"), given(answers, "applicant", "mobile")
    if approval and count("approval_used", approval):
        found.append("APPROVAL_USED")
    residence = residence_key(answers)
    if residence and count("residence", residence) >= most_at_address:
        found.append("ADDRESS_CROWDED")
    if mobile and count("mobile", mobile) > most_of_mobile:
        found.append("MOBILE_SHARED")
    for step, id_no in everybody(answers):
        code = "APPLICANT_IN_OPEN_CASE" if step == "applicant" else "COMPANION_IN_OPEN_CASE"
        if code not in found and count("person", id_no):
            found.append(code)
    return found
