"""Every label, hint and error is tied to its input."""

import re

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from portal.ui.forms import step_formset
from portal.ui.styleguide import Example, ExampleRow

pytestmark = pytest.mark.urls("tests.ui.urls")


def soup(form):
    with translation.override("en"):
        return BeautifulSoup(str(form), "html.parser")


def described(page, element):
    return [page.find(id=key).get_text(" ", strip=True) for key in element["aria-describedby"].split()]


def test_text_input_is_tied_to_label_hint_and_error():
    page = soup(Example({"id_number": "310101199001010013"}))
    number = page.find("input", {"name": "id_number"})
    assert number["aria-invalid"] == "true" and number.has_attr("required")
    hint, error = described(page, number)
    assert hint == "18 characters, typed without spaces."
    assert error == "Error: The last digit of the ID number is not right. Please check digit 18."
    assert page.find("label", {"for": number["id"]}).get_text(strip=True) == "ID number"


def test_group_is_tied_by_fieldset_and_legend():
    page = soup(Example({}))
    group = page.find("input", {"name": "married"}).find_parent("fieldset")
    assert group.find("legend").get_text(strip=True) == "Are you married?"
    assert described(page, group) == ["Error: Please choose an answer."]


def test_every_visible_input_has_a_name_and_every_id_is_unique():
    for data in (None, {}):
        page = soup(Example(data))
        ids = [element["id"] for element in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        for element in page.find_all(["input", "select", "textarea"]):
            assert page.find("label", {"for": element["id"]}), element
        for element in page.find_all(attrs={"aria-describedby": True}):
            assert all(described(page, element))


def test_conditional_field_carries_its_condition_and_says_it_without_javascript():
    with translation.override("en"):
        form = Example(prefix="who")
    box = soup(form).find("div", {"data-shown-when": '[["who-married", ["yes"]]]'})
    assert box.find(attrs={"data-shown-when-hint": True}).get_text() == (
        "Only if you answered “Yes” to: Are you married?"
    )
    assert not box.find("input").has_attr("required"), "a hidden required input would block the form"


def test_optional_is_said_and_required_is_the_rule():
    page = soup(Example())
    assert "(optional)" in page.find("label", {"for": "id_remark"}).get_text()
    assert page.get_text().count("(optional)") == 1


def test_width_unit_and_suggestions():
    page = soup(Example())
    amount = page.find("input", {"name": "weight"})
    assert amount.find_next("span", class_="unit").get_text() == "kg"
    assert "field-short" in amount.find_parent("div", class_="field")["class"]
    county = page.find("input", {"name": "county"})
    assert page.find("datalist", id=county["list"]) is not None
    assert county["data-suggest-url"].endswith("/ui/divisions/")


def test_what_was_typed_is_escaped():
    page = soup(Example({"name": '"><script>alert(1)</script>'}))
    assert page.find("script") is None


def test_enter_in_a_row_does_not_remove_it():
    page = soup(step_formset(ExampleRow, 1, 5, row="Substance")(prefix="p", initial=[{}, {}]))
    first, *rest = page.find_all("button")
    assert not first.has_attr("name")
    assert {button["name"] for button in rest} == {"remove-row", "add-row"}


def test_no_attribute_is_written_twice():
    for line in re.findall(r"<(?:input|select|textarea)[^>]*>", str(Example({}))):
        names = re.findall(r' ([a-z-]+)(?:="[^"]*")?', line)
        assert len(names) == len(set(names)), line
    assert soup(Example()).find("input", {"name": "phone"})["type"] == "tel"
