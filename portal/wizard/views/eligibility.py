"""Is this the right service? A few questions for anybody, answered at once; nothing is kept.

The answers stand in the address: the answer can be reloaded, printed and left with the back button.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.catalog import registry
from portal.catalog.declaration import Service
from portal.catalog.queries import promise_text, ways_of
from portal.rulebook.queries import norms
from portal.ui.errors import error_links
from portal.workdays.queries import today

#: Name of the button, so that a form sent without any answer is not taken for a first visit.
BUTTON, CHANGE = "check", "change"


@never_cache
@require_safe
def eligibility(request: HttpRequest, service: str) -> HttpResponse:
    """Ask the questions of a service, or answer them when the address carries valid answers.

    404 for a service that has no such questions. Answers that are not valid are shown again, with status 422.
    """
    declaration = find(service)
    rules = norms(today())
    form_class: Any = declaration.eligibility.form  # type: ignore[union-attr]
    typed = form_class.raw_values(request.GET)
    if CHANGE in request.GET or not sent(request, form_class):
        form = form_class(initial=typed, norms=rules)
        return page(request, "wizard/eligibility.html", {"service": declaration, "form": form})
    form = form_class(request.GET, norms=rules)
    if not form.is_valid():
        context = {"service": declaration, "form": form, "errors": error_links(form)}
        return page(request, "wizard/eligibility.html", context, status=422)
    return page(
        request, "wizard/verdict.html", answer(declaration, form, rules) | {"query": request.GET.urlencode()}
    )


def find(code: str) -> Service:
    """Return the service of that code. Raises Http404 when there is none, or it asks no such questions."""
    try:
        declaration = registry.get(code.upper())
    except KeyError:
        raise Http404 from None
    if declaration.eligibility is None:
        raise Http404
    return declaration


def sent(request: HttpRequest, form_class: Any) -> bool:
    """Return whether the questions were answered, or the button was pressed without an answer."""
    return BUTTON in request.GET or any(name in request.GET for name in form_class.base_fields)


def answer(service: Service, form: Any, rules: Any) -> dict[str, Any]:
    """Return what the answer page shows for a valid form."""
    verdict = service.eligibility.judge(form.json_values(), rules)  # type: ignore[union-attr]
    now = [item for item in verdict.materials if not item.later]
    later = [item for item in verdict.materials if item.later]
    return {
        "service": service,
        "halt": verdict.halt,
        "reasons": verdict.reasons,
        "now": lines(service, now),
        "maybe": lines(service, verdict.maybe),
        "later": lines(service, later),
        "promise": promise_text(service, get_language() or "zh-hans"),
        "day": today(),
    }


def lines(service: Service, materials: Any) -> list[dict[str, Any]]:
    """Return materials as lines of a check list, with the ways round an upload in words."""
    return [{"material": item, "ways": ways_of(service, item)} for item in materials]


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Draw a page that search engines do not keep."""
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
