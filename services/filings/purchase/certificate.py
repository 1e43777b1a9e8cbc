"""The purchase filing certificate as data (domain B8, B11). It is always in Chinese."""

from datetime import date

from portal.catalog.declaration import Answers, Norms
from portal.catalog.papers import CaseRecord, Paper, Table
from portal.standards import resident_id
from services.filings.chemicals.printing import as_filed, period, substances, sum_in_words
from services.filings.purchase import rules
from services.filings.purchase.reading import MULTI, ONCE, read

TITLE = "第二类、第三类易制毒化学品购买备案证明"
USES = {ONCE: "一次使用", MULTI: "多次使用"}
USE_RECORD = ("日期", "品种", "数量（kg）", "销售单位签章")
LINES_OF_USE = {ONCE: 6, MULTI: 20}
NOTES = (
    "本证明自签发之日起生效，至有效期届满之日二十四时止。",
    "仅供所列购买单位按所列品种、数量和用途使用，不得转让、出借。",
    "每次购买后请在背面的使用记录中登记。",
)


def valid_to(answers: Answers, issued: date, norms: Norms) -> date:
    """Return the last day of the certificate: one or six months after issue, as the norms say (B8)."""
    return rules.valid_to(
        read(answers).use_type, issued, norms.value("PB.once_months"), norms.value("PB.multi_months")
    )


def content(record: CaseRecord, norms: Norms) -> Paper:
    """Return the certificate of a decided case, without number, seal and QR code. Pure."""
    purchase = read(record.answers)
    use_type = purchase.use_type
    rows = record.answers["substances"]["rows"]
    blank_lines = (("",) * len(USE_RECORD),) * LINES_OF_USE[use_type]
    return Paper(
        title=TITLE,
        fields=(
            *buyer_fields(record.answers),
            ("销售单位", record.answers["seller"]["seller_name"]),
            ("数量合计", sum_in_words(purchase.total_kg)),
            ("使用方式", USES[use_type]),
            ("有效期", period(record.issued_on, record.valid_to)),
            ("备案机关", record.unit_name),
        ),
        tables=(substances(rows, as_filed(record, norms), "备案品种、数量和用途", purposes=True),),
        reverse=(Table(head=USE_RECORD, rows=blank_lines, title="使用记录", widths=(2, 3, 2, 3)),),
        notes=NOTES,
    )


def buyer_fields(answers: Answers) -> list[tuple[str, str]]:
    """Return the buyer and the handler; the handler's ID number is masked (B11)."""
    own, site, person = answers["company"], answers["site"], answers["handler"]
    purchase = read(answers)
    pairs = [
        ("购买人" if purchase.by_person else "购买单位", purchase.name),
        ("统一社会信用代码", own.get("uscc")),
        ("法定代表人", own.get("legal_rep")),
        ("地址", own["reg_address"]),
        ("使用地", site.get("use_site_address")),
        ("经办人", person["handler_name"]),
        ("经办人证件号码", resident_id.mask(person["handler_doc_no"])),
    ]
    return [(label, value) for label, value in pairs if value]
