"""The signal of a message that was sent. Its only receiver is portal/flow.py."""

from django.dispatch import Signal

#: Sent inside the transaction, with `message`.
sent = Signal()
