"""Is the process alive, can it do its work; and the images of the site's pages."""

import mimetypes
from typing import Any

from django.core.files.storage import default_storage
from django.db import Error, connection
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from portal.documents import storage


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the process is alive; touches nothing."""
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer whether the database and the object storage answer; 503 when one of them does not."""
    checks: dict[str, Any] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks["database"] = True
    except Error:
        checks["database"] = False
    try:
        storage.check()
        checks["storage"] = True
    except storage.StorageUnavailable:
        checks["storage"] = False
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


@cache_control(public=True, max_age=86400)
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve an image that an editor put on a page. Citizens' files never lie in this storage."""
    kind = mimetypes.guess_type(name)[0] or ""
    if not kind.startswith("image/") or kind == "image/svg+xml" or not default_storage.exists(name):
        raise Http404
    return FileResponse(default_storage.open(name), content_type=kind)
