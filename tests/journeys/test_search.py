"""The search box of the queue in a real browser: suggestions by keyboard, a mistake, counts, keys, columns."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_an_officer_searches_by_keyboard(person, width):
    """Suggestions are taken with arrow and Enter, a mistake is marked, the counts come afterwards."""
    officer = person(width=width, language="en")
    officer.sign_in("intake@demo.test", PASSWORD, then="/desk/")
    page, box = officer.page, officer.page.locator("#id_q")
    expect(page.locator("#count-open")).not_to_be_empty()
    page.locator("body").press("/")
    expect(box).to_be_focused()
    box.press_sequentially("-is:ov")
    expect(page.locator("#query-options [role=option]")).to_have_count(1)
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "query-option-1"
    box.press("Enter")
    expect(box).to_have_value("-is:overdue ")
    expect(page.locator("#query-options")).to_be_hidden()
    box.press_sequentially("servce:PB")
    box.press("Enter")
    expect(page.locator("#query-problem mark")).to_have_text("servce:PB")
    expect(box).to_have_value("-is:overdue servce:PB")
    officer.look()
    box.fill("-is:overdue 林示例")
    box.press("Enter")
    expect(page.locator(".chip")).to_have_count(2)
    assert "%E6%9E%97" not in page.url and "s=" in page.url
    page.locator("body").press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    for path in ("/desk/columns/", "/desk/views/"):
        officer.go(path)
