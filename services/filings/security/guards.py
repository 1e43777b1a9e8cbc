"""What the rules say about guards and those who lead them, in words (R-EN-12)."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from portal.catalog.declaration import Finding, Norms
from services.filings.security import rules
from services.filings.security.reading import Guard

#: So many rows are named one by one; a list of hundreds helps nobody.
MOST_NAMED = 20
FIELDS = {
    rules.AGE: "g_id_no",
    rules.SEX: "g_sex",
    rules.EDUCATION: "g_edu",
    rules.SAME_ID: "g_id_no",
    rules.SAME_CERTIFICATE: "g_cert_no",
}


def fault_text(fault: str, norms: Norms) -> str:
    """Return what a fault of `rules.failing_rows` is in words."""
    if fault == rules.AGE:
        return _("A guard must be at least %(age)s years old when the service starts.") % {
            "age": norms.value("SX.guard_age")
        }
    return {
        rules.SEX: _("The sex is not the one in the ID number. Please check both."),
        rules.EDUCATION: _("A guard needs at least junior middle school."),
        rules.SAME_ID: _("This person is already in the list."),
        rules.SAME_CERTIFICATE: _("The number of this certificate is already in the list."),
    }[fault]


def guard_findings(guards: Sequence[Guard], on: date, norms: Norms) -> Iterator[Finding]:
    """R-EN-12: name the rows that do not pass, and those an officer should look at.

    on: the day on which the guards begin to serve.
    """
    failing = rules.failing_rows(guards, on, norms.value("SX.guard_age"))
    for row, faults in list(failing.items())[:MOST_NAMED]:
        texts = " ".join(fault_text(fault, norms) for fault in faults)
        message = _("Guard %(row)s: %(text)s Please replace or remove the row.") % {"row": row, "text": texts}
        yield Finding("R-EN-12", "reject", message, "guards", FIELDS[faults[0]])
    if len(failing) > MOST_NAMED:
        message = _("%(count)s more guards do not meet the conditions.") % {
            "count": len(failing) - MOST_NAMED
        }
        yield Finding("R-EN-12", "reject", message, "guards")
    if not rules.enough(guards, failing):
        message = _("At least one guard must meet all conditions.")
        yield Finding("R-EN-12", "reject", message, "guards")
    yield from employment_findings(guards)


def employment_findings(guards: Sequence[Guard]) -> Iterator[Finding]:
    """Tell the officer of guards without insurance or without a labour contract; it refuses nothing."""
    uninsured, without = (len(rules.rows_without(guards, what)) for what in ("insured", "contract"))
    if uninsured:
        message = _("Guards without social insurance: %(count)s.") % {"count": uninsured}
        yield Finding("B6b", "flag", message, "guards", "g_insured")
    if without:
        message = _("Guards without a labour contract: %(count)s.") % {"count": without}
        yield Finding("B6b", "flag", message, "guards", "g_contract")
