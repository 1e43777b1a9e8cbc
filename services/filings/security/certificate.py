"""The papers of the security filings as data (domain B11). They are always in Chinese."""

from datetime import date

from portal.catalog.declaration import Answers, Norms
from portal.catalog.papers import CaseRecord, Paper
from services.filings.chemicals.printing import period
from services.filings.security.norms import services
from services.filings.security.reading import read_security

TITLE = "跨省提供保安服务备案证明（回执）"
BRANCH_TITLE = "保安服务公司分公司备案证明"
NOTES = (
    "本证明仅对所列客户单位、服务地点和服务项目有效，合同终止之日起失效。",
    "更换保安员的，按月报送变更名单；服务终止的，及时注销备案。",
    "保安服务合同至少保存二年，监控影像资料至少保存三十日。",
)
BRANCH_NOTES = ("本证明自备案之日起有效，登记事项变更时应当重新备案。",)


def valid_to(answers: Answers, issued: date, norms: Norms) -> date | None:
    """Return the last day of the paper: the end of the contract (B3)."""
    return read_security(answers).contract_to


def content(record: CaseRecord, norms: Norms) -> Paper:
    """Return the paper of a decided filing SX, without number, seal and QR code. Pure."""
    answers = record.answers
    contract = answers["contract"]
    kinds = [entry["name"] for code, entry in services(norms).items() if code in contract["services"]]
    return Paper(
        title=TITLE,
        fields=(
            ("公司名称", answers["company"]["name"]),
            ("统一社会信用代码", answers["company"]["uscc"]),
            ("保安服务许可证号", answers["licence"]["sec_licence_no"]),
            ("客户单位", answers["client"]["client_name"]),
            ("服务地点", answers["place"]["site_address"]),
            ("服务项目", "、".join(kinds)),
            ("起止日期", period(date.fromisoformat(contract["service_start"]), record.valid_to)),
            ("项目负责人", answers["leader"]["leader_name"]),
            ("保安员人数", f"{len(answers['guards']['rows'])}人"),
            ("备案机关", record.unit_name),
        ),
        notes=NOTES,
    )


def branch_valid_to(answers: Answers, issued: date, norms: Norms) -> date | None:
    """Return None: the paper of a branch holds until something changes (B3)."""
    return None


def branch_content(record: CaseRecord, norms: Norms) -> Paper:
    """Return the paper of a decided filing SF, without number, seal and QR code. Pure."""
    own, branch = record.answers["company"], record.answers["branch"]
    filed = record.issued_on or record.decided_on
    return Paper(
        title=BRANCH_TITLE,
        fields=(
            ("总公司", own["name"]),
            ("总公司统一社会信用代码", own["uscc"]),
            ("保安服务许可证号", record.answers["licence"]["sec_licence_no"]),
            ("分公司", branch["branch_name"]),
            ("分公司统一社会信用代码", branch["branch_uscc"]),
            ("负责人", branch["head_name"]),
            ("地址", branch["branch_address"]),
            ("备案日期", f"{filed.year}年{filed.month}月{filed.day}日" if filed else ""),
            ("备案机关", record.unit_name),
        ),
        notes=BRANCH_NOTES,
    )
