"""Invented companies and their handlers. Codes and ID numbers bear valid check characters."""

from datetime import timedelta

from portal.catalog.declaration import Norms
from portal.standards import credit_code
from portal.standards.mod11_2 import check_digit

SEATS = (
    ("320508", "江苏省苏州市姑苏区平江示范路18号", "苏州", "0512-65550001"),
    ("330106", "浙江省杭州市西湖区文新示范路26号", "杭州", "0571-85550002"),
    ("340104", "安徽省合肥市蜀山区三里庵示范路7号", "合肥", "0551-65550003"),
    ("310101", "上海市黄浦区半淞园示范路5号", "上海", "021-55550004"),
)
TRADES = ("精细化工", "新材料", "生物医药", "电子材料", "检测技术")
INDUSTRIES = ("C2614", "C2641", "C2710", "C3985", "M7452")
BRANDS = ("示例", "样例", "示范", "例程", "范本", "演示", "模拟")
PEOPLE = ("林晓岚", "沈书远", "顾念真", "陆一鸣", "蒋若溪", "韩文博", "秦思齐")


def company_code(district: str, n: int) -> str:
    """Return the credit code of no company: category 91, a district and an organisation code made from n."""
    organisation = f"MA{n % 1_000_000:06d}"
    first = f"91{district}{organisation}{credit_code.organisation_check(organisation)}"
    return first + credit_code.check_character(first)


def resident_id(n: int) -> str:
    """Return the ID number of nobody, born in the 1980s."""
    digits = f"310104198{n % 10}{1 + n % 12:02d}{1 + n % 28:02d}{n % 1000:03d}"
    return digits + check_digit(digits)


def company(n: int, seat: int | None = None) -> dict[str, str]:
    """Return what invented company n types about itself. seat: its place in `SEATS`; left out, it follows from n."""
    district, address, city, phone = SEATS[n % len(SEATS) if seat is None else seat]
    return {
        "org_type": "ENT",
        "uscc": company_code(district, n),
        "name": f"{city}{BRANDS[n // 4 % len(BRANDS)]}{TRADES[n % len(TRADES)]}有限公司",
        "legal_rep": PEOPLE[n % len(PEOPLE)],
        "legal_rep_id": resident_id(n + 500),
        "reg_district": district,
        "reg_address": address,
        "licence_term": "LONG",
        "licence_valid_to": "",
        "reg_status": "ACTIVE",
        "industry": INDUSTRIES[n % len(INDUSTRIES)],
        "reg_capital": str(500 + n % 20 * 100),
        "employees": str(20 + n % 200),
        "phone": phone,
    }


def handler(n: int, norms: Norms) -> dict[str, str]:
    """Return what the handler of invented company n types about himself or herself."""
    return {
        "handler_name": PEOPLE[(n + 3) % len(PEOPLE)],
        "handler_doc_no": resident_id(n),
        "handler_mobile": f"139{n % 100_000_000:08d}",
        "authorization_no": f"授{norms.on.year}-{n % 10_000:04d}",
        "authorization_valid_to": (norms.on + timedelta(days=300)).isoformat(),
    }


def officer(n: int) -> dict[str, str]:
    """Return the person in charge of precursor chemicals."""
    return {
        "safety_officer": PEOPLE[(n + 5) % len(PEOPLE)],
        "safety_mobile": f"138{(n + 500) % 100_000_000:08d}",
    }
