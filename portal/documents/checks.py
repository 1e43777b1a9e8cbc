"""What is looked at before the portal goes into production (`manage.py check --deploy`)."""

from typing import Any

from django.conf import settings
from django.core import checks


def scanner(**_: Any) -> list[checks.CheckMessage]:
    """Warn when no virus scanner is configured."""
    if settings.CLAMAV_ADDRESS:
        return []
    return [
        checks.Warning(
            "CLAMAV_ADDRESS is not set: uploads are inspected and made anew, but no virus scanner reads them.",
            hint="Set it to host:port or the socket of clamd (docs/operations.md).",
            id="portal.documents.W001",
        )
    ]
