"""Whether a stranger can learn who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "Right-Password-1"
FORMS = {
    "account_signup": lambda mail: {"email": mail, "password1": PASSWORD, "password2": PASSWORD},
    "account_login": lambda mail: {"login": mail, "password": "Wrong-Password-1"},
    "account_reset_password": lambda mail: {"email": mail},
}


class CountingHasher(MD5PasswordHasher):
    """Counts the passwords it hashes: what takes the time of a sign-in or sign-up."""

    count = 0

    def encode(self, password, salt):
        CountingHasher.count += 1
        return super().encode(password, salt)


@pytest.fixture
def known():
    user = User.objects.create_user("known@people.test", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user.email


def answer(name, mail):
    """Return what the stranger sees: status, where to, the page after it, and how much was hashed."""
    CountingHasher.count = 0
    first = Client().post(reverse(name), FORMS[name](mail), follow=True)
    text = re.sub(r'nonce="[^"]*"|value="[^"]{30,}"', "", first.content.decode()).replace(mail, "")
    return first.status_code, first.redirect_chain, text, CountingHasher.count


@pytest.mark.parametrize("name", FORMS)
def test_a_known_and_an_unknown_address_are_answered_alike_and_after_the_same_work(name, known, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    user = User.objects.get(email=known)
    user.set_password(PASSWORD)
    user.save()
    assert answer(name, known) == answer(name, "unknown@people.test")
