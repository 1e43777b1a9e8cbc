"""Suggestions from lists that anybody may search."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from portal.rulebook.choosing import choices_of
from portal.rulebook.lists import declared_lists
from portal.rulebook.queries import norms
from portal.ui.matching import find
from portal.workdays.queries import today

MOST = 8


@require_GET
def suggestions(request: HttpRequest, key: str) -> JsonResponse:
    """Return up to eight entries of a list that fit what was typed (`q`), best first, as a JSON list of names."""
    spec = declared_lists().get(key)
    if spec is None or not spec.suggest:
        raise Http404
    typed = request.GET.get("q", "").strip()[:50]
    if not typed:
        return JsonResponse([], safe=False)
    choices = choices_of(norms(today()), key)
    return JsonResponse([choices[code].label for code in find(choices, typed)[:MOST]], safe=False)
