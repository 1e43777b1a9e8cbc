"""How allauth behaves here."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from portal.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """One door for applicants and staff; each is led to where he or she works."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page after sign-in when no other was asked for."""
        return reverse("accounts:home")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address in the mail that resets a password, on the portal's own host.

        Made from the request it would be on whatever host a stranger wrote into it, and the key would go there.
        """
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return f"{settings.SITE_URL}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that is signed with the portal's name, not with its host name."""
        site = SimpleNamespace(name=gettext("Government Services Online"), domain=settings.HOSTNAME)
        super().send_mail(template_prefix, email, {**context, "current_site": site})

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Remember the language that the person signed up in: mails are written in it."""
        user.language = translation.get_language() or user.language
        return super().save_user(request, user, form, commit)
