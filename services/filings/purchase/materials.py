"""The papers handed in with a purchase filing (domain B9, column PB).

EN04, the proof of lawful use, is a statement of the last step and no paper.
"""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Material
from services.filings.chemicals.materials import internal_rules
from services.filings.company.materials import REUSE, company_papers
from services.filings.jurisdiction import site_is_elsewhere
from services.filings.purchase.reading import read


def by_organisation(answers: Answers) -> bool:
    """Return whether an organisation, not an individual, buys."""
    return not read(answers).by_person


def site_outside_registered_district(answers: Answers) -> bool:
    """Return whether the place of use in Shanghai is outside the district of registration."""
    purchase = read(answers)
    return site_is_elsewhere(purchase.reg_district, purchase.site_district)


PURCHASE = (
    *company_papers(by_organisation, _("For organisations")),
    Material(
        "EN05",
        _("Purchase contract"),
        _("The contract or the order, if you already have it."),
        required=False,
        condition=_("If you have it"),
    ),
    internal_rules(_("For organisations"), by_organisation),
    Material(
        "EN07",
        _("The seller's filing certificate or licence"),
        _("The certificate for producing or dealing in the substances; ask the seller for a copy."),
    ),
    Material(
        "EN08",
        _("Licence for the safe use of, or dealing in, hazardous chemicals"),
        _("Only if the law on hazardous chemicals asks it of your organisation."),
        when=by_organisation,
        required=False,
        condition=_("If the law asks it of you"),
        reuse=REUSE,
    ),
    Material(
        "EN09",
        _("Photographs and plan of the store"),
        when=by_organisation,
        required=False,
        condition=_("If asked for"),
        reuse=REUSE,
    ),
    Material(
        "EN10",
        _("Proof of the branch or place of use"),
        _("Branch licence, lease or permit of the place in Shanghai."),
        when=site_outside_registered_district,
        condition=_("If the place of use is outside the district of registration"),
        reuse=REUSE,
    ),
)
