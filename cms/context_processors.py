"""The name of the site in every template, as editors wrote it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.queries import frame


def site_name(request: HttpRequest) -> dict[str, object]:
    """Return SITE_NAME, read when a template draws it; the portal's own words until the site is set up."""
    return {"SITE_NAME": SimpleLazyObject(current_name)}


def current_name() -> str:
    """Return the name of the site in the active language."""
    return frame(get_language())["name"] or _("Government Services Online")
