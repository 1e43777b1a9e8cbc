"""What can be done with the papers of a case: take files, remove, let a statement or a promise stand, pursue."""

from portal.documents.actions.enclosing import take_away
from portal.documents.actions.expiring import drop_uploads, erase_abandoned, erase_identity, erase_withdrawn
from portal.documents.actions.freezing import freeze
from portal.documents.actions.inspecting import inspect, sweep
from portal.documents.actions.promises import close_overdue, remind, set_due, suspend_overdue
from portal.documents.actions.receiving import receive
from portal.documents.actions.recording import record_denied, record_download, record_reading, record_viewing
from portal.documents.actions.removing import remove
from portal.documents.actions.resending import send_again
from portal.documents.actions.reusing import reuse
from portal.documents.actions.standing_in import commit, promise_later, take_back
from portal.documents.actions.uploading import Corrupted, WrongOffset, append, begin, cancel
from portal.documents.sentences import Refused, Waiting

__all__ = [
    "Corrupted",
    "Refused",
    "Waiting",
    "WrongOffset",
    "append",
    "begin",
    "cancel",
    "close_overdue",
    "commit",
    "drop_uploads",
    "erase_abandoned",
    "erase_identity",
    "erase_withdrawn",
    "freeze",
    "inspect",
    "promise_later",
    "receive",
    "record_denied",
    "record_download",
    "record_reading",
    "record_viewing",
    "remind",
    "remove",
    "reuse",
    "send_again",
    "set_due",
    "suspend_overdue",
    "sweep",
    "take_away",
    "take_back",
]
