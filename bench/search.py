"""Each kind of search among a million cases beside the first page of the queue."""

from itertools import product
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from bench.cases import PAGE_ROWS, Place, places
from bench.measuring import Result, compared_all, wall, worst
from portal.applications.models import Application, Fact
from portal.applications.queries import visible_to
from portal.keyring.sealing import blind_index
from portal.management import invented
from portal.review.models import Follow, Labelled
from portal.review.queries import overdue

GOAL = 2.0
#: Invented people that are tried until one has a case.
TRIED = 3000
#: Cases that the officer follows.
FOLLOWED = 40
#: Terms that need no value, each among all open cases.
WORDS = (
    "is:overdue",
    "is:near",
    "is:flagged",
    "is:followed",
    "is:stopped",
    "@me",
    "is:overdue @me",
    "due:<2d",
    "turn:approver",
)


def people() -> dict[str, dict[str, str]]:
    """Return the ID number and the name of invented applicants who have cases."""
    numbers = {blind_index("applicant_id", text): text for text in map(invented.resident_id, range(TRIED))}
    pairs = product(invented.FAMILIES, invented.GIVEN)
    names = {blind_index("applicant_name", text): text for text in map("".join, pairs)}
    found = Fact.objects.values_list("index", flat=True)
    number = found.filter(key="applicant_id", index__in=list(numbers))[0]
    name = found.filter(key="applicant_name", index__in=list(names))[0]
    return {"ID number": {"q": numbers[number]}, "name of a person": {"q": names[name]}}


def kinds(place: Place) -> dict[str, dict[str, Any]]:
    """Return what is asked for in each kind of search; each finds something."""
    with place.asked():
        company = Fact.objects.filter(key="company_uscc").select_related("application").order_by("-pk")[0]
        case: Application = company.application
        number = case.number or ""
        label = Labelled.objects.order_by("pk").values_list("label__name", flat=True)[0]
        blind = people()
        occupy(place)
        return {
            "number": {"q": number},
            "number's service and district": {"q": number[:8]},
            "number to its month": {"q": number[:14]},
            "number to its day": {"q": number[:16]},
            "credit code": {"q": company.text},
            "company": {"q": case.subject},
            "company's place": {"q": case.subject[:2]},
            **blind,
            "fact in clear": {"tab": "all", "q": f"fact:company_uscc={company.text}"},
            "fact in blind": {"tab": "all", "q": f"fact:applicant_name={blind['name of a person']['q']}"},
            "fact, compared": {"tab": "open", "q": "fact:total_kg>100"},
            "fact, compared, few": {"tab": "open", "q": "fact:total_kg>3000"},
            **{word: {"tab": "open", "q": word} for word in WORDS},
            "label": {"tab": "open", "q": f"label:{label}"},
            "label, concluded too": {"tab": "all", "q": f"label:{label}"},
            "overdue, of a service": {"tab": "open", "q": f"is:overdue service:{case.service}"},
        }


def occupy(place: Place) -> None:
    """Have the city's reviewer follow some cases, open ones and concluded ones, and be late with one.

    Among a million cases chance sees to the latter; among the few of the harness's own test it may not.
    """
    officer = get_user_model().objects.get(pk=place.clients["city"].session["_auth_user_id"])
    some = Application.objects.order_by("pk").values_list("pk", flat=True)[:FOLLOWED]
    Follow.objects.bulk_create(
        [Follow(officer=officer, application_id=pk) for pk in some], ignore_conflicts=True
    )
    late = visible_to(officer).filter(overdue()).order_by("pk").values_list("pk", flat=True)[:1]
    Application.objects.filter(pk__in=list(late)).update(assignee=officer, assigned_at=timezone.now())


def measure() -> Result:
    """Return the worst kind, each beside the first page of what is the officer's turn."""
    _few, many = places()
    asked = kinds(many)
    lengths = {kind: many.rows("city", **what) for kind, what in asked.items()}
    assert all(lengths.values()), lengths
    first = many.page("city", tab="mine", rows=PAGE_ROWS)
    pairs = {kind: (many.page("city", **what), first) for kind, what in asked.items()}
    note = f"the whole page of what is found among {many.cases:,} cases, concluded ones too, against the first page"
    return worst("search", compared_all(pairs, wall), GOAL, note)
