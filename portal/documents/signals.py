"""The signal of a paper that came late. Its only receiver is portal/flow.py."""

from django.dispatch import Signal

#: Sent inside the transaction that keeps the file, with `application`.
arrived = Signal()
