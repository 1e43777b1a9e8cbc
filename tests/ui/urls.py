"""Addresses for the tests of the frame: the style guide, one page that breaks, one under /admin/."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import include, path


def broken(request):
    raise RuntimeError("on purpose")


def nonce(request):
    return HttpResponse(str(request.csp_nonce))


urlpatterns = [
    *i18n_patterns(
        path("ui/", include("portal.ui.urls")),
        path("broken/", broken),
        path("nonce/", nonce),
        prefix_default_language=False,
    ),
    path("admin/page/", lambda request: HttpResponse("ok")),
]
