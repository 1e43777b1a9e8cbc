"""The move-in permit (准予迁入证明), in Chinese: its validity and its text (domain A9)."""

from datetime import date

from portal.catalog.declaration import Answers, Certificate, Norms
from portal.catalog.papers import CaseRecord, Paper, Table
from portal.standards import codes, divisions, periods

from . import people, rules


def chinese_day(day: date | None) -> str:
    """Return a day as papers write it, "" for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def valid_to(answers: Answers, issued_on: date, norms: Norms) -> date:
    """Return the last day of the permit: as many days after the issue as the rulebook says."""
    return periods.add_days(issued_on, norms.value("TH.zqz_valid_days"))


def origin_address(answers: Answers) -> str:
    """Return the present registered address with its province and county in front, once."""
    place = "".join(divisions.parts(answers["origin"]["origin_code"]))
    return place + str(answers["origin"]["origin_address"]).replace(" ", "").removeprefix(place)


def destination(answers: Answers, norms: Norms) -> str:
    """Return where the persons will be registered: station, public household and its address."""
    household = norms.entries("public_households")[answers["household"]["public_household"]]
    station = norms.entries("units")[household["station_code"]]
    return f"{station['name']} {household['name']}（{household['address']}）"


def issuer(answers: Answers, norms: Norms) -> str:
    """Return the name of the district bureau above the station: it issues the permit."""
    bureau = answers["household"]["target_station"][:6] + "000000"
    return str(norms.entries("units")[bureau]["name"])


def movers(answers: Answers) -> Table:
    """Return the table of the persons who move, the applicant first."""
    return Table(
        title="迁移人员",
        head=("姓名", "性别", "出生日期", "公民身份号码", "与申请人关系"),
        rows=tuple(
            (
                person.name,
                codes.label(codes.SEX, person.sex, "zh-hans"),
                chinese_day(date.fromisoformat(person.born)),
                person.id_no,
                codes.label(codes.FAMILY_RELATION, person.relation, "zh-hans"),
            )
            for person in people.movers(answers)
        ),
        widths=(5, 1, 3, 4, 2),
    )


def content(case: CaseRecord, norms: Norms) -> Paper:
    """Return the permit. The ID numbers stand in full: the place of origin must know whom to release."""
    answers = case.answers
    bureau = issuer(answers, norms)
    return Paper(
        title="准予迁入证明",
        subtitle="户口准迁证（电子）",
        paragraphs=(
            f"{answers['origin']['origin_station_name']}：",
            f"经审核，同意下列{rules.persons(answers)}人将户口迁入本市社区公共户，请予办理迁出手续。",
        ),
        fields=(
            ("申请人姓名", answers["applicant"]["name"]),
            ("公民身份号码", answers["applicant"]["id_no"]),
            ("现户口所在地", origin_address(answers)),
            ("拟迁入地址", destination(answers, norms)),
            ("迁移原因", norms.value("TH.move_reason")),
            ("签发机关", bureau),
            ("承办人", case.handled_by),
            ("签发日期", chinese_day(case.issued_on or case.decided_on)),
            ("有效期至", chinese_day(case.valid_to)),
        ),
        tables=(movers(answers),),
        notes=(
            "请在有效期内到现户口所在地公安派出所办理户口迁出；长三角地区由公安机关之间协同办理。",
            "本证明与纸质证明具有同等法律效力，真伪可扫描二维码核验。",
        ),
    )


PERMIT = Certificate(type="ZQ", title="准予迁入证明", valid_to=valid_to, content=content)
