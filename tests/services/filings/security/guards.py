"""Tables of invented guards, as a company would export them: for tests and journeys of every room."""

import csv
import io

from django.utils.translation import override

from portal.standards.mod11_2 import check_digit
from portal.standards.typed import code
from services.filings.security.samples import guard
from services.filings.security.steps.guards import GuardForm

#: What is wrong with the bad rows of `guards_csv`, in turn, and the field at which it is told.
FAULTS = ({"g_edu": "81"}, {"g_id_no": "wrong check digit"}, {"g_cert_no": ""})
BAD_FIELDS = tuple(next(iter(fault)) for fault in FAULTS)
YES_NO = {"yes": "是", "no": "否"}


def header() -> list[str]:
    """Return the Chinese labels of the columns, in the order of the form."""
    with override("zh-hans"):
        return [str(field.label) for field in GuardForm.base_fields.values()]


def row(n: int) -> dict[str, str]:
    """Return what a table says about invented guard n; two different n below 1000 share nothing."""
    return {name: YES_NO.get(text, text) for name, text in guard(n).items()}


def bad_row(n: int, kind: int) -> dict[str, str]:
    """Return guard n with one fault: 0 primary school, 1 a wrong check digit, 2 no certificate."""
    right = row(n)
    number = right["g_id_no"]
    wrong = str((int(code(number[17]).replace("X", "0")) + 1) % 10)
    assert wrong != check_digit(number[:17])
    return right | (FAULTS[kind] if kind != 1 else {"g_id_no": number[:17] + wrong})


def guards_csv(count: int = 120, bad: int = 3, *, encoding: str = "utf-8-sig") -> bytes:
    """Return a table of `count` guards, the last `bad` of which are refused, each for another reason in turn.

    encoding: "utf-8-sig", "utf-8" or "gb18030". Good rows are valid on any day until the guards retire.
    """
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(header())
    for n in range(count - bad):
        lines.writerow(row(n).values())
    for kind in range(bad):
        lines.writerow(bad_row(count - bad + kind, kind % len(FAULTS)).values())
    return out.getvalue().encode(encoding)
