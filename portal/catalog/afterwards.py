"""What a certificate allows its holder, and what the holder reports after it was issued (domain B8, B12)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portal.catalog.context import Answers, Norms, Text

if TYPE_CHECKING:
    from django.forms import Form


@dataclass(frozen=True)
class Allowance:
    """An amount that a certificate allows of one item, for example kilograms of acetone.

    code: of the item in its list. title: in the active language. amount: above 0, in `unit` ("kg").
    """

    code: str
    title: Text
    amount: Decimal
    unit: str = "kg"


@dataclass(frozen=True)
class Reported:
    """One report that was made: `id` names it, `about` is the id of the one it is about. on: the day it is about."""

    id: str
    key: str
    on: date
    values: Mapping[str, Any]
    about: str = ""


@dataclass(frozen=True)
class Held:
    """A certificate in its holder's hands: what was filed, from when until when it holds, what was reported since."""

    answers: Answers
    issued_on: date
    valid_to: date | None
    reports: tuple[Reported, ...] = ()


@dataclass(frozen=True)
class Due:
    """A report that is owed by the end of a day. about: the id of the report it is about; text: what for."""

    report: str
    on: date
    text: Text
    about: str = ""


@dataclass(frozen=True)
class Report:
    """Something a holder tells after the certificate was issued: a use, a trip, an arrival, a loss.

    form: a `portal.ui.forms.StepForm`; its `answers` are those of the case, and under "about" the values of the
    report it is about. day: name of its field with the day it is about; "" is the day it is made. about: key of the
    reports it is about (an arrival is about a trip); once: at most one about each (or a case, when about nothing).
    amounts: what it takes off the allowances, by item code. check: (field, message) pairs that refuse it; from
    what is held, its values, the report it is about and the norms. incident: kind of incident (LOSS, MISMATCH) that
    goes on the company's record, "" for none. urgent: the officers of the unit are told at once. ends: the
    certificate is out of use from then on.
    """

    key: str
    title: Text
    form: "type[Form]"
    why: Text = ""
    day: str = ""
    about: str = ""
    once: bool = False
    amounts: Callable[[Mapping[str, Any]], Mapping[str, Decimal]] = lambda values: {}
    check: "Callable[[Held, Mapping[str, Any], Reported | None, Norms], list[tuple[str, Text]]]" = (
        lambda held, values, about, norms: []
    )
    incident: "Callable[[Mapping[str, Any], Reported | None, Norms], str]" = lambda values, about, norms: ""
    urgent: bool = False
    ends: "Callable[[Held, Mapping[str, Any]], bool]" = lambda held, values: False
