"""One way in: no address of the portal signs a member of staff in by password alone."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.urls import URLPattern, get_resolver, reverse

from portal.accounts.models import User
from tests import cases

pytestmark = pytest.mark.django_db
PASSWORD = "Right-Password-1"
KNOWN = [
    "/admin/login/",
    "/_util/login/",
    "/accounts/login/",
    "/django-admin/login/",
    "/login/",
    "/api/login/",
]


@pytest.fixture
def admin():
    """An administrator with a second factor."""
    user = User.objects.create_superuser("boss@people.test", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, generate_totp_secret())
    return user


def addresses(patterns=None, path=""):
    """Yield (path, view) of every address without arguments."""
    for entry in patterns or get_resolver().url_patterns:
        part = str(entry.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(entry, URLPattern):
            if "<" not in path + part and "(" not in path + part:
                yield "/" + path + part, entry.callback
        else:
            yield from addresses(entry.url_patterns, path + part)


def credentials():
    user = "boss@people.test"
    return {"login": user, "username": user, "email": user, "password": PASSWORD, "next": "/admin/"}


def test_the_walk_finds_the_login_views_of_django_and_wagtail():
    found = [view for _, view in addresses() if issubclass(getattr(view, "view_class", object), LoginView)]
    assert found, "Wagtail's own login view is routed; if not any more, this test may walk less"
    paths = {path for path, _ in addresses()}
    assert {"/admin/login/", "/_util/login/", "/accounts/login/"} <= paths
    assert len(paths) > 80


def test_no_address_signs_staff_in_by_password_alone(client, admin):
    paths = {path for path, _ in addresses()} | set(KNOWN)
    paths |= {"/en" + path for path in paths if not path.startswith("/en/")}
    entered = []
    for path in sorted(paths):
        cache.clear()  # else the limits of sign-in would hide a door that is open
        client.logout()
        client.post(path, credentials())
        if "_auth_user_id" in client.session:
            entered.append(path)
    assert entered == []


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/", "/_util/login/"])
def test_the_other_login_pages_lead_to_the_one_door(client, path, language):
    if path.startswith("/admin/") and language:
        language = ""
    answer = client.get(f"{language}{path}?next=/admin/pages/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{language}/accounts/login/?next=/admin/pages/"


def test_the_one_door_asks_for_the_second_factor(client, admin):
    answer = client.post("/accounts/login/", credentials())
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    for path in ("/admin/", "/desk/", "/my/"):
        assert client.get(path).status_code == 302


def test_a_wrong_password_is_limited(client, admin):
    statuses = [
        client.post("/accounts/login/", credentials() | {"password": "wrong"}).status_code for _ in range(15)
    ]
    assert statuses[0] == 200
    assert 429 in statuses or "_auth_user_id" not in client.session
    answer = client.post("/accounts/login/", credentials())  # now even the right one is not tried
    assert "mfa" not in answer.headers.get("Location", "") and "2fa" not in answer.headers.get("Location", "")


@pytest.fixture
def editor():
    user = cases.applicant("editor")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.mark.parametrize(
    "path", ["/desk/", "/en/desk/", "/desk/x/", "/admin/", "/admin/pages/", "/my/", "/en/my/", "/files/x/"]
)
def test_no_staff_page_opens_without_a_second_factor(client, path):
    client.force_login(
        cases.officer("intake") if "admin" not in path else User.objects.create_superuser("a@b.test")
    )
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith(("/accounts/2fa/totp/activate/", "/en/accounts/2fa/totp/activate/"))
    assert "next=" in answer["Location"]


def test_an_officer_without_second_factor_reads_nobodys_papers(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = cases.approved("PB")
    officer = cases.officer("reviewer")
    client.force_login(officer)
    urls = [
        reverse("certificates:receipt", args=[case.pk]),
        reverse("certificates:download", args=[case.certificates.get(event=None).pk]),
    ]
    for url in urls:
        assert client.get(url).status_code == 302
    TOTP.activate(officer, generate_totp_secret())
    client.force_login(officer)
    for url in urls:
        assert client.get(url).status_code == 200


def test_an_editor_without_second_factor_edits_nothing(client, editor):
    client.force_login(editor)
    assert client.get("/admin/")["Location"].startswith("/accounts/2fa/")
    TOTP.activate(editor, generate_totp_secret())
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


def test_the_demo_does_not_ask(client, settings):
    settings.DEMO = True
    client.force_login(cases.officer("intake"))
    assert client.get("/desk/").status_code == 200


def test_applicants_need_no_second_factor(client):
    client.force_login(cases.applicant())
    assert client.get("/my/").status_code == 200


@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize("path", ["/desk/", "/admin/", "/admin/pages/"])
def test_applicants_do_not_get_in_at_the_staff_doors(client, path, demo, settings):
    settings.DEMO = demo
    client.force_login(cases.applicant())
    assert client.get(path).status_code in {403, 404}


def test_officers_do_not_edit_the_site(client, settings):
    settings.DEMO = True
    client.force_login(cases.officer("supervisor"))
    assert client.get("/admin/").status_code == 403
