"""The papers handed in with a transport (domain B9, columns TB and TP).

EN14, the record of six safe months, is a statement of the step "trips" and no paper.
"""

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Material
from services.filings.chemicals.materials import internal_rules
from services.filings.company.materials import REUSE, company_papers
from services.filings.transport.reading import read


def by_road(answers: Answers) -> bool:
    """Return whether the goods go by road."""
    return read(answers).by_road


TRANSPORT = (
    *company_papers(legal_rep=False),
    Material("EN05", _("Purchase contract"), _("The contract under which the goods are delivered.")),
    internal_rules(_("If asked for"), required=False),
    Material(
        "EN11",
        _("The carrier's road transport licence and the certificates of the vehicles"),
        _("The licence with its scope, and the certificate of every vehicle."),
        when=by_road,
        condition=_("For transport by road"),
        reuse=REUSE,
    ),
    Material(
        "EN12",
        _("Certificates of qualification of drivers and escorts"),
        _("Of every driver and escort named."),
        when=by_road,
        condition=_("For transport by road"),
        reuse=REUSE,
    ),
    Material(
        "EN13",
        _("Purchase certificate or licence"),
        _("Under which the consignee bought the goods."),
        required=False,
        condition=_("If the consignee bought under a filing or licence"),
    ),
)
