"""What becomes of a certificate by what its holder reports. The only receiver is portal/flow.py."""

from django.dispatch import Signal

#: Sent inside the transaction, with `ledger`: nothing is left, or the holder ended it.
ended = Signal()
#: Sent inside the transaction, with `ledger`: the report that ended it was withdrawn.
revived = Signal()
