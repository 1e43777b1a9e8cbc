"""Step 5, first part, asked early: which household comes first (A4)."""

from django.utils.translation import gettext_lazy as _

from portal.ui.fields import RadioField
from portal.ui.forms import StepForm

KIN = [
    ("NONE", _("They have no household in Shanghai")),
    ("YES", _("Yes, the head and the owner agree")),
    ("REFUSED", _("They have one, but the head or the owner does not agree")),
]
UNIT = [
    ("NO", _("No")),
    ("YES", _("Yes, and it can receive me")),
    ("YES_UNABLE", _("Yes, but it cannot receive me")),
]


class SettlementForm(StepForm):
    """The order of precedence (A4). Each question is asked only when those before it leave the public household
    open: somebody who must settle elsewhere learns it before filling in the rest.
    """

    own_property = RadioField(
        label=_("Do you or your spouse own a dwelling in Shanghai?"),
        choices=[
            ("NONE", _("No")),
            ("SELF", _("Yes, I do")),
            ("SPOUSE", _("Yes, my spouse does")),
            ("BOTH", _("Yes, both of us do")),
        ],
        help_text=_("A dwelling with a property certificate in your name or your spouse's name."),
    )
    kin_can_receive = RadioField(
        label=_("Can your parents or children receive you in their Shanghai household?"),
        choices=KIN,
    )
    unit_collective = RadioField(
        label=_("Does your employer have a collective household?"),
        choices=UNIT,
        help_text=_("Your personnel office knows."),
    )

    shown_when = {
        "kin_can_receive": ("own_property", ("NONE",)),
        "unit_collective": ("kin_can_receive", ("NONE", "REFUSED")),
    }
