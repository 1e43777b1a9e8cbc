from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        """Make the chain's beginning after each migrate (and flush)."""
        from .chain import begin_after_migrate

        post_migrate.connect(begin_after_migrate, sender=self, dispatch_uid="audit.begin")
