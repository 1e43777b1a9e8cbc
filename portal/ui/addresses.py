"""Addresses in the right language. Chinese has no prefix, every other language has its code as prefix."""

from django.conf import settings
from django.utils.translation import get_language


def in_language(path: str, language: str) -> str:
    """Return a path (with or without query) as it is in that language: `/en/x?q` and `/x?q`."""
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    for code in others:
        if path == f"/{code}" or path.startswith((f"/{code}/", f"/{code}?")):
            path = "/" + path[len(code) + 1 :].lstrip("/")
            break
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def local_url(path: str) -> str:
    """Return a fixed address of the portal (`/my/`) in the active language (`/en/my/`)."""
    return in_language(path, get_language() or settings.LANGUAGE_CODE)
