"""Suggestions from lists that anybody may search."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.rulebook.choosing import choices_of
from portal.rulebook.lists import declared_lists
from portal.rulebook.queries import norms

pytestmark = pytest.mark.django_db
URL = "/apply/lists/residence_areas/"


@pytest.mark.parametrize(
    ("address", "typed", "first"),
    [
        (URL, "花木", "浦东新区 花木街道"),
        (URL, "浦东花木", "浦东新区 花木街道"),
        (f"/en{URL}", "huamu", "Huamu Subdistrict, Pudong"),
        (f"/en{URL}", "花木", "Huamu Subdistrict, Pudong"),
        (URL, "Huamu", "浦东新区 花木街道"),
    ],
)
def test_streets_are_found_in_both_languages_without_signing_in(client, address, typed, first):
    assert client.get(address, {"q": typed}).json() == [first]


def test_there_are_at_most_eight_and_none_for_nothing(client):
    assert len(client.get(URL, {"q": "浦东"}).json()) == 8
    assert client.get(URL).json() == client.get(URL, {"q": " "}).json() == []
    assert client.get(URL, {"q": "花木" * 1000}).status_code == 200


def test_lists_that_are_not_for_everybody_and_unknown_ones_are_not_found(client):
    closed = [key for key, spec in declared_lists().items() if not spec.suggest]
    assert "public_households" in closed
    for key in [*closed, "nothing"]:
        assert client.get(reverse("wizard:list", args=[key]), {"q": "a"}).status_code == 404
    assert client.post(URL, {"q": "花木"}).status_code == 405


def test_searching_asks_the_database_twice(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get(URL, {"q": "花木"})


def test_every_suggestion_is_understood_by_the_field():
    from portal.ui.fields import EntryField

    field = EntryField(suggest_url=URL)
    field.entries = choices_of(norms(), "residence_areas")
    assert {code: field.clean(field.text(code)) for code in field.entries} == {
        code: code for code in field.entries
    }


@pytest.mark.parametrize(
    ("language", "typed", "first"),
    [
        ("", "丁酮", "第三类 甲基乙基酮 丁酮 2-丁酮 78-93-3"),
        ("", "78-93-3", "第三类 甲基乙基酮 丁酮 2-丁酮 78-93-3"),
        ("", "chloroform", "第二类 三氯甲烷 氯仿 67-66-3"),
        ("", "胡椒醛", "第一类 胡椒醛 120-57-0"),
        ("/en", "acetone", "Acetone 67-64-1, category 3"),
        ("/en", "氯仿", "Trichloromethane (chloroform) 氯仿 67-66-3, category 2"),
    ],
)
def test_substances_are_found_by_every_name_and_number_with_their_category(client, language, typed, first):
    assert client.get(f"{language}/apply/lists/chemicals/", {"q": typed}).json()[0] == first


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_substance_suggested_is_understood_by_the_field(language):
    from portal.ui.fields import EntryField

    field = EntryField(suggest_url=URL)
    with override(language):
        field.entries = choices_of(norms(), "chemicals")
        assert {code: field.clean(field.text(code)) for code in field.entries} == {
            code: code for code in field.entries
        }
