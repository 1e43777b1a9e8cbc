"""What is done to certificates and notices. Everything that writes the register is in here.

`requesting` < `issuing` (number, draw, seal, put, read back), `turning` (the register's lines), `proposing` (two
officers), `batches` (many at once), `daily` (the published list), `alerts` (whom the portal calls when it stops).
"""

from portal.certificates.actions.issuing import issue, record_reading, sweep, wait
from portal.certificates.actions.proposing import confirm, propose, refuse, withdraw
from portal.certificates.actions.requesting import notify, receipt_of, reissue, request, retry
from portal.certificates.actions.turning import end, mark_unused, mark_used

__all__ = [
    "confirm",
    "end",
    "issue",
    "mark_unused",
    "mark_used",
    "notify",
    "propose",
    "receipt_of",
    "record_reading",
    "refuse",
    "reissue",
    "request",
    "retry",
    "sweep",
    "wait",
    "withdraw",
]
