"""Papers of invented people, for the tests of drawing."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from portal.catalog.papers import Paper, Table

SHANGHAI = timezone(timedelta(hours=8))
CREATED = datetime(2026, 3, 12, 9, 30, tzinfo=SHANGHAI)
URL = "https://portal.example/verify/ZQ31011520260000010/?code=K7WM4Q2X"
LONG_NAME = (
    "江苏省苏州工业园区长三角先进材料与生命科学联合研究中心第三实验基地精细化工与药物中间体中试转化服务（集团）"
    "有限责任公司上海自由贸易试验区临港新片区分公司危险化学品集中采购与安全仓储管理"
)

IMPRINT: dict[str, Any] = {
    "number": "ZQ31011520260000010",
    "qr_url": URL,
    "organ": "上海市公安局浦东分局",
    "issued_on": date(2026, 3, 12),
    "seal": True,
    "created": CREATED,
}

PERMIT = Paper(
    title="准予迁入证明",
    subtitle="（电子户口准迁证）",
    paragraphs=(
        "东街派出所：",
        "经审核，同意下列人员将户口迁入本市社区公共户（“人才引进”）。请凭本证明办理迁出。",
    ),
    fields=(
        ("申请人姓名", "欧阳娜娜"),
        ("配偶姓名", "买买提·艾力"),
        ("工作单位", LONG_NAME),
        ("有效期至", "2026年4月21日（四十日）"),
    ),
    tables=(
        Table(title="迁移人员", head=("姓名", "关系"), rows=(("欧阳娜娜", "本人"), ("买买提·艾力", "配偶"))),
    ),
    notes=("自签发之日起四十日内有效，逾期作废。", "可扫描二维码核验真伪。"),
)

ENGLISH = Paper(
    title="Permit to Move In",
    language="en",
    subtitle="(electronic household transfer permit)",
    paragraphs=(
        "To the Dongjie police station:",
        "After examination we agree that the following persons move their household registration into the community "
        "public household of this city.",
    ),
    fields=(
        ("Name of the applicant", "Ouyang Nana 欧阳娜娜"),
        (
            "Employer",
            "Third Experimental Base of the Yangtze Delta Joint Research Centre for Advanced Materials",
        ),
        ("Valid until", "21 April 2026 (forty days)"),
    ),
    tables=(
        Table(
            title="Persons who move", head=("Name", "Relationship"), rows=(("Ouyang Nana", "the applicant"),)
        ),
    ),
    notes=("Valid for forty days from the day of issue.", "Scan the code to verify."),
)


def filing(count: int) -> Paper:
    """Return an English paper with a table of that many rows and long labels."""
    chemicals = ("Potassium permanganate", "Toluene", "Hydrochloric acid")
    purpose = "Cleaning and degreasing of equipment during the annual overhaul of the production line"
    table = Table(
        title="Chemicals filed",
        head=("No.", "Chemical", "Category", "Concentration", "Quantity (kg)", "Purpose of use"),
        widths=(1, 3, 2, 2, 2, 4),
        rows=tuple(
            (str(row + 1), chemicals[row % 3], "III", "≥ 99.5 %", "1,250.000", purpose)
            for row in range(count)
        ),
    )
    return Paper(
        title="Certificate of Filing for the Purchase of Category II and III Precursor Chemicals",
        language="en",
        fields=(("Registered office and place of storage", "Room 1208, 1355 Jinjihu Avenue, Suzhou"),),
        tables=(table,),
        notes=("This certificate must not be lent, transferred, altered or used after its term.",),
    )


def rows(count: int) -> Paper:
    """Return a paper with a table of that many rows, every fourth with a long cell."""
    table = Table(
        title="备案品种明细",
        head=("序号", "品种名称", "用途说明"),
        widths=(1, 3, 4),
        rows=tuple(
            (
                f"R{row:03}",
                "高锰酸钾",
                "生产车间年度检修期间设备管路的清洗、脱脂处理。" * (3 if row % 4 == 0 else 1),
            )
            for row in range(count)
        ),
    )
    return Paper(title="第二类、第三类易制毒化学品购买备案证明", tables=(table,), notes=("不得转借、转让。",))
