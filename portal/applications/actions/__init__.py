"""What can be done to a case. `move` is the only writer of its state."""

from portal.applications.actions.drafting import discard, note_step, save_draft, start
from portal.applications.actions.extending import extend
from portal.applications.actions.moving import move, withdraw
from portal.applications.actions.submitting import receive, resubmit, submit

__all__ = [
    "discard",
    "extend",
    "move",
    "note_step",
    "receive",
    "resubmit",
    "save_draft",
    "start",
    "submit",
    "withdraw",
]
