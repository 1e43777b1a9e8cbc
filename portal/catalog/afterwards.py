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
    """A certificate in its holder's hands: what was filed, from when until when it holds, what was reported since.

    reports: those that stand, oldest first; what was withdrawn is not among them.
    """

    answers: Answers
    issued_on: date
    valid_to: date | None
    reports: tuple[Reported, ...] = ()

    def of(self, key: str, about: str = "") -> list[Reported]:
        """Return the reports of a kind, oldest first; with `about` only those about that report."""
        return [row for row in self.reports if row.key == key and (not about or row.about == about)]


@dataclass(frozen=True)
class Due:
    """A report that is owed by the end of a day. about: the id of the report it is about; text: what for.

    One that falls due later is given as soon as it is certain, so that it can be announced.
    """

    report: str
    on: date
    text: Text
    about: str = ""


#: How a certificate is out of use: its last day has passed, nothing is left of it (or its holder ended it), or a
#: decision took it out of force.
EXPIRED, USED_UP, ENDED = "EXPIRED", "USED_UP", "ENDED"
#: For `Report.still`: what is told whatever has become of the certificate.
ALWAYS = (EXPIRED, USED_UP, ENDED)


@dataclass(frozen=True)
class Report:
    """Something a holder tells after the certificate was issued: a use, a trip, an arrival, a loss.

    title: what it is called in lists. act: what its button says; the title when left out. why: said on its page.
    form: a `portal.ui.forms.StepForm`; its `answers` are those of the case, under "about" the values of the
    report it is about, and under "held" the days "issued_on" and "valid_to" (ISO text). What its `json_values` holds
    beyond its fields is kept as well. day: name of its field with the day it is about; "" is the day it is made.
    about: key of the reports it is about (an arrival is about a trip); once: at most one about each (or a case, when
    about nothing). when: it is offered and taken only then. still: the states in which it is taken although the
    certificate is out of use.
    amounts: what it takes off the allowances, by item code; amount_field: the field that the amount of an item was
    typed into, for saying there that it is too much. check: (field, message) pairs that refuse it; from what is
    held, its values, the report it is about and the norms. due: the last day on which it comes in time, None when any
    is; one that comes later is taken and marked late. incident: kind of incident (LOSS, MISMATCH) that goes on the
    company's record, "" for none. urgent: the officers of the unit are told at once. ends: the certificate is out of
    use from then on.
    """

    key: str
    title: Text
    form: "type[Form]"
    act: Text = ""
    why: Text = ""
    day: str = ""
    about: str = ""
    once: bool = False
    when: "Callable[[Held, Reported | None, Norms], bool]" = lambda held, about, norms: True
    still: tuple[str, ...] = ()
    amounts: Callable[[Mapping[str, Any]], Mapping[str, Decimal]] = lambda values: {}
    amount_field: Callable[[str], str] = lambda code: ""
    check: "Callable[[Held, Mapping[str, Any], Reported | None, Norms], list[tuple[str, Text]]]" = (
        lambda held, values, about, norms: []
    )
    due: "Callable[[Mapping[str, Any], Reported | None, Norms], date | None]" = lambda values, about, norms: (
        None
    )
    incident: "Callable[[Mapping[str, Any], Reported | None, Norms], str]" = lambda values, about, norms: ""
    urgent: bool = False
    ends: "Callable[[Held, Mapping[str, Any]], bool]" = lambda held, values: False
