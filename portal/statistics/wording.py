"""Figures in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def time_in_words(hours: int | None) -> str:
    """Return a time: hours up to three days, then days; a dash for none."""
    if hours is None:
        return "–"
    if hours < 1:
        return _("within the hour")
    if hours <= 72:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


def percent(share: float | None) -> str:
    """Return a share as per cent with one decimal; a dash for none."""
    return "–" if share is None else f"{100 * share:.1f} %"
