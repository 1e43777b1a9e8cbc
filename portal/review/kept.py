"""The list that an officer works through: its tab and filters are kept, so that it stands as before after each case."""

from django.http import HttpRequest, QueryDict
from django.urls import reverse

KEY = "desk.list"
#: A search is for one case and is over with it.
KEPT = ("tab", "state", "service", "district", "due", "check")


def keep(request: HttpRequest) -> None:
    """Keep tab and filters of the list shown; a search leaves those before it in place."""
    if request.GET.get("q", "").strip():
        return
    chosen = QueryDict(mutable=True)
    for name in KEPT:
        if value := request.GET.get(name, ""):
            chosen[name] = value
    if request.session.get(KEY, "") != chosen.urlencode():
        request.session[KEY] = chosen.urlencode()


def filters(request: HttpRequest) -> QueryDict:
    """Return tab and filters of the list that was shown last."""
    return QueryDict(request.session.get(KEY, ""))


def queue_url(request: HttpRequest) -> str:
    """Return the address of the list that was shown last."""
    query = request.session.get(KEY, "")
    return reverse("review:queue") + (f"?{query}" if query else "")
