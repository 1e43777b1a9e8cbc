"""portal.js in a real browser: autosave, conditions, submitting once; and the style guide before axe."""

import os
from datetime import date

import pytest

from tests.browsers import FLAGS, program
from tests.ui import pages

CHROMIUM = program()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.ui.pages"),
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's event loop lives in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server, settings):
    settings.DEMO = True
    for told in (pages.saved, pages.submitted, pages.answers_with):
        told.clear()
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def status(page, words):
    page.wait_for_function(
        "words => document.querySelector('[data-autosave-status]').textContent.includes(words)", arg=words
    )


def test_autosave_sends_the_changed_fields_only(page):
    page.goto("/en/form/")
    page.get_by_label("Name").fill("王小明")
    status(page, "Saved at 14:02")
    (saved,) = pages.saved
    assert set(saved) == {"name", "csrfmiddlewaretoken", "header"}
    assert (saved["name"], saved["header"]) == ("王小明", "autosave")


def test_autosave_tries_again_after_a_failure(page):
    pages.answers_with[:] = [503]
    page.goto("/en/form/")
    page.get_by_label("Name").fill("王小明")
    status(page, "Saving failed")
    status(page, "Saved at 14:02")
    assert pages.saved[0]["name"] == "王小明"


def test_autosave_says_when_signed_out(page):
    pages.answers_with[:] = [401]
    page.goto("/en/form/")
    page.get_by_label("Name").fill("王小明")
    status(page, "You are signed out")
    assert pages.saved == []


def test_autosave_waits_for_the_network(page):
    page.goto("/en/form/")
    page.context.set_offline(True)
    page.get_by_label("Name").fill("王小明")
    status(page, "No connection")
    assert pages.saved == []
    page.context.set_offline(False)
    status(page, "Saved at 14:02")
    assert [saved["name"] for saved in pages.saved] == ["王小明"]


def test_without_a_network_the_button_keeps_the_page_and_what_was_typed(page):
    page.goto("/en/form/")
    page.context.set_offline(True)
    page.get_by_label("Name").fill("王小明")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("alert").filter(has_text="nothing was sent").wait_for()
    assert page.get_by_label("Name").input_value() == "王小明"
    page.context.set_offline(False)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/en/ui/")
    assert [sent["name"] for sent in pages.submitted] == ["王小明"]


def test_leaving_by_a_link_saves_first(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/en/form/")
    page.get_by_label("Name").fill("王小明")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(lambda address: "/en/" not in address)
    assert [sent["name"] for sent in pages.saved] == ["王小明"]
    assert asked == []


def test_autosave_ends_when_the_case_was_submitted_elsewhere(page):
    pages.answers_with[:] = [409, 409]
    page.goto("/en/form/")
    page.get_by_label("Name").fill("王小明")
    status(page, "has been submitted")
    page.get_by_role("alert").filter(has_text="has been submitted").wait_for()
    page.wait_for_timeout(2500)
    assert pages.answers_with == [409], "tried again"


def test_a_group_of_which_nothing_is_asked_has_no_title(page):
    page.goto("/en/form/")
    title = page.locator("legend", has_text="Your spouse")
    assert not title.is_visible()
    page.get_by_label("Yes").check()
    assert title.is_visible()


def test_condition_hides_and_shows(page):
    page.goto("/en/form/")
    spouse = page.get_by_label("Spouse", exact=True)
    assert not spouse.is_visible()
    page.get_by_label("Yes").check()
    assert spouse.is_visible()
    page.get_by_label("No").check()
    assert not spouse.is_visible()


def test_two_clicks_submit_once(page):
    page.goto("/en/form/")
    page.get_by_label("Name").fill("王小明")
    page.get_by_role("button", name="Save and continue").dblclick()
    page.wait_for_url("**/en/ui/")
    assert [sent["name"] for sent in pages.submitted] == ["王小明"]


def test_without_javascript_everything_is_shown_with_its_condition(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/form/")
    assert page.get_by_label("Spouse").is_visible()
    assert page.get_by_text("Only if you answered “Yes”").is_visible()
    context.close()


@pytest.mark.parametrize("path", ["/ui/", "/en/ui/?errors=1"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("elder", [False, True])
def test_style_guide_has_no_axe_violation_and_does_not_overflow(page, path, scheme, elder):
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    if elder:
        page.goto(f"/ui/elder/?on=1&next={path}")
    page.goto(path)
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_error_summary_takes_the_focus_and_leads_to_the_field(page):
    page.goto("/en/ui/?errors=1")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.get_by_role("link", name="Please check digit 18").click()
    assert page.evaluate("document.activeElement.id") == "id_id_number"


def test_an_id_number_fills_in_date_of_birth_and_sex_once_and_age_shows_what_it_asks_for(page):
    page.goto("/en/form/")
    school = page.get_by_label("School")
    born = f"{date.today().year - 9}0315"
    page.get_by_label("Number").fill(f"310101{born}0022")
    page.get_by_label("Number").blur()
    assert page.get_by_label("Born").input_value() == f"{born[:4]}-03-15"
    assert page.get_by_label("Woman").is_checked()
    assert school.is_visible()
    page.get_by_label("Born").fill("1990-01-01")
    page.get_by_label("Born").blur()
    assert not school.is_visible()
    page.get_by_label("Number").fill(f"310101{born}0014")
    page.get_by_label("Number").blur()
    assert page.get_by_label("Born").input_value() == "1990-01-01", "what was typed stays"
