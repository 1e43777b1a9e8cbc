"""Is the public household the right place? Five questions before the form (A2, and A4 in its order of precedence)."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Eligibility, Halt, Material, Norms, Text, Verdict
from portal.ui.fields import RadioField
from portal.ui.forms import StepForm

from . import rules
from .materials import MATERIALS
from .outcomes import HALTS
from .steps.settlement import KIN, UNIT

#: A county code for each answer to "where are you registered now"; the first digits decide (A2).
ORIGINS = {"DELTA": "320102", "NATIONAL": "110101", "SHANGHAI": "310101", "OUTSIDE": "810000"}


class EligibilityForm(StepForm):
    """The five questions. Whoever must settle elsewhere learns it before answering the rest."""

    approval = RadioField(
        label=_("Do you have a talent approval that is still valid?"),
        choices=[
            ("YES", _("Yes")),
            ("WAITING", _("It has been applied for, but not decided")),
            ("NO", _("No, or it has expired")),
        ],
        help_text=_("A notice or reply of the human-resources department that names you."),
    )
    origin = RadioField(
        label=_("Where is your household registered now?"),
        choices=[
            ("DELTA", _("Jiangsu, Zhejiang or Anhui")),
            ("NATIONAL", _("Another province of the mainland")),
            ("SHANGHAI", _("Shanghai")),
            ("OUTSIDE", _("Hong Kong, Macao or Taiwan, or I am a foreign national")),
        ],
        help_text=_("As in your household register, not where you live."),
    )
    own_property = RadioField(
        label=_("Do you or your spouse own a dwelling in Shanghai?"),
        choices=[("NONE", _("No")), ("SELF", _("Yes, one of us or both"))],
        help_text=_("A dwelling with a property certificate in your name or your spouse's."),
    )
    kin_can_receive = RadioField(
        label=_("Can your parents or children receive you in their Shanghai household?"),
        choices=KIN,
        help_text=_("Both the head of the household and the owner of the dwelling have to agree."),
    )
    unit_collective = RadioField(
        label=_("Does your employer have a collective household?"),
        choices=UNIT,
        help_text=_("Your personnel office knows."),
    )

    shown_when = {
        "own_property": ("approval", ("YES",)),
        "kin_can_receive": ("own_property", ("NONE",)),
        "unit_collective": ("kin_can_receive", ("NONE", "REFUSED")),
    }


NO_APPROVAL = {
    "NO": Halt(
        kind="REFER",
        title=_("The talent approval comes first"),
        text=_(
            "This service carries out an approval that the human-resources department has given, "
            "so it can begin only when you have one."
        ),
        where=_(
            "Please ask the personnel office of your employer: the employer applies for the approval to the "
            "human-resources department. Come back here when it has been issued."
        ),
        step="approval",
        rule="A2",
    ),
    "WAITING": Halt(
        kind="REFER",
        title=_("Please wait for the talent approval"),
        text=_("The human-resources department has not decided yet. You need its approval to apply here."),
        where=_(
            "Your employer is told the decision. Come back here when the approval has been issued; "
            "you can prepare your papers until then."
        ),
        step="approval",
        rule="A2",
    ),
}

REASONS: dict[str, Text] = {
    "DELTA": _(
        "You are registered in the Yangtze delta: the police of both places exchange the papers electronically."
    ),
    "NATIONAL": _(
        "You move from another province. If its police take no part in the electronic exchange, you obtain "
        "the migration certificate there and upload a photograph of it."
    ),
}


def judge(answers: Mapping[str, Any], norms: Norms) -> Verdict:
    """Return whether the person can apply here, why, and with which papers (A2, A4).

    answers: of `EligibilityForm`; what was not asked for is None. The place of registration counts first, then
    the approval, then the order of precedence.
    """
    draft = _draft(answers)
    elsewhere = rules.origin_halt(draft)
    if elsewhere:
        return Verdict(HALTS[elsewhere], ())
    if answers.get("approval") != "YES":
        return Verdict(NO_APPROVAL[answers.get("approval") or "NO"], ())
    route = rules.route_of(
        *(answers.get(name) for name in ("own_property", "kin_can_receive", "unit_collective"))
    )
    if route in HALTS:
        return Verdict(HALTS[route], ())
    return Verdict(None, _reasons(answers), *_materials(draft))


def _reasons(answers: Mapping[str, Any]) -> tuple[Text, ...]:
    return (
        _("Your talent approval has been issued and is still valid."),
        REASONS[answers["origin"]],
        _("No household of your own, of your family or of your employer can receive you in Shanghai."),
    )


def _draft(answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the five answers where the steps of the form would keep them."""
    return {
        "origin": {"origin_code": ORIGINS.get(answers.get("origin") or "", "")},
        "settlement": {
            name: answers.get(name) for name in ("own_property", "kin_can_receive", "unit_collective")
        },
    }


def _materials(draft: Answers) -> tuple[tuple[Material, ...], tuple[Material, ...]]:
    """Return the papers that are needed for certain, and those whose condition the questions leave open."""
    needed = tuple(item for item in MATERIALS if item.when(draft))
    decided = {item.code for other in _drafts() for item in MATERIALS if item.when(other)}
    return needed, tuple(item for item in MATERIALS if item.condition and item.code not in decided)


def _drafts() -> Iterator[Answers]:
    """Return every set of answers with which one can apply here."""
    for origin, kin, unit in product(("DELTA", "NATIONAL"), ("NONE", "REFUSED"), ("NO", "YES_UNABLE")):
        yield _draft(
            {"origin": origin, "own_property": "NONE", "kin_can_receive": kin, "unit_collective": unit}
        )


ELIGIBILITY = Eligibility(
    form=EligibilityForm,
    judge=judge,
    why=_(
        "A public household is for people with a talent approval who have no other household to join in Shanghai."
    ),
)
