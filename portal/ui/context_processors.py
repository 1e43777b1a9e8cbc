"""What every template knows. Nothing here asks the database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.ui.addresses import local_url


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return DEMO, ELDER, SITE_NAME and the fixed links of the thin navigation."""
    links = (("/", _("Home")), ("/my/", _("My applications")), ("/verify/", _("Verify a certificate")))
    pages = [(local_url(path), path, title) for path, title in links]
    return {
        "DEMO": settings.DEMO,
        "ELDER": request.COOKIES.get("elder") == "1",
        "SITE_NAME": _("Government Services Online"),
        "nav_items": [
            {"url": url, "title": title, "current": is_current(request.path, url, path)}
            for url, path, title in pages
        ],
    }


def is_current(path: str, url: str, name: str) -> bool:
    """Return whether a navigation link leads to the page shown or to a page above it."""
    return path == url if name == "/" else path.startswith(url)
