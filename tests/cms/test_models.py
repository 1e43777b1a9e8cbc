import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from cms.blocks import BodyBlock, TableBlock
from cms.models import ArticleIndexPage, ArticlePage, GuidePage, ServiceIndexPage, ServicePage
from portal.catalog import registry


def test_a_service_page_refuses_a_code_that_no_service_has(site):
    index = ServiceIndexPage.objects.child_of(site).get()
    with pytest.raises(ValidationError) as refused:
        index.add_child(instance=ServicePage(title="没有的事项", slug="none", service_code="ZZ"))
    assert "service_code" in refused.value.message_dict


def test_a_service_has_one_page_a_language(site):
    index = ServiceIndexPage.objects.child_of(site).get()
    code = registry.all_services()[0].code
    with pytest.raises(ValidationError) as refused:
        index.add_child(instance=ServicePage(title="再来一页", slug="again", service_code=code))
    assert "service_code" in refused.value.message_dict


def test_a_page_without_translation_switches_to_the_other_home(site):
    guides = GuidePage.objects.child_of(site).get(slug="guides")
    page = guides.add_child(instance=GuidePage(title="只有中文", slug="only-chinese"))
    links = {link["code"]: link for link in page.language_links}
    assert links["en"]["url"] == "/en/"
    assert not links["en"]["translated"]
    assert links["zh-hans"]["url"] == "/guides/only-chinese/"


def test_an_unpublished_translation_is_not_linked(site):
    page = GuidePage.objects.get(slug="applying", locale__language_code="zh-hans")
    page.get_translation(Locale.objects.get(language_code="en")).unpublish()
    assert {link["code"]: link["translated"] for link in page.language_links} == {
        "zh-hans": True,
        "en": False,
    }


def test_news_stand_newest_first(site):
    index = ArticleIndexPage.objects.child_of(site).get()
    body = [{"type": "text", "value": "<p>.</p>"}]
    index.add_child(instance=ArticlePage(title="旧", slug="old", date="2020-01-01", body=body))
    index.add_child(instance=ArticlePage(title="新", slug="new", date="2030-01-01", body=body))
    titles = [page.title for page in index.articles()]
    assert (titles[0], titles[-1]) == ("新", "旧")


def test_a_subheading_needs_a_heading_above_it():
    block = BodyBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python([{"type": "subheading", "value": "小标题"}]))
    block.clean(
        block.to_python([{"type": "heading", "value": "标题"}, {"type": "subheading", "value": "小标题"}])
    )


def test_the_rows_of_a_table_are_as_long_as_its_head():
    block = TableBlock()
    good = {"caption": "表", "head": ["一", "二"], "rows": [{"cells": ["1", "2"]}]}
    block.clean(block.to_python(good))
    with pytest.raises(ValidationError):
        block.clean(block.to_python({**good, "rows": [{"cells": ["1"]}]}))
