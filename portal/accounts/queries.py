"""Who somebody is, at work."""

from collections.abc import Collection

from allauth.account.models import EmailAddress

from portal.accounts.models import Posting, Role, User
from portal.accounts.reach import above


def postings_of(user: User) -> list[Posting]:
    """Return the active postings of a user, oldest first; none for applicants and signed-out visitors.

    Kept on the user object: asked many times in one request, read once.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    kept = getattr(user, "_postings", None)
    if kept is None:
        kept = user._postings = list(user.postings.filter(active=True).order_by("pk"))  # type: ignore[attr-defined]
    return kept


def roles_of(user: User) -> set[Role]:
    """Return the roles of a user over all active postings."""
    return {Role(posting.role) for posting in postings_of(user)}


def posted_units(user: User) -> list[str]:
    """Return the units of the user's active postings, each once."""
    return list(dict.fromkeys(posting.unit for posting in postings_of(user)))


def posted_over(unit: str, district: str, roles: Collection[Role]) -> list[User]:
    """Return the officers of these roles whose active posting covers a unit: its own, its district's or the city's.

    unit: 12 digits; district: its first six.
    """
    posted = Posting.objects.filter(above((unit, district)), active=True, role__in=roles)
    return list(User.objects.filter(pk__in=posted.values("user"), is_active=True).order_by("pk"))


def is_officer(user: User) -> bool:
    """Return whether the user works at the desk."""
    return bool(postings_of(user))


def is_staff_member(user: User) -> bool:
    """Return whether the user may open any staff page: the desk or the site's administration."""
    return user.is_authenticated and (is_officer(user) or user.has_perm("wagtailadmin.access_admin"))


def has_confirmed_mail(user: User) -> bool:
    """Return whether the address a user signs in with was confirmed by a code sent to it."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())
