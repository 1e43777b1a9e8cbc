"""Signing up, confirming the address by code, signing in, and where each person lands."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.db import IntegrityError, transaction

from portal.accounts.models import Posting, User
from portal.accounts.queries import is_officer, is_staff_member, postings_of, roles_of
from tests import cases

pytestmark = pytest.mark.django_db
PASSWORD = "Mountain-River-88"


def sign_up(client, language="", email="new@people.test"):
    data = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(f"{language}/accounts/signup/", data)


@pytest.mark.parametrize(("prefix", "language"), [("", "zh-hans"), ("/en", "en")])
def test_signing_up_confirming_by_code_and_landing(client, prefix, language):
    answer = sign_up(client, prefix)
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
    user = User.objects.get(email="new@people.test")
    assert user.language == language
    assert len(mail.outbox) == 1
    assert "testserver" not in mail.outbox[0].subject and "Hello" not in mail.outbox[0].body
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[0].body, re.M).group(1)
    page = client.get(answer["Location"])
    assert page.status_code == 200
    answer = client.post(answer["Location"], {"code": code}, follow=True)
    assert EmailAddress.objects.get(user=user).verified
    assert client.session["_auth_user_id"] == str(user.pk)
    assert answer.request["PATH_INFO"] == f"{prefix}/my/"


def test_without_the_code_nobody_is_signed_in(client):
    sign_up(client)
    client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.get().verified
    answer = client.post("/accounts/login/", {"login": "new@people.test", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert "confirm" in answer["Location"]


def test_signing_up_with_a_known_address_says_nothing(client):
    cases.applicant("known")
    EmailAddress.objects.create(
        user=cases.applicant("known"), email="known@people.test", verified=True, primary=True
    )
    known, new = sign_up(client, email="known@people.test"), sign_up(client, email="other@people.test")
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert User.objects.filter(email="known@people.test").count() == 1


def test_a_weak_password_is_refused(client):
    for password in ("short", "1234567890123", "password1234", "new@people.test"):
        data = {"email": "new@people.test", "password1": password, "password2": password}
        assert client.post("/accounts/signup/", data).status_code == 200
    assert not User.objects.exists()


def test_nobody_gives_himself_rights_at_sign_up(client):
    data = {
        "email": "new@people.test",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_staff": "1",
        "is_superuser": "1",
    }
    client.post("/accounts/signup/", data)
    user = User.objects.get()
    assert not user.is_staff and not user.is_superuser


def landing(client, user):
    client.force_login(user)
    return client.get("/accounts/home/")["Location"]


def test_everybody_lands_where_the_work_is(client):
    editor = cases.applicant("editor")
    editor.groups.add(Group.objects.get(name="Editors"))
    assert landing(client, cases.applicant()) == "/my/"
    assert landing(client, editor) == "/admin/"
    assert landing(client, User.objects.create_superuser("boss@people.test")) == "/admin/"
    for role in ("intake", "reviewer", "approver", "supervisor"):
        assert landing(client, cases.officer(role)) == "/desk/"
    client.logout()
    assert landing(client, cases.applicant()) == "/my/"


def test_a_visitor_is_led_to_the_door(client):
    assert client.get("/accounts/home/")["Location"].startswith("/accounts/login/")


def test_signing_in_changes_the_session_and_signing_out_ends_it(client):
    user = cases.applicant()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.get("/accounts/login/")
    client.session["x"] = 1
    session = client.session
    session["x"] = 1
    session.save()
    before = client.session.session_key
    answer = client.post("/accounts/login/", {"login": user.email, "password": "Right-Password-1"})
    assert answer["Location"] == "/accounts/home/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before
    assert client.get("/accounts/logout/").status_code == 200  # asks first: no GET signs out
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example"])
def test_signing_in_does_not_lead_off_the_portal(client, target):
    user = cases.applicant()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    data = {"login": user.email, "password": "Right-Password-1", "next": target}
    assert client.post("/accounts/login/", data)["Location"] == "/accounts/home/"


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", ["login", "signup", "password/reset"])
def test_the_pages_of_the_door_are_there(client, language, page):
    answer = client.get(f"{language}/accounts/{page}/")
    assert answer.status_code == 200
    assert b"<main" in answer.content


@pytest.mark.parametrize("page", ["email", "password/change", "2fa"])
def test_the_pages_of_ones_own_account_are_there(client, page):
    client.force_login(cases.applicant())
    assert client.get(f"/accounts/{page}/", follow=True).status_code == 200


def test_a_user_is_known_by_the_address_in_small_letters():
    user = User.objects.create_user("Lin@People.Test", "x")
    assert user.email == "lin@people.test"
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("", "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("LIN@people.test", "x")


def test_postings_make_an_officer():
    user = cases.officer("intake")
    assert is_officer(user) and is_staff_member(user)
    assert roles_of(user) == {"intake"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(user=user, unit=cases.CITY, role="intake")
    user.is_active = False
    assert postings_of(user) == []
    from django.contrib.auth.models import AnonymousUser

    assert postings_of(AnonymousUser()) == [] and not is_staff_member(AnonymousUser())
    assert not is_staff_member(cases.applicant())


def test_postings_are_read_once_a_request(django_assert_num_queries):
    user = User.objects.get(pk=cases.officer("intake").pk)
    with django_assert_num_queries(1):
        assert is_officer(user) and is_officer(user) and roles_of(user)


def test_a_short_password_is_refused_in_the_language_of_the_page(client):
    data = {"email": "new@people.test", "password1": "kurz-7", "password2": "kurz-7"}
    assert "at least 10 characters" in client.post("/en/accounts/signup/", data).content.decode()
    chinese = client.post("/accounts/signup/", data).content.decode()
    assert "This password is too short" not in chinese
