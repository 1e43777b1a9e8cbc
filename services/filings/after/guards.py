"""What a security company reports while its contract runs: changed guards each month, and the end (B12)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import (
    ALWAYS,
    EXPIRED,
    Allowance,
    Answers,
    Due,
    Held,
    Norms,
    Report,
    Reported,
    Text,
)
from portal.ui.fields import PlainTextField, RadioField, SelectField, YesNoField
from portal.ui.forms import StepForm
from portal.ui.listing import listed
from services.filings.after.deadlines import guards_due
from services.filings.after.fields import PastDayField
from services.filings.after.filed import held_day, rows
from services.filings.reading import day

MOST_GUARDS = 500


class GuardLinesField(PlainTextField):
    """Guards, one a line: name and certificate number; stored as lines of both with one space between."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"multiline": True, "max_length": 20_000} | kwargs)

    def to_python(self, value: Any) -> str:
        """Return the lines; raise ValidationError for one without name or number."""
        typed = super().to_python(value)
        found = [
            line.replace("，", " ").replace(",", " ").split() for line in typed.splitlines() if line.strip()
        ]
        for place, parts in enumerate(found, start=1):
            if len(parts) < 2 or not any(sign.isdigit() for sign in parts[-1]):
                words = _("Line %(line)s: please type the name, a space and the certificate number.")
                raise ValidationError(words, code="line", params={"line": place})
        if len(found) > MOST_GUARDS:
            raise ValidationError(_("There are too many lines."), code="many")
        return "\n".join(f"{''.join(parts[:-1])} {parts[-1]}" for parts in found)


class GuardListForm(StepForm):
    """The guards who came and went in one month."""

    month = SelectField(label=_("Month"))
    changed = YesNoField(label=_("Did any guard join or leave in this month?"))
    joined = GuardLinesField(
        label=_("Guards who joined"), required=False, help_text=_("One a line: name and certificate number.")
    )
    left = GuardLinesField(
        label=_("Guards who left"), required=False, help_text=_("One a line: name and certificate number.")
    )

    shown_when = {"joined": ("changed", ("yes",)), "left": ("changed", ("yes",))}

    def prepare(self) -> None:
        """Offer the months that have ended since the certificate was issued."""
        issued = held_day(self.answers, "issued_on")
        if self.norms is None or issued is None:
            return
        fields: dict[str, Any] = self.fields
        ended = months(first_month(self.answers, issued), month_of(self.norms.on))
        fields["month"].choices = [(month, month) for month in reversed(ended)]

    def clean(self) -> dict[str, Any]:
        """Ask who joined or left when somebody did."""
        super().clean()
        data = self.cleaned_data
        if data.get("changed") and not self.errors and not (data.get("joined") or data.get("left")):
            self.add_error("joined", gettext("Please say who joined or who left."))
        return data


class EndForm(StepForm):
    """The service has ended."""

    ended_on = PastDayField(label=_("Last day of the service"))
    reason = RadioField(
        label=_("Why it ended"),
        choices=[("DONE", _("The contract was fulfilled")), ("EARLY", _("The contract was ended early")),
                 ("OTHER", _("Another reason"))],
    )  # fmt: skip
    note = PlainTextField(label=_("The reason in words"), multiline=True, max_length=500)

    shown_when = {"note": ("reason", ("EARLY", "OTHER"))}


def month_of(on: date) -> str:
    """Return the month of a day, as 2026-11."""
    return f"{on:%Y-%m}"


def months(first: str, end: str) -> list[str]:
    """Return the months from `first` on, before `end`."""
    found, (year, month) = [], map(int, first.split("-"))
    while f"{year}-{month:02d}" < end:
        found.append(f"{year}-{month:02d}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def first_month(answers: Answers, issued: date) -> str:
    """Return the first month of which a list is owed: that of the issue, or of the contract when it begins later."""
    begins = day(answers.get("contract") or {}, "contract_from")
    return month_of(max(begins, issued) if begins else issued)


def owed_months(held: Held, norms: Norms) -> list[str]:
    """Return the months whose list is owed or will be: of the time that the service runs, the present one included."""
    last = day(held.answers.get("contract") or {}, "contract_to") or held.valid_to
    stops = [norms.on, *([last] if last else []), *(row.on for row in held.of("end"))]
    run = months(first_month(held.answers, held.issued_on), month_of(min(stops)) + "~")
    told = {row.values["month"] for row in held.of("guards")}
    return [month for month in run if month not in told]


def guard_dues(held: Held, norms: Norms) -> list[Due]:
    """Return the lists of changed guards that are owed."""
    return [
        Due("guards", guards_due(norms, month), gettext("Changed guards of %(month)s") % {"month": month})
        for month in owed_months(held, norms)
    ]


def guard_allowances(answers: Answers, norms: Norms) -> list[Allowance]:
    """Return nothing: no amounts are counted."""
    return []


def guard_exhausted(held: Held, left: Mapping[str, Decimal], norms: Norms) -> bool:
    """Return False: the certificate ends with the contract, or when its holder ends it."""
    return False


def has_open_month(held: Held, about: Reported | None, norms: Norms) -> bool:
    """Return whether a month that has ended still lacks its list."""
    return any(month < month_of(norms.on) for month in owed_months(held, norms))


def on_duty(held: Held) -> set[str]:
    """Return the certificate numbers of the guards filed, and of those who joined, without those who left."""
    numbers = {str(row.get("g_cert_no") or "") for row in rows(held.answers, "guards")}
    for report in held.of("guards"):
        numbers |= set(numbers_in(report.values.get("joined")))
        numbers -= set(numbers_in(report.values.get("left")))
    return numbers


def numbers_in(lines: str | None) -> list[str]:
    """Return the certificate numbers in lines of guards."""
    return [line.split()[-1] for line in (lines or "").splitlines()]


def check_guards(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse a month that was told already, a guard who joins twice, and one who leaves and was never there."""
    found: list[tuple[str, Text]] = []
    if values["month"] not in owed_months(held, norms):
        found.append(("month", gettext("The list of this month is not owed, or was sent already.")))
    known = on_duty(held)
    again = [one for one in numbers_in(values.get("joined")) if one in known]
    strange = [one for one in numbers_in(values.get("left")) if one not in known]
    if again:
        found.append(("joined", gettext("Already on the list: %(numbers)s") % {"numbers": listed(again)}))
    if strange:
        found.append(("left", gettext("Not on the list: %(numbers)s") % {"numbers": listed(strange)}))
    return found


def list_due(values: Mapping[str, Any], about: Reported | None, norms: Norms) -> date:
    """Return the last day of the list of its month."""
    return guards_due(norms, values["month"])


def check_end(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse an end before the certificate was issued."""
    if date.fromisoformat(values["ended_on"]) < held.issued_on:
        return [("ended_on", gettext("This day lies before the certificate was issued."))]
    return []


GUARD_REPORTS = (
    Report(
        key="guards",
        title=_("Changed guards"),
        act=_("Send the list of changed guards"),
        why=_("Each month: who joined, who left, or that nothing changed."),
        form=GuardListForm,
        when=has_open_month,
        still=ALWAYS,
        check=check_guards,
        due=list_due,
    ),
    Report(
        key="end",
        title=_("End of the service"),
        act=_("Report the end of the service"),
        why=_("The certificate is out of use from then on."),
        form=EndForm,
        day="ended_on",
        once=True,
        still=(EXPIRED,),
        check=check_end,
        ends=lambda held, values: True,
    ),
)
