"""Header and footer: few queries, right language, never stale for long."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from cms.models import GuidePage, SiteTexts
from cms.queries import FRAME_LIFETIME, frame


def add_menu_pages(home, number: int) -> None:
    for place in range(number):
        page = GuidePage(title=f"栏目{place}", slug=f"part-{place}", show_in_menus=True)
        home.add_child(instance=page)


def titles(language: str) -> list[str]:
    return [link["title"] for link in frame(language)["nav"]]


def urls(language: str, part: str) -> list[str]:
    return [link["url"] for link in frame(language)[part]]


def draw(source: str, path: str) -> str:
    request = RequestFactory().get(path)
    return Template("{% load cms %}" + source).render(Context({"request": request}))


@pytest.mark.parametrize("number", [1, 10])
def test_the_frame_costs_two_queries_however_many_pages(site, django_assert_num_queries, number):
    add_menu_pages(site, number)
    with override("zh-hans"):
        with django_assert_num_queries(2):
            html = draw("{% cms_nav %}{% cms_footer_links %}{% cms_footer_text %}", "/")
        assert f"栏目{number - 1}" in html
        with django_assert_num_queries(0):
            assert draw("{% cms_nav %}{% cms_footer_links %}{% cms_footer_text %}", "/") == html


def test_a_frame_without_site_is_empty_and_does_not_fail(db):
    assert frame("en")["nav"] == []
    assert frame("en")["name"] == ""


def test_each_language_has_its_own_links(site):
    assert [link["url"] for link in frame("zh-hans")["nav"]] == ["/services/", "/guides/", "/news/"]
    assert [link["url"] for link in frame("en")["nav"]] == ["/en/services/", "/en/guides/", "/en/news/"]
    assert [link["url"] for link in frame("en")["links"]] == [
        "/en/contact/",
        "/en/accessibility/",
        "/en/privacy/",
    ]
    assert frame("zh-hans")["name"] != frame("en")["name"]


def test_the_part_that_the_reader_is_in_is_marked(site):
    with override("zh-hans"):
        html = draw("{% cms_nav %}", "/guides/applying/")
    assert html.count("aria-current") == 1
    assert '<a href="/guides/" aria-current="page">' in html


def test_publishing_shows_at_once(site):
    before = titles("zh-hans")
    page = site.add_child(instance=GuidePage(title="新栏目", slug="new", show_in_menus=True, live=False))
    assert titles("zh-hans") == before
    page.save_revision().publish()
    assert titles("zh-hans") == [*before, "新栏目"]


def test_unpublishing_deleting_and_moving_show_at_once(site):
    guides = GuidePage.objects.child_of(site).get(slug="guides")
    add_menu_pages(site, 3)
    assert titles("zh-hans")[3:] == ["栏目0", "栏目1", "栏目2"]
    one, two, three = GuidePage.objects.child_of(site).filter(slug__startswith="part-").order_by("slug")
    one.unpublish()
    assert titles("zh-hans")[3:] == ["栏目1", "栏目2"]
    two.delete()
    assert titles("zh-hans")[3:] == ["栏目2"]
    three.move(guides, pos="last-child")
    assert titles("zh-hans")[3:] == []


def test_new_texts_of_the_footer_show_at_once(site):
    assert frame("en")["phone"]
    texts = SiteTexts.objects.get()
    texts.phone = "021-0000 9999"
    texts.save()
    assert frame("en")["phone"] == "021-0000 9999"


def test_an_unpublished_page_is_not_linked_from_the_footer(site):
    SiteTexts.objects.get().contact.specific.unpublish()
    assert urls("zh-hans", "links") == ["/accessibility/", "/privacy/"]


def test_other_processes_follow_within_a_minute():
    assert FRAME_LIFETIME <= 60
