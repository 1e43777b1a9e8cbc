"""The list that an officer works through is kept, so that it stands as before after each case."""

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from portal.review.filters import Search
from portal.review.language.finding import is_one_case

KEY = "desk.list"
#: Nothing else of an address is kept.
KEPT = ("tab", "view", "q", "s")


def keep(request: HttpRequest, search: Search) -> None:
    """Keep the list shown. A search for one case is over with it, and one with a mistake leads nowhere.

    A search that may name a person is kept sealed, as it stands in the address.
    """
    if search.error is not None or is_one_case([term.value for term in search.query.texts]):
        return
    chosen = QueryDict(mutable=True)
    chosen.update(search.parameters())
    if request.session.get(KEY, "") != chosen.urlencode():
        request.session[KEY] = chosen.urlencode()


def filters(request: HttpRequest) -> QueryDict:
    """Return what the list shown last asked for."""
    return QueryDict(request.session.get(KEY, ""))


def queue_url(request: HttpRequest) -> str:
    """Return the address of the list that was shown last."""
    query = request.session.get(KEY, "")
    return reverse("review:queue") + (f"?{query}" if query else "")
