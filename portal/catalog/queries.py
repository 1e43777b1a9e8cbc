"""Reads about services: their time limits in words, from the rules in force today."""

from django.utils.translation import gettext, override

from portal.catalog.declaration import Service
from portal.rulebook.queries import NotInForce, norms


def promise_text(service: Service, language: str) -> str:
    """Return in words within what time a decision is promised, counted from acceptance.

    language: `zh-hans` or `en`. Empty when the service promises none, or none is in force today.
    """
    with override(language):
        if service.limits.same_day:
            return gettext("the same working day, or the next when it arrives late in the day")
        return limit_text(service.limits.decision)


def legal_text(service: Service, language: str) -> str:
    """Return in words within what time the law asks for a decision. Empty when it sets no time."""
    with override(language):
        return limit_text(service.limits.statutory)


def limit_text(key: str) -> str:
    """Return a time limit of the rulebook in words, in the active language; empty when none is in force."""
    days = limit_in_days(key)
    if days is None:
        return ""
    if days == 0:
        return gettext("the same working day")
    if days == 1:
        return gettext("within one working day of acceptance")
    return gettext("within %(days)s working days of acceptance") % {"days": days}


def limit_in_days(key: str) -> int | None:
    """Return a time limit of the rulebook in working days, None for no key or no version in force today.

    Raises KeyError for a key that no service declares.
    """
    if not key:
        return None
    try:
        return int(norms().value(key))
    except NotInForce:
        return None
