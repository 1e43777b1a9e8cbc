"""The states of a consultation, and who moves it from one to the other (domain D5)."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """The states of D5."""

    REQUESTED = "REQUESTED", _("Requested")
    ACCEPTED = "ACCEPTED", _("To be convened")
    REJECTED = "REJECTED", _("Request not accepted")
    CONVENED = "CONVENED", _("Convened")
    CONCLUDED = "CONCLUDED", _("Concluded, before the decision")
    ADOPTED = "ADOPTED", _("Adopted")
    NOT_ADOPTED = "NOT_ADOPTED", _("Not adopted")
    ARCHIVED = "ARCHIVED", _("Archived")


class Actor(StrEnum):
    """Who moves a consultation. CASE: it follows what happens to its case, by the gate of the writer."""

    CHAIR = "chair"
    CASE = "case"


class Stance(TextChoices):
    """What a member advises, and what a consultation concludes."""

    FOR = "for", _("In favour of the application")
    AGAINST = "against", _("Against the application")
    OTHER = "other", _("Something else")


class Kind(TextChoices):
    """As what somebody is a member."""

    HANDLING = "handling", _("Handling unit")
    LEGAL = "legal", _("Legal unit")
    BUSINESS = "business", _("Business line")
    NARCOTICS = "narcotics", _("Narcotics control")
    PUBLIC_ORDER = "public-order", _("Public order")
    POPULATION = "population", _("Population office")
    STATION = "station", _("Police station")
    LAWYER = "lawyer", _("Public lawyer")
    EXPERT = "expert", _("Outside expert")


class Declared(TextChoices):
    """What a member says about a conflict of interest; nothing yet at first."""

    NOT_YET = "", _("Not declared yet")
    NONE = "none", _("No conflict of interest")
    CONFLICT = "declared", _("Conflict of interest")


S = State
#: MOVES[from][to] = who makes the move. Nothing else ever happens to a consultation.
MOVES: dict[State, dict[State, Actor]] = {
    S.REQUESTED: {S.ACCEPTED: Actor.CHAIR, S.REJECTED: Actor.CHAIR, S.ARCHIVED: Actor.CASE},
    S.ACCEPTED: {S.CONVENED: Actor.CHAIR, S.ARCHIVED: Actor.CASE},
    S.REJECTED: {},
    S.CONVENED: {S.CONCLUDED: Actor.CHAIR, S.ARCHIVED: Actor.CASE},
    S.CONCLUDED: {S.ADOPTED: Actor.CASE, S.NOT_ADOPTED: Actor.CASE, S.ARCHIVED: Actor.CASE},
    S.ADOPTED: {S.ARCHIVED: Actor.CHAIR},
    S.NOT_ADOPTED: {S.ARCHIVED: Actor.CHAIR},
    S.ARCHIVED: {},
}

#: While one of these holds, the case waits in consultation.
OPEN = (S.REQUESTED, S.ACCEPTED, S.CONVENED)
#: Before it is convened.
TO_CONVENE = (S.REQUESTED, S.ACCEPTED)
#: The chair may still change who is a member.
GATHERING = (S.ACCEPTED, S.CONVENED)
#: A conclusion stands.
WITH_CONCLUSION = (S.CONCLUDED, S.ADOPTED, S.NOT_ADOPTED)
#: The decision has been taken and the file may be closed.
DECIDED = (S.ADOPTED, S.NOT_ADOPTED)
#: Whom a consultation cannot do without (D5), and how many there are at least.
NEEDED = (Kind.HANDLING, Kind.LEGAL, Kind.BUSINESS)
LEAST_MEMBERS = 3
