"""Addresses of the desk in one language, whatever language the last request left active."""

from typing import Any

from django.urls import reverse
from django.utils import translation


def desk_url(name: str, *args: Any, language: str = "zh-hans") -> str:
    """Return the address of a page of the desk."""
    with translation.override(language):
        return reverse(f"review:{name}", args=args)
