"""How messages are spoken of elsewhere."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def memo(context: Mapping[str, Any]) -> str:
    """Return the line in an officer's inbox: an applicant has written."""
    return _("A message about case %(number)s has arrived.") % {"number": context["number"]}
