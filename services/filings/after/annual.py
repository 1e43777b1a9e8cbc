"""The annual report (易制毒化学品管理条例 art. 36): the kilograms of a year, by substance."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import ALWAYS, Due, Held, Norms, Report, Reported, Text
from portal.ui.fields import SelectField
from portal.ui.forms import StepForm
from services.filings.after.deadlines import annual_due
from services.filings.after.fields import KgField
from services.filings.after.filed import chemicals, held_day


class AnnualForm(StepForm):
    """The year, and for each substance filed the amounts in `columns`."""

    columns: ClassVar[tuple[tuple[str, Text], ...]] = ()

    year = SelectField(label=_("Year of the report"))

    def prepare(self) -> None:
        """Offer the years that have ended since the certificate was issued; ask for each substance."""
        issued = held_day(self.answers, "issued_on")
        if self.norms is None or issued is None:
            return
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [(str(year), str(year)) for year in range(issued.year, self.norms.on.year)]
        groups: list[tuple[Any, tuple[str, ...]]] = [("", ("year",))]
        for code, title in chemicals(self.answers, self.norms):
            named = {f"{column}_{code}": label for column, label in self.columns}
            for name, label in named.items():
                fields[name] = KgField(label=label)
            groups.append((title, tuple(named)))
        self.fieldsets = tuple(groups)

    def display(self, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Return the fields, each amount under the name of its substance."""
        titles = {name: title for title, names in self.fieldsets for name in names if title}
        return [
            (name, f"{titles[name]} – {label}" if name in titles else label, text)
            for name, label, text in super().display(values)
        ]


class PurchaseYearForm(AnnualForm):
    """What a buyer bought, used, has and lost."""

    columns = (
        ("bought", _("Bought in the year")),
        ("used", _("Used in the year")),
        ("stock", _("Stock at the end of the year")),
        ("lost", _("Lost in the year")),
    )


class TransportYearForm(AnnualForm):
    """What a cargo owner sent, what arrived, what was lost."""

    columns = (
        ("sent", _("Sent in the year")),
        ("arrived", _("Arrived in the year")),
        ("lost", _("Lost in the year")),
    )


def open_years(held: Held, key: str) -> list[int]:
    """Return the years whose report is owed or will be: that of the issue and those in which `key` was reported."""
    years = {held.issued_on.year} | {row.on.year for row in held.of(key)}
    return sorted(years - {int(row.values["year"]) for row in held.of("annual")})


def dues(held: Held, key: str, norms: Norms) -> list[Due]:
    """Return the annual reports that are owed, the one about the present year included."""
    return [
        Due("annual", annual_due(norms, year), gettext("Annual report for %(year)s") % {"year": year})
        for year in open_years(held, key)
    ]


def annual(form: type[AnnualForm], key: str) -> Report:
    """Return the declaration of an annual report. key: of the reports by which a year counts."""

    def when(held: Held, about: Reported | None, norms: Norms) -> bool:
        return any(year < norms.on.year for year in open_years(held, key))

    return Report(
        key="annual",
        title=_("Annual report"),
        act=_("Make the annual report"),
        why=_("The amounts of a whole year, reported by the end of March of the next one."),
        form=form,
        when=when,
        still=ALWAYS,
        check=check,
        due=due,
    )


def check(
    held: Held, values: Mapping[str, Any], about: Reported | None, norms: Norms
) -> list[tuple[str, Text]]:
    """Refuse a year that was reported already."""
    if any(row.values["year"] == values["year"] for row in held.of("annual")):
        return [("year", gettext("This year has been reported already."))]
    return []


def due(values: Mapping[str, Any], about: Reported | None, norms: Norms) -> date:
    """Return the last day of the report about its year."""
    return annual_due(norms, int(values["year"]))
