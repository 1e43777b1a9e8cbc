"""Reads about services: their time limits in words, from the rules in force today."""

from django.utils.translation import gettext, override

from portal.catalog.declaration import Material, Service
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


def ways_of(service: Service, material: Material) -> list[str]:
    """Return in words how a material gets here other than as an upload with the application.

    In the active language: a sentence each for its source, commitment, grace and later; none for a plain upload.
    """
    found = []
    register = next((source.title for source in service.sources if source.key == material.source), None)
    if register:
        text = gettext("We look for it in this register: %(register)s. Upload it only if we do not find it.")
        found.append(text % {"register": register})
    if material.commitment and register:
        found.append(gettext("While the register cannot be reached, you may sign a statement instead."))
    elif material.commitment:
        found.append(gettext("You may sign a statement instead."))
    if days := limit_in_days(material.grace):
        text = gettext("You may hand it in up to %(days)s working days after acceptance.")
        found.append(text % {"days": days})
    if material.later:
        found.append(gettext("You hand it in later, when we ask for it."))
    return found
