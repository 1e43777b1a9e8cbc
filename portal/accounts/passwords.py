"""What a password must be, in the portal's words."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """A least number of characters. (Django's sentence is lost beside our catalogue: it counts in plurals.)"""

    def get_error_message(self) -> str:
        """Return the sentence for a password that is too short."""
        return _("The password needs at least %(count)s characters.") % {"count": self.min_length}

    def get_help_text(self) -> str:
        """Return what the password needs."""
        return self.get_error_message()
