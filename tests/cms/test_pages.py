"""Each page in both languages, as a visitor gets it."""

import re
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Page

from cms.models import ServicePage
from portal.catalog import registry


def live_pages(language: str) -> list[Page]:
    return list(Page.objects.live().filter(depth__gt=1, locale__language_code=language).specific())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_with_ordered_headings_and_its_links(site, client, language):
    for page in live_pages(language):
        with override(language):
            address = page.get_url()
        assert address.startswith("/en/") == (language == "en")
        answer = client.get(address)
        html = answer.content.decode()
        assert answer.status_code == 200, address
        assert re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL) == [page.title]
        assert f'<link rel="canonical" href="http://testserver{address}">' in html
        assert html.count('rel="alternate"') == 2
        assert page.summary in unescape(html)
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), address


def test_the_language_switch_leads_to_the_same_page(site, client):
    html = client.get("/guides/applying/").content.decode()
    assert re.search(r'<a href="/en/guides/applying/" lang="en"', html)
    html = client.get("/en/guides/applying/").content.decode()
    assert re.search(r'<a href="/guides/applying/" lang="zh-CN"', html)


def test_only_guides_have_a_breadcrumb(site, client):
    assert 'class="breadcrumb"' in client.get("/guides/applying/").content.decode()
    for address in ("/", "/services/", "/news/", "/news/opening/"):
        assert 'class="breadcrumb"' not in client.get(address).content.decode()


def test_the_home_page_starts_every_service_and_leads_to_both_entrances(site, client):
    html = client.get("/en/").content.decode()
    with override("en"):
        for service in registry.all_services():
            assert f'href="{reverse("wizard:start", args=[service.code])}"' in html
    assert 'href="/en/verify/"' in html
    assert 'href="/en/my/"' in html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_service_page_shows_what_the_registry_says(site, client, language):
    for service in registry.all_services():
        page = ServicePage.objects.get(service_code=service.code, locale__language_code=language)
        with override(language):
            html = unescape(client.get(page.get_url()).content.decode())
            said = [step.title for step in service.steps] + [paper.title for paper in service.materials]
            said += [paper.condition for paper in service.materials] + [service.certificate.title]
            assert [str(text) for text in said if str(text) not in html] == []
            assert html.count(f'href="{reverse("wizard:start", args=[service.code])}"') == 1


def test_a_service_without_page_is_still_offered(site, client):
    service = registry.all_services()[0]
    locale = Locale.objects.get(language_code="en")
    ServicePage.objects.get(service_code=service.code, locale=locale).unpublish()
    with override("en"):
        assert reverse("wizard:start", args=[service.code]) in client.get("/en/").content.decode()


def test_the_page_of_a_service_that_was_taken_away_is_not_found(site, client):
    page = ServicePage.objects.filter(locale__language_code="en").first()
    ServicePage.objects.filter(pk=page.pk).update(service_code="ZZ")
    with override("en"):
        assert client.get(page.get_url()).status_code == 404
    assert client.get("/en/").status_code == 200


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_service_with_questions_before_the_form_leads_to_them(site, client, language):
    for page in ServicePage.objects.live().filter(locale__language_code=language):
        with override(language):
            address = page.get_url()
            link = f'href="{reverse("wizard:eligibility", args=[page.service_code])}"'
        shown = link in client.get(address).content.decode()
        assert shown == bool(page.service.eligibility), page.service_code
