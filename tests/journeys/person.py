"""Somebody at a browser: signs in, fills in steps, presses buttons, and looks at each page with axe."""

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

AXE = Axe()


class Person:
    """A person with a browser profile of his or her own, in one language."""

    def __init__(self, page: Page, server: Any, language: str, javascript: bool) -> None:
        self.page, self.server, self.javascript = page, server, javascript
        self.prefix = "" if language == "zh-hans" else "/en"
        self.looked: set[str] = set()
        self.complaints: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))

    def go(self, path: str) -> None:
        """Open an address of the portal in the person's language, and look at the page."""
        response = self.page.goto(self.prefix + path)
        assert response is not None and response.status < 400, f"{path}: {response and response.status}"
        self.look()

    def look(self) -> None:
        """Hold the page to what holds everywhere: one h1, no axe violation, no sideways scrolling, no CSP report."""
        expect(self.page.locator("h1")).to_have_count(1)
        if not self.javascript:
            return
        where = re.sub(r"[0-9a-f-]{36}|[A-Z]{2}\d{16}[\dX]", "…", self.page.url.split("?")[0])
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{where} scrolls sideways by {wide} px"
        assert not self.complaints, f"{where}: {self.complaints}"
        if where in self.looked:
            return
        self.looked.add(where)
        found = AXE.run(self.page).response["violations"]
        assert not found, f"{where}: " + "; ".join(
            f"{v['id']}: {v['help']} at {[node['target'] for node in v['nodes']][:3]}" for v in found
        )

    def sign_in(self, email: str, password: str, then: str = "") -> None:
        """Sign in by mail and password; `then` is the page to go to."""
        self.go("/accounts/login/" + (f"?next={self.prefix}{then}" if then else ""))
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(password)
        self.press_main()

    def sign_out(self) -> None:
        """Sign out."""
        self.go("/accounts/logout/")
        self.press_main()

    def press_main(self) -> None:
        """Press the main button of the page's form and look at what comes."""
        self.press(self.page.locator("main form:not([hidden]) button.button:not(.button-secondary)").first)

    def press(self, target: str | Locator) -> None:
        """Press a button (by its words or as found) and look at the page that comes."""
        locator = self.button(target) if isinstance(target, str) else target
        locator.click()
        self.page.wait_for_load_state("load")
        self.look()

    def button(self, words: str) -> Locator:
        """Return the button or link with these words."""
        either = self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words))
        return either.first

    def fill(self, values: dict[str, Any], prefix: str = "") -> None:
        """Fill in the fields of a form by their names: text, choice, radio, box."""
        for name, value in values.items():
            if value == "":
                continue
            field = self.page.locator(f'main [name="{prefix}{name}"]')
            kind = field.first.evaluate("e => e.type") if self.javascript else field.first.get_attribute("type")
            tag = field.first.evaluate("e => e.tagName") if self.javascript else ""
            if kind == "hidden":
                continue
            if kind == "radio":
                self.page.locator(f'main [name="{prefix}{name}"][value="{value}"]').check()
            elif kind == "checkbox":
                field.check()
            elif tag == "SELECT" or (not self.javascript and field.locator("option").count()):
                field.select_option(value)
            else:
                field.fill(value)

    def upload(self, material: str, file: Path) -> None:
        """Hand in a file for a material, as a click or a choice does it."""
        form = self.page.locator(f'form[action*="/{material}/upload/"]').first
        with self.page.expect_navigation():
            form.locator("input[type=file]").set_input_files(str(file))
            if not self.javascript:
                form.locator("button").first.click()
        self.look()

    def sees(self, words: str) -> None:
        """Hold the page to say these words in its main part."""
        expect(self.page.locator("body")).to_contain_text(words)
