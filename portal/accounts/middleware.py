"""No staff page opens without a second factor."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_from_path

STAFF_PATHS = ("/desk/", "/admin/")


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
        path = without_language(request.path_info)
        if path.startswith(STAFF_PATHS) and not settings.DEMO:
            user = request.user
            if user.is_authenticated and not is_mfa_enabled(user):
                url = reverse("mfa_activate_totp")
                return HttpResponseRedirect(f"{url}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)
