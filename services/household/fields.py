"""Choices of the steps: national code lists and rulebook entries in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.catalog.declaration import Norms
from portal.standards import codes
from portal.ui.fields import SelectField
from portal.ui.forms import StepForm

from . import rules
from .outcomes import message

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]


def language() -> str:
    """Return the active language, Chinese when none is active."""
    return get_language() or "zh-hans"


def in_language(entry: Mapping[str, Any]) -> str:
    """Return the name of a rulebook entry in the reader's language; some have only the official one."""
    return str(
        entry.get("name_en") if language().startswith("en") and entry.get("name_en") else entry["name"]
    )


def code_choices(table: dict[str, tuple[str, str]], keys: Iterable[str] = ()) -> Callable[[], Choices]:
    """Return a function that gives a national code list, or the codes named of it, as choices."""

    def choices() -> Choices:
        return [(code, codes.label(table, code, language())) for code in (list(keys) or table)]

    return choices


def entry_choices(entries: Mapping[str, Mapping[str, Any]]) -> Choices:
    """Return rulebook entries as choices."""
    return [(code, in_language(entry)) for code, entry in entries.items()]


def station_groups(norms: Norms) -> Groups:
    """Return the police stations that have a public household, grouped by district."""
    households = norms.entries("public_households").values()
    serving = {entry["station_code"] for entry in households if entry["status"] == "OPEN"}
    units, districts = norms.entries("units"), norms.entries("districts")
    groups: dict[str, Choices] = {}
    for code, unit in units.items():
        if code in serving:
            groups.setdefault(in_language(districts[unit["district_code"]]), []).append(
                (code, in_language(unit))
            )
    return list(groups.items())


def household_groups(norms: Norms, kept: str = "", station: str = "") -> Groups:
    """Return the public households that are open, by station; `kept` stays even when it has closed.

    station: only those of this station; empty for all.
    """
    units = norms.entries("units")
    groups: dict[str, Choices] = {}
    for code, entry in norms.entries("public_households").items():
        if station and entry["station_code"] != station:
            continue
        if entry["status"] == "OPEN" or code == kept:
            group = groups.setdefault(in_language(units[entry["station_code"]]), [])
            group.append((code, household_label(entry)))
    return list(groups.items())


def household_label(entry: Mapping[str, Any]) -> str:
    """Return name and address of a public household, and whether it is full."""
    label = (
        f"{entry['name']}, {entry['address']}"
        if language().startswith("en")
        else f"{entry['name']}，{entry['address']}"
    )
    full = entry["capacity"] is not None and entry["occupied"] >= entry["capacity"]
    return _("%(household)s (no places left now)") % {"household": label} if full else label


def check_identity(form: StepForm, id_no: str, sex: str, born: str, whose: str = "") -> None:
    """Add errors where sex or date of birth are not those of the ID number (R-TH-01).

    id_no, sex, born: names of the fields. whose: "" for the applicant, "COMPANION_" for an accompanying person.
    """
    number, given_sex, birth = (form.cleaned_data.get(name) for name in (id_no, sex, born))
    if number and given_sex and not rules.sex_matches(number, given_sex):
        form.add_error(sex, message(f"{whose}SEX_DIFFERS", form.norms))
    if number and birth and not rules.birth_date_matches(number, birth):
        form.add_error(born, message(f"{whose}BIRTH_DATE_DIFFERS", form.norms))


def set_choices(form: forms.Form, name: str, choices: Choices | Groups) -> None:
    """Give a choice field of a form its choices of today."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class GroupedSelectField(SelectField):
    """One of many choices in named groups."""

    def text(self, value: Any) -> str:
        """Return the label of the choice, wherever it stands; a code that is gone stays a code."""
        groups = cast(Groups, list(cast(Iterable[Any], self.choices)))
        flat = {
            code: label for _group, choices in groups if isinstance(choices, list) for code, label in choices
        }
        return str(flat.get(value, value))


class CurrentInput(forms.HiddenInput):
    """A hidden input that always carries the value of today, whatever was stored or sent before."""

    current = ""

    def format_value(self, value: Any) -> str:
        return self.current
