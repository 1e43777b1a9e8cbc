"""The filings that companies make here: PB purchase, TB and TP transport, SX security service, SF branch."""

from portal.catalog.registry import register
from services.filings import lists
from services.filings.purchase.declaration import PB
from services.filings.security import norms as security
from services.filings.security.declaration import SF, SX
from services.filings.transport.declaration import TB, TP

__all__ = ["lists", "security"]

for service in (PB, TB, TP, SX, SF):
    register(service)
