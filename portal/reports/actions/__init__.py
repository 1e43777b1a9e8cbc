"""What is done to the ledger of a certificate."""

from portal.reports.actions.opening import close_ledgers, go_on_with, open_ledger
from portal.reports.actions.reporting import AlreadySent, Refused, report
from portal.reports.actions.withdrawing import withdraw

__all__ = ["AlreadySent", "Refused", "close_ledgers", "go_on_with", "open_ledger", "report", "withdraw"]
