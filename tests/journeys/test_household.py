"""The whole way of the talent service: from the five questions to the settlement notice, in each lane."""

import re
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from services.household.samples import resident_id
from tests.journeys.conftest import PASSWORD
from tests.journeys.test_journeys import INTAKE, PROPOSAL, REVIEWER, decide, desk, find_case

pytestmark = pytest.mark.browser
FIVE = {
    "approval": "YES",
    "origin": "DELTA",
    "own_property": "NONE",
    "kin_can_receive": "NONE",
    "unit_collective": "NO",
}
JIANGSU = {
    "origin_code": "320508",
    "origin_address": "江苏省苏州市姑苏区平江示范路18号",
    "origin_station_name": "平江派出所",
}


def child(name: str, years: int, serial: int, guardian: dict[str, Any]) -> dict[str, Any]:
    """Return a child of that age today, of whom the spouse is the other guardian. Even serials are girls."""
    today = date.today()
    born = today.replace(year=today.year - years) - timedelta(days=40)
    return {
        "relation": "20" if serial % 2 else "30",
        "f_name": name,
        "f_id_no": resident_id("320508", f"{born:%Y%m%d}", serial),
        "f_sex": "1" if serial % 2 else "2",
        "f_birth": born.isoformat(),
        "f_ethnicity": "01",
        "f_origin_same": "yes",
        "f_birth_cert_no": f"Q320508{serial:03d}",
        "f_custody": "BOTH",
        "f_guardian_consent": "SIGNED",
        "f_other_guardian_name": guardian["f_name"],
        "f_other_guardian_id": guardian["f_id_no"],
        "f_other_guardian_mobile": guardian["f_mobile"],
        "child_opinion": "愿意和家人一起到上海生活。",
        **({"consent_minor": "on"} if years < 14 else {}),
    }


def with_family(typed: dict[str, Any]) -> dict[str, Any]:
    """Return the answers of a talent from Jiangsu who moves with a spouse and two children, one 9 and one 17."""
    values = deepcopy(typed)
    spouse = values["family"]["rows"][0]
    children = [child("林小满", 9, 610, spouse), child("林小山", 17, 611, spouse)]
    values["family"]["rows"] = [spouse, *children]
    values["origin"] |= JIANGSU
    values["approval"]["approved_family"] = "，".join(row["f_name"] for row in values["family"]["rows"])
    return values


def ask_the_five_questions(visitor: Any) -> None:
    """Answer the questions that need no account, read what to prepare, and go on to the application."""
    visitor.go("/apply/TH/eligibility/")
    visitor.fill(FIVE)
    visitor.press(visitor.page.locator("main form button[name=check]"))
    visitor.sees("可以")
    expect(visitor.page.locator("main")).to_contain_text("居民身份证")
    visitor.press(visitor.page.locator("main a.button-start"))
    visitor.page.locator("[name=login]").fill("talent@demo.test")
    visitor.page.locator("[name=password]").fill(PASSWORD)
    visitor.press_main()


def sign_as_spouse(spouse: Any, link: str, values: dict[str, Any]) -> None:
    """Open the personal link in a browser of one's own, prove the mobile, read, tick and sign."""
    spouse.page.goto(link)
    spouse.look()
    expect(spouse.page.locator("main")).not_to_contain_text(values["family"]["rows"][0]["f_id_no"])
    spouse.press_main()
    spouse.type_code()
    spouse.sees("林小山")
    for box in spouse.page.locator("main input[type=checkbox]").all():
        assert not box.is_checked()
        box.check()
    spouse.press_main()
    expect(spouse.page.locator(".result-good")).to_be_visible()


@pytest.mark.slow
def test_a_family_from_jiangsu_comes_to_its_settlement_notice(person, server, sample, scan):
    """390 px: five questions, application, spouse signs in a second browser, three officers, exchange, LH, rating."""
    talent, values = person(width=390), with_family(sample("TH", 17))
    ask_the_five_questions(talent)
    talent.start("TH")
    talent.steps(values)
    talent.materials(scan)
    talent.sign()
    talent.press(talent.page.locator('main form[action*="/sign/spouse/invite/"] button'))
    link = talent.page.locator(".sign-link a").first.get_attribute("href")
    sign_as_spouse(person(width=390), link, values)

    talent.page.reload()
    number = talent.submit()
    decide(person, number)
    find_case(talent, number)
    talent.sees("平江派出所")
    server.manage("exchange_demo")
    server.manage("tick")
    desk(person, INTAKE, number, "register", {"household_no": "310115000002"})
    find_case(talent, number)
    talent.sees("已办结")
    with talent.page.expect_download() as download:
        talent.page.locator('a.button[href*="/my/certificates/"]').last.click()
    assert server.manage("verify_certificate", str(download.value.path())).strip() == "VALID"
    talent.page.locator('#rating [name=grade][value="5"]').check()
    talent.press(talent.page.locator("#rating button"))
    talent.press_main()
    talent.sees("非常满意")


@pytest.mark.slow
def test_a_single_talent_from_gansu_goes_the_national_lane(person, server, sample, scan):
    """1280 px, English: nothing is sent; the migration certificate is photographed, and an officer records it."""
    talent = person(width=1280, language="en")
    talent.sign_in("talent@demo.test", PASSWORD)
    values = sample("TH", 13)
    assert values["origin"]["origin_code"].startswith("62")
    number = talent.apply("TH", values, scan)
    decide(person, number, language="en")
    find_case(talent, number)
    talent.sees("have your registration released")
    talent.upload("TH13", scan)
    officer = desk(
        person, INTAKE, number, "release",
        {"number": "甘00000007", "issued_by": "兰州市公安局雁滩派出所", "issued_on": date.today().isoformat()},
    )  # fmt: skip
    officer.open_case(number)
    officer.sees("甘00000007")
    desk(person, INTAKE, number, "register", {"household_no": "310115000003"})
    find_case(talent, number)
    talent.sees("Concluded")


def test_somebody_with_a_flat_of_his_own_is_referred_before_filling_in_the_rest(person, sample):
    """Once by the answer, once by the property register, which the demo knows."""
    owner = person(width=390)
    owner.sign_in("talent@demo.test", PASSWORD)
    owner.start("TH")
    values = sample("TH", 10)
    owner.step("consent", values["consent"])
    owner.fill({"own_property": "SELF"})
    owner.press_main()
    expect(owner.page.locator(".result-warn h1")).to_be_visible()
    owner.sees("派出所")
    owner.press(owner.page.locator("main a.button-secondary"))
    owner.step("settlement", values["settlement"])
    named = values["applicant"] | {
        "name": "陶安宁",
        "id_no": "34010419920727005X",
        "sex": "1",
        "birth_date": "1992-07-27",
    }
    owner.step("applicant", named)
    expect(owner.page).to_have_url(re.compile("/halt/"))
    owner.sees("不动产登记")


@pytest.mark.slow
def test_what_the_registers_know_is_filled_in_and_needs_no_papers(person, sample, scan):
    """A person whom the demo's registers know: approval and registration are filled in, most papers are fetched."""
    talent = person(width=390)
    talent.sign_in("talent@demo.test", PASSWORD)
    talent.start("TH")
    values = deepcopy(sample("TH", 12))
    values["applicant"] |= {
        "name": "顾远山",
        "id_no": "330106199104180036",
        "sex": "1",
        "birth_date": "1991-04-18",
    }
    for slug in ("consent", "settlement", "applicant"):
        talent.step(slug, values[slug])
    expect(talent.page.locator("[name=approval_no]")).to_have_value("示范〔2026〕900001")
    expect(talent.page.locator("[name=approval_no]")).to_be_disabled()
    shown = {
        "approval_date",
        "approval_valid_to",
        "approval_no",
        "approval_org",
        "category",
        "approved_family",
    }
    employer = {"employer_name", "employer_uscc", "social_ins_unit_match"}
    talent.step("approval", {k: v for k, v in values["approval"].items() if k not in shown | employer})
    expect(talent.page.locator("[name=origin_address]")).to_have_value("浙江省杭州市西湖区文新示范路100号")
    talent.step("origin", {"move_permission": "NONE", "already_out": "no"})
    values["residence"]["lease_filing_no"] = "示租备90000001"
    for slug in ("family", "staying", "residence", "household", "delivery"):
        talent.step(slug, values[slug])
    expect(talent.page.locator("section.material form.upload:visible")).to_have_count(0)
    talent.press_main()
    number = talent.submit()
    officer = person(width=1280)
    officer.sign_in(INTAKE, PASSWORD, then="/desk/")
    officer.open_case(number)
    officer.sees("人才批准信息")


@pytest.mark.slow
def test_with_all_registers_down_a_statement_and_a_promise_are_enough(person, sample, scan):
    """No register knows this person: the statement stands for the proof of residence, the contract comes later."""
    talent = person(width=390)
    talent.sign_in("talent@demo.test", PASSWORD)
    talent.start("TH")
    talent.steps(sample("TH", 14))
    for code in ("TH01", "TH02", "TH03"):
        talent.upload(code, scan)
    paper = talent.page.locator("#material-TH06")
    paper.locator("summary").last.click()
    paper.locator("[name=stated]").check()
    talent.press(paper.locator("form:has([name=stated]) button"))
    contract = talent.page.locator("#material-TH04")
    contract.locator("summary").last.click()
    talent.press(contract.locator('form[action*="/TH04/later/"] button'))
    talent.press_main()
    number = talent.submit()
    desk(person, INTAKE, number, "accept")
    find_case(talent, number)
    talent.sees("劳动合同")
    talent.upload("TH04", scan)
    reviewer = person(width=1280)
    reviewer.sign_in(REVIEWER, PASSWORD, then="/desk/")
    reviewer.open_case(number)
    reviewer.sees("我实际居住在所填地址")
    reviewer.act("propose", PROPOSAL)
    reviewer.open_case(number)
    expect(reviewer.page.locator("main")).to_contain_text(PROPOSAL["note"])
