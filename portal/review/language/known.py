"""The names that a query may use: services, states, units, districts, labels, colleagues, facts."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import translation

from portal.accounts.models import Posting, User
from portal.accounts.queries import posted_units
from portal.accounts.reach import touching
from portal.applications.states import FACES, FILING_FACES, FILING_LABELS, State
from portal.catalog import registry
from portal.review.models import SYSTEM_LABELS, Label
from portal.rulebook.queries import RulesOfDay, norms
from portal.workdays.queries import today

LANGUAGES = ("zh-hans", "en")
MOST_COLLEAGUES = 50


def folded(text: str) -> str:
    """Return a name as it is compared: without case and blanks."""
    return "".join(text.casefold().split())


def _in_each_language(texts: Iterable[object]) -> set[str]:
    found = set()
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(str(text)) for text in texts}
    return found


def states_named(name: str) -> list[str]:
    """Return the states of that code, or called so by the desk or in public, in either language."""
    wanted, found = folded(name), []
    for state in State:
        if state is State.DRAFT:
            continue
        called = [state.value, state.label, FACES[state].staff]
        if state in FILING_FACES:
            called.append(FILING_FACES[state].staff)
        called += [label for one, label in FILING_LABELS.items() if one == state]
        if wanted in _in_each_language(called):
            found.append(state.value)
    return found


def services_named(name: str) -> list[str]:
    """Return the services of that code, or whose title begins so."""
    wanted = folded(name)
    return [
        service.code
        for service in registry.all_services()
        if service.code.casefold() == wanted
        or any(title.startswith(wanted) for title in _in_each_language([service.title]))
    ]


def places_named(name: str, places: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Return the codes of units or districts that begin so, or whose name does."""
    wanted = folded(name)
    return [
        code
        for code, entry in places.items()
        if code.startswith(wanted)
        or any(folded(str(entry[column])).startswith(wanted) for column in ("name", "name_en"))
    ]


def rules_of(officer: User) -> RulesOfDay:
    """Return the rulebook of today, kept on the user object: names are asked for many times in one request."""
    kept: RulesOfDay | None = getattr(officer, "_rules_of_desk", None)
    if kept is None or kept.on != today():
        kept = norms(today())
        officer._rules_of_desk = kept  # type: ignore[attr-defined]
    return kept


def places(officer: User, key: str) -> Mapping[str, Mapping[str, object]]:
    """Return the units or districts of today (key: "unit" or "district") by code."""
    return rules_of(officer).entries(f"{key}s")


def place_name(officer: User, key: str, code: str) -> str:
    """Return the name of a unit or district in the active language; the code itself for one that is not there."""
    entry = places(officer, key).get(code)
    return str(entry[_name_column()]) if entry else code


def place_names(officer: User, key: str) -> dict[str, str]:
    """Return the names of all units or districts of today in the active language, by code."""
    column = _name_column()
    return {code: str(entry[column]) for code, entry in places(officer, key).items()}


def _name_column() -> str:
    return "name_en" if (translation.get_language() or "").startswith("en") else "name"


def labels_for(officer: User) -> QuerySet[Label]:
    """Return the labels that may stand on the officer's cases; those of the portal itself belong to no unit."""
    return Label.objects.filter(touching(posted_units(officer)) | ~Q(system=""))


def labels_named(officer: User, name: str) -> list[int]:
    """Return the ids of the labels called so; those of the portal itself are called something in each language."""
    wanted = folded(name)
    system = [
        code
        for code, (kept, shown, _tone) in SYSTEM_LABELS.items()
        if wanted in _in_each_language([kept, shown])
    ]
    called = Q(name__iexact=name) | Q(system__in=system)
    return list(labels_for(officer).filter(called).values_list("pk", flat=True))


def colleagues(officer: User) -> QuerySet[User]:
    """Return the officers who may work on the officer's cases, the officer among them."""
    posted = Posting.objects.filter(touching(posted_units(officer)), active=True)
    return User.objects.filter(pk__in=posted.values("user"), is_active=True).order_by("pk")


def colleagues_named(officer: User, name: str) -> list[User]:
    """Return the colleagues whose name or mail address begins so."""
    found = colleagues(officer).annotate(
        chinese=Concat("last_name", "first_name"), other=Concat("first_name", Value(" "), "last_name")
    )
    wanted = Q(email__istartswith=name) | Q(chinese__istartswith=name) | Q(other__istartswith=name)
    return list(found.filter(wanted)[:MOST_COLLEAGUES])


def fact_names() -> dict[str, str]:
    """Return the facts that cases may be searched by, key to name in the active language."""
    names: dict[str, str] = {}
    for service in registry.all_services():
        names |= {key: str(name) for key, name in service.fact_names.items()}
    return names


def identities() -> list[str]:
    """Return the keys of the facts that say who takes part in a case."""
    return sorted({key for service in registry.all_services() for key in service.identities})


def names_of(key: str, officer: User) -> list[str]:
    """Return the names that may stand after a key, as they are shown in the active language."""
    if key == "service":
        return [name for one in registry.all_services() for name in (one.code, str(one.title))]
    if key == "state":
        return list(dict.fromkeys(name for pair in state_pairs() for name in pair))
    if key in {"unit", "district"}:
        return list(place_names(officer, key).values())
    return list(dict.fromkeys(str(label) for label in labels_for(officer).order_by("name")))


def state_pairs() -> list[tuple[str, str]]:
    """Return the code of every state at the desk and what the desk calls it."""
    return [(state.value, str(FACES[state].staff)) for state in State if state is not State.DRAFT]
