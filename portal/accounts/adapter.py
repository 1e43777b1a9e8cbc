"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """One door for applicants and staff; each is led to where he or she works."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page after sign-in when no other was asked for."""
        return reverse("accounts:home")

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Remember the language that the person signed up in: mails are written in it."""
        user.language = translation.get_language() or user.language
        return super().save_user(request, user, form, commit)
