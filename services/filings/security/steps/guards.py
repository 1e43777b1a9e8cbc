"""One guard; the step is repeated, by hand or from a table (domain B6b, R-EN-12)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Repeat
from portal.standards import resident_id
from portal.ui.fields import (
    PersonNameField,
    PlainTextField,
    RadioField,
    ResidentIdField,
    SelectField,
    YesNoField,
)
from portal.ui.forms import StepForm
from services.filings.reading import day
from services.filings.security import rules
from services.filings.security.fields import CertificateNumberField, educations, sexes
from services.filings.security.guards import FIELDS, fault_text
from services.filings.security.reading import read_guard

MOST_GUARDS = 500


class GuardForm(StepForm):
    """One guard, judged alone: nothing here looks at other rows."""

    g_name = PersonNameField(label=_("Name of the guard"), max_length=50)
    g_id_no = ResidentIdField(label=_("ID number of the guard"))
    g_sex = RadioField(
        label=_("Sex"),
        choices=sexes,
        required=False,
        help_text=_("Left empty, it follows from the ID number."),
    )
    g_edu = SelectField(
        label=_("Education"), choices=educations, help_text=_("At least junior middle school.")
    )
    g_cert_no = CertificateNumberField(label=_("Number of the guard certificate"))
    g_post = PlainTextField(label=_("Post"), max_length=50, width="medium")
    g_insured = YesNoField(label=_("Is there social insurance?"))
    g_contract = YesNoField(label=_("Is there a labour contract?"))

    sensitive = frozenset({"g_id_no"})

    def clean(self) -> dict[str, Any]:
        """Complete the sex from the ID number, and hold the guard to R-EN-12."""
        super().clean()
        values = self.cleaned_data
        if values.get("g_id_no") and not values.get("g_sex") and "g_sex" not in self.errors:
            values["g_sex"] = resident_id.sex(values["g_id_no"])
        if self.norms is not None:
            least = self.norms.value("SX.guard_age")
            for fault in rules.guard_faults(read_guard(values), self.first_day(), least):
                self.add_error(FIELDS[fault], fault_text(fault, self.norms))
        return values

    def first_day(self) -> date:
        """Return the day on which ages are counted: the start of the service, else today."""
        start: date = day(self.answers.get("contract") or {}, "service_start") or self.norms.on
        return start


def guard_name(row: Mapping[str, Any]) -> str:
    """Return what a guard is called in the list: name and post, "" while there is no name."""
    return (
        "，".join(str(text) for text in (row.get("g_name"), row.get("g_post")) if text)
        if row.get("g_name")
        else ""
    )


def roster(minimum: int) -> Repeat:
    """Return the repetition of the step: at least `minimum` guards, a page each, or a table."""
    return Repeat(
        _("Guard"),
        minimum=minimum,
        maximum=MOST_GUARDS,
        single=True,
        name=guard_name,
        table=True,
        unique=("g_id_no", "g_cert_no"),
    )
