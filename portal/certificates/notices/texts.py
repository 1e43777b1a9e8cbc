"""The titles and standing sentences of notices: a list of the rulebook, because they change by decree."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.applications.models import Application, Event
from portal.catalog.declaration import Service
from portal.catalog.paper_texts import texts_list
from portal.rulebook.lists import declare_list
from portal.rulebook.reading import Version, versions

#: What the sentences of every notice may name, in curly braces. `on` is the day of the move, `you` how
#: the paper speaks to the applicant, a person or a company.
COMMON = ("number", "service", "applicant", "you", "on", "contact")
#: ... and what those of a type may name besides.
OWN: Mapping[str, tuple[str, ...]] = {
    "HZ": (),
    "SL": (),
    "BZ": ("answer_by", "count"),
    "BS": ("ground",),
    "XK": (),
    "JB": ("ground",),
    "ZZ": (),
    "ZT": ("planned_on",),
    "YC": ("days", "promised_on"),
    "CX": (),
}


class WordsOfTypes(Mapping[str, tuple[str, ...]]):
    """What the texts of a code may name: that depends on its type, whatever stands behind the colon."""

    def __getitem__(self, code: str) -> tuple[str, ...]:
        return (*COMMON, *OWN[code.partition(":")[0]])

    def __iter__(self) -> Iterator[str]:
        return iter(OWN)

    def __len__(self) -> int:
        return len(OWN)


#: Codes: "BS:REFERRED" (a type after a state), "JB:TH" (in a service), "JB:filing" (in services of a nature), "JB".
TEXTS = declare_list(
    texts_list(
        "notices",
        _("Texts of notices, by type, state, service or nature"),
        Path(__file__).parents[1] / "data" / "notices.json",
        WordsOfTypes(),
    )
)


class NoText(LookupError):
    """The rulebook has no text of this notice on the day of the move."""


def codes_of(certificate_type: str, after: str, service: Service) -> tuple[str, ...]:
    """Return the codes under which the text of a notice may stand, the most particular first.

    after: the state that the case reached, "" for none.
    """
    parts = (after, service.code, service.nature)
    return (*(f"{certificate_type}:{part}" for part in parts), certificate_type)


def version_for(certificate_type: str, application: Application, event: Event) -> tuple[str, Version]:
    """Return code and version of the text in force on the day of an event, the most particular one. One query.

    Raises NoText.
    """
    on = timezone.localdate(event.at)
    found = versions(TEXTS, on)
    for code in codes_of(certificate_type, event.after, application.declaration):
        if code in found and found[code].holds(on):
            return code, found[code]
    raise NoText(f"{certificate_type} on {on}")
