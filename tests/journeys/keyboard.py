"""Somebody who has no mouse: every step is a key, and where the focus is can be seen."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.person import Person

#: What makes the focus visible: an outline, or a shadow or border in its place.
SEEN = """e => { const s = getComputedStyle(e);
const label = e.labels?.[0] && getComputedStyle(e.labels[0], "::before");
return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"
  || Boolean(label && (label.outlineStyle !== "none" || label.boxShadow !== "none")); }"""


class Keys:
    """A person at a keyboard. `pressed` counts the keys that were no text."""

    def __init__(self, person: Person) -> None:
        self.person, self.page, self.pressed = person, person.page, 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.page.keyboard.type(text)

    def tab_to(self, target: Locator | str, most: int = 40) -> None:
        """Go on with Tab until the target has the focus; fail after `most`, or when the focus cannot be seen there."""
        locator = self.page.locator(target).first if isinstance(target, str) else target.first
        expect(locator).to_have_count(1)
        for _step in range(most + 1):
            if locator.evaluate("e => e === document.activeElement"):
                assert locator.evaluate(SEEN), f"the focus on {target} cannot be seen"
                return
            self.press("Tab")
        where = self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        raise AssertionError(f"{target} is more than {most} presses of Tab away; the focus is on {where}")

    def lands(self, *keys: str) -> None:
        """Press keys that lead to another page, and look at that."""
        with self.page.expect_navigation():
            self.press(*keys)
        self.person.page.wait_for_load_state("load")
        self.person.look()

    def sends(self, words: str, most: int = 40) -> None:
        """Go on to a button by its words and press it."""
        self.tab_to(self.page.get_by_role("button", name=words, exact=True), most)
        self.lands("Enter")

    def follows(self, words: str, most: int = 40) -> None:
        """Go on to a link by its words and follow it."""
        self.tab_to(self.page.get_by_role("link", name=words, exact=True), most)
        self.lands("Enter")

    def chooses(self, target: str, words: str, most: int = 40) -> None:
        """Go on to a list and choose in it by typing how an entry begins."""
        self.tab_to(target, most)
        self.page.keyboard.type(words)
        chosen = self.page.locator(target).first.evaluate("e => e.selectedOptions[0].text")
        assert chosen.startswith(words), chosen

    def told(self, words: str) -> None:
        """What was done is said, and that is where the reading goes on."""
        said = self.page.locator("[data-said]").first
        expect(said).to_contain_text(words)
        expect(said).to_be_focused()


def signed_in(person: Any, email: str, password: str, **profile: Any) -> Keys:
    """Sign in at the keyboard and come to the queue."""
    keys = Keys(person(language="en", **{"width": 1280, **profile}))
    keys.person.go("/accounts/login/?next=/en/desk/")
    keys.tab_to("[name=login]", 20)
    keys.type(email)
    keys.tab_to("[name=password]", 3)
    keys.type(password)
    keys.lands("Enter")
    expect(keys.page.locator("h1")).to_contain_text("Queue")
    return keys
