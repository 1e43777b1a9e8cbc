"""The signal of a move. Its only receiver is portal/flow.py."""

from django.dispatch import Signal

#: Sent inside the transaction of a move, with `application` and `event`.
moved = Signal()

#: The time limit of a case was extended. Sent inside the transaction, with application and event.
extended = Signal()
