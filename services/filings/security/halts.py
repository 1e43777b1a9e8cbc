"""Why a security filing cannot go on here, and where to go instead, in words that wait for their language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Halt, Text
from portal.standards import divisions


def city_police(county: str) -> str:
    """Return in words the municipal-level police of a county (six digits).

    A county right under its province (the third and fourth digit are 90) has no city above it: its own police.
    """
    place = county if county[2:4] == "90" else f"{county[:4]}00"
    return gettext("The municipal police of %(place)s") % {"place": divisions.name(place)}


def not_required() -> Halt:
    """Return the halt that says: inside the province of the licence nothing is filed."""
    return Halt(
        kind="NOT_REQUIRED",
        title=_("You do not need this filing"),
        text=_(
            "Your security licence was issued in Shanghai and your guards work in Shanghai. Only a service in "
            "another province is filed; no such filing is needed inside the province."
        ),
        where=_("You may serve your client under your licence. Please keep the contract for two years."),
        step="place",
        rule="B1",
    )


def service_elsewhere(where: Text) -> Halt:
    """Return the halt that says: the police of the place of service take the filing. where: their name."""
    return Halt(
        kind="NOT_COMPETENT",
        title=_("This service is filed where the guards work"),
        text=_(
            "A security service in another province is filed with the police of the place of service. The "
            "Shanghai police may only take filings for places in Shanghai."
        ),
        where=where,
        step="place",
        rule="B1",
    )


def foreign_and_key_unit() -> Halt:
    """Return the halt of R-EN-13."""
    return Halt(
        kind="FORBIDDEN",
        title=_("A foreign-invested company may not serve this client"),
        text=_(
            "The law forbids foreign-invested security companies to serve key units of public security "
            "(Regulation on the Administration of Security Services, article 22)."
        ),
        where=_("The client may choose a security company without foreign investment."),
        step="client",
        rule="R-EN-13",
    )


def branch_elsewhere(where: Text) -> Halt:
    """Return the halt that says: the police of the branch's place take the filing. where: their name."""
    return Halt(
        kind="NOT_COMPETENT",
        title=_("A branch is filed where it is"),
        text=_(
            "The branch of a security company is filed with the police of the place of the branch. The Shanghai "
            "police may only take filings for branches in Shanghai."
        ),
        where=where,
        step="place",
        rule="B1",
    )


def no_licence() -> Halt:
    """Return the halt that says: the licence comes first."""
    return Halt(
        kind="REFER",
        title=_("The security service licence comes first"),
        text=_(
            "Only a company with a security service licence may offer security services or set up branches."
        ),
        where=_("The licence is applied for at the municipal police of the place of registration."),
        step="licence",
        rule="B2",
    )


def no_branch_yet() -> Halt:
    """Return the halt that says: the branch must exist before it is filed."""
    return Halt(
        kind="REFER",
        title=_("The business licence of the branch comes first"),
        text=_("A branch is filed once it is set up, with its own business licence."),
        where=_("The branch is registered at the market regulation office of its district."),
        step="business_licence",
        rule="B2",
    )
