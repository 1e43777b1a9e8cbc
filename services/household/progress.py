"""What the applicant reads while the case is under way (domain A11): a sentence for each state.

The words in %(…)s are the platform's (unit, promised_on, due_on, items) and those of `words`.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.catalog.declaration import Answers, Norms, Text

from . import rules
from .fields import in_language

RECEIVED = gettext_lazy(
    "We have received your application. Within %(intake)s we tell you whether it is accepted."
)

PROGRESS: dict[str, Text] = {
    "SUBMITTED": RECEIVED,
    "RECEIVED": RECEIVED,
    "CORRECTION": gettext_lazy(
        "Still missing or to be corrected: %(items)s. Please hand in everything at once by %(due_on)s."
    ),
    "ACCEPTED": gettext_lazy("Your application is accepted. We promise the decision by %(promised_on)s."),
    "IN_REVIEW": gettext_lazy(
        "Accepted and under review: %(unit)s checks your answers and papers. "
        "We promise the decision by %(promised_on)s."
    ),
    "PENDING_APPROVAL": gettext_lazy(
        "The review is finished and a second officer decides. We promise the decision by %(promised_on)s."
    ),
    "CERT_ISSUED": gettext_lazy(
        "Approved: your registration may move to Shanghai. The electronic move-in permit has been issued."
    ),
    "ORIGIN_PENDING": "%(origin)s",  # a whole sentence that depends on the lane
    "REGISTERED": gettext_lazy("You are registered in the public household %(household)s."),
    "CONCLUDED": gettext_lazy("Your case is concluded. Please tell us how it was."),
}


def words(answers: Answers, norms: Norms) -> dict[str, str]:
    """Return the words of the sentences that come from the answers, in the active language (A2, A11)."""
    return {
        "intake": working_days(norms.value("TH.intake_days")),
        "origin": origin(answers),
        "household": household(answers, norms),
    }


def working_days(count: int) -> str:
    """Return a number of working days in words."""
    return _("1 working day") if count == 1 else _("%(days)s working days") % {"days": count}


def origin(answers: Answers) -> str:
    """Return what happens at the place of origin: the police there are asked, or the permit is shown there."""
    own = answers.get("origin") or {}
    station = {"station": own.get("origin_station_name") or ""}
    if rules.lane(own.get("origin_code") or "") == "DELTA":
        return _("We have asked %(station)s to release your registration. You need not go there.") % station
    return (
        _(
            "Please download the move-in permit on this page and have your registration released by %(station)s. "
            "You need not come to us in person."
        )
        % station
    )


def household(answers: Answers, norms: Norms) -> str:
    """Return the name of the public household; its code when it is on the list no more."""
    code = rules.given(answers, "household", "public_household") or ""
    entry = norms.entries("public_households").get(code)
    return in_language(entry) if entry else code
