"""No staff page opens without a second factor."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_from_path

from portal.accounts.models import User
from portal.accounts.queries import is_officer, is_staff_member

STAFF_PATHS = ("/desk/", "/admin/")
#: Pages of applicants on which officers open files, receipts and certificates of other people's cases.
SHARED_PATHS = ("/my/", "/files/")


def without_language(path: str) -> str:
    """Return a path without its language prefix."""
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


class StaffSecondFactorMiddleware:
    """Send staff who have no second factor to set one up before any staff page opens.

    Who has one was asked for it at sign-in (allauth), so a session of such a user is proven twice.
    The demo does not ask: its accounts are public. A banner says so on every page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and is_stranger(request.user):
            raise PermissionDenied
        if not settings.DEMO and needs_second_factor(request) and not is_mfa_enabled(request.user):
            url = reverse("mfa_activate_totp")
            return HttpResponseRedirect(f"{url}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


def is_stranger(user: User | AnonymousUser) -> bool:
    """Return whether somebody signed in has nothing to do in the site's administration.

    Wagtail would send them to sign in, and sign-in, as they are in already, back to Wagtail, for ever.
    """
    return user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")


def needs_second_factor(request: HttpRequest) -> bool:
    """Return whether a member of staff opens something that only a second factor opens.

    Others are let through: the page itself refuses them.
    """
    path = without_language(request.path_info)
    if path.startswith(STAFF_PATHS):
        return is_staff_member(request.user)
    return path.startswith(SHARED_PATHS) and is_officer(request.user)
