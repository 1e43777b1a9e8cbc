"""Whether interests that officers recorded touch a case: keyed hashes are compared, nothing is uncovered.

公安机关办理行政案件程序规定 arts 17–22: who has an interest in a case stands back, asked or not.
"""

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.applications.models import Application, Fact
from portal.applications.states import CLOSED
from portal.assignments.models import Trace
from portal.catalog import registry
from portal.keyring.sealing import blind_index


def identity_keys() -> list[str]:
    """Return the keys of the facts that say who takes part, over all services."""
    return sorted({key for service in registry.all_services() for key in service.identities})


def indexes_of(number: str) -> list[str]:
    """Return the keyed hashes of a number, one for each key under which a service may keep it."""
    return [blind_index(key, number) for key in identity_keys()]


def traces_in(application: Application) -> set[str]:
    """Return the keyed hashes of all who take part in a case. No query when the service names no such facts."""
    keys = application.declaration.identities
    if not keys:
        return set()
    rows = application.facts.filter(key__in=keys).values_list("key", "text", "index")
    return {index or blind_index(key, text) for key, text, index in rows if index or text}


def matches(application: Application, officer: User | None = None) -> set[int]:
    """Return the ids of the officers (or of that one, if it is so) whose interests touch the case."""
    found = traces_in(application)
    if not found:
        return set()
    rows = Trace.objects.filter(index__in=found)
    if officer is not None:
        rows = rows.filter(interest__officer=officer)
    return set(rows.values_list("interest__officer", flat=True))


def cases_touched(number: str) -> QuerySet[Application]:
    """Return the open cases in which somebody or a company of that number takes part."""
    wanted = Q(pk__in=[])
    for key in identity_keys():
        wanted |= Q(key=key, index=blind_index(key, number)) | Q(key=key, text=number)
    touched = Fact.objects.filter(wanted).values("application")
    return Application.objects.filter(pk__in=touched).exclude(state__in=[*CLOSED, "DRAFT"])
