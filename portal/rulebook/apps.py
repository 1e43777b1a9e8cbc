from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "portal.rulebook"
    label = "rulebook"
    verbose_name = _("Rules")

    def ready(self) -> None:
        from portal.rulebook import places  # noqa: F401 -- declares the lists of the platform
        from portal.rulebook.actions import seed_after_migrate

        post_migrate.connect(seed_after_migrate, sender=self, dispatch_uid="rulebook.seed")
