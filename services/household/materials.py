"""The papers an applicant hands in (domain A7), with the answers that call for each."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Material

from . import rules


def answered(step: str, field: str, *values: str) -> Callable[[Answers], bool]:
    """Return a condition: the answer to that field is one of these values."""

    def condition(answers: Answers) -> bool:
        return rules.given(answers, step, field) in values

    return condition


MATERIALS = (
    Material(
        code="TH01",
        title=_("Resident identity card"),
        hint=_("Both sides, all four corners in view."),
    ),
    Material(
        code="TH02",
        title=_("Household register"),
        hint=_("Front page, page of the head, and your own page. In a collective household: your own page."),
    ),
    Material(
        code="TH03",
        title=_("Talent approval"),
        hint=_("The notice or reply of the human-resources department, every page."),
    ),
    Material(
        code="TH04",
        title=_("Labour contract"),
        hint=_("First page, page with the term, page with the seals. You may hand it in later."),
        required=False,
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
    ),
    Material(
        code="TH07",
        title=_("Relative's statement that the household cannot receive you"),
        hint=_("Signed by the head of the household or the owner of the dwelling."),
        when=answered("settlement", "kin_can_receive", "REFUSED"),
        condition=_("If parents or children with a Shanghai household do not receive you"),
    ),
    Material(
        code="TH08",
        title=_("Proof of marital status"),
        hint=_(
            "Marriage certificate; divorce certificate with agreement or judgment; or proof of widowhood."
        ),
        when=answered("applicant", "marital", *sorted(rules.EVER_MARRIED)),
        required=False,  # blocks only when a spouse moves along
        condition=_("If you are or were married"),
    ),
)
