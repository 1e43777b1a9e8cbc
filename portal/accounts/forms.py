"""The forms of allauth where the portal asks more of them."""

from typing import Any

from allauth.account import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest


class SignupForm(forms.SignupForm):
    """Takes as long for an address that has an account as for a new one (ASVS 6.3.8)."""

    def try_save(self, request: HttpRequest) -> Any:
        """Sign up; when the account exists hash the password all the same: that is nearly all of the time."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
