"""The sentences of an answer: what a paper or a file is, in a word and a sentence, and how that looks."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.certificates.queries import Answer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str


@dataclass(frozen=True)
class Said:
    """An answer in words. tone, icon: as the design system names them."""

    tone: str
    icon: str
    title: Text
    sentence: Text


#: A notice that stands. Most grant nothing and many take something away, so it is not called valid.
GENUINE = Said(
    "info",
    "check-circle",
    _("Genuine"),
    _("We issued a paper with this number. That a paper is genuine does not mean that anything was granted."),
)
#: What the register says: of a certificate, and of a notice, which grants nothing.
REGISTER: dict[str, tuple[str, str, Text, Text, Text]] = {
    "VALID": (
        "good",
        "check-circle",
        _("Valid"),
        _("This certificate is genuine and in force. What it is for, and from when, stands on it."),
        GENUINE.sentence,
    ),
    "EXPIRED": (
        "warn",
        "clock",
        _("Expired"),
        _("This certificate is genuine, but its last day has passed."),
        _("This paper is genuine, but its last day has passed."),
    ),
    "USED": (
        "warn",
        "clock",
        _("Used up"),
        _("This certificate is genuine, but it has been used and cannot be used again."),
        _("This paper is genuine, but it has served its purpose."),
    ),
    "SUSPENDED": (
        "bad",
        "pause-circle",
        _("Suspended"),
        _("This certificate must not be used for the time being."),
        _("This paper must not be used for the time being."),
    ),
    "REVOKED": (
        "bad",
        "x-circle",
        _("Revoked"),
        _("This certificate has been revoked and is not valid."),
        _("This paper has been revoked and is not valid."),
    ),
    "REPLACED": (
        "bad",
        "x-circle",
        _("Replaced"),
        _("A newer certificate has taken the place of this one."),
        _("A newer paper has taken the place of this one."),
    ),
    "CANCELLED": (
        "bad",
        "x-circle",
        _("Closed out"),
        _("This certificate has been closed out and is not valid any more."),
        _("This paper has been closed out and is not valid any more."),
    ),
}
#: The sentences of the register when the day is known: of a certificate, and of a notice.
DATED: dict[str, tuple[Text, Text]] = {
    "USED": (
        _("This certificate is genuine, but it was used up on %(day)s and cannot be used again."),
        _("This paper is genuine, but it served its purpose on %(day)s."),
    ),
    "SUSPENDED": (
        _("This certificate was suspended on %(day)s. It must not be used for the time being."),
        _("This paper was suspended on %(day)s. It must not be used for the time being."),
    ),
    "REVOKED": (
        _("This certificate was revoked on %(day)s. It is not valid any more."),
        _("This paper was revoked on %(day)s. It is not valid any more."),
    ),
    "REPLACED": (
        _(
            "A new certificate took the place of this one on %(day)s. This one is not valid any more: ask for the new "
            "one."
        ),
        _(
            "A new paper took the place of this one on %(day)s. This one is not valid any more: ask for the new one."
        ),
    ),
    "CANCELLED": (
        _("This certificate was closed out on %(day)s. It is not valid any more."),
        _("This paper was closed out on %(day)s. It is not valid any more."),
    ),
}
UNKNOWN = Said(
    "bad",
    "question-mark-circle",
    _("Not found"),
    _(
        "No paper of ours has this number together with this code. Please compare both with the paper. If they are "
        "right, the paper is not one of ours."
    ),
)
ALTERED, NOT_GENUINE, NOT_OURS = _("Altered"), _("Not genuine"), _("Not ours")
#: What is wrong with a file, when it is altered and when it is not found.
FILES: dict[tuple[str, str], tuple[Text, Text]] = {
    ("ALTERED", "added"): (
        ALTERED,
        _(
            "Something was added to this file after it was sealed. What you see may differ from what we issued."
        ),
    ),
    ("ALTERED", "changed"): (ALTERED, _("This file has been changed since we sealed it.")),
    ("ALTERED", "rewritten"): (
        ALTERED,
        _(
            "Another program has written this file anew, so the seal does not hold any more. Its content may differ."
        ),
    ),
    ("ALTERED", "foreign"): (
        NOT_GENUINE,
        _("This file names a number as our papers have, but it is signed by somebody else."),
    ),
    ("ALTERED", "unsealed"): (
        NOT_GENUINE,
        _("This file names a number as our papers have, but it bears no seal. Every paper of ours has one."),
    ),
    ("ALTERED", "unreadable"): (ALTERED, _("This file is damaged, so that the seal in it cannot be read.")),
    ("ALTERED", "unregistered"): (
        ALTERED,
        _(
            "This file bears our seal, but it is not byte for byte a file of our register. Please report it to us."
        ),
    ),
    ("ALTERED", "seal"): (NOT_GENUINE, _("The seal on this file does not hold.")),
    ("NOT_FOUND", "foreign"): (
        NOT_OURS,
        _("This file is signed, but not by us. We did not issue it."),
    ),
    ("NOT_FOUND", "unreadable"): (
        _("Not readable"),
        _("This file is damaged and cannot be read. Please choose the original file you received."),
    ),
    ("NOT_FOUND", "no_pdf"): (
        _("Not a PDF file"),
        _("This is not a PDF file. Please choose the original file you received."),
    ),
    ("NOT_FOUND", "other"): (NOT_OURS, _("We did not issue this file.")),
}


def said(answer: Answer, day: date | None = None) -> Said:
    """Return an answer in words, in the active language. day: since when the paper is what the register says."""
    if answer.reason:
        title, sentence = FILES[answer.verdict, answer.reason]
        icon = "exclamation-triangle" if answer.verdict == "ALTERED" else UNKNOWN.icon
        return Said("bad", icon, title, sentence)
    if answer.verdict not in REGISTER:
        return UNKNOWN
    if answer.notice and answer.verdict == "VALID":
        return GENUINE
    tone, icon, title, of_certificate, of_notice = REGISTER[answer.verdict]
    if day and answer.verdict in DATED:
        of_certificate, of_notice = (
            sentence % {"day": date_format(day)} for sentence in DATED[answer.verdict]
        )
    return Said(tone, icon, title, of_notice if answer.notice else of_certificate)
