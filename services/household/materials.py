"""The papers an applicant hands in (domain A7), with the answers that call for each and the registers that spare it.

TH10 (consent of guardians) and TH16 (statements instead of papers) are signatures: see `signing` and `commitment`.
"""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Material

from . import rules


def answered(step: str, field: str, *values: str) -> Callable[[Answers], bool]:
    """Return a condition: the answer to that field is one of these values."""

    def condition(answers: Answers) -> bool:
        return rules.given(answers, step, field) in values

    return condition


def any_child(field: str = "", *values: str) -> Callable[[Answers], bool]:
    """Return a condition: a child moves along (of whom the field has one of these values)."""

    def condition(answers: Answers) -> bool:
        return any(not field or child.get(field) in values for child in rules.children(answers))

    return condition


def former_names(answers: Answers) -> bool:
    """Return whether former names are given, so that a paper must tell of the change."""
    return bool(rules.given(answers, "applicant", "former_names"))


def spouse_moves(answers: Answers) -> bool:
    """Return whether the spouse moves along."""
    return rules.spouse_in(rules.accompanying(answers)) is not None


def status_only(answers: Answers) -> bool:
    """Return whether a marital status has to be shown though no spouse moves along."""
    return rules.given(answers, "applicant", "marital") in rules.EVER_MARRIED and not spouse_moves(answers)


MATERIALS = (
    Material(
        code="TH01",
        title=_("Resident identity card"),
        hint=_("Both sides, all four corners in view."),
        source="identity",
        identity=True,
    ),
    Material(
        code="TH17",
        title=_("Portrait photograph"),
        hint=_("A JPEG of the face, as for an identity card, 358 by 441 pixels."),
        source="identity",
        required=False,
        kinds=("image",),
        least_px=300,
    ),
    Material(
        code="TH02",
        title=_("Household register"),
        hint=_("Front page, page of the head, and your own page. In a collective household: your own page."),
        source="origin",
    ),
    Material(
        code="TH03",
        title=_("Talent approval"),
        hint=_("The notice or reply of the human-resources department, every page."),
        source="approval",
    ),
    Material(
        code="TH04",
        title=_("Labour contract"),
        hint=_("First page, page with the term, page with the seals."),
        source="approval",
        grace="TH.contract_grace_days",
    ),
    Material(
        code="TH05",
        title=_("Employer's statement that its collective household cannot receive you"),
        hint=_("With the employer's seal."),
        when=answered("settlement", "unit_collective", "YES_UNABLE"),
        condition=_("If your employer has a collective household that cannot receive you"),
    ),
    Material(
        code="TH06",
        title=_("Proof of your residence"),
        hint=_("Rental filing certificate, residence registration, or proof of a borrowed dwelling."),
        source="residence",
        commitment=_(
            "I live at the address I gave, and I have the right to live there. "
            "The registration authority may check it, and I answer for it by law."
        ),
    ),
    Material(
        code="TH07",
        title=_("Statement that your relatives' household cannot receive you"),
        hint=_(
            "Signed by the head of the household or the owner of the dwelling. You may also state it yourself instead."
        ),
        when=answered("settlement", "kin_can_receive", "REFUSED"),
        commitment=_(
            "My parents or children have a household in Shanghai, but its head or the owner of the dwelling does not "
            "agree to receive me. The registration authority may check it, and I answer for it by law."
        ),
        condition=_("If parents or children with a Shanghai household do not receive you"),
    ),
    Material(
        code="TH08",
        title=_("Marriage certificate"),
        hint=_("The pages with the photograph, the names and the number."),
        when=spouse_moves,
        source="marriage",
        condition=_("If your spouse moves along"),
    ),
    Material(
        code="TH08S",
        title=_("Proof of marital status"),
        hint=_(
            "Marriage certificate; divorce certificate with agreement or judgment; or proof of widowhood."
        ),
        when=status_only,
        source="marriage",
        required=False,
        commitment=_(
            "My marital status is as I stated it. The registration authority may check it, and I answer for it by law."
        ),
        condition=_("If you are or were married and no spouse moves along"),
    ),
    Material(
        code="TH09",
        title=_("Birth certificate or adoption certificate of each child"),
        hint=_("One file for each child; a certificate of parentage will do as well."),
        when=any_child(),
        source="parentage",
        condition=_("If a child moves along"),
    ),
    Material(
        code="TH11",
        title=_("Judgment or agreement on custody"),
        hint=_("Every page, with the date on which it took effect."),
        when=any_child("f_custody", "SOLE"),
        condition=_("If you alone have custody of a child who moves along"),
    ),
    Material(
        code="TH12",
        title=_("School certificate"),
        hint=_("Of this school year, with the school's seal."),
        when=any_child("f_school_kind", "SENIOR", "BELOW"),
        condition=_("If a child of 18 or more moves along"),
    ),
    Material(
        code="TH13",
        title=_("Migration certificate (户口迁移证)"),
        hint=_(
            "A photograph of the certificate that the place of origin gives you. Send the original by post."
        ),
        when=lambda answers: (
            rules.lane(str(rules.given(answers, "origin", "origin_code") or "")) == "NATIONAL"
        ),
        required=False,
        later=("ORIGIN_PENDING",),
        condition=_("After approval, if you come from outside Jiangsu, Zhejiang and Anhui"),
    ),
    Material(
        code="TH14",
        title=_("Letter of authority, and identity card of the helper"),
        hint=_("With what the helper may do, and until when."),
        when=answered("delivery", "agent_mode", "AGENT"),
        condition=_("If somebody applies for you"),
        identity=True,
    ),
    Material(
        code="TH15",
        title=_("Proof of a change of name or ID number"),
        hint=_("Of the police station that entered the change."),
        when=former_names,
        condition=_("If you gave former names"),
    ),
)
