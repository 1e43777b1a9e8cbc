"""What editors may do under /admin/, and that it ends there."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Site

from cms.actions import build_groups
from cms.models import SiteTexts


@pytest.fixture
def editor(site, client, django_user_model, settings):
    """The client of an editor. As in the demo, no second factor is asked for here."""
    settings.DEMO = True
    user = django_user_model.objects.create_user("lin@example.test", "a-long-password")
    user.groups.add(build_groups())
    client.force_login(user)
    return client


def shut(answer) -> bool:
    """Return whether the admin refused: it sends people without the right back to its first page."""
    return answer.status_code in {403, 404} or (
        answer.status_code == 302 and answer.url == reverse("wagtailadmin_home")
    )


def test_editors_reach_pages_images_and_rules(editor, site):
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[site.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailsnippets_rulebook_rulevalue:list"),
    ):
        assert editor.get(address).status_code == 200, address


def test_editors_do_not_reach_users_groups_sites_settings_or_locales(editor):
    site = Site.objects.get()
    for address in (
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:edit", args=[Group.objects.get(name="editors").pk]),
        reverse("wagtailsites:index"),
        reverse("wagtailsettings:edit", args=["cms", SiteTexts._meta.model_name, site.pk]),
        reverse("wagtailsnippets_accounts_posting:list"),
    ):
        assert shut(editor.get(address)), address


@pytest.mark.django_db
def test_the_groups_rights_are_listed():
    granted = {f"{p.content_type.app_label}.{p.codename}" for p in build_groups().permissions.all()}
    assert "wagtailadmin.access_admin" in granted
    assert {right.split(".")[0] for right in granted} == {"wagtailadmin", "rulebook", "workdays"}
    assert not [right for right in granted if ".delete_" in right]
