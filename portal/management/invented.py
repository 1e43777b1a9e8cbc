"""Invented names and numbers for synthetic cases. Nobody and nothing of this exists; all numbers are valid."""

from datetime import date, timedelta
from functools import lru_cache
from random import Random

from portal.standards import credit_code, mod11_2

FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
GIVEN = "晓明伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英华建文玲志国安雪梅子轩宇浩然佳怡思远若兰雨桐嘉"
PLACES = ("上海", "江苏", "浙江", "安徽", "苏州", "杭州", "宁波", "合肥", "无锡", "南通")
TRADES = ("新材料", "化工", "物流", "安防服务", "生物科技", "贸易", "运输", "保安服务", "精细化工", "科技")
#: Born between 1960 and 2004.
FIRST_BIRTH, BIRTHS = date(1960, 1, 1), 16_000


def person(random: Random) -> str:
    """Return a full name."""
    given = random.choice(GIVEN) + (random.choice(GIVEN) if random.random() < 0.8 else "")
    return random.choice(FAMILIES) + given


def resident_id(n: int) -> str:
    """Return the resident ID number of invented person n, of 18 characters with its check character."""
    born = FIRST_BIRTH + timedelta(days=n % BIRTHS)
    digits = f"3101{1 + n // BIRTHS // 999 % 20:02d}{born:%Y%m%d}{1 + n // BIRTHS % 999:03d}"
    return digits + mod11_2.check_digit(digits)


@lru_cache(maxsize=50_000)
def company_name(n: int) -> str:
    """Return the name of invented company n; a brand of two characters makes it unlike others."""
    brand = GIVEN[n % len(GIVEN)] + GIVEN[n // len(GIVEN) % len(GIVEN)]
    form = "有限公司" if n % 3 else "股份有限公司"
    return f"{PLACES[n % len(PLACES)]}{brand}{n // len(GIVEN) ** 2 or ''}{TRADES[n // 7 % len(TRADES)]}{form}"


@lru_cache(maxsize=50_000)
def company_code(n: int) -> str:
    """Return the unified social credit code of invented company n."""
    organisation = f"M{n:07d}"
    first = f"91{(31, 32, 33, 34)[n % 4]}0115{organisation}{credit_code.organisation_check(organisation)}"
    return first + credit_code.check_character(first)
