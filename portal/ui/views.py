"""Elder mode, suggestions of counties, and the style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_safe

from portal.standards import divisions as county
from portal.ui import styleguide
from portal.ui.addresses import local_url

YEAR = 365 * 86400


@require_safe
def elder(request: HttpRequest) -> HttpResponse:
    """Turn large type on (`on=1`) or off in a cookie and go back to `next` on this host."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = local_url("/")
    response = HttpResponseRedirect(target)
    if request.GET.get("on") == "1":
        secure = request.is_secure()
        response.set_cookie("elder", "1", max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie("elder", samesite="Lax")
    return response


@require_GET
def divisions(request: HttpRequest) -> JsonResponse:
    """Return up to eight full names of counties that fit what was typed (`q`), best first, as a JSON list."""
    typed = request.GET.get("q", "").strip()[:50]
    return JsonResponse([county.name(code) for code in county.find(typed)[:8]] if typed else [], safe=False)


def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component. Exists only with DEBUG or DEMO."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "ui/style_guide.html", styleguide.examples(request))
