"""From the home page to a certificate that anybody can verify, as applicants and officers do it."""

import re
from collections import deque
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.browser

INTAKE, REVIEWER, APPROVER = "intake@demo.test", "reviewer@demo.test", "approver@demo.test"
PAUSE = 61_000
REASON = "材料与填写的信息不一致，请核对后重新提交。"
PROPOSAL = {"recommendation": "for", "note": "信息核对一致，材料齐全，建议同意。"}


def desk(person, email: str, number: str, code: str, values: dict[str, Any] | None = None, **profile: Any):
    """Let an officer sign in, find a case by its number and do one act; return the officer."""
    officer = person(width=profile.pop("width", 1280), **profile)
    officer.sign_in(email, PASSWORD, then="/desk/")
    officer.open_case(number)
    officer.act(code, values)
    return officer


def decide(person, number: str, *, language: str = "zh-hans") -> None:
    """Let three officers accept, review and approve a case."""
    desk(person, INTAKE, number, "accept", language=language)
    desk(person, REVIEWER, number, "propose", PROPOSAL, language=language)
    desk(person, APPROVER, number, "approve", language=language)


def find_case(applicant, number: str) -> None:
    """Let the applicant open a case from the list of applications."""
    applicant.go("/my/")
    row = applicant.page.locator("li", has_text=number).first
    applicant.press(row.get_by_role("link").first)


def verify(person, applicant, verdict: str, **profile: Any) -> None:
    """Let a stranger follow the certificate's verification address and read the answer."""
    link = applicant.page.locator('a[href*="/verify/"][href*="code="]').first
    stranger = person(**profile)
    stranger.page.goto(link.get_attribute("href"))
    stranger.look()
    expect(stranger.page.locator("h1")).to_have_text(verdict)
    stranger.sees("上海市公安局")


def test_a_talent_on_a_phone_gets_a_permit_that_verifies(person, server, sample, scan):
    """Chinese, 390 px: sign up, confirm the address by code, apply, be decided on, download, verify."""
    talent, address = person(width=390), "lin.xiaolan@example.test"
    talent.go("/")
    talent.go("/accounts/signup/?next=/apply/TH/")
    for name, value in {
        "email": address,
        "password1": "a-Long-secret-7",
        "password2": "a-Long-secret-7",
    }.items():
        talent.page.locator(f"[name={name}]").fill(value)
    talent.press_main()
    mail = server.mail_to(address, "")
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4}|\d{6})\s*$", mail, re.MULTILINE)
    assert code, mail
    talent.page.locator("[name=code]").fill(code.group(1))
    talent.press_main()

    number = talent.apply("TH", sample("TH", 0), scan)
    with talent.page.expect_download() as download:
        talent.page.locator('a[href$="receipt.pdf"]').click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    server.mail_to(address, number)

    decide(person, number)
    find_case(talent, number)
    talent.sees("迁出地")
    with talent.page.expect_download() as download:
        talent.page.locator('a.button[href*="/my/certificates/"]').click()
    permit = download.value.path()
    assert permit.read_bytes().startswith(b"%PDF-")
    assert server.manage("verify_certificate", str(permit)).strip() == "VALID"
    verify(person, talent, "有效")

    release = {
        "number": "苏00000001",
        "issued_by": "苏州市公安局姑苏分局",
        "issued_on": date.today().isoformat(),
    }
    desk(person, INTAKE, number, "release", release)
    desk(person, INTAKE, number, "register", {"household_no": "310115000001"})
    find_case(talent, number)
    talent.sees("已办结")
    with talent.page.expect_download() as download:
        talent.page.locator('a.button[href*="/my/certificates/"]').last.click()
    assert server.manage("verify_certificate", str(download.value.path())).strip() == "VALID"


def test_a_company_gets_a_filing_without_javascript(person, sample, scan):
    """English, 1280 px, JavaScript off for the company and the officers: two substances, then a certificate."""
    off = {"width": 1280, "language": "en", "javascript": False}
    clerk = person(**off)
    clerk.go("/")
    clerk.sign_in("company@demo.test", PASSWORD)
    number = clerk.apply("PB", sample("PB", 1), scan)
    for email, act, values in (
        (INTAKE, "accept", None), (REVIEWER, "propose", PROPOSAL), (APPROVER, "approve", None),
    ):  # fmt: skip
        desk(person, email, number, act, values, language="en", javascript=False)
    assert number.startswith("PB")
    find_case(clerk, number)
    clerk.sees("Concluded")
    verify(person, clerk, "Valid", language="en")


@pytest.mark.slow
def test_a_filing_at_phone_width_in_chinese(person, sample, scan):
    """The company's journey on a phone with JavaScript: every page fits and passes axe."""
    clerk = person(width=390)
    clerk.sign_in("company@demo.test", PASSWORD)
    number = clerk.apply("PB", sample("PB", 3), scan)
    assert number.startswith("PB")
    decide(person, number)
    find_case(clerk, number)
    verify(person, clerk, "有效")


@pytest.mark.slow
def test_a_talent_in_english_on_a_wide_screen(person, sample, scan):
    """The talent's journey in English at 1280 px up to the receipt."""
    talent = person(width=1280, language="en")
    talent.sign_in("talent@demo.test", PASSWORD)
    number = talent.apply("TH", sample("TH", 2), scan)
    assert number.startswith("TH")
    find_case(talent, number)
    talent.sees("Received")


@pytest.mark.slow
def test_a_correction_opens_exactly_what_was_asked_for(person, sample, scan, server):
    """Intake asks for one field and one paper; the applicant changes just those and the case goes on."""
    talent = person(width=390)
    talent.sign_in("talent@demo.test", PASSWORD)
    values = sample("TH", 4)
    number = talent.apply("TH", values, scan)

    officer = person(width=1280)
    officer.sign_in(INTAKE, PASSWORD, then="/desk/")
    officer.open_case(number)
    officer.ask_correction(["origin:origin_address", ":TH02"], REASON)
    server.mail_to("talent@demo.test", number)

    find_case(talent, number)
    talent.sees(REASON)
    talent.press(talent.page.locator('main .notice a.button[href*="/apply/"]').first)
    address = talent.page.locator("[name=origin_address]")
    expect(talent.page.locator("[name=origin_station_name]")).to_be_disabled()
    address.fill(values["origin"]["origin_address"] + "二室")
    talent.press_main()
    talent.upload("TH02", scan)
    talent.press_main()
    talent.page.wait_for_timeout(PAUSE)  # what was signed has changed, and a number gets one code a minute
    assert talent.submit() == number
    officer.open_case(number)
    officer.sees("已更改")
    officer.act("accept")


@pytest.mark.slow
def test_a_denial_gives_reasons(person, server, sample, scan):
    """The approver denies; the applicant reads why, and has the decision, sealed, and no certificate."""
    talent = person(width=390)
    talent.sign_in("talent@demo.test", PASSWORD)
    number = talent.apply("TH", sample("TH", 6), scan)
    desk(person, INTAKE, number, "accept")
    desk(person, REVIEWER, number, "propose", {**PROPOSAL, "recommendation": "against"})
    desk(person, APPROVER, number, "deny", {"reason": "经核查，批准文件与申请人信息不符，不符合迁入条件。"})
    find_case(talent, number)
    talent.sees("批准文件与申请人信息不符")
    expect(talent.page.locator('a.button[href*="/my/certificates/"]')).to_have_count(0)
    with talent.page.expect_download() as download:
        talent.page.get_by_role("link", name="不予迁入告知书").click()
    assert server.manage("verify_certificate", str(download.value.path())).strip() == "VALID"


@pytest.mark.slow
def test_signed_out_in_the_middle_goes_on_elsewhere(person, sample, scan):
    """Half a step is typed, the session ends; on another device everything is there, and it is submitted."""
    values = sample("TH", 8)
    phone = person(width=390)
    phone.sign_in("talent@demo.test", PASSWORD)
    way = phone.start("TH").removeprefix(phone.server.url)
    phone.steps(values, until="origin")
    phone.fill({"origin_address": values["origin"]["origin_address"]})
    phone.page.locator("[name=origin_address]").blur()
    expect(phone.page.locator("[data-autosave-status]")).to_contain_text("已保存")
    phone.sign_out()

    desktop = person(width=1280)
    desktop.page.goto(way + "origin/")
    desktop.page.locator("[name=login]").fill("talent@demo.test")
    desktop.page.locator("[name=password]").fill(PASSWORD)
    desktop.press_main()
    expect(desktop.page.locator("[name=origin_address]")).to_have_value(values["origin"]["origin_address"])
    for slug in ("origin", "family", "staying", "residence", "household", "delivery"):
        desktop.step(slug, values[slug])
    desktop.materials(scan)
    assert desktop.submit().startswith("TH")


@pytest.mark.slow
def test_an_officer_cannot_decide_what_he_accepted_or_reviewed(person, sample, scan):
    """Each of the first two officers is told, in words, that somebody else decides."""
    clerk = person(width=390)
    clerk.sign_in("company@demo.test", PASSWORD)
    number = clerk.apply("PB", sample("PB", 5), scan)
    officer = desk(person, INTAKE, number, "accept")
    officer.open_case(number)
    response = officer.page.goto(officer.page.url.split("?")[0] + "approve/")
    assert response is not None and response.status == 403


#: Not pages of ours, or not pages: the administration, files, signing out, changing the size of type.
LEAVE_OUT = re.compile(
    r"^(/en)?/(admin|media|site-documents|files|static|accounts/logout|ui/elder)|\.(pdf|csv)$|/certificates/"
)
MOST_PAGES = 45


def shape(path: str) -> str:
    """Return an address with its identifiers taken out: one case page stands for all."""
    return re.sub(r"[0-9a-f-]{36}|[A-Z]{2}\d{16,20}[\dX]|after=[^&]+", "…", path.split("#")[0])


def crawl(person, start: list[str]) -> set[str]:
    """Open every page reachable from `start` by links, one for each shape of address; return the shapes."""
    seen: set[str] = set()
    waiting = deque(start)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        response = person.page.goto(path)
        assert response is not None and response.status < 400, f"{path}: {response and response.status}"
        person.look()
        here = person.server.url
        for href in person.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            target = href.removeprefix(here)
            if href.startswith(here) and not LEAVE_OUT.search(target.split("?")[0]):
                waiting.append(target)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("en", 1280)])
def test_a_visitor_s_pages(person, language, width):
    visitor = person(width=width, language=language)
    prefix = visitor.prefix
    seen = crawl(visitor, [f"{prefix}/", f"{prefix}/verify/", f"{prefix}/accounts/signup/"])
    assert {f"{prefix}/", f"{prefix}/accounts/login/", f"{prefix}/verify/"} <= seen
    assert len(seen) > 12


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_an_applicant_s_pages(person, language, width):
    applicant = person(width=width, language=language)
    applicant.sign_in("talent@demo.test", PASSWORD)
    prefix = applicant.prefix
    seen = crawl(applicant, [f"{prefix}/my/", f"{prefix}/accounts/email/", f"{prefix}/accounts/2fa/"])
    assert f"{prefix}/my/…/" in seen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("officer", "language", "width"), [("intake", "zh-hans", 390), ("approver", "en", 1280)]
)
def test_an_officer_s_pages(person, officer, language, width):
    member = person(width=width, language=language)
    member.sign_in(f"{officer}@demo.test", PASSWORD)
    seen = crawl(member, [f"{member.prefix}/desk/"])
    assert f"{member.prefix}/desk/…/" in seen


@pytest.mark.slow
def test_pages_in_the_dark_and_in_large_type(person):
    """Contrast and fit also hold in dark mode and with the large type that elders choose."""
    visitor = person(width=390)
    visitor.page.emulate_media(color_scheme="dark")
    visitor.looked = set()
    for path in ("/", "/verify/", "/accounts/login/", "/ui/"):
        visitor.go(path)
    ground = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", ground)[:3]) < 64, ground
    visitor.page.goto("/ui/elder/?on=1&next=/")
    assert visitor.page.locator("html.elder").count() == 1
    visitor.looked = set()
    for path in ("/", "/verify/", "/ui/"):
        visitor.go(path)
