"""Cookies that nobody gave, sessions fixed beforehand, and ways round the second factor."""

import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests import cases
from tests.tree import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PASSWORD = "Right-Password-1"


@pytest.fixture
def gu():
    user = User.objects.create_user("gu@people.test", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize(
    "cookie", ["\x00abcdefghij", '"\\000abcdefghij"', "a'b" * 9, "x" * 3000, "A" * 32, "./../" * 9]
)
def test_a_cookie_that_nobody_gave_is_no_session_and_no_error(cookie):
    answer = Client().get("/my/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_a_session_fixed_beforehand_is_not_the_one_after_sign_in(gu):
    victim = Client()
    victim.get(reverse("account_login"))
    session = victim.session
    session["planted"] = 1
    session.save()
    fixed = session.session_key
    victim.cookies[settings.SESSION_COOKIE_NAME] = fixed
    victim.post(reverse("account_login"), {"login": gu.email, "password": PASSWORD})
    assert victim.session["_auth_user_id"] == str(gu.pk)
    assert victim.session.session_key != fixed
    assert not Session.objects.filter(session_key=fixed).exists()


def test_a_key_of_the_strangers_own_choice_never_becomes_a_session(gu):
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    victim.post(reverse("account_login"), {"login": gu.email, "password": PASSWORD})
    assert victim.session.session_key != "a" * 32


@pytest.mark.parametrize(
    "address",
    ["/desk/", "/en/desk/", "/EN/desk/", "/en-gb/desk/", "/zh-hans/desk/", "http://testserver//desk/", "/./desk/",
     "/my/../desk/", "/%64esk/", "/en//desk/", "/desk//", "/desk/next/", "/my/", "/en/my/"],
)  # fmt: skip
def test_no_spelling_of_an_address_lets_an_officer_in_without_the_second_factor(client, address):
    client.force_login(cases.officer("intake"))
    answer = client.get(address)
    assert answer.status_code in {301, 302, 404}
    if answer.status_code == 302:
        assert "2fa" in answer.url
    if answer.status_code == 301:
        assert "2fa" in client.get(answer.url, follow=True).redirect_chain[-1][0]


@pytest.mark.parametrize(("proxy", "expected"), [("1", "203.0.113.9"), ("0", "127.0.0.1")])
def test_limits_per_address_count_the_visitor_behind_our_proxy_and_believe_nobody_else(proxy, expected):
    program = (
        "import django; django.setup()\n"
        "from django.test import RequestFactory\n"
        "from allauth.account.adapter import get_adapter\n"
        "from portal.ui.limits import client_address\n"
        "request = RequestFactory().get('/', headers={'x-forwarded-for': '198.51.100.1, 203.0.113.9'})\n"
        "print(get_adapter().get_client_ip(request), client_address(request))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PATH": "", "DJANGO_SETTINGS_MODULE": "tests.settings", "PORTAL_BEHIND_PROXY": proxy},
    )  # fmt: skip
    assert done.stdout.split() == [expected, expected]
