import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Locale, Page, Site

from cms.actions import build_content, build_groups
from cms.models import GuidePage, HomePage, ServicePage, SiteTexts
from portal.catalog import registry


def row_counts() -> dict[str, int]:
    """Return how many rows every table of the database holds."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def test_building_twice_changes_nothing(site):
    build_groups()
    before = row_counts()
    pages = Page.objects.order_by("pk").values_list("pk", "latest_revision_created_at", "title")
    known = list(pages)
    build_content()
    build_groups()
    assert row_counts() == before
    assert list(pages.all()) == known


def test_what_editors_wrote_is_kept(site):
    site.lead = "改过的导语"
    site.save_revision().publish()
    build_content()
    assert HomePage.objects.get(pk=site.pk).lead == "改过的导语"


def test_every_page_exists_in_both_languages(site):
    chinese, english = (
        set(
            Page.objects.filter(depth__gt=1, locale__language_code=code).values_list(
                "translation_key", flat=True
            )
        )
        for code in ("zh-hans", "en")
    )
    assert chinese == english
    assert len(chinese) >= 10


def test_every_registered_service_has_a_page_in_each_language(site):
    for locale in Locale.objects.all():
        codes = set(ServicePage.objects.filter(locale=locale).values_list("service_code", flat=True))
        assert codes == {service.code for service in registry.all_services()}


def test_a_service_registered_later_gets_its_page_at_the_next_run(site):
    code = registry.all_services()[0].code
    for page in ServicePage.objects.filter(service_code=code):
        page.delete()
    build_content()
    pages = ServicePage.objects.filter(service_code=code)
    assert pages.count() == 2
    assert len({page.translation_key for page in pages}) == 1


def test_the_site_begins_at_the_chinese_home_page(site):
    record = Site.objects.get()
    assert (record.root_page_id, record.hostname, record.port, record.is_default_site) == (
        site.pk,
        "localhost",
        80,
        True,
    )
    assert not Page.objects.filter(title__startswith="Welcome to").exists()


def test_the_privacy_notice_says_its_version_in_both_languages(site):
    texts = SiteTexts.objects.get()
    notices = GuidePage.objects.filter(translation_key=texts.privacy.translation_key)
    versions = list(notices.values_list("version", flat=True))
    assert len(versions) == 2
    assert versions[0] == versions[1] != ""


@pytest.mark.django_db
def test_wagtails_own_groups_do_not_stay_beside_ours():
    build_groups()
    assert set(Group.objects.values_list("name", flat=True)) & {"Editors", "Moderators", "editors"} == {
        "editors"
    }


@pytest.mark.django_db
def test_a_preset_group_with_members_is_left_alone(django_user_model):
    user = django_user_model.objects.create_user("chen@example.test")
    user.groups.add(Group.objects.get(name="Moderators"))
    build_groups()
    assert user.groups.get().name == "Moderators"
