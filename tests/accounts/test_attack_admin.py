"""What an editor tries in the site's administration to reach people, and what a forged address does to mails."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.actions import build_groups
from portal.accounts.models import Posting, User
from tests import cases

pytestmark = pytest.mark.django_db
PASSWORD = "Right-Password-1"


@pytest.fixture
def editor(client, settings):
    """The browser of an editor; as in the demo, no second factor is asked for here."""
    settings.DEMO = True
    user = User.objects.create_user("lin@people.test", PASSWORD)
    user.groups.add(build_groups())
    client.force_login(user)
    return client


@pytest.fixture
def posting():
    person = User.objects.create_user("zhou@people.test", PASSWORD, last_name="周", first_name="受理")
    return Posting.objects.create(user=person, unit=cases.CITY, role="intake")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/snippets/choose/accounts/posting/",
        "/admin/snippets/choose/accounts/posting/results/",
        "/admin/snippets/choose/accounts/posting/chosen/{}/",
        "/admin/snippets/choose/accounts/posting/chosen-multiple/?id={}",
        "/admin/bulk/accounts/posting/delete/?id={}",
        "/admin/bulk/accounts/user/delete/?id={}",
        "/admin/snippets/accounts/posting/edit/{}/",
        "/admin/snippets/accounts/posting/usage/{}/",
        "/admin/snippets/accounts/posting/history/{}/",
        "/admin/reports/site-history/",
    ],
)
def test_no_page_of_the_administration_tells_an_editor_who_works_where(editor, posting, address):
    answer = editor.get(address.format(posting.pk))
    assert "周受理" not in answer.content.decode()
    assert posting.user.email not in answer.content.decode()


def test_an_editor_deletes_no_posting_in_bulk(editor, posting):
    editor.post(f"/admin/bulk/accounts/posting/delete/?id={posting.pk}")
    editor.post(f"/admin/bulk/accounts/user/delete/?id={posting.user_id}")
    assert Posting.objects.filter(pk=posting.pk).exists()


def test_an_administrator_still_deletes_postings_in_bulk(client, posting, settings):
    settings.DEMO = True
    client.force_login(User.objects.create_superuser("boss@people.test", PASSWORD))
    address = f"/admin/bulk/accounts/posting/delete/?id={posting.pk}"
    assert "周受理" in client.get(address).content.decode()
    client.post(address)
    assert not Posting.objects.exists()


def test_nobody_changes_his_address_in_the_administration_past_the_code_sent_to_it(editor):
    page = editor.get(reverse("wagtailadmin_account")).content.decode()
    assert 'name="name_email-first_name"' in page
    assert 'name="name_email-email"' not in page
    fields = {"name_email-first_name": "明", "name_email-last_name": "林"}
    fields |= {"name_email-email": "mayor@people.test", "locale-preferred_language": "en"}
    editor.post(reverse("wagtailadmin_account"), fields)
    assert not User.objects.filter(email="mayor@people.test").exists()


def test_a_forged_host_does_not_get_into_the_mail_that_resets_a_password(settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    user = User.objects.create_user("gu@people.test", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for host in ("localhost", "testserver:666"):
        mail.outbox.clear()
        Client(headers={"host": host}).post(reverse("account_reset_password"), {"email": user.email})
        (sent,) = mail.outbox
        assert f"{settings.SITE_URL}/accounts/password/reset/key/" in sent.body
        assert "localhost" not in sent.body
        assert ":666" not in sent.body  # the key of the address may well hold these digits
