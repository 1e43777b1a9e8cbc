"""What pages say about uploads: the sentences of uploads.js, and which files a paper takes."""

import json
from collections.abc import Iterable

from django.template import Library
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = Library()

#: what people call the files of each kind
NAMES = {"pdf": ("PDF",), "ofd": ("OFD",), "image": ("JPG", "PNG", "HEIC"), "csv": ("CSV",)}
#: left for the script to fill in
LATER = {"percent": "%(percent)s", "name": "%(name)s"}


@register.filter
def taken(kinds: Iterable[str]) -> str:
    """Return in words which files are taken: "PDF, JPG, PNG or HEIC, up to 10 MB a file"."""
    *most, last = [name for kind in NAMES if kind in set(kinds) for name in NAMES[kind]]
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    if not most:
        return _("%(type)s, up to 10 MB a file") % {"type": last}
    return _("%(types)s or %(last)s, up to 10 MB a file") % {"types": comma.join(most), "last": last}


@register.simple_tag
def upload_texts() -> str:
    """Return as JSON the sentences that uploads.js says."""
    return json.dumps({**states(), **heard(), **words()})


def states() -> dict[str, str]:
    """Return what stands in the row of a file, by its state or by why it stands still."""
    return {
        "queued": _("Waits until the files before it are through"),
        "sending": _("%(percent)s%% sent") % LATER,
        "waiting": _("The connection broke off. It goes on by itself from where it stopped."),
        "offline": _("No connection. It goes on by itself when the connection is back."),
        "signed_out": _("You are signed out. Sign in again in a new tab, then go on here."),
        "checking": _("It has arrived and is being checked."),
        "ready": _("Checked and kept"),
        "refused": _("Not taken"),
        "failed": _("This did not work. Please try again; if it fails again, reload the page."),
        "unreadable": _("The file cannot be read any more. Please choose it again."),
        "gone": _("It is not there any more: it was taken away meanwhile. Please choose it again."),
        "cancelled": _("Cancelled"),
    }


def heard() -> dict[str, str]:
    """Return what only screen readers hear."""
    return {
        "heard_sending": _("%(name)s: %(percent)s%% sent.") % LATER,
        "heard_cancelled": _("%(name)s: cancelled.") % LATER,
        "heard_listed": _("%(name)s has been checked and is in the list.") % LATER,
        "heard_removed": _("Removed."),
    }


def words() -> dict[str, str]:
    """Return the words on buttons, and what to do with a file that fits nowhere."""
    return {
        "again": _("Try again"),
        "go_on": _("Go on"),
        "cancel": _("Cancel"),
        "remove": _("Remove"),
        # Translators: the name of a picture that was pasted; the time of day follows
        "pasted": _("Pasted picture"),
        "paste_where": _(
            "Several papers take files. Click on the one that this file is for, then paste again."
        ),
        "drop_where": _("Nothing takes files here. Please drop the file on the paper that it is for."),
    }
