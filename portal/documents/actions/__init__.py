"""What can be done with the papers of a case: receive, remove, let a statement or a promise stand, pursue."""

from portal.documents.actions.freezing import freeze
from portal.documents.actions.promises import close_overdue, remind, set_due, suspend_overdue
from portal.documents.actions.reading import record_denied, record_download, record_reading, record_viewing
from portal.documents.actions.receiving import receive, remove
from portal.documents.actions.reusing import reuse
from portal.documents.actions.standing_in import commit, promise_later, take_back
from portal.documents.inspection import Refused

__all__ = [
    "Refused",
    "close_overdue",
    "commit",
    "freeze",
    "promise_later",
    "receive",
    "record_denied",
    "record_download",
    "record_reading",
    "record_viewing",
    "remind",
    "remove",
    "reuse",
    "set_due",
    "suspend_overdue",
    "take_back",
]
