"""The settlement notice (落户告知), in Chinese: issued when the persons have been registered (domain A9)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.catalog.declaration import Answers, Certificate, Norms
from portal.catalog.papers import CaseRecord, Paper, Table
from portal.standards import codes, resident_id

from .certificate import chinese_day
from .people import movers


def valid_to(answers: Answers, issued_on: date, norms: Norms) -> None:
    """Return None: the notice tells what happened and does not run out."""


def registered(case: CaseRecord) -> tuple[str, str]:
    """Return household number and day of registration as the officer entered them, "" for what is missing."""
    entry = case.extra.get("register") or {}
    day = entry.get("registered_on")
    return str(entry.get("household_no") or ""), chinese_day(date.fromisoformat(day)) if day else ""


def released(case: CaseRecord) -> str:
    """Return the number of the migration certificate and who issued it, "" when none was recorded."""
    entry = case.extra.get("release") or {}
    return f"{entry['number']}（{entry.get('issued_by', '')}）" if entry.get("number") else ""


def persons_registered(answers: Answers) -> Table:
    """Return the table of the persons registered; their ID numbers masked."""
    return Table(
        title="登记人员",
        head=("姓名", "性别", "公民身份号码", "与申请人关系"),
        rows=tuple(
            (
                person.name,
                codes.label(codes.SEX, person.sex, "zh-hans"),
                resident_id.mask(person.id_no),
                codes.label(codes.FAMILY_RELATION, person.relation, "zh-hans"),
            )
            for person in movers(answers)
        ),
        widths=(5, 1, 4, 2),
    )


def content(case: CaseRecord, norms: Norms) -> Paper:
    """Return the notice: where and since when the persons are registered, what comes next, their rights."""
    own = case.answers["applicant"]
    household = norms.entries("public_households")[case.answers["household"]["public_household"]]
    station = norms.entries("units")[household["station_code"]]
    household_no, day = registered(case)
    fields = (
        ("申请人姓名", own["name"]),
        ("公民身份号码", resident_id.mask(own["id_no"])),
        ("户号", household_no),
        ("落户的社区公共户", household["name"]),
        ("户口登记地址", household["address"]),
        ("登记日期", day),
        ("户口登记机关", station["name"]),
        ("迁移证编号", released(case)),
        ("办件编号", case.number),
    )
    return Paper(
        title="落户告知",
        subtitle="户口登记办结告知单",
        paragraphs=(
            f"{own['name']}：",
            "您申请的引进人才落户社区公共户已办理完毕，户口登记情况如下。",
        ),
        fields=tuple((label, value) for label, value in fields if value),
        tables=(persons_registered(case.answers),),
        notes=notes(household, station),
    )


def notes(household: Mapping[str, Any], station: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what comes next, what living in a public household means, and the rights of who was registered."""
    phone = household.get("contact_phone") or station.get("phone") or ""
    ask = f"，电话{phone}" if phone else ""
    return (
        "居民身份证：住址已经变更，可在任一派出所或线上申请换领，换领前原证件在有效期内可以继续使用。",
        "社会保险和医疗保险：请告知用人单位户口已迁入本市，由单位办理信息变更。",
        "社区公共户：只用于登记户口，不能居住；日后本人或配偶在本市取得住房的，应当将户口迁往该住房。"
        f"借用户口簿、开具证明请联系{station['name']}{ask}。",
        "登记内容有误的，可以向户口登记机关申请更正。对本次登记不服的，可以在知道之日起60日内申请行政复议，"
        "或者在6个月内提起行政诉讼。",
    )


NOTICE = Certificate(type="LH", title="落户告知", valid_to=valid_to, content=content)
