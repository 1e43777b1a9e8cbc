"""What is done in a consultation. `advancing.advance` is the only writer of its state."""

from portal.consultations.actions.advancing import advance
from portal.consultations.actions.closing import add_task, archive, finish_task
from portal.consultations.actions.hearing import declare, opine
from portal.consultations.actions.leading import (
    accept,
    conclude,
    convene,
    dismiss,
    invite,
    keep_minutes,
    reject,
)
from portal.consultations.actions.reading import record_reading
from portal.consultations.actions.requesting import request

__all__ = [
    "accept",
    "add_task",
    "advance",
    "archive",
    "conclude",
    "convene",
    "declare",
    "dismiss",
    "finish_task",
    "invite",
    "keep_minutes",
    "opine",
    "record_reading",
    "reject",
    "request",
]
