"""Somebody at a browser: signs in, fills in steps, presses buttons, and looks at each page with axe."""

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

AXE = Axe()
#: Pages that axe has seen in this run, by width and language: what one person looked at needs no second look.
LOOKED: dict[tuple[int, str], set[str]] = {}


class Person:
    """A person with a browser profile of his or her own, in one language."""

    def __init__(self, page: Page, server: Any, language: str, javascript: bool) -> None:
        self.page, self.server, self.javascript = page, server, javascript
        self.prefix = "" if language == "zh-hans" else "/en"
        self.looked = LOOKED.setdefault((page.viewport_size["width"], self.prefix), set())
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
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
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
        # What was typed is saved first; the page leaves after that.
        self.page.locator("form[data-settling]").wait_for(state="detached")
        self.page.wait_for_load_state("load")
        self.look()

    def button(self, words: str) -> Locator:
        """Return the button or link with these words."""
        either = self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words))
        return either.first

    def choose(self, radio: Locator) -> None:
        """Choose one of several, once more when the page moved under the pointer, as people do."""
        for _attempt in range(3):
            radio.click()
            if radio.is_checked():
                return
            self.page.wait_for_timeout(300)
        expect(radio).to_be_checked()

    def fill(self, values: dict[str, Any], prefix: str = "") -> None:
        """Fill in the fields of a form by their names: text, choice, radio, box."""
        for name, value in values.items():
            if value == "":
                continue
            field = self.page.locator(f'main [name="{prefix}{name}"]')
            kind = (
                field.first.evaluate("e => e.type") if self.javascript else field.first.get_attribute("type")
            )
            tag = field.first.evaluate("e => e.tagName") if self.javascript else ""
            if kind == "hidden" or field.first.is_disabled():
                continue
            if kind == "radio":
                self.choose(self.page.locator(f'main [name="{prefix}{name}"][value="{value}"]'))
            elif kind == "checkbox" and isinstance(value, list):
                for one in value:
                    self.page.locator(f'main [name="{prefix}{name}"][value="{one}"]').check()
            elif kind == "checkbox":
                field.check()
            elif tag == "SELECT" or (not self.javascript and field.locator("option").count()):
                field.select_option(value)
            else:
                field.fill(value)

    def found(self, values: dict[str, Any]) -> None:
        """Found the account of the company that these answers are about, as its first handler."""
        company, handler = values["company"], values["handler"]
        self.go("/my/companies/new/")
        self.fill(
            {name: company[name] for name in ("uscc", "name", "org_type", "legal_rep", "legal_rep_id")}
            | {name: handler[name] for name in ("handler_name", "handler_doc_no", "handler_mobile")}
            | {"reg_district": values.get("site", company)["reg_district"]}
            | {"authorization_no": handler["authorization_no"], "valid_to": handler["authorization_valid_to"]}
        )
        self.press_main()
        self.sees(company["name"])

    def start(self, service: str, company: str = "") -> str:
        """Start a new application, also when there is a draft; return its address without the step.

        company: its name, when the person acts for several.
        """
        self.go(f"/apply/{service}/")
        if company and self.page.locator("main [name=company]").count():
            # How the account stands follows in brackets.
            self.page.get_by_label(re.compile(rf"^\s*{re.escape(company)}[ （]")).first.check()
        start = self.page.locator("button.button-start")
        self.press(start if start.count() else self.page.locator("main form button.button-secondary").first)
        return self.page.url.split("?")[0].rsplit("/", 2)[0] + "/"

    def step(self, slug: str, values: dict[str, Any]) -> None:
        """Fill in the step shown, row by row if it is repeated, and save it."""
        expect(self.page).to_have_url(re.compile(f"/{slug}/"))
        rows = values.get("rows")
        if rows is None:
            self.fill(values)
        single = self.page.locator(f'main a.button-secondary[href*="/{slug}/"]').count() > 0
        for place, row in enumerate(rows or []):
            if single:
                self.press(self.page.locator(f'main a.button-secondary[href*="/{slug}/{place}/"]'))
            elif place and not self.page.locator(f'main [name^="{slug}-{place}-"]').count():
                self.press(self.page.locator("button[name=add-row]"))
            self.fill(row, prefix=f"{slug}-{place}-")
            if single:
                self.press_main()
        self.press_main()

    def steps(self, values: dict[str, dict[str, Any]], until: str = "") -> None:
        """Fill in one step after the other, in their order; stop before the step `until`."""
        for slug, step in values.items():
            if slug == until:
                return
            self.step(slug, step)

    def materials(self, scan: Path) -> None:
        """Hand in a file for every material that has none and is needed, and go on."""
        expect(self.page).to_have_url(re.compile("/materials/"))
        codes = [
            re.search(r"/([^/]+)/upload/", form.get_attribute("action") or "").group(1)  # type: ignore[union-attr]
            for form in self.page.locator(
                "section.material:not(:has(.optional)) > [data-part] > form.upload"
            ).all()
        ]
        for code in codes:
            self.upload(code, scan)
        self.press_main()

    def submit(self) -> str:
        """Sign as the applicant if that is asked for, submit, and return the case number of the receipt page."""
        expect(self.page).to_have_url(re.compile("/check/"))
        self.sign()
        self.press_main()
        return self.case_number()

    def sign(self) -> None:
        """Sign on the check page with the code that the demo shows there; nothing happens when that is not asked."""
        ask = self.page.locator('main form[action*="/sign/applicant/code/"] button.button')
        if not ask.count():
            return
        self.press(ask)
        self.type_code()

    def type_code(self) -> None:
        """Type the one-time code that the demo shows, and go on."""
        code = re.search(r"\b\d{6}\b", self.page.locator("main .notice-info strong.num").first.inner_text())
        assert code, "no code on the page"
        self.page.locator("main [name=code]").fill(code.group())
        self.press(self.page.locator("main form:has([name=code]) button.button"))

    def case_number(self) -> str:
        """Return the case number shown."""
        found = re.search(r"[A-Z]{2}\d{20}[\dX]", self.page.locator("main").inner_text())
        assert found, "no case number on the page"
        return found.group()

    def apply(self, service: str, values: dict[str, dict[str, Any]], scan: Path) -> str:
        """Go the whole way from the start page to the receipt; return the case number."""
        if "handler" in values:
            self.found(values)
        self.start(service, values.get("company", {}).get("name", ""))
        self.steps(values)
        self.materials(scan)
        return self.submit()

    def open_case(self, number: str) -> None:
        """Open a case at the desk by its number."""
        self.go(f"/desk/?q={number}")
        self.press(self.page.locator("a[data-row-link]").first)

    def act(self, code: str, values: dict[str, Any] | None = None) -> None:
        """Do an act on the case shown: open its form, tick, fill it in and press; confirm what leaves if asked."""
        here = self.page.url.split("?")[0].split("#")[0]
        self.page.goto(f"{here}{code}/")
        self.look()
        self.tick()
        self.fill(values or {})
        self.press_main()
        self.confirm()

    def confirm(self) -> None:
        """Send what is shown before it leaves, where the page asks so."""
        asked = self.page.locator("button[name=confirmed]")
        if asked.count():
            self.press(asked)

    def tick(self) -> None:
        """State every checkpoint that stands open in the form shown."""
        for box in self.page.locator("main fieldset.ticks input[type=checkbox]").all():
            box.check()

    def ask_correction(self, items: list[str], reason: str) -> None:
        """Ask for corrections on the case shown. items: `step:field` or `:material`; confirm the list."""
        self.page.goto(self.page.url.split("?")[0].split("#")[0] + "correct/")
        self.look()
        for item in items:
            box = self.page.locator(f'[name="ask:{item}"]')
            group = box.locator("xpath=ancestor::details")
            if group.get_attribute("open") is None:
                group.locator("summary").click()
            box.check()
            self.page.locator(f'[name="why:{item}"]').fill(reason)
        self.tick()
        self.press_main()
        self.press(self.page.locator("button[name=confirmed]"))

    def upload(self, material: str, file: Path) -> None:
        """Hand in a file for a material by choosing it (without JavaScript by a click); wait until it is checked."""
        section = self.page.locator(f"#material-{material}")
        form = section.locator("form.upload:not(:has([name=replaces]))")
        if not self.javascript:
            with self.page.expect_navigation():
                form.locator("input[type=file]").set_input_files(str(file))
                form.locator("button").first.click()
            return self.look()
        form.locator("input[type=file]").set_input_files(str(file))
        expect(section.locator("[data-sending] li")).to_have_count(0, timeout=60_000)
        expect(section.locator("[data-refused]")).to_have_count(0)
        return self.look()

    def sees(self, words: str) -> None:
        """Hold the page to say these words in its main part."""
        expect(self.page.locator("body")).to_contain_text(words)
