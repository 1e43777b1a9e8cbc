from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeyringConfig(AppConfig):
    name = "portal.keyring"
    label = "keyring"
    verbose_name = _("Key ring")
