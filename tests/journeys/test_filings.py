"""Companies from elsewhere: they file, file again in five pages, hand in a table of guards, or learn where to go."""

import re
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.test_journeys import PROPOSAL, REVIEWER, decide, desk, find_case
from tests.services.filings.security.guards import guards_csv

pytestmark = pytest.mark.browser
NEW_ACCOUNT = """
from allauth.account.models import EmailAddress
from portal.accounts.models import User
user = User.objects.create_user("{address}", "{password}")
EmailAddress.objects.create(user=user, email="{address}", verified=True, primary=True)
"""


def clerk_of(person: Any, server: Any, name: str, **profile: Any) -> Any:
    """Return a clerk with an account of his or her own, signed in."""
    address = f"{name}@clerk.example.test"
    server.manage("shell", "-v0", "-c", NEW_ACCOUNT.format(address=address, password=PASSWORD))
    clerk = person(**profile)
    clerk.sign_in(address, PASSWORD)
    return clerk


def slug(clerk: Any) -> str:
    """Return the last part of the address of the page shown."""
    return str(clerk.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[1])


def file_again(clerk: Any, values: dict[str, Any], scan: Any) -> tuple[str, list[str]]:
    """File again like the case shown; return the number and the pages it took, the receipt among them."""
    clerk.press(clerk.page.locator("form.again button").first)
    pages = []
    while slug(clerk) != "check":
        pages.append(slug(clerk))
        assert len(pages) < 9, pages
        if pages[-1] == "materials":
            clerk.materials(scan)
        else:
            clerk.step(pages[-1], values[pages[-1]])
    pages.append("check")
    number = clerk.submit()
    return number, [*pages, slug(clerk)]


def report_a_use(clerk: Any, chem: str) -> None:
    """Report a purchase of two kilograms on the page of reports shown, and see it there."""
    clerk.press(clerk.page.locator('main a[href$="/new/use/"]').first)
    use = {"bought_on": date.today().isoformat(), "chem": chem, "quantity": "2", "document_no": "FP-0001"}
    clerk.fill(use | {"unit": "kg", "closed": "no"})
    clerk.press_main()
    expect(clerk.page).to_have_url(re.compile(r"/reports/"))
    clerk.sees("FP-0001")


def report_a_trip(clerk: Any) -> None:
    """Report a trip that begins tomorrow on the page of reports shown, and see it there."""
    clerk.press(clerk.page.locator('main a[href$="/new/trip/"]').first)
    tomorrow = date.today() + timedelta(days=1)
    clerk.fill(
        {"departs_on": tomorrow.isoformat(), "departs_at": "08:30", "arrives_on": tomorrow.isoformat()}
    )
    for name in ("plate", "driver", "escort"):
        clerk.page.locator(f"main select[name={name}]").select_option(index=1)
    clerk.page.locator('main [name^="kg_"]').first.fill("1")
    clerk.press_main()
    expect(clerk.page.locator('main a[href*="/new/arrival/"]').first).to_be_visible()


@pytest.mark.slow
def test_a_dealer_from_jiangsu_files_a_second_transport_in_five_pages(person, server, sample, scan):
    """390 px, Chinese: account, transport filing, certificate, a trip reported, and the second filing."""
    values = deepcopy(sample("TB", 0))
    assert values["company"]["reg_district"].startswith("32")
    clerk = clerk_of(person, server, "tb", width=390)
    first = clerk.apply("TB", values, scan)
    assert first.startswith("TB")
    decide(person, first)
    find_case(clerk, first)
    expect(clerk.page.locator('a.button[href*="/my/certificates/"]').first).to_be_visible()
    clerk.sees(values["company"]["name"])
    back = clerk.page.url
    clerk.press(clerk.page.locator('main a[href$="/reports/"]').first)
    report_a_trip(clerk)

    clerk.page.goto(back)
    second, pages = file_again(clerk, values, scan)
    assert second.startswith("TB")
    assert second != first
    assert len(pages) <= 5, pages
    assert not {"company", "handler", "substances", "vehicles", "drivers"} & set(pages)


@pytest.mark.slow
def test_a_zhejiang_security_company_files_120_guards_by_table(person, server, sample, scan, tmp_path):
    """1280 px, English: the table of guards with three bad lines; 117 are filed, three are told line by line."""
    values = deepcopy(sample("SX", 1))
    table = tmp_path / "guards.csv"
    table.write_bytes(guards_csv(120, 3, encoding="gb18030"))
    clerk = clerk_of(person, server, "sx", width=1280, language="en")
    clerk.found(values)
    clerk.start("SX", values["company"]["name"])
    clerk.steps(values, until="guards")
    expect(clerk.page).to_have_url(re.compile("/guards/"))
    clerk.page.locator("#id_table").set_input_files(str(table))
    clerk.press(clerk.page.locator("form[enctype] button"))
    clerk.sees("117")
    expect(clerk.page.locator("[href*='line='], a:has-text('Put right')")).to_have_count(3)
    clerk.press_main()
    clerk.step("declare", values["declare"])
    clerk.materials(scan)
    clerk.sees("3")
    number = clerk.submit()
    assert number.startswith("SX")

    officer = desk(person, "intake@demo.test", number, "accept")
    officer.open_case(number)
    officer.sees("117")


def test_a_buyer_from_beijing_is_told_where_to_go_within_one_page(person):
    """390 px, English, nobody signed in: the questions are one page, its answer names the place."""
    visitor = person(width=390, language="en")
    visitor.go("/apply/PB/eligibility/")
    visitor.fill({"who": "ORG", "registered": "ELSEWHERE", "county": "110105", "site": "NONE", "what": "3"})
    visitor.press(visitor.page.locator("main form button[name=check]"))
    assert visitor.page.url.split("?")[0].endswith("/apply/PB/eligibility/"), "one page, not the next"
    said = visitor.page.locator("main")
    expect(said).to_contain_text("This purchase is filed where your organisation is")
    expect(said).to_contain_text("朝阳区")


@pytest.mark.slow
def test_a_buyer_from_beijing_who_began_the_form_is_told_on_its_first_page(person, server, sample):
    """390 px, Chinese: after the first page of the form comes the answer, with the competent authority."""
    values = deepcopy(sample("PB", 6))
    values["site"] = {"reg_district": "110105", "use_site_district": "NONE"}
    clerk = clerk_of(person, server, "beijing", width=390)
    clerk.found(values)
    clerk.start("PB", values["company"]["name"])
    clerk.step("site", values["site"])
    expect(clerk.page).to_have_url(re.compile("/halt/"))
    clerk.sees("朝阳区")


@pytest.mark.slow
def test_a_branch_files_a_purchase_for_its_place_of_use(person, server, sample, scan):
    """1280 px, English: a company from elsewhere buys for its branch; the district of the branch takes it."""
    values = next(v for v in (sample("PB", n) for n in range(7, 20)) if v["site"]["site_kind"] == "BRANCH")
    clerk = clerk_of(person, server, "branch", width=1280, language="en")
    number = clerk.apply("PB", values, scan)
    assert number[2:8] == values["site"]["use_site_district"]
    decide(person, number, language="en")
    find_case(clerk, number)
    clerk.press(clerk.page.locator('a[href$="/reports/"]').first)
    report_a_use(clerk, values["substances"]["rows"][0]["chem"])


@pytest.mark.slow
def test_a_licence_is_refused_with_grounds_and_remedies(person, server, sample, scan):
    """1280 px, Chinese: what category 2 needs is a licence; its refusal names the ground and what can be done."""
    clerk = clerk_of(person, server, "tp", width=1280)
    number = clerk.apply("TP", sample("TP", 2), scan)
    desk(person, "intake@demo.test", number, "accept")
    desk(person, REVIEWER, number, "propose", PROPOSAL | {"recommendation": "against"})
    grounds = {
        "reason": "承运人的道路运输许可已于本月到期，无法按申请的期限运输。",
        "legal_ground": "承运单位应当具有危险货物运输资质，现已失效。",
    }
    desk(person, "approver@demo.test", number, "deny", grounds)
    find_case(clerk, number)
    said = clerk.page.locator("main")
    for words in (grounds["legal_ground"], grounds["reason"], "行政复议"):
        expect(said).to_contain_text(words)
    assert clerk.page.locator('a.button[href*="/my/certificates/"]').count() == 0, (
        "a refused licence gives no paper"
    )
