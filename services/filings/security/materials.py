"""The papers handed in with the security filings (domain B9, columns SX and SF)."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Material
from services.filings.company.materials import REUSE, company_papers
from services.filings.security.reading import read_guards

LICENCE = Material(
    "EN15",
    _("Security service licence"),
    _("The current one, with number, issuer and scope readable."),
    source="security_licence",
    reuse=REUSE,
)
CONTRACT = Material(
    "EN16", _("Security service contract"), _("Signed by both sides, with places, services and days.")
)
ROSTER = _("Certificates of the project leader and the guards")
ROSTER_HINT = _("In one file, in the order of the list of guards. The list itself is in the form.")

#: A company that keeps its guards in a table may hand that in as well.
ROSTER_KINDS = ("pdf", "image", "ofd", "csv")


def has_guards(answers: object) -> bool:
    """Return whether the filing names guards."""
    return bool(read_guards(answers))  # type: ignore[arg-type]


SERVICE = (
    *company_papers(),
    LICENCE,
    CONTRACT,
    Material("EN17", ROSTER, ROSTER_HINT, source="guard_certificates", kinds=ROSTER_KINDS),
    Material(
        "EN19",
        _("Management rules and duties of each post"),
        _("Rules for the service at this place."),
        required=False,
        condition=_("If asked for"),
        reuse=REUSE,
    ),
)
BRANCH = (
    *company_papers(),
    LICENCE,
    Material(
        "EN17",
        ROSTER,
        ROSTER_HINT,
        when=has_guards,
        condition=_("If guards of the branch are named"),
        source="guard_certificates",
        kinds=ROSTER_KINDS,
    ),
    Material(
        "EN18",
        _("Business licence of the branch and identity document of its head"),
        _("The current licence, and both sides of the document."),
        source="branch_register",
        identity=True,
    ),
    Material(
        "EN19",
        _("Management rules and duties of each post"),
        _("Rules of the branch."),
        reuse=REUSE,
    ),
)
